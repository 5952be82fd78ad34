"""What arguments definitions take, and which calls fit them."""

from __future__ import annotations

import pytest

from scoper.facts.extract import extract
from scoper.facts.model import Reference, Role
from scoper.graph.signature import Signature, accepts, misfit, signature_of
from scoper.lang.registry import language_of


def signature(path: str, source: str) -> Signature:
    language = language_of(path)
    assert language is not None
    facts = extract(language, source.encode())
    return next(one for item in facts.definitions if (one := signature_of(item, language)) is not None)


def call(count: int, *keywords: str) -> Reference:
    return Reference("f", "f", Role.CALL, 1, 1, -1, count, keywords)


@pytest.mark.parametrize(
    ("path", "source", "fits", "fails"),
    [
        (
            "a.py",
            "def f(a, b=1, *, c): ...",
            [(1, "c"), (2, "c"), (0, "a", "c")],
            [(1,), (3, "c"), (1, "c", "d"), (2, "b", "c")],
        ),
        ("a.py", "def f(a, /, *more, **named): ...", [(1,), (9, "x")], [(0,)]),
        ("a.ts", "function f(a: number, b?: string) {}", [(1,), (2,)], [(0,), (3,)]),
        ("a.ts", "function f(a: number, ...b: string[]) {}", [(1,), (5,)], [(0,)]),
        ("a.go", "package a\nfunc f(a, b int, c ...string) {}", [(2,), (4,)], [(1,)]),
        ("a.go", "package a\nfunc f(g func(a int, b int) error) {}", [(1,)], [(0,), (2,)]),
        ("a.rs", "fn f(a: i32, b: Vec<(u8, u8)>) {}", [(2,)], [(1,), (3,)]),
        ("A.java", "class A { void f(int a, Map<String, Integer> b) {} }", [(2,)], [(1,), (3,)]),
        ("a.cs", "class A { void f(int a, int b = 2) {} }", [(1,), (2,), (0, "b", "a")], [(0,), (1, "c")]),
        ("a.c", "int f(void);", [(0,)], [(1,)]),
        ("a.cpp", "int f(int, int = 2, ...);", [(1,), (7,)], [(0,)]),
        ("a.php", "<?php function f($a, $b = 1) {}", [(1,), (1, "b")], [(0,), (1, "c")]),
        ("a.rb", "def f(a, b = 1, c:); end", [(1, "c"), (2, "c")], [(0, "c"), (1,)]),
    ],
)
def test_calls_fit_or_do_not(path: str, source: str, fits: list[tuple[int, str]], fails: list[tuple[int, str]]) -> None:
    found = signature(path, source)
    assert [misfit(found, call(*one)) for one in fits] == [None] * len(fits)
    assert all(misfit(found, call(*one)) for one in fails)


def test_unpacked_arguments_are_only_held_to_their_keywords() -> None:
    found = signature("a.py", "def f(a, b): ...")
    assert misfit(found, call(-1)) is None
    assert misfit(found, call(-1, "c")) == "it has no parameter 'c'"


def test_what_is_missing_is_named() -> None:
    assert misfit(signature("a.py", "def f(a, b): ..."), call(1)) == "it needs 'b', which the call does not give"


@pytest.mark.parametrize(
    ("above", "below", "is_right"),
    [
        ("def f(a): ...", "def f(a): ...", True),
        ("def f(a): ...", "def f(a, b=1): ...", True),
        ("def f(a): ...", "def f(*more): ...", True),
        ("def f(a): ...", "def f(a, b): ...", False),
        ("def f(a, b): ...", "def f(a): ...", False),
        ("def f(a, *, c=1): ...", "def f(a): ...", False),
        ("def f(a, *, c=1): ...", "def f(a, **named): ...", True),
        ("def f(*more): ...", "def f(a): ...", True),
    ],
)
def test_an_override_takes_what_it_overrides_does(above: str, below: str, is_right: bool) -> None:
    assert (accepts(signature("a.py", below), signature("a.py", above)) is None) is is_right
