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
    assert meanings(graph, "app/src/main.rs", "cart.total") == ["shop/src/cart.rs::Cart.total likely type"]
    assert meanings(graph, "app/src/main.rs", "go") == []
