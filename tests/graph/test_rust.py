"""What names mean across the modules of Rust crates."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

SHOP = {
    "shop/Cargo.toml": '[package]\nname = "my-shop"\n',
    "shop/src/lib.rs": "pub mod cart;\nmod net;\npub use cart::Cart;\npub fn limit() -> u8 { net::go() }\n",
    "shop/src/cart.rs": (
        "use crate::net::{go, Link};\n"
        "pub struct Cart { link: Link }\n"
        "impl Cart {\n"
        "    pub fn new() -> Result<Self, Error> { Ok(Cart { link: Link::open() }) }\n"
        "    pub fn total(&self) -> u8 { self.link.send(); self.more(); Self::new()?; go(); crate::limit() }\n"
        "    fn more(&self) {}\n"
        "}\n"
    ),
    "shop/src/net/mod.rs": (
        "pub struct Link;\nimpl Link { pub fn open() -> Link { Link } pub fn send(&self) {} }\npub fn go() -> u8 { 1 }\n"
    ),
    "app/src/main.rs": "use my_shop::Cart;\nuse other::go;\nfn main() { let cart = Cart::new()?; cart.total(); go(); }\n",
}


def test_fields_methods_and_self() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "shop/src/cart.rs", "self.link.send") == ["shop/src/net/mod.rs::Link.send exact type"]
    assert meanings(graph, "shop/src/cart.rs", "self.more") == ["shop/src/cart.rs::Cart.more exact self"]
    assert meanings(graph, "shop/src/cart.rs", "Self.new") == ["shop/src/cart.rs::Cart.new exact class"]


def test_paths_and_uses() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "shop/src/cart.rs", "go") == ["shop/src/net/mod.rs::go exact import"]
    assert meanings(graph, "shop/src/cart.rs", "crate.limit") == ["shop/src/lib.rs::limit exact import"]
    assert meanings(graph, "shop/src/lib.rs", "net.go") == ["shop/src/net/mod.rs::go exact import"]


def test_other_crates_of_the_tree_and_crates_that_are_none_of_ours() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "app/src/main.rs", "cart.total") == ["shop/src/cart.rs::Cart.total exact type"]
    assert meanings(graph, "app/src/main.rs", "go") == []


def test_the_module_around_is_the_file_itself_inside_of_a_module_in_braces() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "one"\n',
        "src/lib.rs": "mod a;\nfn outer() {}\nfn both() {}\n",
        "src/a.rs": (
            "use super::outer;\nfn inner() { outer(); super::both() }\nfn both() {}\n"
            "mod tests {\n    use super::*;\n    use super::super::outer as far;\n"
            "    fn test() { inner(); far(); super::both(); assert!(super::inner().is_some()) }\n}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/a.rs", "outer") == ["src/lib.rs::outer exact import"]
    assert meanings(graph, "src/a.rs", "super.both") == ["src/lib.rs::both exact import", "src/a.rs::both exact import"]
    assert meanings(graph, "src/a.rs", "inner") == ["src/a.rs::inner exact local"]
    assert meanings(graph, "src/a.rs", "super.inner") == ["src/a.rs::inner exact import"]
    assert meanings(graph, "src/a.rs", "far") == ["src/lib.rs::outer exact import"]


def test_names_inside_of_macros_belong_to_what_is_in_front_of_them() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "one"\n',
        "src/lib.rs": (
            "struct Kit;\nimpl Kit { fn new() -> Self { Kit } fn size(&self) -> u8 { 1 } }\nfn size() -> u8 { 2 }\n"
            "fn write() {}\nfn run(kit: &Kit) {\n    assert_eq!(kit.size(), Kit::new().size());\n    write!(f, size());\n"
            "    info!(size: 1, x.size());\n}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "kit.size") == ["src/lib.rs::Kit.size exact type"]
    assert meanings(graph, "src/lib.rs", "Kit.new") == ["src/lib.rs::Kit.new exact class"]
    assert meanings(graph, "src/lib.rs", "size") == ["src/lib.rs::size exact local"]
    assert meanings(graph, "src/lib.rs", "x.size") == []
    assert [edge.line for edge in graph.callers("src/lib.rs::size")] == [7]
    assert graph.callers("src/lib.rs::write") == ()


def test_crates_of_tests_and_libraries_by_another_name() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "tool-kit"\n[lib]\nname = "kit"\npath = "src/kit.rs"\n',
        "src/kit.rs": "pub fn go() {}\n",
        "src/main.rs": "fn main() { kit::go(); tool_kit::go() }\n",
        "tests/all.rs": "mod common;\nuse common::help;\n#[test]\nfn test() { help(); kit::go() }\n",
        "tests/common/mod.rs": "pub fn help() {}\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/main.rs", "kit.go") == ["src/kit.rs::go exact import"]
    assert meanings(graph, "src/main.rs", "tool_kit.go") == []
    assert meanings(graph, "tests/all.rs", "help") == ["tests/common/mod.rs::help exact import"]
    assert meanings(graph, "tests/all.rs", "kit.go") == ["src/kit.rs::go exact import"]


def test_modules_in_braces_have_members_and_type_parameters_are_nobodys() -> None:
    files = {
        "src/lib.rs": (
            "mod inner { pub fn go() {} }\nstruct T;\nimpl T { fn go(&self) {} }\n"
            "fn run<T: Fn()>(x: T) { inner::go(); x.go() }\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "inner.go") == ["src/lib.rs::inner.go exact class"]
    assert meanings(graph, "src/lib.rs", "x.go") == []
