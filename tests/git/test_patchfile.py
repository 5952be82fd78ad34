from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.errors import UserError
from scoper.git.patchfile import Section, sections

HUNK = "@@ -1 +1 @@\n-a\n+b\n"


def read(text: str) -> list[Section]:
    return sections(text.encode())


def names(text: str) -> tuple[str | None, str | None]:
    (section,) = read(text)
    return section.base_path, section.head_path


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("diff --git a/x/f b/x/f\nindex 1..2 100644\n--- a/x/f\n+++ b/x/f\n", ("x/f", "x/f")),
        ("--- a/f\n+++ b/f\n", ("f", "f")),
        ("--- b/f\n+++ a/f\n", ("f", "f")),
        ("--- i/f\n+++ w/f\n", ("f", "f")),
        ("--- f\n+++ f\n", ("f", "f")),
        ("--- a/f\n+++ a/f\n", ("a/f", "a/f")),
        ("--- f.orig\n+++ f\n", ("f.orig", "f")),
        ("diff --git f f\n--- f\n+++ f\n", ("f", "f")),
        ("--- /dev/null\n+++ b/f\n", (None, "f")),
        ("--- a/f\n+++ /dev/null\n", ("f", None)),
        ("--- a/f\t2024-01-01 00:00:00\n+++ b/f\t2024-01-02\n", ("f", "f")),
        ("--- a/sp ace\t\n+++ b/sp ace\t\n", ("sp ace", "sp ace")),
        ("diff --git a/f b/f\r\n--- a/f\r\n+++ b/f\r\n", ("f", "f")),
        ("diff --git a/x b/y b/x b/y\n--- a/x b/y\t\n+++ b/x b/y\t\n", ("x b/y", "x b/y")),
        ('--- "a/t\\tq\\"b\\\\n\\n\\303\\251\\351"\n+++ b/f\n', ('t\tq"b\\n\né\udce9', "f")),
    ],
)
def test_names(header: str, expected: tuple[str | None, str | None]) -> None:
    assert names(header + HUNK) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("diff --git a/f b/f\nold mode 100644\nnew mode 100755\n", ("f", "f")),
        ("diff --git a/x b/x b/x b/x\nold mode 100644\nnew mode 100755\n", ("x b/x", "x b/x")),
        ("diff --git f f\nnew file mode 100644\nindex 0..1\n", (None, "f")),
        ("diff --git a/f b/f\ndeleted file mode 100644\n", ("f", None)),
        ('diff --git "a/\\303\\251" "b/\\303\\251"\nnew file mode 100644\n', (None, "é")),
        ("diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n", ("o", "n")),
        ('diff --git a/o "b/\\tn"\nsimilarity index 100%\nrename from o\nrename to "\\tn"\n', ("o", "\tn")),
        ("diff --git a/a/o b/b/n\nsimilarity index 9%\ncopy from a/o\ncopy to b/n\n", ("a/o", "b/n")),
    ],
)
def test_names_of_files_without_hunks(text: str, expected: tuple[str | None, str | None]) -> None:
    assert names(text) == expected


def test_modes_and_copies() -> None:
    mode, copy, link, gone = read(
        "diff --git a/f b/f\nold mode 100644\nnew mode 100755\n"
        "diff --git a/f b/g\nsimilarity index 100%\ncopy from f\ncopy to g\n"
        "diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n"
        "diff --git a/h b/h\ndeleted file mode 100755\n"
    )
    assert (mode.base_mode, mode.head_mode, mode.is_copy) == (0o100644, 0o100755, False)
    assert (copy.base_mode, copy.head_mode, copy.is_copy) == (None, None, True)
    assert (link.base_mode, link.head_mode, len(link.hunks)) == (None, 0o120000, 3)
    assert (gone.base_mode, gone.head_mode) == (0o100755, None)


def test_lines_of_a_hunk_that_look_like_headers() -> None:
    text = (
        "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n--- a/g\n-diff --git a/h b/h\n+++ b/g\n+@@ -1 +1 @@\n x\n--- a/k\n+++ b/k\n" + HUNK
    )
    first, second = read(text)
    assert (first.base_path, second.base_path) == ("f", "k")
    assert len(first.hunks) == 6 and (second.line, second.hunks_at) == (9, 11)


def test_text_around_the_diff_is_passed_over() -> None:
    mail = "From 1234\nSubject: [PATCH] x\n\n- a list\n+ another\n---\n f | 2 +-\n\n"
    (section,) = read(mail + "diff --git a/f b/f\n--- a/f\n+++ b/f\n" + HUNK + "-- \n2.39.5\n\n")
    assert (section.base_path, len(section.hunks)) == ("f", 3)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "no diff at all\n", "- a\n+ b\n", "--- a/f\n", "*** Begin Patch\n*** End Patch\n"]
)
def test_what_is_no_diff(text: str) -> None:
    with pytest.raises(UserError, match="the patch holds no diff"):
        read(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HUNK, "line 1: a hunk without the name of a file"),
        ("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n+c\n", "line 6: more lines than the header"),
        ("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n c\n", "line 6: more lines than the header"),
        ("--- a/f\n+++ b/f\n@@ nonsense @@\n-a\n", "line 3: more lines than the header"),
        ("--- a/f\n+++ b/f\n@@\n-a\n", "line 3: more lines than the header"),
        ("--- /dev/null\n+++ /dev/null\n" + HUNK, "line 1: neither side names a file"),
        ("x\ndiff --git a/one b/two\nold mode 100644\nnew mode 100755\n", "line 2: the name of the file cannot be read"),
    ],
)
def test_what_is_malformed_is_named_by_its_line(text: str, message: str) -> None:
    with pytest.raises(UserError, match="malformed patch: " + message):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "diff --git a/f.png b/f.png\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZQz\n",
        "diff --git a/f.png b/f.png\nindex 1..2 100644\nBinary files a/f.png and b/f.png differ\n",
    ],
)
def test_binary_files_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="changes a binary file: f.png"):
        read(text)


@given(
    st.lists(
        st.sampled_from(
            ["--- a/f", "+++ b/f", "diff --git a/f b/f", "@@ -1,2 +1 @@", "-x", "+y", " z", "\\", "", "rename to \\"]
        )
    )
)
def test_any_text_is_read_or_refused(lines: list[str]) -> None:
    try:
        found = read("\n".join(lines))
    except UserError:
        return
    assert all(section.base_path or section.head_path for section in found)
