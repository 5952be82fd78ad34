from __future__ import annotations

import pytest

from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.git.rawdiff import parse, split

A, B, NONE = "a" * 40, "b" * 40, "0" * 40


def raw(modes: str, oids: tuple[str, str], status: str, *paths: bytes) -> bytes:
    return b"\0".join([f":{modes} {oids[0]} {oids[1]} {status}".encode(), *paths, b""])


def test_nothing_is_nothing() -> None:
    assert parse(b"") == []


def test_lines_of_a_file_that_look_like_headers_are_none() -> None:
    patch = (
        b"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n"
        b"-diff --git a/x b/x\n+@@ -7,7 +7,7 @@\n+Binary files a and b differ\n"
    )
    (change,) = parse(raw("100644 100644", (A, B), "M", b"f") + b"\0" + patch)
    assert change == FileChange(Status.MODIFIED, "f", "f", Entry(0o100644, A), Entry(0o100644, B), (Hunk(1, 1, 1, 2),))


def test_names_are_taken_from_the_raw_part() -> None:
    name = b'odd\n"name\t\xff'
    output = raw("100644 100644", (A, B), "R090", b"plain", name) + b'\0diff --git a/plain "b/odd"\n@@ -0,0 +3 @@\n+x\n'
    (change,) = parse(output)
    assert (change.status, change.base_path, change.head_path) == (Status.RENAMED, "plain", 'odd\n"name\t\udcff')
    assert change.hunks == (Hunk(0, 0, 3, 1),)


def test_a_binary_file_has_no_hunks() -> None:
    output = raw("000000 100644", (NONE, B), "A", b"f") + b"\0diff --git a/f b/f\nBinary files /dev/null and b/f differ\n"
    assert parse(output) == [FileChange(Status.ADDED, None, "f", None, Entry(0o100644, B), (), True)]


def test_a_change_of_type_takes_two_patches_and_becomes_one_hunk() -> None:
    patch = (
        b"diff --git a/f b/f\n@@ -1,3 +0,0 @@\n-1\n-2\n-3\n"
        b"diff --git a/f b/f\n@@ -0,0 +1 @@\n+to\n"
        b"diff --git a/g b/g\n@@ -2 +2 @@\n"
    )
    output = raw("100644 120000", (A, B), "T", b"f") + raw("100644 100644", (A, B), "M", b"g") + b"\0" + patch
    first, second = parse(output)
    assert first.hunks == (Hunk(1, 3, 1, 1),)
    assert second.hunks == (Hunk(2, 1, 2, 1),)


def test_the_id_of_a_submodule_is_no_line() -> None:
    patch = b"diff --git a/s b/s\n@@ -1 +1 @@\n-Subproject commit a\n+Subproject commit b\n"
    (change,) = parse(raw("160000 160000", (A, B), "M", b"s") + b"\0" + patch)
    assert change.hunks == () and not change.binary


def test_too_few_and_too_many_patches_are_noticed() -> None:
    record = raw("100644 100644", (A, B), "M", b"f")
    with pytest.raises(ValueError, match="0 patches for 1"):
        parse(record + b"\0")
    with pytest.raises(ValueError, match="2 patches for 1"):
        parse(record + b"\0" + b"diff --git a/f b/f\n" * 2)


def test_split_leaves_the_patch_alone() -> None:
    changes, rest = split(raw("100644 000000", (A, NONE), "D", b"f") + b"\0diff")
    assert changes == [FileChange(Status.DELETED, "f", None, Entry(0o100644, A), None)] and rest == b"diff"
