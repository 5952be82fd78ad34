"""What kind an edit is, part by part. Each case: base, head, and the edits as ``symbol: kinds -before +after``."""

from __future__ import annotations

import pytest

from scoper.facts.model import SyntaxProblem
from tests.change.changes import brief, briefs, change, changed

FUNCTION = """\
    @cache
    def f(a, b=1):
        '''Say what.'''
        # first
        c = a + b
        if c:
            c = g(a, b, "x")
            h(c)
        return c
    """


def _edited(*replacements: tuple[str, str], base: str = FUNCTION) -> list[str]:
    head = base
    for old, new in replacements:
        assert old in head
        head = head.replace(old, new)
    return briefs(base, head)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("def f(a, b=1):", "def f(a, b = 1,):", "f: format-only -2 +2"),
        ("def f(a, b=1):", "def f(\n        a,\n        b=1,\n    ):", "f: format-only -2 +2-5"),
        ("def f(a, b=1):", "def f(a: int, b=1) -> int:", "f: annotation-only -2 +2"),
        ("def f(a, b=1):", "def f(a, b=1):  # noqa", "f: comment -2 +2"),
        ("def f(a, b=1):", "def f(a, b=2):", "f: signature -2 +2"),
        ("def f(a, b=1):", "def f(a, b: int = 2):", "f: signature -2 +2"),
        ("def f(a, b=1):", "async def f(a, b=1):", "f: signature -2 +2"),
        ("def f(a", "def g(a", "g (was f): rename -2 +2"),
        ("def f(a, b=1)", "def g(a, b, c)", "g (was f): rename+signature -2 +2"),
        ("@cache", "@cache()", "f: decorator -1 +1"),
        ("@cache\n", "@cache\n    @other\n", "f: decorator +2"),
        ("@cache\n", "@cache  # why\n", "f: comment -1 +1"),
        ("@cache\n", "# above\n    @cache\n", "f: comment +1"),
        ("Say what.", "Say why.", "f: docstring -3 +3"),
        ("'''Say what.'''", '"""\n        Say what.\n        """', "f: format-only -3 +3-5"),
        ("        '''Say what.'''\n", "", "f: docstring -3"),
        ("# first", "# second", "f: comment -4 +4"),
        ("# first", "#  first", "f: format-only -4 +4"),
        ("c = a + b\n", "c = a + b  # sum\n", "f: comment -5 +5"),
        ("c = a + b\n", "c = (a + b)\n", "f: format-only -5 +5"),
        ("c = a + b\n", "c: int = a + b\n", "f: annotation-only -5 +5"),
        ("c = a + b\n", "c = a - b\n", "f: body -5 +5"),
        ("c = a + b\n", "c = a + b\n\n", "f: format-only +6"),
        ('"x"', "'x'", "f: format-only -7 +7"),
        ('g(a, b, "x")', 'g(\n                a, b,\n                "x",\n            )', "f: format-only -7 +7-10"),
        ("    h(c)", "h(c)", "f: body -8 +8"),
        ("    return c\n", "    import g\n        return c\n", "f: import +9"),
    ],
)
def test_one_change_in_a_function(old: str, new: str, kind: str) -> None:
    assert _edited((old, new)) == [kind]


@pytest.mark.parametrize(
    ("base", "head", "edits"),
    [
        ("'''A.'''\n", "'''B.'''\n", ["a.py: docstring -1 +1"]),
        ("x = 1\n", "'''B.'''\nx = 1\n", ["a.py: docstring +1"]),
        ("X = 1\n", "X = 2\n", ["X: body -1 +1"]),
        ("X = 1\n", "X: int = 1\n", ["X: annotation-only -1 +1"]),
        ("X = 1\n", "X = (\n    1\n)\n", ["X: format-only -1 +1-3"]),
        ("X = 1\n", "X = 1  # one\n", ["X: comment -1 +1"]),
        ("X = [\n    1,\n    2,\n]\n", "X = [\n    2,\n    1,\n]\n", ["X: body -3 +2"]),
        ("X = 1\n", "X = 1\nY = 2\n", ["Y: add +2"]),
        ("X = 1\nY = 2\n", "X = 1\n", ["Y: delete -2"]),
        ("OLD = f(1, 2)\n", "NEW = f(1, 2)\n", ["NEW (was OLD): rename -1 +1"]),
        ("a()\n\n\n# one\n\n\nb()\n", "a()\n\n\n# two\n\n\nb()\n", ["a.py: comment -4 +4"]),
        ("# one\nX = 1\n", "# two\nX = 1\n", ["X: comment -1 +1"]),
        ("class C:\n    x = 1\n", "class C:\n    x = 2\n", ["C.x: body -2 +2"]),
        ("class C:\n    x = 1\n", "class C(B):\n    x = 1\n", ["C: signature -1 +1"]),
        ("class C:\n    x = 1\n", "class C():\n    x = 1\n", ["C: format-only -1 +1"]),
        ("class C:\n    x = 1\n", "class C:\n    x = 1\n    '''What x is.'''\n", ["C: docstring +3"]),
        (
            "class C:\n    def f(self):\n        self.x = 1\n",
            "class C:\n    def f(self):\n        self.x = 2\n",
            ["C.f: body -3 +3"],
        ),
        ("def f(): return 1\n", "def f(): return 2\n", ["f: body -1 +1"]),
        ("if c:\n    a()\n", "if c: a()\n", ["a.py: format-only -1-2 +1"]),
        ("if c:\n    a()\n    b()\n", "if c: a()\nb()\n", ["a.py: body -1-3 +1-2"]),
        ("f = None\n", "def f():\n    return 1\n", ["f: signature+body -1 +1-2"]),
        ("def f():\n    a()\n", "def f():\r\n    a()\r\n", ["f: format-only -1 +1", "f: format-only -2 +2"]),
    ],
)
def test_one_change_in_a_file(base: str, head: str, edits: list[str]) -> None:
    assert briefs(base, head) == edits


def test_hunks_of_one_body_are_edits_of_their_own_unless_they_are_near() -> None:
    lines = [f"    step_{n}()\n" for n in range(8)]
    base = "def f():\n" + "".join(lines)
    assert briefs(base, base.replace("step_0", "new_0").replace("step_7", "new_7")) == ["f: body -2 +2", "f: body -9 +9"]
    assert briefs(base, base.replace("step_0", "new_0").replace("step_3", "new_3")) == ["f: body -2,5 +2,5"]
    assert briefs(base, base.replace("step_0", "new_0").replace("step_4", "new_4")) == ["f: body -2 +2", "f: body -6 +6"]


def test_layout_and_meaning_are_told_apart_within_one_function() -> None:
    assert _edited(('"x"', "'x'"), ("return c", "return -c")) == ["f: format-only -7 +7", "f: body -9 +9"]


def test_pieces_of_one_statement_are_read_together() -> None:
    base = "def f():\n    return g(1,\n        2,\n        3,\n        4,\n        5)\n"
    head = "def f():\n    return g(\n        1,\n        2,\n        3,\n        4,\n        5,\n    )\n"
    assert briefs(base, head) == ["f: format-only -2,6 +2-3,7-8"]
    assert briefs(base, head.replace("5", "6")) == ["f: body -2 +2-3", "f: body -6 +7-8"]


def test_nothing_is_called_layout_where_the_grammar_gave_up() -> None:
    file = changed("def f():\n    a = 'x'\n", 'def f():\n    a = "x"\n')
    assert [brief(edit) for edit in change(file).edits] == ["f: format-only -2 +2"]
    assert file.head_facts is not None
    broken = file._replace(head_facts=file.head_facts._replace(problems=(SyntaxProblem(2, 2, "unexpected"),)))
    assert [brief(edit) for edit in change(broken).edits] == ["f: body -2 +2"]


SHORT = "def f():\n    a = one()\n    return a\n"
LONG = "def g(x):\n    for y in x:\n        use(y)\n    return len(x)\n"


def test_definitions_that_change_places_are_reordered() -> None:
    assert briefs(f"{SHORT}\n\n{LONG}", f"{LONG}\n\n{SHORT}") == ["f: reorder -1-3 +7-9"]
    assert briefs(f"{SHORT}\n\n{LONG}", f"{LONG}\n\n{SHORT}".replace("one()", "two()")) == ["f: reorder+body -1-3 +7-9"]


def test_definitions_that_change_parents_are_moved() -> None:
    base = "def f(self):\n    a = self.x + 1\n    return a\n\n\nclass C:\n    y = 1\n"
    head = "class C:\n    y = 1\n\n    def f(self):\n        a = self.x + 1\n        return a\n"
    assert briefs(base, head) == ["C.f (was f): move -1-3 +4-6"]
    assert briefs(base, head.replace("+ 1", "+ 2")) == ["C.f (was f): move+body -1-3 +4-6"]
