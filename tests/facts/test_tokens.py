from __future__ import annotations

import pytest

from scoper.facts.tokens import Token, tokens
from scoper.lang.registry import language_of
from scoper.text import LineRange

_LANGUAGE = language_of("a.py")
assert _LANGUAGE is not None
PYTHON = _LANGUAGE


def _tokens(text: str) -> list[Token]:
    return list(tokens(PYTHON, text.encode()))


def _meaning(text: str) -> list[tuple[int, bool, bytes]]:
    """What a file means: depth, statement border and canonical text of each token that matters."""
    found: list[tuple[int, bool, bytes]] = []
    opens = False
    for token in _tokens(text):
        opens = opens or token.opens
        if token.canonical and not token.is_comment:
            found.append((token.depth, opens, token.canonical))
            opens = False
    return found


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("x = 1\n", "x  =  1\n"),
        ("x = 1\ny = 2\n", "x = 1; y = 2\n"),
        ("x = a + b\n", "x = a + \\\n    b\n"),
        ("x = a + b\n", "x = (\n    a + b\n)\n"),
        ("return a\n", "return (a)\n"),
        ("return a, b\n", "return (a, b)\n"),
        ("f(a, b)\n", "f(\n    a,\n    b,\n)\n"),
        ("f(a)\n", "f(a,)\n"),
        ("[a]\n", "[\n    a,  # why\n]\n"),
        ("x = (a, b)\n", "x = (a, b,)\n"),
        ("x[a, b]\n", "x[a, b,]\n"),
        ("def f(a): pass\n", "def f(\n    a,\n):\n    pass\n"),
        ("if a:\n    b\n", "if (a): b\n"),
        ("with a, b: pass\n", "with (a, b,): pass\n"),
        ("from a import b\n", "from a import (b,)\n"),
        ("class A: pass\n", "class A(): pass\n"),
        ("x = 'a'\n", 'x = "a"\n'),
        ("x = 'a'\n", 'x = """a"""\n'),
        ("x = 'it\\'s'\n", 'x = "it\'s"\n'),
        ("x = u'a'\n", "x = 'a'\n"),
        ("x = B'a'\n", "x = b'a'\n"),
        ("x = f'{a}'\n", 'x = f"{a}"\n'),
        ("x = r'a'\n", 'x = R"a"\n'),
        ("x = r'a\\\\d'\n", 'x = r"a\\\\d"\n'),
        ("x = f'{a[\"b\"]}'\n", "x = f\"{a['b']}\"\n"),
        ("x = f'it\\'s {a}'\n", 'x = f"it\'s {a}"\n'),
        ("a, b = c\n", "(a, b) = c\n"),
        ("for a in b: pass\n", "for (\n    a\n) in b:\n    pass\n"),
        ("x = 0XFF\n", "x = 0xff\n"),
    ],
)
def test_these_mean_the_same(one: str, two: str) -> None:
    assert _meaning(one) == _meaning(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("x = (1)\n", "x = (1,)\n"),
        ("x[1]\n", "x[1,]\n"),
        ("x = ()\n", "x = \n"),
        ("a * (b + c)\n", "a * b + c\n"),
        ("(a + b)[0]\n", "a + b[0]\n"),
        ("assert (a, b)\n", "assert a, b\n"),
        ("f((a, b))\n", "f(a, b)\n"),
        ("x = 'a'\n", "x = 'a '\n"),
        ("x = f'{a=}\"\"'\n", "x = f'{a =}\"\"'\n"),
        ("x = f'{a[\"b\"]} '\n", "x = f\"{a['b']}\"\n"),
        ("a, = c\n", "(a) = c\n"),
        ("x = 'a'\n", "x = b'a'\n"),
        ("x = r'\\n'\n", "x = '\\n'\n"),
        ("x = r'\\''\n", 'x = r"\'"\n'),
        ("x = 'a' 'b'\n", "x = 'a', 'b'\n"),
        ("if a:\n    b\n    c\n", "if a:\n    b\nc\n"),
        ("a\n(b)\n", "a(b)\n"),
        ("if a:\n    if b:\n        c\n    else:\n        d\n", "if a:\n    if b:\n        c\nelse:\n    d\n"),
        ("class A(): pass\n", "class A(B): pass\n"),
        ("not (a and b)\n", "not a and b\n"),
    ],
)
def test_these_do_not_mean_the_same(one: str, two: str) -> None:
    assert _meaning(one) != _meaning(two)


def test_a_string_is_one_token_with_all_its_lines() -> None:
    (token,) = (t for t in _tokens("x = f'''{a}\n{b!r:>{c}}\n'''\n") if t.kind == "string")
    assert (token.line, token.end_line, token.text) == (1, 3, b"f'''{a}\n{b!r:>{c}}\n'''")


def test_comments_are_marked_and_read_without_their_mark() -> None:
    assert [(t.line, t.canonical) for t in _tokens("a  #  one two\n# three\n") if t.is_comment] == [
        (1, b"one two"),
        (2, b"three"),
    ]


def test_annotations_are_marked_with_their_colon_or_arrow() -> None:
    text = "def f(a: int, *b: str, c: x.Y = 1) -> list[int]:\n    d: int = {a: b}\n"
    plain = "def f(a, *b, c = 1):\n    d = {a: b}\n"
    assert [t.text for t in _tokens(text) if not t.is_annotation] == [t.text for t in _tokens(plain)]


def test_only_statements_near_the_lines_asked_for_and_the_first_one_are_read() -> None:
    text = "'''Doc.'''\na\nclass C:\n    b\n    def f():\n        c\n        d\n    e\ng\n"
    found = tokens(PYTHON, text.encode(), [LineRange(7, 7)])
    assert [t.text.decode() for t in found] == ["'''Doc.'''", "class", "C", ":", "def", "f", "(", ")", ":", "d"]


def test_deep_nesting_and_broken_code_end_well() -> None:
    deep = "(" * 20_000
    assert len(_tokens(deep)) <= 20_000
    assert [t.text for t in _tokens("def f(:\n    x = = 2\n") if t.kind == "identifier"]


def test_no_tokens_where_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoper.facts.tokens.TIME_LIMIT", -1.0)
    assert tokens(PYTHON, b"x = 1\n" * 10_000) == ()


def test_a_macro_in_front_of_a_declaration_is_a_token_and_no_comment() -> None:
    language = language_of("a.h")
    assert language is not None
    found = tokens(language, b"SHOP_API void open(int at);  // SHOP_API\n")
    assert [(one.text, one.is_comment) for one in found if b"SHOP_API" in one.text] == [
        (b"SHOP_API", False),
        (b"// SHOP_API", True),
    ]
