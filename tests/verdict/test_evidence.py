from __future__ import annotations

from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.git.model import Entry, FileChange, Status
from scoper.text import LineRange
from scoper.verdict.evidence import gather
from tests.verdict.builders import added_lines


def replaced(before: str, after: str, line: int) -> Change:
    entry = Entry(0o100644, "0" * 40)
    file = ChangedFile(FileChange(Status.MODIFIED, "a.go", "a.go", entry, entry), before.encode(), after.encode(), None, None)
    lines = (LineRange(line, line),)
    return Change((file,), (), (Edit("e1", "a.go", None, None, None, (EditKind.TEXT,), lines, lines),), ())


def test_what_stays_is_neither_gained_nor_lost() -> None:
    (item,), _ = gather(replaced("x = total(old)\n", "x = total(fresh, fresh)\n", 1))
    assert item.gained == {"fresh"}
    assert item.lost == {"old"}
    assert "total" in item.words
    assert "total" not in item.changed_words


def test_words_that_say_nothing_tie_nothing() -> None:
    (item,), _ = gather(replaced("return total\n", "return not None and total\n", 1))
    assert item.gained == item.lost == frozenset()


def test_names_are_born_and_gone_once_for_all_files() -> None:
    _, background = gather(added_lines({"a.go": "fresh()\n", "b.go": "known()\n"}, base="known = 1\nstays = 2\n"))
    assert background.born == {"fresh"}
    assert background.gone == frozenset()


def test_the_heading_is_the_last_unindented_line_above() -> None:
    text = "func Alpha() {\n\tone()\n}\n\nfunc Beta() {\n\ttwo()\n}\n"
    (item,), _ = gather(replaced(text, text.replace("two", "three"), 6))
    assert "beta" in item.place_words
    assert "alpha" not in item.place_words


def test_a_huge_edit_is_read_in_part_only() -> None:
    (item, *_), _ = gather(added_lines({"a.txt": "x" * 1_000_000 + "\n"}))
    assert all(len(name) <= 2_000 for name in item.gained)


def test_empty_change() -> None:
    evidence, background = gather(Change((), (), (), ()))
    assert evidence == ()
    assert background.rarity("anything") >= 0
