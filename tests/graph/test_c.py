"""What names mean across headers and sources of C and C++."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

SHOP = {
    "include/shop/cart.h": (
        "class Base { public: void open(); };\nclass Cart : public Base { public: int total(); int size; };\n"
    ),
    "src/cart.cpp": (
        "#include <shop/cart.h>\n#include <stdio.h>\n"
        "int Cart::total() { open(); this->size; return helper(1); }\nstatic int helper(int x) { return x; }\n"
    ),
    "src/main.cpp": (
        '#include "shop/cart.h"\n#include "util.h"\n'
        "int main() { Cart* cart = new Cart(); cart->total(); round_up(1); printf(1); }\n"
    ),
    "src/util.h": "int round_up(int x);\n",
    "src/util.c": '#include "util.h"\nint round_up(int x) { return x; }\n',
    "src/stdio.h": "int printf(int x);\n",
}


def test_declaration_and_definition_are_both_meant() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "src/main.cpp", "round_up") == [
        "src/util.h::round_up exact star",
        "src/util.c::round_up exact other half",
    ]
    assert meanings(graph, "src/main.cpp", "cart.total") == [
        "include/shop/cart.h::Cart.total exact type",
        "src/cart.cpp::Cart.total exact other half",
    ]


def test_members_from_outside_of_the_class() -> None:
    graph = tree_graph(SHOP)
    assert [one.split()[0] for one in meanings(graph, "src/cart.cpp", "open")] == ["include/shop/cart.h::Base.open"]
    assert meanings(graph, "src/cart.cpp", "helper") == ["src/cart.cpp::helper exact local"]


def test_a_header_of_the_system_is_none_of_ours() -> None:
    assert meanings(tree_graph(SHOP), "src/main.cpp", "printf") == []
