from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoper.facts.extract import extract
from scoper.facts.model import MODULE, FileFacts, Kind
from scoper.facts.source import covered
from scoper.lang.cpp import CPP
from scoper.lang.javascript import JAVASCRIPT
from scoper.lang.python import PYTHON
from scoper.text import split_lines

SOURCES = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "fixtures" / "outlines" / "python").glob("*.md"))]
SOURCES += [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "scoper" / "facts").glob("*.py"))]


def facts(source: str | bytes, *, max_seconds: float = 2.0) -> FileFacts:
    return extract(PYTHON, source.encode() if isinstance(source, str) else source, max_seconds=max_seconds)


def names(result: FileFacts) -> list[tuple[str, int, int]]:
    return [(d.qualname, d.start_line, d.end_line) for d in result.definitions]


def check(text: bytes, result: FileFacts) -> None:
    """What holds for the facts of any bytes whatsoever."""
    last = max(1, len(split_lines(text)))
    for index, d in enumerate(result.definitions):
        assert 1 <= d.start_line <= d.signature_start <= d.signature_end <= d.end_line <= last
        assert d.signature_start <= d.name_line <= d.signature_end
        assert (d.docstring_start, d.docstring_end) == (0, 0) or d.signature_end <= d.docstring_start <= d.docstring_end
        assert d.docstring_end <= d.end_line
        assert MODULE <= d.parent < index
        if d.parent != MODULE:
            parent = result.definitions[d.parent]
            assert parent.start_line <= d.start_line and d.end_line <= parent.end_line
            assert parent.kind in (Kind.CLASS, Kind.FUNCTION, Kind.METHOD)
            assert d.qualname == f"{parent.qualname}.{d.name}"
    blocks = {MODULE, *(i for i, d in enumerate(result.definitions) if d.kind not in (Kind.VARIABLE, Kind.ATTRIBUTE))}
    for r in result.references:
        assert 1 <= r.line <= last and r.column >= 1 and r.scope in blocks
        assert r.name and r.call_arity >= -1
    assert list(result.references) == sorted(result.references, key=lambda r: (r.line, r.column))
    assert all(1 <= i.line <= i.end_line <= last and i.scope in blocks for i in result.imports)
    assert all(1 <= b.line <= last and b.scope in blocks for b in result.bindings)
    assert all(1 <= c.start_line <= c.end_line <= last for c in result.comments)
    assert all(1 <= p.line <= p.end_line <= last for p in result.problems)


@pytest.mark.parametrize("source", ["", "\n", "\n\n\n", "   ", "\f", "\ufeff", "pass", '"""Only a docstring."""\n'])
def test_a_file_that_says_nothing(source: str) -> None:
    assert facts(source) == FileFacts("python")


def test_only_comments() -> None:
    result = facts("# one\n\n  # two")
    assert [(c.start_line, c.text, c.own_line) for c in result.comments] == [(1, "# one", True), (3, "# two", True)]
    assert not result.references and not result.definitions


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300) | st.text(alphabet="def class:()[]=.,\n\t \"'#@*f{}x_é\\", max_size=200).map(str.encode))
def test_any_bytes_give_facts(text: bytes) -> None:
    check(text, facts(text))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOURCES), st.data())
def test_any_piece_of_a_source_gives_facts(source: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    text = source[start : data.draw(st.integers(start, min(len(source), start + 3000)))]
    check(text, facts(text))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_line_ends_make_no_difference(newline: bytes) -> None:
    text = b'@d\ndef f(\n    a,\n    b=1,\n):\n    """Doc."""\n    return a  # why\n\n\nX = 1\n'
    result = facts(text.replace(b"\n", newline))
    assert result == facts(text)
    assert names(result) == [("f", 1, 7), ("X", 10, 10)]
    assert result.comments[0].text == "# why"


def test_a_lone_carriage_return_ends_no_line() -> None:
    assert names(facts(b"x = 1\r\ny = 2\nz = 'a\x0cb'\n")) == [("x", 1, 1), ("y", 2, 2), ("z", 3, 3)]


def test_a_byte_order_mark_is_no_code() -> None:
    result = facts(b"\xef\xbb\xbf# coding\nx = 1\n")
    assert names(result) == [("x", 2, 2)]
    assert result.comments[0].own_line


def test_tabs_and_form_feeds() -> None:
    result = facts("class A:\n\tdef f(self):\n\t\treturn self.x\n\x0c\nclass B:\n\tpass\n")
    assert names(result) == [("A", 1, 3), ("A.f", 2, 3), ("B", 5, 6)]


def test_columns_count_bytes_from_one() -> None:
    (reference,) = facts('"é", name\n').references
    assert (reference.name, reference.line, reference.column) == ("name", 1, 7)


def test_names_that_are_not_ascii() -> None:
    result = facts("größe = maß.länge('é')\nclass Ärger:\n    def __init__(self):\n        self.übel = größe\n")
    assert [d.qualname for d in result.definitions] == ["größe", "Ärger", "Ärger.__init__", "Ärger.übel"]
    assert [r.dotted for r in result.references] == ["maß", "maß.länge", "größe"]


def test_bytes_that_are_not_utf8() -> None:
    result = facts(b"# caf\xe9\nname = 'caf\xe9'\nother = name\n")
    assert names(result)[-1] == ("other", 3, 3)
    assert [r.name for r in result.references] == ["name"]


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 5000 + "1" + ")" * 5000,
        "x = " + "[" * 5000,
        "x = " + "f(" * 3000 + ")" * 3000,
        "x = " + "-" * 20000 + "1",
        "".join(f"{' ' * depth}if a:\n" for depth in range(200)) + " " * 200 + "pass",
        "".join(f"{' ' * depth}def f():\n" for depth in range(90)) + " " * 90 + "pass",
        "x = a" + ".b(c)" * 5000,
        "x = a" + ".b" * 5000,
        "x: " + "A[" * 2000 + "]" * 2000,
        "(" * 20000,
        "def f(" * 2000,
    ],
    ids=["parens", "brackets", "calls", "minus", "ifs", "defs", "call-chain", "chain", "types", "open", "open-defs"],
)
def test_deep_nesting_neither_overflows_nor_takes_long(source: str) -> None:
    start = time.process_time()
    check(source.encode(), facts(source, max_seconds=5))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "piece", [b"/* a ", b'"\\', b"A_B(", b"A_B int(a ", b"A_B a<b<c> ", b"#ifdef __cplusplus\n//\n", b"f() A_B"]
)
def test_looking_for_macros_takes_time_by_size(piece: bytes) -> None:
    start = time.process_time()
    covered(CPP, piece * (400_000 // len(piece)))
    assert time.process_time() - start < 4


def test_one_line_of_a_megabyte() -> None:
    source = "x = [" + "123456789, " * 95_000 + "a.b]"
    result = facts(source, max_seconds=60)
    assert result.degraded is None
    assert result.references[-1].column == source.rindex("b") + 1


def test_a_megabyte_of_names_takes_little_more_than_it_may() -> None:
    start = time.thread_time()
    facts("x = [" + "a.b, " * 200_000 + "]", max_seconds=0.5)
    assert time.thread_time() - start < 3


def test_too_little_time_gives_a_reason_and_nothing_else() -> None:
    assert facts("x = 1\n" * 50_000, max_seconds=0.001) == FileFacts("python", degraded="timed out after 0.001 s")


def test_problems_are_kept_to_a_number() -> None:
    result = facts("x = = 1\n)\n" * 500)
    assert 1 <= len(result.problems) <= 50


@pytest.mark.parametrize(
    "source",
    [
        "match x:\n    case [a, *_]: pass\n",
        "try: pass\nexcept* A: pass\n",
        "if (n := f()): pass\n",
        "def f[T](x: T) -> T: ...\ntype A[T] = list[T]\n",
        "x = f'{d['a']}'\n",
        "try: pass\nexcept A, B: pass\n",
        "with (open(a) as b, open(c) as d): pass\n",
        "async def f():\n    async with a: return [x async for x in y]\n",
        "print(*a, sep='')\n",
        "lambda *, a: a\n",
    ],
)
def test_modern_syntax_is_no_problem(source: str) -> None:
    assert not facts(source).problems


def test_what_is_missing_is_a_problem_in_its_line() -> None:
    assert [(p.line, p.end_line) for p in facts("x = 1\ny = (2,\n").problems] == [(2, 2)]


def test_an_error_leaves_the_rest_readable() -> None:
    result = facts("def a(): return 1\n\nx = = 2\n\ndef b(): return a()\n")
    assert [d.qualname for d in result.definitions if d.kind is Kind.FUNCTION] == ["a", "b"]
    assert [(p.line, p.end_line) for p in result.problems] == [(3, 3)]


def test_the_same_bytes_give_the_same_facts() -> None:
    assert facts(SOURCES[-1]) == facts(SOURCES[-1])


def test_a_signature_on_one_line_stays_as_it_is_written() -> None:
    (definition,) = facts("def f(a = ' )', *, b:int=1)->None: pass\n").definitions
    assert definition.signature == "def f(a = ' )', *, b:int=1)->None"


def test_text_that_a_predicate_cannot_decode_is_read_all_the_same() -> None:
    source = "function first() {}\n$('é').on('x', function () {})\nlet a = ÿ( ]\n".encode("latin-1")
    assert [definition.name for definition in extract(JAVASCRIPT, source).definitions] == ["first"]
