"""What names mean across the namespaces of C#."""

from __future__ import annotations

from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree, meanings, tree_graph

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


USE = "src/Use.cs"
WIDE = {
    USE: (
        "using Shop.Values;\nusing static Shop.Values.Money;\nusing Sum = Shop.Values.Money;\nusing Third.Party;\n\n"
        "namespace Shop.Uses;\n\n"
        "class Use(Till till) : Base<int>\n{\n"
        "    int Total { get { var Least = 1; return Least; } }\n"
        "    int Run()\n    {\n"
        "        till.Ring();\n        Round(1);\n        Sum.Round(2);\n        Widget.Go();\n        Held();\n"
        "        var made = new Made { Size = 1 };\n        Made other = new(2);\n        other.Grow();\n"
        "        Later().Grow();\n"
        "        !Flag;\n        return Least;\n    }\n"
        "    [Obsolete] Made Later() => null;\n    bool Flag;\n}\n"
    ),
    "src/Values.cs": (
        "using Hidden;\n\nnamespace Shop.Values;\n\n"
        "public static class Money { public static int Round(int x) => x; }\n"
        "public class Made { public int Size { get; set; } public void Grow() { Widget.Go(); } }\n"
        "public class Till { public void Ring() {} }\n"
    ),
    "src/Base.cs": "namespace Shop;\n\npublic class Base<T> { protected void Held() {} }\n",
    "src/Widget.cs": "namespace Hidden;\n\npublic class Widget { public static void Go() {} }\n",
}


def test_what_another_file_uses_is_not_of_its_namespace() -> None:
    graph = tree_graph(WIDE)
    assert meanings(graph, USE, "Widget.Go") == []
    assert [one.split()[0] for one in meanings(graph, "src/Values.cs", "Widget.Go")] == ["src/Widget.cs::Widget.Go"]


def test_members_of_a_class_and_a_class_under_another_name() -> None:
    graph = tree_graph(WIDE)
    assert [one.split()[0] for one in meanings(graph, USE, "Round")] == ["src/Values.cs::Money.Round"]
    assert meanings(graph, USE, "Sum.Round") == ["src/Values.cs::Money.Round exact class"]


def test_parameters_of_a_class_and_members_of_a_generic_base() -> None:
    graph = tree_graph(WIDE)
    assert [one.split()[0] for one in meanings(graph, USE, "till.Ring")] == ["src/Values.cs::Till.Ring"]
    assert meanings(graph, USE, "Held") == ["src/Base.cs::Base.Held exact inherited"]


def test_objects_their_initialisers_and_results_of_methods_with_attributes() -> None:
    graph = tree_graph(WIDE)
    assert [one.split()[0] for one in meanings(graph, USE, "other.Grow")] == ["src/Values.cs::Made.Grow"]
    assert [one.split()[0] for one in meanings(graph, USE, "?.Grow")] == ["src/Values.cs::Made.Grow"]
    uses = {(edge.line, edge.target, str(edge.role)) for edge in graph.uses(USE)}
    assert (18, "src/Values.cs::Made.Size", "keyword") in uses
    assert (19, "src/Values.cs::Made", "call") in uses
    assert (22, f"{USE}::Use.Flag", "read") in uses


def test_a_local_of_an_accessor_is_no_member() -> None:
    assert meanings(tree_graph(WIDE), USE, "Least", 23) == []


def test_the_parts_of_namespaces_are_not_searched_for() -> None:
    tree = MemoryTree(
        SHOP | {"src/Use.cs": "using Shop.Values;\nusing Third.Party.Deep;\n\nclass Use { void F() { Money.Round(1); } }\n"}
    )
    assert meanings(Graph(tree), "src/Use.cs", "Money.Round") == ["src/Money.cs::Money.Round exact class"]
    assert tree.searched.isdisjoint({"Shop", "Values", "Third", "Party", "Deep"})
