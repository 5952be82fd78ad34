"""What names mean across the files of Go packages."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

SHOP = {
    "go.mod": "module example.com/shop\n\ngo 1.22\n",
    "cart/cart.go": "package cart\n\ntype Cart struct{ Base }\n\nfunc New() (*Cart, error) { return &Cart{}, nil }\n",
    "cart/total.go": (
        "package cart\n\n"
        "func (c *Cart) Total() int { return c.sum() + round(c.Size()) }\n"
        "func (c *Cart) sum() int { return 1 }\n"
    ),
    "cart/base.go": (
        "package cart\n\ntype Base struct{}\n\nfunc (Base) Size() int { return 0 }\nfunc round(x int) int { return x }\n"
    ),
    "main.go": (
        "package main\n\n"
        'import (\n\t"fmt"\n\tc "example.com/shop/cart"\n\t"github.com/other/cart"\n)\n\n'
        "func main() {\n\tone, err := c.New()\n\tfmt.Println(one.Total(), err)\n\tcart.New()\n"
        "\tvar two c.Cart\n\ttwo.Total()\n\tunknown.Total()\n}\n"
    ),
}


def test_names_of_the_package_are_seen_in_all_its_files() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "cart/total.go", "round") == ["cart/base.go::round exact module"]
    assert meanings(graph, "cart/total.go", "c.sum") == ["cart/total.go::Cart.sum exact type"]
    assert meanings(graph, "cart/total.go", "c.Size") == ["cart/base.go::Base.Size exact inherited"]


def test_imports_go_by_the_path_of_the_module() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "main.go", "c.New") == ["cart/cart.go::New exact import"]
    assert meanings(graph, "main.go", "one.Total") == ["cart/total.go::Cart.Total exact type"]
    assert meanings(graph, "main.go", "two.Total") == ["cart/total.go::Cart.Total exact type"]
    assert meanings(graph, "main.go", "cart.New") == []
    assert meanings(graph, "main.go", "unknown.Total") == []


def test_callers() -> None:
    callers = tree_graph(SHOP).callers("cart/total.go::Cart.Total")
    assert [(edge.source, edge.line) for edge in callers] == [("main.go::main", 11), ("main.go::main", 14)]
