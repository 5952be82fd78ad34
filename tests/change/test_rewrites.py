"""Which changed statements were only written in another way."""

from __future__ import annotations

import pytest

from scoper.change.rewrites import rewrites
from tests.change.changes import change, changed

BASE = """\
def f(items, rate):
    result = 0
    for item in items:
        result += item * rate
    name = 'x'
    limit = 1000
    first = one(limit)
    second = two(name)
    save(first, second)
    if rate:
        return result
        print(name)
    return -result
"""


def found(*replacements: tuple[str, str], base: str = BASE) -> list[str]:
    head = base
    for old, new in replacements:
        assert old in head
        head = head.replace(old, new)
    made = change(changed(base, head))
    return [f"{r.way.value} {_span(r.before)} {_span(r.after)} {r.what}".strip() for r in rewrites(made, made.edits)]


def _span(lines: tuple[int, int] | None) -> str:
    return "-" if lines is None else str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}-{lines[1]}"


@pytest.mark.parametrize(
    ("replacements", "expected"),
    [
        ([("'x'", '"x"')], ["quotes 5 5"]),
        ([("1000", "1_000")], ["literal 6 6"]),
        ([("'x'", "'\\x78'")], ["literal 5 5"]),
        ([("'x'", "str('x')")], ["idiom 5 5"]),
        ([("limit = 1000", "limit: int = 1000")], ["annotation 6 6"]),
        ([("rate):", "rate: int) -> int:")], ["annotation 1 1"]),
        ([("        print(name)\n", "")], ["dead-code 12 -"]),
        ([("    save(", "    if name is None:\n        return\n    save(")], ["wrapper - 9-10 if name is None return"]),
        (
            [("    save(first, second)\n", "    if name is not None:\n        save(first, second)\n")],
            ["wrapper 9 9-10 if name is not None"],
        ),
        (
            [("    save(first, second)\n", "    try:\n        save(first, second)\n    except OSError:\n        pass\n")],
            ["wrapper 9 9-12 try except OSError pass"],
        ),
        ([("limit", "most")], ["rename 6 6 limit → most", "rename 7 7 limit → most"]),
        ([("    limit = 1000\n", ""), ("    name =", "    limit = 1000\n    name =")], ["reorder - 5", "reorder 6 -"]),
    ],
)
def test_one_way(replacements: list[tuple[str, str]], expected: list[str]) -> None:
    assert found(*replacements) == expected


@pytest.mark.parametrize(
    "replacements",
    [
        [("1000", "1001")],
        [("limit = 1000", "most = 2000"), ("one(limit)", "one(most)")],  # the value is another one
        [("rate", "factor")],  # a parameter
        [("save(first, second)", "save(second, first)")],
        [("    save(first", "    if name is None:\n        name = 'y'\n    save(first")],
        [("    save(", "    try:\n        load()\n    except OSError:\n        pass\n    save(")],
        [("        return result\n", "")],
    ],
)
def test_new_meaning_is_no_rewriting(replacements: list[tuple[str, str]]) -> None:
    assert found(*replacements) == []


def test_a_statement_is_told_from_the_one_beside_it() -> None:
    assert found(("limit = 1000", "limit = 1_000"), ("'x'", "'y'"), ("one(limit)", "one(limit + 1)")) == ["literal 6 6"]


def test_attributes_and_keywords_of_the_same_name_are_no_uses() -> None:
    base = BASE.replace("one(limit)", "one(rate.limit, limit=limit)")
    renamed = [("    limit = 1000", "    most = 1000"), ("limit=limit", "limit=most")]
    assert found(*renamed, base=base) == ["rename 6 6 limit → most", "rename 7 7 limit → most"]
