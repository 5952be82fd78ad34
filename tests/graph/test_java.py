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


MADE = {
    "src/a/Base.java": "package a;\n\npublic class Base {\n  Base(int x) { this(x, 1); }\n  Base(int x, int y) {}\n}\n",
    "src/a/Sub.java": (
        "package a;\n\nclass Sub extends Base {\n  Sub() { super(2); }\n  Base other() { return new Base(1); }\n}\n"
    ),
}


def test_a_constructor_is_called_by_name_of_its_class_and_by_other_constructors() -> None:
    graph = tree_graph(MADE)
    assert meanings(graph, "src/a/Sub.java", "super") == ["src/a/Base.java::Base.Base exact super"]
    assert meanings(graph, "src/a/Base.java", "this") == ["src/a/Base.java::Base.Base exact self"]
    callers = {edge.source for edge in graph.callers("src/a/Base.java::Base.Base")}
    assert callers == {"src/a/Base.java::Base.Base", "src/a/Sub.java::Sub.Sub", "src/a/Sub.java::Sub.other"}


ROOTS = "core/src/main/java/a"
INNER = {
    f"{ROOTS}/Outer.java": (
        "package a;\n\nimport static a.Util.*;\nimport java.util.List;\n\n"
        "class Outer<T> extends Base<T> {\n"
        "  static final Base<Foo> ONE = new Base<Foo>() { @Override void run() { this.step(); held(); } void step() {} };\n"
        "  void run() { int size = size(); helped(); ONE.run(); new Thread() { void go() { step(); } }; }\n"
        "  int size() { var made = new Hidden(); made.work(); return LIMIT; }\n"
        "  void step() { list().clear(); Outer.Inner inner = make(); inner.deep(); }\n"
        "  @Deprecated Inner make() { return null; }\n"
        "  static class Inner { void deep() {} }\n"
        "}\n"
    ),
    f"{ROOTS}/Base.java": (
        "package a;\n\nabstract class Base<T> { void run() {} void held() {} }\n\nclass Hidden { void work() {} }\n"
    ),
    f"{ROOTS}/Util.java": "package a;\n\nclass Util { static final int LIMIT = 1; static void helped() {} }\n",
    f"{ROOTS}/List.java": "package a;\n\nclass List { void clear() {} }\n",
}
OUTER = f"{ROOTS}/Outer.java"


def test_classes_without_a_name_have_members_of_their_own() -> None:
    graph = tree_graph(INNER)
    assert meanings(graph, OUTER, "this.step") == [f"{OUTER}::Outer.ONE.step exact self"]
    assert meanings(graph, OUTER, "held") == [f"{ROOTS}/Base.java::Base.held exact inherited"]
    assert meanings(graph, OUTER, "ONE.run") == [f"{OUTER}::Outer.ONE.run exact class"]


def test_what_an_unknown_base_may_have_is_not_exact() -> None:
    assert meanings(tree_graph(INNER), OUTER, "step") == [f"{OUTER}::Outer.step likely self"]


def test_a_call_is_never_a_variable() -> None:
    assert meanings(tree_graph(INNER), OUTER, "size") == [f"{OUTER}::Outer.size exact self"]


def test_members_that_a_static_star_brings() -> None:
    graph = tree_graph(INNER)
    assert meanings(graph, OUTER, "helped") == [f"{ROOTS}/Util.java::Util.helped exact star"]
    assert meanings(graph, OUTER, "LIMIT") == [f"{ROOTS}/Util.java::Util.LIMIT exact star"]


def test_a_second_class_of_a_file_and_types_of_locals() -> None:
    graph = tree_graph(INNER)
    assert meanings(graph, OUTER, "made.work") == [f"{ROOTS}/Base.java::Hidden.work exact type"]
    assert meanings(graph, OUTER, "inner.deep") == [f"{OUTER}::Outer.Inner.deep exact type"]


def test_a_third_party_class_is_never_one_of_the_package() -> None:
    assert not any("List.java" in edge.target for edge in tree_graph(INNER).uses(OUTER))


def test_what_is_made_is_a_class_whatever_fields_are_called() -> None:
    files = {
        "src/main/java/a/Types.java": (
            "package a;\n\nclass Types {\n  static final Cart Cart = new Cart();\n  static final int URL = new URL().port();\n"
            "  Types() {}\n  static Types make() { return new Types(); }\n  int size;\n  int size() { return size(); }\n}\n"
        ),
        "src/main/java/a/Cart.java": "package a;\n\nclass Cart {}\n",
    }
    graph = tree_graph(files)
    types = "src/main/java/a/Types.java"
    assert meanings(graph, types, "Cart", 4)[-1] == "src/main/java/a/Cart.java::Cart exact module"
    assert meanings(graph, types, "URL", 5) == []
    assert meanings(graph, types, "Types", 7) == [f"{types}::Types exact local"] * 2
    assert meanings(graph, types, "size", 9) == [f"{types}::Types.size exact self"]
