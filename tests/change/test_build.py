from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoper.change.build import build_change
from scoper.change.model import Alignment, ChangedFile, EditKind
from scoper.finding import Problem
from scoper.git.model import EXECUTABLE, SUBMODULE, Entry, FileChange, Hunk, Status
from scoper.text import LineRange
from tests.change.changes import brief, briefs, change, changed, faults

SNIPPETS = [
    "import os\n",
    "from a import b\n",
    "from a import (\n    b,\n    c,\n)\n",
    "import os, sys\n",
    '"""Doc."""\n',
    "\n",
    "\n\n",
    "# a comment\n",
    "    # an indented comment\n",
    "X = 1\n",
    "a = b = 2\n",
    "a, b = 1, 2\n",
    "Y = [\n    1,\n    2,\n]\n",
    "if X:\n    Z = 1\nelse:\n    Z = 2\n",
    "def f():\n    return 1\n",
    "def f(a: int, b='x') -> int:\n    '''Doc.'''\n    # why\n    a = (b)\n\n    return a\n",
    "@wrap\n@wrap2\ndef g(x): return x\n",
    "class C:\n    '''Doc.'''\n\n    attribute = 1\n\n    def f(self):\n        self.x = 1\n\n"
    "    def g(self):\n        def inner():\n            pass\n        return inner\n",
    "class D(C):\n    def f(self):\n        return 2\n",
    "    x = 1\n",
    "def broken(:\n",
    "x = '''open\n",
    "\r\n",
    "\x0c\n",
    "caf\u00e9 = '\u2028'\n",
    "print(1); X = 2\n",
]


@st.composite
def _versions(draw: st.DrawFn) -> tuple[str, str]:
    """Two Python-like files, the second made from the first by taking, adding, moving and touching up pieces."""
    base = draw(st.lists(st.sampled_from(SNIPPETS), max_size=8))
    head = list(base)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(head)))
        what = draw(st.sampled_from(["add", "take", "move", "indent", "touch"]))
        if what == "add" or not head:
            head.insert(at, draw(st.sampled_from(SNIPPETS)))
            continue
        piece = head.pop(at % len(head))
        if what == "move":
            head.insert(draw(st.integers(0, len(head))), piece)
        elif what == "indent":
            head.insert(at, "".join(f"    {line}\n" for line in piece.splitlines()))
        elif what == "touch":
            head.insert(at, piece.replace("1", "2").replace("f(", "renamed("))
    end = draw(st.sampled_from(["", "\n", "last = 1"]))
    return "".join(base), "".join(head) + end


@given(_versions())
@settings(max_examples=150, deadline=None)
def test_every_changed_line_of_a_python_file_is_in_exactly_one_edit(versions: tuple[str, str]) -> None:
    base, head = (version.encode() for version in versions)
    assert faults(build_change([changed(base, head)])) == []


@given(_versions(), st.sampled_from([Status.ADDED, Status.DELETED, Status.RENAMED]))
@settings(max_examples=60, deadline=None)
def test_so_it_is_in_new_gone_and_renamed_files(versions: tuple[str, str], status: Status) -> None:
    base, head = (version.encode() for version in versions)
    if status is Status.RENAMED:
        file = changed(base, head, old_path="b.py")
    else:
        file = changed(base if status is Status.DELETED else None, head if status is Status.ADDED else None)
    assert faults(build_change([file])) == []


@given(_versions(), _versions())
@settings(max_examples=60, deadline=None)
def test_so_it_is_when_code_moves_between_files(one: tuple[str, str], two: tuple[str, str]) -> None:
    files = [
        changed(one[0].encode(), two[0].encode(), path="a.py"),
        changed(two[1].encode(), one[1].encode(), path="b.py"),
        changed(one[1].encode(), None, path="c.py"),
    ]
    assert faults(build_change(files)) == []


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(["a.py", "a.txt"]))
@settings(max_examples=100, deadline=None)
def test_so_it_is_in_any_bytes(base: bytes, head: bytes, path: str) -> None:
    assert faults(build_change([changed(base, head, path=path)])) == []


def test_nothing_changed_means_no_edits() -> None:
    assert change().edits == ()


def test_edits_are_numbered_in_the_order_of_paths_and_lines() -> None:
    built = change(
        changed("a\n", "b\n", path="z.txt"),
        changed("def f():\n    return 1\nx = 1\n", "import os\ndef f():\n    return 2\nx = 2\n", path="b.py"),
    )
    assert [(edit.id, edit.path, edit.symbol) for edit in built.edits] == [
        ("e1", "b.py", "b.py"),
        ("e2", "b.py", "b.py::f"),
        ("e3", "b.py", "b.py::x"),
        ("e4", "z.txt", None),
    ]


def test_an_added_class_is_one_edit_for_its_own_lines_and_one_for_each_method() -> None:
    head = """\
        x = 1


        # lead
        class C:
            '''Doc.'''

            a = 1

            def m(self):
                def inner():
                    pass

                class Local:
                    def deep(self):
                        pass

                return inner

            @property
            def p(self):
                return 1
        """
    assert briefs("x = 1\n", head) == ["C: add +4-8", "C.m: add +10-18", "C.p: add +20-22"]


def test_a_new_file_is_its_definitions_its_imports_and_the_rest() -> None:
    text = """\
        '''Doc.'''

        import os


        def f():
            return os


        if __name__ == "__main__":
            f()
        """
    assert briefs(None, text) == ["a.py: add +1,10-11", "a.py: import +3", "f: add +6-7"]
    assert briefs(text, None) == ["a.py: delete -1,10-11", "a.py: import -3", "f: delete -6-7"]


def test_a_definition_that_moves_to_another_file_is_one_edit_of_both() -> None:
    body = "def f(a):\n    b = a + 1\n    c = b * 2\n    return c - a\n"
    built = change(
        changed("import os\n\n\n" + body, "import os\n", path="old.py"), changed("x = 1\n", "x = 1\n\n\n" + body, path="new.py")
    )
    (edit,) = built.edits
    assert (edit.path, edit.old_path, edit.symbol, edit.old_symbol) == ("new.py", "old.py", "new.py::f", "old.py::f")
    assert (edit.kinds, edit.before, edit.after) == ((EditKind.MOVE,), (LineRange(4, 7),), (LineRange(4, 7),))
    assert (Alignment.MOVED, "old.py::f", "new.py::f") in built.aligned


def test_a_renamed_file_is_one_edit_for_all_that_stayed() -> None:
    text = "def f():\n    return 1\n\n\ndef g():\n    return 2\n"
    built = change(changed(text, text.replace("2", "3"), path="b.py", old_path="a.py"))
    assert [(edit.kinds, edit.symbol, edit.old_symbol, edit.after) for edit in built.edits] == [
        ((EditKind.RENAME,), "b.py", "a.py", (LineRange(1, 5),)),
        ((EditKind.BODY,), "b.py::g", "a.py::g", (LineRange(6, 6),)),
    ]
    assert (Alignment.MOVED, "a.py::f", "b.py::f") in built.aligned
    moved = change(changed("a\n", "a\n", path="y/a.txt", old_path="x/a.txt"))
    assert [edit.kinds for edit in moved.edits] == [(EditKind.MOVE,)]


def _without_text(status: Status, *, binary: bool = False, modes: tuple[int, int] = (0o100644, 0o100644)) -> ChangedFile:
    base = Entry(modes[0], "0" * 40) if status is not Status.ADDED else None
    head = Entry(modes[1], "1" * 40) if status is not Status.DELETED else None
    paths = ("a" if base else None, "a" if head else None)
    return ChangedFile(FileChange(status, *paths, base, head, (), binary), None, None, None, None)


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        (_without_text(Status.MODIFIED, modes=(0o100644, EXECUTABLE)), [(EditKind.MODE,)]),
        (_without_text(Status.MODIFIED, binary=True), [(EditKind.BINARY,)]),
        (_without_text(Status.ADDED, binary=True), [(EditKind.ADD, EditKind.BINARY)]),
        (_without_text(Status.MODIFIED, modes=(SUBMODULE, SUBMODULE)), [(EditKind.TEXT,)]),
        (_without_text(Status.ADDED), [(EditKind.ADD,)]),
        (_without_text(Status.DELETED), [(EditKind.DELETE,)]),
        (_without_text(Status.MODIFIED), [(EditKind.TEXT,)]),
        (_without_text(Status.TYPE_CHANGED, modes=(0o100644, 0o120000)), [(EditKind.MODE,)]),
    ],
)
def test_what_has_no_lines_is_an_edit_of_the_file(file: ChangedFile, kinds: list[tuple[EditKind, ...]]) -> None:
    edits = change(file).edits
    assert [(edit.kinds, edit.symbol, edit.before, edit.after) for edit in edits] == [(k, None, (), ()) for k in kinds]


def test_a_changed_mode_and_changed_lines_are_two_edits() -> None:
    built = change(changed("a\n", "b\n", path="run.bat", mode=EXECUTABLE))
    assert sorted(edit.kinds for edit in built.edits) == [(EditKind.MODE,), (EditKind.TEXT,)]


def test_files_without_facts_on_a_side_that_exists_are_text() -> None:
    file = changed("def f():\n    return 1\n", "def f():\n    return 2\n")
    assert [edit.kinds for edit in change(file._replace(head_facts=None)).edits] == [(EditKind.TEXT,)]
    assert file.base_facts is not None
    degraded = file._replace(base_facts=file.base_facts._replace(degraded="too large"))
    built = change(degraded)
    assert [(edit.kinds, edit.symbol) for edit in built.edits] == [((EditKind.TEXT,), None)]
    assert built.problems == (Problem("a.py", "base side: too large; its edits are cut as text"),)


def test_lines_are_covered_where_the_text_is_not_known() -> None:
    entry = Entry(0o100644, "0" * 40)
    file = ChangedFile(FileChange(Status.MODIFIED, "a.py", "a.py", entry, entry, (Hunk(2, 2, 2, 1),)), None, None, None, None)
    assert [(edit.before, edit.after) for edit in change(file).edits] == [((LineRange(2, 3),), (LineRange(2, 2),))]


def test_syntax_errors_are_problems_and_edits_are_cut_all_the_same() -> None:
    built = change(changed("def f():\n    return 1\n", "def f():\n    return (1\n"))
    (problem,) = built.problems
    assert problem.path == "a.py" and problem.reason.startswith("head side, line ")
    assert [edit.symbol for edit in built.edits] == ["a.py::f"]
    assert not {EditKind.FORMAT_ONLY, EditKind.COMMENT} & {kind for edit in built.edits for kind in edit.kinds}


def test_given_problems_come_first_and_none_twice() -> None:
    given = Problem("x", "gone")
    assert build_change([], [given, given]).problems == (given,)


def test_a_large_generated_file_is_cheap_to_cut() -> None:
    base = b"".join(b"row %d\n\n" % n for n in range(20_000))
    hunks = tuple(Hunk(n * 4 + 1, 1, n * 4 + 1, 1) for n in range(10_000))
    entry = Entry(0o100644, "0" * 40)
    for some in (hunks, hunks[:1_500], (Hunk(1, 40_000, 1, 40_000),)):
        file = ChangedFile(FileChange(Status.MODIFIED, "a.sql", "a.sql", entry, entry, some), base, base, None, None)
        assert len(change(file).edits) <= 2_000


def test_module_level_lines_have_the_path_as_symbol() -> None:
    edits = change(changed("print(1)\n", "print(2)\n")).edits
    assert [(edit.symbol, edit.old_symbol, edit.kinds) for edit in edits] == [("a.py", None, (EditKind.BODY,))]


def test_a_class_that_becomes_another_keeps_its_methods() -> None:
    base = """\
        class A:
            x = 1

            def f(self):
                return self.x + 1
        """
    head = dedent(base).replace("class A", "class B").replace("+ 1", "+ 2")
    built = change(changed(base, head))
    assert [brief(edit) for edit in built.edits] == ["B (was A): rename -1 +1", "B.f (was A.f): body -5 +5"]
    assert (Alignment.RENAMED, "a.py::A", "a.py::B") in built.aligned
    assert (Alignment.MOVED, "a.py::A.f", "a.py::B.f") in built.aligned


def test_a_block_comment_belongs_to_the_method_below_it_however_its_lines_are_indented() -> None:
    base = "class A {\n  void f() {}\n}\n"
    head = "class A {\n  void f() {}\n\n  /**\n   * Counts.\n   */\n  @Override\n  int g() { return 1; }\n}\n"
    edits = change(changed(base, head, path="A.java")).edits
    assert [brief(edit) for edit in edits] == ["A.java::A.g: add +4-8"]
