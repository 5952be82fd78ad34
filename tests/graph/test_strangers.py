"""Files that hold a name and cannot mean the symbol are not read; all others are."""

from __future__ import annotations

import pytest

from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree

SHOP = "def total(items): ...\n\n\nclass Cart:\n    def add(self, item): ...\n"


@pytest.mark.parametrize(
    "user",
    [
        "from shop import total\n",
        "from shop import other, total as sum_of\n",
        "from shop import (\n    other,  # (with a bracket)\n    total,\n)\n",
        "from shop import other, \\\n    total\n",
        "from shop import *\ntotal([])\n",
        "import shop\nshop.total([])\n",
        "import shop\n(shop.  # at last\n    total([]))\n",
        "from unittest import mock\nmock.patch('shop.total')\n",
        "from unittest import mock\nmock.patch('shop:total')\n",
    ],
)
def test_a_top_level_name_is_found_however_it_is_used(user: str) -> None:
    tree = MemoryTree({"shop.py": SHOP, "user.py": user})
    assert {edge.source.partition("::")[0] for edge in Graph(tree).references_to("shop.py::total")} == {"user.py"}


@pytest.mark.parametrize(
    ("symbol", "stranger"),
    [
        ("total", "import shop\n\n\ndef f(rows):\n    total = len(rows)\n    return total\n"),
        ("total", "def total(rows):\n    return total(rows[1:])\n"),
        ("total", "# the total of all\n"),
        ("Cart.add", "from shop import Cart\n\n\ndef add(cart):\n    return cart\n"),
        ("Cart.add", "def f(add):\n    return add()\n"),
    ],
)
def test_a_name_of_its_own_is_no_reason_to_read_a_file(symbol: str, stranger: str) -> None:
    tree = MemoryTree({"shop.py": SHOP, "stranger.py": stranger})
    assert Graph(tree).references_to(f"shop.py::{symbol}") == ()
    assert "stranger.py" not in tree.loaded


def test_members_are_found_behind_a_dot_and_as_keywords() -> None:
    shop = "from dataclasses import dataclass\n\n\n@dataclass\nclass Item:\n    price: int\n"
    files = {
        "shop.py": shop,
        "dotted.py": "from shop import Item\n\n\ndef f(item: Item):\n    return (item\n        .price)\n",
        "keyword.py": "from shop import Item\n\nItem(price = 3)\n",
        "name.py": "from shop import Item\n\nprice, item = 3, Item\n",
    }
    tree = MemoryTree(files)
    assert [edge.source for edge in Graph(tree).references_to("shop.py::Item.price")] == ["dotted.py::f", "keyword.py"]
    assert "name.py" not in tree.loaded


def test_other_languages_are_not_read_but_where_strings_may_name_code() -> None:
    files = {
        "shop.py": SHOP,
        "web/shop.ts": "export function total() {}\nother.total()\n",
        "README.md": "# total\n\n`shop.total`\n",
        "pyproject.toml": '[project.scripts]\ntotal = "shop:total"\n',
    }
    tree = MemoryTree(files)
    assert [edge.source for edge in Graph(tree).references_to("shop.py::total")] == ["pyproject.toml::project.scripts.total"]
    assert sorted(tree.loaded) == ["pyproject.toml", "shop.py"]


def test_names_with_other_letters_than_ascii() -> None:
    tree = MemoryTree({"shop.py": "def größe(): ...\n", "user.py": "import shop\nshop.größe()\n"})
    assert [edge.source for edge in Graph(tree).references_to("shop.py::größe")] == ["user.py"]
