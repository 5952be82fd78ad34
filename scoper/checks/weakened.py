"""Tests that no longer ask what they asked before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from scoper.change.model import Alignment, ChangedFile
from scoper.checks.model import Review
from scoper.checks.place import edit_at
from scoper.checks.words import listed
from scoper.facts.model import CALLABLES, Definition, FileFacts, Kind, split_symbol, symbol_id
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.lang.paths import is_test_mark, is_test_path
from scoper.lang.registry import language_of
from scoper.text import split_lines

TEST_WEAKENED = Rule(
    "IN604",
    "test-weakened",
    Severity.WARNING,
    "A test asserts less than before, or is gone.",
    """
## What it does
Reports tests that were removed although what they test was not, tests with fewer assertions than before, and assertions that
were loosened: equality to membership, a comparison or mere truth, an exact value to an approximate one, a certain exception to
any. Silent where the request speaks of removing or loosening.

## Why it matters
The quickest way to make a failing test pass is to ask it for less. The bug that it was about to show then ships.

## Example
Asked to make the tests pass, the diff turns `assert total == 12` into `assert total`.

## What to do
Put the assertion back and mend the code, or say in the request that the test was wrong.
""",
)
RULES = (TEST_WEAKENED,)

_ASKED = (
    r"(?i)\b(?:loosen\w*|relax\w*|weaken\w*|flak\w*|obsolete|remov\w*|delet\w*|drop\w*|revert\w*|asserts?|assertions?|approx\w*"
    r"|refactor\w*|simplif\w*|clean\w*|rewrit\w*|parametri\w*)\b"
)
_ASSERTION = (
    rb"\s*(?:await\s+|return\s+)?(?:assert\b|self\.(?:assert|fail)\w*\("
    rb"|(?:async\s+)?with\s+(?:pytest\.raises|self\.assertRaises|raises)\w*\("
    rb"|pytest\.raises\(|expect\(|expect\w*\(|assert\w*[!.(]|require\.\w+\(|t\.(?:Error|Fatal)f?\(|Assert\.\w+\(|check\.\w+\("
    rb"|(?:\$this->|self::|static::)(?:assert|expect)\w*\(|(?:assert|refute)_\w+[ (]|(?:EXPECT|ASSERT|REQUIRE|CHECK)(?:_\w+)?\("
    rb"|\S.*\.(?:Should\(\)\.|should[. ]))"
)
_EXACT, _PARTLY, _BARELY = 3, 2, 1
_STRENGTH = (
    (rb"raises?\w*\(\s*(?:Base)?Exception\s*[,)]|assertRaises\(\s*(?:Base)?Exception|toThrow\(\)", _PARTLY),
    (rb"raises|Raises|toThrow\(", _EXACT),
    (rb"[aA]pprox|AlmostEqual|toBeCloseTo|InDelta|isclose", _PARTLY),
    (rb"is\s+not\s+None|assertIsNotNone|toBeDefined|toBeTruthy|assertTrue\([^=<>]*\)|NotNil\(|NotNull\(", _BARELY),
    (
        rb"\bt\.(?:Error|Fatal)|_(?:EQ|STREQ)\(|Should\(\)\.(?:Be|Equal)\(|assertSame|\beq[ (l]|assert_(?:equal|same)",
        _EXACT,
    ),  # the first is behind a condition
    (
        rb"===?|assert_?[eE]q|assertEquals?\(|\bEquals?\(|toBe\(|toEqual|toStrictEqual|\bis\s+(?!not)|assertIs\(",
        _EXACT,
    ),
    (rb"\bin\b|[<>]|!=|assert\w*In\(|toContain|toMatch|Contains\(|Greater|Less|startswith|any\(", _PARTLY),
    (rb"assert|expect", _BARELY),
)


def check(review: Review) -> Iterator[Finding]:
    if re.search(_ASKED, review.task.request or ""):
        return
    for file in review.change.files:
        if file.base_facts is not None and file.base_text is not None and _holds_tests(file):
            yield from _in_file(file, review)


def _holds_tests(file: ChangedFile) -> bool:
    language = language_of(file.change.path)
    definitions = file.base_facts.definitions if file.base_facts is not None else ()
    is_test = is_test_path(file.change.path) or any(is_test_mark(mark) for one in definitions for mark in one.decorators)
    return is_test and language is not None and not language.document


def _in_file(file: ChangedFile, review: Review) -> Iterator[Finding]:
    if file.head_facts is not None and file.head_text is not None:
        olds, news = _tests(file.base_facts), _tests(file.head_facts)
        base, head = split_lines(file.base_text or b""), split_lines(file.head_text)
        for name in olds.keys() & news.keys():
            if words := _weaker(_assertions(base, olds[name]), _assertions(head, news[name])):
                yield _finding(review, file, news[name], words)
    if gone := _removed(file, review):
        where = Location(file.change.path, file.change.path)
        message = f"{file.change.path}: {listed(gone)} {'is' if len(gone) == 1 else 'are'} gone, what was tested is not"
        yield Finding(TEST_WEAKENED, Severity.WARNING, Confidence.MEDIUM, where, message)


def _tests(facts: FileFacts | None) -> dict[str, Definition]:
    """Functions, and blocks that hold no other (``it("adds", …)``)."""
    definitions = facts.definitions if facts else ()
    outer = {one.parent for one in definitions}
    return {
        one.qualname: one
        for index, one in enumerate(definitions)
        if one.kind in CALLABLES or (one.kind is Kind.SECTION and index not in outer)
    }


def _assertions(lines: Sequence[bytes], test: Definition) -> list[bytes]:
    """The first lines of its assertions."""
    return [line.strip() for line in lines[test.start_line - 1 : test.end_line] if re.match(_ASSERTION, line)]


def _weaker(old: Sequence[bytes], new: Sequence[bytes]) -> str:
    """How a test asserts less than before, in words; empty where it does not."""
    gone, come = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    if len(new) < len(old) and any(_strength(assertion) > _BARELY for assertion in gone):
        return f"{len(old) - len(new)} of {len(old)} assertions gone"
    if len(new) != len(old) or len(gone) != len(come):
        return ""
    loosened = [(a, b) for a, b in zip(gone, come, strict=True) if _strength(b) < _strength(a)]
    if not loosened:
        return ""
    before, after = (text.decode("utf-8", "replace") for text in loosened[0])
    return f"`{before}` was loosened to `{after}`"


def _strength(assertion: bytes) -> int:
    return next((strength for pattern, strength in _STRENGTH if re.search(pattern, assertion)), _BARELY)


def _removed(file: ChangedFile, review: Review) -> list[str]:
    """Tests that are gone, and name nothing that is gone as well."""
    pairs = review.change.aligned
    gone = {split_symbol(pair.base)[1].rpartition(".")[2] for pair in pairs if pair.how is not Alignment.SAME and pair.base}
    tests = {
        split_symbol(pair.base)[1]
        for pair in pairs
        if pair.how is Alignment.REMOVED and pair.base and split_symbol(pair.base)[0] == file.change.base_path
    }
    found = []
    for index, one in enumerate(file.base_facts.definitions if file.base_facts else ()):
        if one.qualname in tests and _is_test(index, file.base_facts):
            named = {r.name for r in file.base_facts.references if r.scope == index} if file.base_facts else set()
            if named.isdisjoint(gone - {one.name}):
                found.append(one.name)
    return found


def _is_test(index: int, facts: FileFacts | None) -> bool:
    definitions = facts.definitions if facts is not None else ()
    one = definitions[index]
    if one.kind is Kind.SECTION:
        return all(other.parent != index for other in definitions)
    return one.kind in CALLABLES and (one.name.lower().startswith("test") or any(map(is_test_mark, one.decorators)))


def _finding(review: Review, file: ChangedFile, test: Definition, words: str) -> Finding:
    path = file.change.path
    lines = (n for r in (h for h in file.change.hunks) for n in range(r.head_start, r.head_start + max(1, r.head_count)))
    line = next((n for n in lines if test.start_line <= n <= test.end_line), test.start_line)
    edit = edit_at(review.change.edits, path, line)
    where = Location(path, symbol_id(path, test.qualname), line, line, 1)
    message = f"{where.symbol}: {words}"
    return Finding(TEST_WEAKENED, Severity.WARNING, Confidence.MEDIUM, where, message, edit.id if edit else None)
