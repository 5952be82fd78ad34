"""What names mean across the files of Java packages."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

SHOP = {
    "core/src/main/java/shop/cart/Cart.java": (
        "package shop.cart;\n\nimport shop.Base;\nimport static shop.Money.round;\n\n"
        "public class Cart extends Base {\n"
        "  private Store store;\n"
        "  int total() { open(); save(); store.flush(); round(1); return missing(); }\n"
        "  void save() { this.total(); super.open(); }\n"
        "}\n"
    ),
    "core/src/main/java/shop/cart/Store.java": "package shop.cart;\n\nclass Store { void flush() {} }\n",
    "core/src/main/java/shop/Base.java": "package shop;\n\npublic class Base { void open() {} }\n",
    "core/src/main/java/shop/Money.java": (
        "package shop;\n\npublic class Money { public static int round(int x) { return x; } }\n"
    ),
    "core/src/test/java/shop/cart/CartTest.java": (
        "package shop.cart;\n\nimport org.other.Store;\n\n"
        "class CartTest {\n  void adds() { Cart cart = new Cart(); cart.total(); new Store().flush(); }\n}\n"
    ),
}
CART = "core/src/main/java/shop/cart/Cart.java"
TEST = "core/src/test/java/shop/cart/CartTest.java"


def test_bare_names_are_members_of_the_class_and_its_bases() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, CART, "open") == ["core/src/main/java/shop/Base.java::Base.open exact inherited"]
    assert meanings(graph, CART, "save") == [f"{CART}::Cart.save exact self"]
    assert meanings(graph, CART, "missing") == []


def test_fields_and_classes_of_the_package() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, CART, "store.flush") == ["core/src/main/java/shop/cart/Store.java::Store.flush exact type"]
    assert meanings(graph, CART, "this.total") == [f"{CART}::Cart.total exact self"]
    assert meanings(graph, CART, "super.open") == ["core/src/main/java/shop/Base.java::Base.open exact super"]
    assert meanings(graph, TEST, "cart.total") == [f"{CART}::Cart.total exact type"]


def test_static_imports() -> None:
    assert meanings(tree_graph(SHOP), CART, "round") == ["core/src/main/java/shop/Money.java::Money.round exact import"]


def test_an_imported_class_of_another_library_hides_one_of_the_package() -> None:
    assert meanings(tree_graph(SHOP), TEST, "Store") == []
