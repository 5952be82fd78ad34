from __future__ import annotations

from scoper.graph import queries
from scoper.graph.model import Certainty
from tests.graph.trees import MemoryTree, show, tree_graph

SHOP = {
    "shop/cart.py": (
        "from shop.price import price\n\n\nclass Cart:\n"
        "    def total(self):\n        return price(1)\n\n    def _hidden(self): ...\n"
    ),
    "shop/price.py": "def price(x):\n    return tax(x)\n\n\ndef tax(x):\n    return x\n\n\ndef _secret(): ...\n",
    "shop/app.py": "from shop.cart import Cart\n\n\ndef main():\n    return Cart().total()\n",
    "tests/test_cart.py": "from shop.cart import Cart\n\n\ndef test_total():\n    assert Cart().total() == 1\n",
}


def test_callees_are_what_is_called_inside() -> None:
    found = queries.callees(tree_graph(SHOP), "shop/cart.py::Cart")
    assert [show(edge) for edge in found] == ["6 shop/cart.py::Cart.total -call-> shop/price.py::price [exact import]"]


def test_tests_reach_through_other_code() -> None:
    walk = queries.tests_of(tree_graph(SHOP), "shop/price.py::tax")
    assert [(one.symbol, one.distance) for one in walk.reached] == [("tests/test_cart.py::test_total", 3)]
    assert not queries.tests_of(tree_graph(SHOP), "shop/price.py::tax", distance=2).reached


def test_a_neighbourhood_goes_both_ways_and_nearest_first() -> None:
    walk = queries.neighbourhood(tree_graph(SHOP), "shop/price.py::price", distance=1)
    assert [one.symbol for one in walk.reached] == [
        "shop/price.py::price",
        "shop/price.py::tax",
        "shop/cart.py",
        "shop/cart.py::Cart.total",
    ]


def test_a_way_follows_uses() -> None:
    way = queries.path_between(tree_graph(SHOP), "shop/app.py::main", "shop/price.py::tax")
    assert [edge.target for edge in way] == ["shop/cart.py::Cart.total", "shop/price.py::price", "shop/price.py::tax"]
    assert queries.path_between(tree_graph(SHOP), "shop/price.py::tax", "shop/app.py::main") == ()


def test_a_walk_says_that_it_was_cut() -> None:
    files = {"m.py": "def f():\n" + "".join(f"    g{n}()\n" for n in range(queries.MOST_SYMBOLS + 5))}
    files["m.py"] += "".join(f"def g{n}(): ...\n" for n in range(queries.MOST_SYMBOLS + 5))
    walk = queries.neighbourhood(tree_graph(files), "m.py::f")
    assert not walk.is_complete and len(walk.reached) == queries.MOST_SYMBOLS


def test_public_names_leave_out_private_ones_and_tests() -> None:
    assert queries.public_names(MemoryTree(SHOP), "") == (
        "shop/app.py::main",
        "shop/cart.py::Cart",
        "shop/cart.py::Cart.total",
        "shop/price.py::price",
        "shop/price.py::tax",
    )


def test_guesses_count_only_where_they_are_asked_for() -> None:
    files = {"a.py": "class A:\n    def unusual_name(self): ...\n", "b.py": "def use(x):\n    x.unusual_name()\n"}
    graph = tree_graph(files)
    assert queries.tests_of(graph, "a.py::A.unusual_name", least=Certainty.GUESS).reached == ()
