"""What names mean across headers and sources of C and C++."""

from __future__ import annotations

from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree, meanings, tree_graph

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


def test_namespaces_may_stand_in_front_of_what_is_included() -> None:
    graph = tree_graph(
        {
            "cart.h": "namespace shop { namespace detail { int total(int x); } class Cart { public: static int make(); }; }\n",
            "main.cpp": (
                '#include "cart.h"\nint main() {\n'
                "  shop::detail::total(1); shop::Cart::make(); std::total(1); other::total(2);\n}\n"
            ),
        }
    )
    assert meanings(graph, "main.cpp", "shop.detail.total") == ["cart.h::total likely star"]
    assert meanings(graph, "main.cpp", "shop.Cart.make") == ["cart.h::Cart.make likely class"]
    assert meanings(graph, "main.cpp", "std.total") == []
    assert meanings(graph, "main.cpp", "other.total") == []


def test_a_class_declared_ahead_is_the_one_of_its_name() -> None:
    files = {
        "db.h": "class Log;\nclass Db { Log* log_; Gone* gone_; public: void sync(); };\n",
        "log.h": "class Log { public: void flush(); };\n",
        "gone.h": "class Gone { public: void flush(); };\n",
        "db.cpp": '#include "db.h"\nvoid Db::sync() { log_->flush(); gone_->flush(); }\n',
    }
    assert meanings(tree_graph(files), "db.cpp", "log_.flush") == ["log.h::Log.flush likely type"]
    assert meanings(tree_graph(files), "db.cpp", "gone_.flush") == []
    rival = {**files, "other/log.h": files["log.h"]}
    assert meanings(tree_graph(rival), "db.cpp", "log_.flush") == []


def test_brackets_around_a_header_of_the_tree() -> None:
    files = {"src/cart.h": "int total(int x);\n", "test/main.c": "#include <cart.h>\nint main(void) { return total(1); }\n"}
    assert meanings(tree_graph(files), "test/main.c", "total") == ["src/cart.h::total likely star"]


def test_a_class_makes_itself_by_its_name() -> None:
    graph = tree_graph({"cart.h": "class Cart { public: Cart(int x); static Cart make() { return Cart(1); } };\n"})
    assert meanings(graph, "cart.h", "Cart") == ["cart.h::Cart exact local"] * 2


def test_a_variable_made_like_a_function_is_declared() -> None:
    graph = tree_graph(
        {"cart.cpp": "struct Cart { int total(); };\nint use(int size) { Cart cart(size); return cart.total(); }\n"}
    )
    assert meanings(graph, "cart.cpp", "cart.total") == ["cart.cpp::Cart.total exact type"]


def test_sources_that_do_not_take_in_the_header_are_not_read() -> None:
    strangers = {f"test/other{number}.cpp": "int main() { pack(2); }\n" for number in range(9)}
    users = {
        "test/direct.cpp": '#include "../src/pack.h"\nint direct() { return pack(1); }\n',
        "test/through.cpp": "#  include <all.h>\nint through() { return pack(1); }\n",
        "test/by_macro.cpp": "#include PACK_HEADER\nint by_macro() { return pack(1); }\n",
    }
    headers = {"src/pack.h": "inline int pack(int x) { return x; }\n", "include/all.h": '#include "../src/pack.h"\n'}
    tree = MemoryTree({**strangers, **users, **headers})
    callers = {edge.source for edge in Graph(tree).callers("src/pack.h::pack")}
    assert {"test/direct.cpp::direct", "test/through.cpp::through"} <= callers
    assert not set(tree.loaded) & set(strangers)
    assert set(users) <= set(tree.loaded)
