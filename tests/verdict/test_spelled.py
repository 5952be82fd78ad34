"""One name in several spellings, and documents that speak of code."""

from __future__ import annotations

import pytest

from scoper.change.model import Change
from scoper.verdict.evidence import gather
from scoper.verdict.model import Relation
from scoper.verdict.spelled import mention_links, spelled_links
from tests.verdict.builders import added_lines


def spelled(files: dict[str, str]) -> set[tuple[int, int]]:
    return {(link.source, link.target) for link in spelled_links(gather(added_lines(files))[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('option("--max-items")\n', "return args.max_items\n"),
        ("maxItems: 3\n", "max_items = get()\n"),
        ("export MAX_ITEMS=3\n", "let maxItems = 3;\n"),
        ("class MaxItems {}\n", "<max-items/>\n"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert spelled({"a.py": one, "b.ts": other}) == {(0, 1), (1, 0)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("max_items = 1\n", "max_items = 2\n"),  # the same name has links of its own
        ("max_items = 1\n", "max_lines = 2\n"),
        ("items = 1\n", "Items = 2\n"),  # one word
        ("is_new = 1\n", "isNew = 2\n"),  # of words that say nothing
    ],
)
def test_what_is_not_one_name_in_two_spellings(one: str, other: str) -> None:
    assert spelled({"a.py": one, "b.ts": other}) == set()


def test_a_name_that_many_edits_spell_in_their_way_ties_none() -> None:
    files = {f"a{n}.py": "max_items = 1\n" for n in range(8)} | {"b.ts": "maxItems\n"}
    assert spelled(files) == set()


def spoken(symbol: str, text: str, path: str = "CHANGES.md") -> list[Relation]:
    change: Change = added_lines({"a.py": "return 1\n", path: text})
    code, document = change.edits
    change = change._replace(edits=(code._replace(symbol=f"a.py::{symbol}"), document))
    return [link.relation for link in mention_links(gather(change)[0]) if not link.weak]


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ("make_slug", "make_slug gives small letters\n"),
        ("Cart.total", "- `total` is rounded\n"),
        ("Cart.total", "Call `cart.total()` for it\n"),
        ("Cart.total", "then total() is called\n"),
        ("Cart.addItem", "addItem takes a count\n"),
    ],
)
def test_a_document_speaks_of_what_changed(symbol: str, text: str) -> None:
    assert spoken(symbol, text) == [Relation.COMPANION]


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ("Cart.total", "in total it is less\n"),
        ("make_slug", "make_slugs is new\n"),
        ("run", "`rerun` it\n"),
        ("go", "`go` on\n"),
    ],
)
def test_a_word_is_not_a_name(symbol: str, text: str) -> None:
    assert spoken(symbol, text) == []


def test_code_that_names_it_has_better_ties() -> None:
    assert spoken("make_slug", "make_slug(3)\n", "b.py") == []
