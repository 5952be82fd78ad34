from __future__ import annotations

from collections.abc import Mapping

from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.style.added import Sides, added_by

ROOTS = frozenset({"shop"})
Shown = Mapping[str, list[int]]


def side(path: str, hunks: list[Hunk], base: Shown, head: Shown) -> Sides:
    entry = Entry(0o100644, "0" * 40)
    return Sides(FileChange(Status.MODIFIED, path, path, entry, entry, tuple(hunks)), base, head)


def test_a_line_that_is_put_back_adds_nothing() -> None:
    assert added_by([side("a.py", [Hunk(3, 1, 3, 1)], {"quotes=single": [3, 9]}, {"quotes=single": [3, 9]})], ROOTS) == []


def test_what_stood_there_before_is_not_added() -> None:
    assert added_by([side("a.py", [Hunk(9, 0, 9, 2)], {"quotes=single": [3]}, {"quotes=single": [3]})], ROOTS) == []


def test_moved_code_keeps_its_style() -> None:
    taken = side("a.py", [Hunk(3, 2, 3, 0)], {"output=print": [3, 4]}, {})
    given = side("b.py", [Hunk(1, 0, 1, 3)], {}, {"output=print": [1, 2, 3]})
    assert [(one.path, one.lines) for one in added_by([taken, given], ROOTS)] == [("b.py", {"output": {"print": (3,)}})]


def test_added_values_are_told_by_feature_with_their_lines() -> None:
    (added,) = added_by(
        [side("a.py", [Hunk(1, 1, 1, 3)], {"quotes=single": [1]}, {"quotes=double": [1, 2], "quotes=single": [3]})], ROOTS
    )
    assert added.lines == {"quotes": {"double": (1, 2)}}


def test_imports_count_as_absolute_where_the_module_is_the_project_s_own() -> None:
    head = {"import-reach=absolute:shop": [1], "import-reach=absolute:os": [2]}
    (added,) = added_by([side("a.py", [Hunk(1, 0, 1, 2)], {}, head)], ROOTS)
    assert added.lines == {"import-reach": {"absolute": (1,)}}
