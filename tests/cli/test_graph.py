from __future__ import annotations

import json

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo


def test_a_tree_for_people(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("use.py", "from cart import total\n\n\ndef bill():\n    return total([1])\n")
    said = scoper("graph", "::total")
    assert said.code == 0
    assert said.out.splitlines() == [
        "cart.py::total",
        "  line 1  def total(prices)",
        "├─ callers (1)",
        "│  ├─ use.py::bill  call at use.py:5 [exact, import]",
        "├─ callees: none found",
        "├─ overrides: none found",
        "├─ tests: none found",
    ]


def test_json_dot_and_mermaid(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("use.py", "from cart import total\n\n\ndef bill():\n    return total([1])\n")
    document = json.loads(scoper("graph", "cart.py::total", "--show", "callers", "--format", "json").out)
    assert document["schema"] == "scoper.graph/1"
    assert [edge["source"] for edge in document["symbols"][0]["callers"]] == ["use.py::bill"]
    assert '"use.py::bill" -> "cart.py::total"' in scoper("graph", "::total", "--format", "dot").out
    assert "n0 -->|call| n1" in scoper("graph", "::total", "--format", "mermaid").out


def test_a_way_and_what_a_folder_offers(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("use.py", "from cart import total\n\n\ndef bill():\n    return total([1])\n")
    assert "cart.py::total  call at use.py:5" in scoper("graph", "::bill", "--to", "::total").out
    assert "cart.py::label" in scoper("graph", "cart.py", "--api").out


def test_a_commit_can_be_looked_at(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("new.py", "def fresh(): ...\n")
    assert scoper("graph", "::fresh").code == 0
    said = scoper("graph", "::fresh", "--rev", "HEAD")
    assert said.code == 2 and "matches nothing" in said.err


def test_what_names_no_symbol_is_an_error(shop: GitRepo, scoper: Scoper) -> None:
    assert "did you mean ::total?" in scoper("graph", "::totl").err
    assert "names no symbol" in scoper("graph", "src/").err
