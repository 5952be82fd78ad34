"""Which spellings of a statement say the same."""

from __future__ import annotations

import pytest

from scoper.change.forms import View, key, number
from scoper.change.side import Side
from scoper.facts.extract import extract
from scoper.lang.registry import language_of
from scoper.text import LineRange


def keyed(text: str, view: View, path: str = "a.py") -> list[object]:
    language = language_of(path)
    assert language is not None
    data = text.encode()
    side = Side(path, data, extract(language, data), [LineRange(1, data.count(b"\n") + 1)])
    return [key(side, unit, view) for unit in side.syntax.units]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x: Optional[int] = f()", "x: int | None = f()"),
        ("x: Union[int, List[str]] = f()", "x: int | list[str] = f()"),
        ("def f(a: typing.Dict[str, int]) -> t.Optional[X]: pass", "def f(a: dict[str, int]) -> X | None: pass"),
        ('def f(a: "X") -> "Y": pass', "def f(a: X) -> Y: pass"),
        ('log("%s is %d" % (a, b))', 'log(f"{a} is {b}")'),
        ('log("%r" % a)', 'log(f"{a!r}")'),
        ('log("{} {:>8} {x}".format(a, b.c, x=y))', 'log(f"{a} {b.c:>8} {y}")'),
        ('log("{1}{0}".format(a, b))', 'log(f"{b}{a}")'),
        ("super(C, self).f(1)", "super().f(1)"),
        ("class C(object): pass", "class C: pass"),
        ("x = set([1, 2])", "x = {1, 2}"),
        ("x = dict()", "x = {}"),
        ("x = list()", "x = []"),
        ('with open(p, "r") as f: pass', "with open(p) as f: pass"),
        ('x = y.encode("utf-8")', "x = y.encode()"),
        ('x = str("a")', 'x = "a"'),
        ("except (IOError, KeyError): pass", "except (OSError, KeyError): pass"),
        ("@functools.lru_cache(maxsize=None)\ndef f(): pass", "@cache\ndef f(): pass"),
        ("if not a in b: pass", "if a not in b: pass"),
        ("from typing import Callable, List", "from collections.abc import Callable"),
    ],
)
def test_idioms_say_the_same(old: str, new: str) -> None:
    if old.startswith("except"):
        old, new = (f"try: pass\n{text}" for text in (old, new))
    assert keyed(old, View()) == keyed(new, View())
    assert keyed(old, View(idioms=False)) != keyed(new, View(idioms=False))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('log("%s %s" % (a, b))', 'log(f"{b} {a}")'),
        ('log("%s" % (a, b))', 'log(f"{a}")'),
        ('log("{:>8}".format(a))', 'log(f"{a:<8}")'),
        ('log("%5.1f" % a)', 'log(f"{a}")'),
        ("x: Optional[int] = 1", "x: int = 1"),
        ("x = a | b", "x = b | a"),
        ("super(D, self, 1).f()", "super().f()"),
        ('open(p, "w")', "open(p)"),
        ('y.encode("latin-1")', "y.encode()"),
        ("set([a for a in b])", "{a}"),
        ("x = 1", "x = True"),
        ('x = b"a"', 'x = "a"'),
    ],
)
def test_other_meanings_are_told_apart(old: str, new: str) -> None:
    assert keyed(old, View()) != keyed(new, View())


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.js", "var x = 0xFF;", "const x = 255;"),
        ("a.ts", "let x = '\\u00e9';", "const x = '\u00e9';"),
        ("a.go", "package a\n\nvar x interface{}", "package a\n\nvar x any"),
        ("a.rs", "const X: u32 = 1_000;", "const X: u32 = 1000;"),
    ],
)
def test_other_languages_by_their_tokens(path: str, old: str, new: str) -> None:
    assert keyed(old, View(), path) == keyed(new, View(), path)
    assert keyed(old, View(), path) != keyed(new.replace("x", "y").replace("X", "Y"), View(), path)


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [
        ("1_000", "1000"),
        ("0xFF", "255"),
        ("0b11", "3"),
        ("1'000", "1000"),
        ("1_0.5E3", "10.5e3"),
        ("10L", "10l"),
        ("007", "007"),
    ],
)
def test_numbers(spelled: str, plain: str) -> None:
    assert number(spelled) == plain


def test_annotations_and_names_are_left_out_on_demand() -> None:
    bare = View(annotations=False)
    assert keyed("def f(a: int) -> str: pass", bare) == keyed("def f(a): pass", bare)
    assert keyed("x: int = 1", bare) == keyed("x = 1", bare)
    assert keyed("y = g(x)", View(names={"x": "z"})) == keyed("y = g(z)", View())


def test_what_is_too_deep_or_too_long_is_like_nothing_else() -> None:
    deep = "x = " + "(" * 60 + "-" * 300 + "1" + ")" * 60
    assert keyed(deep, View()) != keyed(deep, View())
