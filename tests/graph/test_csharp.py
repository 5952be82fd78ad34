"""What names mean across the namespaces of C#."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

SHOP = {
    "src/Cart.cs": (
        "using Shop.Values;\n\nnamespace Shop.Carts;\n\npublic partial class Cart : Base {\n"
        "  private Store store;\n"
        "  int Total() { Open(); Save(); store.Flush(); this.More(); base.Open(); Money.Round(1); return Missing(); }\n"
        "  void Save() {}\n}\n"
    ),
    "src/Cart.More.cs": "namespace Shop.Carts\n{\n  public partial class Cart { void More() {} }\n}\n",
    "src/Store.cs": "namespace Shop.Carts;\n\nclass Store { public void Flush() {} }\n",
    "src/Base.cs": "namespace Shop;\n\npublic class Base { protected void Open() {} }\n",
    "src/Money.cs": "namespace Shop.Values;\n\npublic static class Money { public static int Round(int x) => x; }\n",
    "other/Money.cs": "namespace Other.Values;\n\npublic static class Money { public static int Round(int x) => x; }\n",
}


def test_members_of_the_class_its_other_parts_and_its_bases() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "src/Cart.cs", "Open") == ["src/Base.cs::Base.Open exact inherited"]
    assert meanings(graph, "src/Cart.cs", "Save") == ["src/Cart.cs::Cart.Save exact self"]
    assert meanings(graph, "src/Cart.cs", "this.More") == ["src/Cart.More.cs::Cart.More exact self"]
    assert meanings(graph, "src/Cart.cs", "base.Open") == ["src/Base.cs::Base.Open exact super"]
    assert meanings(graph, "src/Cart.cs", "Missing") == []


def test_namespaces_tell_classes_of_one_name_apart() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "src/Cart.cs", "store.Flush") == ["src/Store.cs::Store.Flush exact type"]
    assert [one.split()[0] for one in meanings(graph, "src/Cart.cs", "Money.Round")] == ["src/Money.cs::Money.Round"]
