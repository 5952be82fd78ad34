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


def test_a_second_result_is_no_instance_of_the_first() -> None:
    files = {
        "go.mod": "module example.com/m\n",
        "a.go": (
            'package m\n\ntype A struct{}\n\nfunc (a A) Error() string { return "" }\n'
            "func Two() (A, error) { return A{}, nil }\n"
            "func use() {\n\tvar a, b = Two()\n\ta.Error()\n\tb.Error()\n\tc, d := Two()\n\tc.Error()\n\td.Error()\n}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "a.go", "a.Error", 9) == ["a.go::A.Error exact type"]
    assert meanings(graph, "a.go", "c.Error") == ["a.go::A.Error exact type"]
    assert meanings(graph, "a.go", "b.Error") == meanings(graph, "a.go", "d.Error") == []


def test_keys_of_a_literal_are_fields_of_its_type() -> None:
    files = {
        "go.mod": "module example.com/m\n",
        "a.go": "package m\n\ntype A struct{ Name string }\n\nvar Name = 1\n",
        "b.go": 'package m\n\nvar a = A{Name: "x"}\nvar m = map[int]A{Name: {Name: "y"}}\n',
    }
    edges = tree_graph(files).references_to("a.go::A.Name")
    assert [(edge.source, edge.line, edge.rule) for edge in edges] == [("b.go::a", 3, "field")]
    assert [edge.line for edge in tree_graph(files).references_to("a.go::Name")] == [4]


def test_fields_of_nameless_types_and_parameters_of_types_are_no_names_of_the_package() -> None:
    files = {
        "a.go": "package m\n\nvar tests = []struct{ name string }{}\n\ntype T struct{}\n",
        "b.go": "package m\n\nfunc use[T any](x T) T { return name }\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "b.go", "name") == meanings(graph, "b.go", "T") == []


def test_importers_of_the_package_at_the_top() -> None:
    files = {
        "go.mod": "module example.com/gin/v2\n",
        "gin.go": "package gin\n",
        "sub/a.go": 'package sub\n\nimport "example.com/gin/v2"\n',
        "sub/b.go": 'package sub\n\nimport "example.com/gin"\n',
    }
    assert tree_graph(files).importers("gin.go") == ("sub/a.go",)


def test_elements_of_containers_named_results_and_fields_named_like_packages() -> None:
    files = {
        "go.mod": "module example.com/m\n",
        "http/http.go": "package http\n\ntype Client struct{}\n\nfunc (c Client) Get() {}\n",
        "a.go": (
            'package m\n\nimport "example.com/m/http"\n\ntype A struct{ http http.Client }\n\nfunc (a *A) Run() {}\n'
            "func All() []*A { return nil }\nfunc Two() (a *A, err error) { return }\n"
            "var global = &A{\n\thttp: http.Client{},\n}\n"
            "func use(m map[string]A, list []A) {\n\tfor _, one := range All() {\n\t\tone.Run()\n\t\tone.http.Get()\n\t}\n"
            "\tlist[0].Run()\n\tx := m[`k`]\n\tx.Run()\n\ty, _ := Two()\n\ty.Run()\n\tglobal.Run()\n}\n"
        ),
    }
    graph = tree_graph(files)
    for receiver in ("one", "x", "y", "global", "?"):
        assert meanings(graph, "a.go", f"{receiver}.Run") == ["a.go::A.Run exact type"], receiver
    assert meanings(graph, "a.go", "one.http.Get") == ["http/http.go::Client.Get exact type"]


def test_functions_and_channels_are_not_what_they_give() -> None:
    files = {
        "a.go": (
            "package m\n\ntype A struct{}\n\nfunc (a A) Run() {}\n"
            "func use(f func() A, i interface{ Run() }) {\n\tf.Run()\n\ti.Run()\n}\n"
        )
    }
    graph = tree_graph(files)
    assert meanings(graph, "a.go", "f.Run") == meanings(graph, "a.go", "i.Run") == []


def test_types_implement_interfaces_by_having_their_methods() -> None:
    files = {
        "go.mod": "module example.com/m\n",
        "shape.go": (
            "package m\n\ntype Sized interface{ Size(unit string) int }\ntype Shape interface {\n\tSized\n\tDraw(x, y int)\n}\n"
            "type Closer interface {\n\tio.Closer\n\tDraw(x, y int)\n}\n"
        ),
        "a/square.go": "package a\n\ntype Square struct{ base }\n\nfunc (s *Square) Draw(int, int) {}\n",
        "a/base.go": "package a\n\ntype base struct{}\n\nfunc (b base) Size(u string) int { return 1 }\n",
        "b/other.go": (
            "package b\n\ntype Line struct{}\n\nfunc (Line) Draw(x int) {}\nfunc (Line) Size(u string) int { return 1 }\n"
        ),
        "b/half.go": "package b\n\ntype Half struct{}\n\nfunc (Half) Draw(x, y int) {}\n",
    }
    graph = tree_graph(files)
    assert graph.overrides("shape.go::Shape.Draw") == ("a/square.go::Square.Draw",)
    assert graph.overridden_by("a/square.go::Square.Draw") == ("shape.go::Shape.Draw",)
    assert graph.overridden_by("b/half.go::Half.Draw") == ()
    assert graph.overrides("shape.go::Sized.Size") == ("a/base.go::base.Size", "b/other.go::Line.Size")
    assert graph.overrides("shape.go::Closer.Draw") == ()
