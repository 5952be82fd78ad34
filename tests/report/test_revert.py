"""Taking single edits back, over the case files."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoper.casefile import parse_case
from scoper.change.build import build_change
from scoper.change.model import ChangedFile
from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.report.revert import replacements, widened
from scoper.text import Replacement, replace_lines
from tests.cases import judge_case
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[2]
SAMPLES = [
    "out-of-scope-edit/neighbour-in-the-same-file.md",
    "test-weakened/test-gone.md",
    "quote-flip/quotes-beside-the-work.md",
]


@pytest.mark.parametrize("name", SAMPLES)
def test_all_edits_taken_back_give_the_base(name: str, repo: GitRepo) -> None:
    case = parse_case((ROOT / "fixtures" / "cases" / name).read_text(encoding="utf-8"))
    report = judge_case(case, repo)
    files = {file.change.path: file for file in report.files}
    for path, file in files.items():
        edits = [verdict.edit for verdict in report.verdicts if verdict.edit.path == path]
        made = [replacements(edit, files) for edit in edits]
        if all(made) and file.base_text is not None and file.head_text is not None:
            assert replace_lines(file.head_text, [change for changes in made for change in changes]) == file.base_text
            return
    pytest.fail("no file of this case is made of whole hunks")


def changed(base: bytes, head: bytes, *hunks: Hunk) -> ChangedFile:
    entry = Entry(0o100644, "0" * 40)
    return ChangedFile(FileChange(Status.MODIFIED, "a.txt", "a.txt", entry, entry, hunks), base, head, None, None)


def test_additions_removals_and_a_missing_last_newline() -> None:
    for base, head, hunk, expected in (
        (b"a\nb\n", b"a\nx\nb\n", Hunk(1, 0, 2, 1), Replacement(2, 1, "")),
        (b"a\nx\nb\n", b"a\nb\n", Hunk(2, 1, 1, 0), Replacement(2, 0, "x\n")),
        (b"x\na\n", b"a\n", Hunk(1, 1, 0, 0), Replacement(1, 0, "x\n")),
        (b"a\nb", b"a\nc\n", Hunk(2, 1, 2, 1), Replacement(2, 1, "b")),
    ):
        file = changed(base, head, hunk)
        [edit] = build_change([file], []).edits
        assert replacements(edit, {"a.txt": file}) == (expected,)
        assert replace_lines(head, [expected]) == base


def test_what_has_no_answer() -> None:
    file = changed(b"a\n\xff\n", b"a\nb\n", Hunk(2, 1, 2, 1))
    [edit] = build_change([file], []).edits
    assert replacements(edit, {"a.txt": file}) == ()
    assert replacements(edit, {}) == ()
    shared = changed(b"a\nb\n", b"c\nd\n", Hunk(1, 2, 1, 2))
    [whole] = build_change([shared], []).edits
    part = whole._replace(before=whole.before, after=(whole.after[0]._replace(end=1),))
    assert replacements(part, {"a.txt": shared}) == ()


def test_what_is_put_between_lines_replaces_one_that_the_diff_added() -> None:
    file = changed(b"a\nb\n", b"a\nx\ny\nb\n", Hunk(1, 0, 2, 2))
    for change, expected in (
        (Replacement(3, 1, "z\n"), Replacement(3, 1, "z\n")),
        (Replacement(3, 0, "z\n"), Replacement(2, 1, "x\nz\n")),
        (Replacement(4, 0, "z\n"), Replacement(3, 1, "y\nz\n")),
        (Replacement(2, 0, "z\n"), Replacement(2, 1, "z\nx\n")),
    ):
        assert widened((change,), file) == (expected,)
    assert widened((Replacement(2, 1, ""), Replacement(3, 0, "z\n")), file) == (
        Replacement(2, 1, ""),
        Replacement(3, 1, "z\ny\n"),
    )
    assert widened((Replacement(1, 0, "z\n"),), file) == ()
