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


def test_a_class_is_used_under_the_word_for_it() -> None:
    lines = [edge.line for edge in tree_graph(SHOP).references_to("shop/src/cart.rs::Cart") if edge.rule == "self"]
    assert lines == [4, 5]


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


def test_definitions_inside_of_macros() -> None:
    files = {
        "src/lib.rs": "cfg_rt! {\n    mod pool;\n    pub use pool::Pool;\n}\nfn run() { Pool::new().size(); bit() }\n",
        "src/pool.rs": (
            "pub struct Pool;\nimpl Pool {\n    cfg_rt! { pub fn new() -> Pool { Pool } }\n    pub fn size(&self) {}\n}\n"
            "bitflags! { struct Flags: u32 { fn bit() } }\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "Pool.new") == ["src/pool.rs::Pool.new exact class"]
    assert meanings(graph, "src/lib.rs", "?.size") == ["src/pool.rs::Pool.size exact type"]
    assert meanings(graph, "src/lib.rs", "bit") == []


def test_implementations_elsewhere_add_to_a_type_and_bind_no_name() -> None:
    files = {
        "src/lib.rs": "mod a;\nmod b;\nmod other;\npub trait Shut { fn shut(&self) { self.more() } fn more(&self); }\n",
        "src/a.rs": "pub struct Tap;\nfn run(tap: &Tap) { tap.turn(); tap.shut(); tap.more(); tap.drip() }\n",
        "src/b.rs": (
            "use crate::a::Tap;\nimpl Tap { pub fn turn(&self) { self.other() } fn other(&self) {} }\n"
            "impl crate::Shut for Tap { fn more(&self) { Tap::turn(self) } }\n"
        ),
        "src/other.rs": "struct Tap;\nimpl Tap { fn drip(&self) {} }\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/a.rs", "tap.turn") == ["src/b.rs::Tap.turn exact type"]
    assert meanings(graph, "src/a.rs", "tap.more") == ["src/b.rs::Tap.more exact type"]
    assert meanings(graph, "src/b.rs", "self.other") == ["src/b.rs::Tap.other exact self"]
    assert meanings(graph, "src/b.rs", "Tap.turn") == ["src/b.rs::Tap.turn exact class"]
    assert meanings(graph, "src/a.rs", "tap.drip") == []
    assert graph.overridden_by("src/b.rs::Tap.more") == ("src/lib.rs::Shut.more",)


def test_what_is_implemented_for_a_type_from_outside_is_not_all_that_it_has() -> None:
    files = {
        "src/lib.rs": (
            "use std::task::Waker;\ntrait Wake { fn wake(self); }\nimpl Wake for Waker { fn wake(self) { self.wake() } }\n"
        )
    }
    assert meanings(tree_graph(files), "src/lib.rs", "self.wake") == ["src/lib.rs::Waker.wake likely self"]


def test_modules_in_braces_hand_on_what_they_import() -> None:
    files = {
        "src/lib.rs": (
            "mod imp;\nmod user;\nmod sync {\n    pub use crate::imp::Lock;\n"
            "    pub mod fast { pub use super::super::imp::*; }\n}\n"
        ),
        "src/imp.rs": "pub struct Lock;\nimpl Lock { pub fn take(&self) {} }\n",
        "src/user.rs": (
            "use crate::sync::{self, fast::Lock as Fast, Lock};\n"
            "fn run(one: Lock, two: sync::Lock, three: Fast) { one.take(); two.take(); three.take() }\n"
        ),
    }
    graph = tree_graph(files)
    for name in ("one", "two", "three"):
        assert meanings(graph, "src/user.rs", f"{name}.take") == ["src/imp.rs::Lock.take exact type"]


def test_bounds_of_type_parameters() -> None:
    files = {
        "src/lib.rs": (
            "trait Link { fn raw() -> Self; fn go(&self); }\nstruct List<L> { l: L }\nstruct B;\nimpl B { fn go(&self) {} }\n"
            "impl<L: Link + Send> List<L> { fn all(&self, other: L) { L::raw().go(); other.go() } }\n"
            "fn run<B, S>(free: B, some: &S) where S: Link { free.go(); some.go() }\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "L.raw") == ["src/lib.rs::Link.raw exact type"]
    assert meanings(graph, "src/lib.rs", "other.go") == ["src/lib.rs::Link.go exact type"]
    assert meanings(graph, "src/lib.rs", "some.go") == ["src/lib.rs::Link.go likely type"]
    assert meanings(graph, "src/lib.rs", "free.go") == []


def test_patterns_take_out_what_variants_and_options_hold() -> None:
    files = {
        "src/lib.rs": (
            "struct A;\nimpl A { fn go(&self) {} }\nstruct B { a: Option<A> }\nimpl B { fn go(&self) {} }\n"
            "enum Either { Left(A), Right(B) }\n"
            "fn run(e: &Either, b: B) {\n    match e {\n"
            "        Either::Left(x) => x.go(),\n        Either::Right(x) => x.go(),\n    }\n"
            "    if let Some(y) = &b.a {\n        y.go();\n    }\n}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "x.go", 8) == ["src/lib.rs::A.go likely type"]
    assert meanings(graph, "src/lib.rs", "x.go", 9) == ["src/lib.rs::B.go likely type"]
    assert meanings(graph, "src/lib.rs", "y.go") == ["src/lib.rs::A.go likely type"]


def test_the_nearest_binding_counts_and_what_it_is_made_of_is_the_one_before() -> None:
    files = {
        "src/lib.rs": (
            "struct A;\nimpl A { fn to(self) -> B { B } }\nstruct B;\nimpl B { fn end(&self) {} }\n"
            "fn run(x: A) {\n    let x = x.to();\n    x.end();\n}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "x.to") == ["src/lib.rs::A.to likely type"]
    assert meanings(graph, "src/lib.rs", "x.end") == ["src/lib.rs::B.end likely type"]


def test_chains_wrappers_and_aliases() -> None:
    files = {
        "src/lib.rs": (
            "struct Kit;\nimpl Kit {\n    #[inline]\n    fn new<T>(t: T) -> Result<Self, E> { Kit }\n"
            "    fn with(self, n: u8) -> Self { self }\n    fn end(&self) {}\n}\n"
            "type Shared = std::sync::Arc<Kit>;\nstruct Box2 { kit: Shared }\n"
            "fn run(b: &Box2) {\n    Kit::new::<u8>(1)?\n        .with(2)\n        .end();\n"
            "    let k = Arc::new(unsafe { Kit::new(1).unwrap() }).clone();\n"
            "    k.end();\n    b.kit.end();\n}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "?.end") == ["src/lib.rs::Kit.end exact type"]
    assert meanings(graph, "src/lib.rs", "k.end") == ["src/lib.rs::Kit.end exact type"]
    assert meanings(graph, "src/lib.rs", "b.kit.end") == ["src/lib.rs::Kit.end exact type"]


def test_use_lists_in_use_lists_and_paths_in_attributes() -> None:
    files = {
        "src/lib.rs": 'mod a;\n#[path = "sys/unix.rs"]\nmod imp;\nfn run() { imp::go() }\n',
        "src/sys/unix.rs": "pub fn go() {}\n",
        "src/a/mod.rs": "pub mod b;\n",
        "src/a/b.rs": "pub fn one() {}\npub fn two() {}\n",
        "src/c.rs": "use crate::{a::{b::{one, two as deux}, b}, imp};\nfn run() { one(); deux(); b::one(); imp::go() }\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "src/lib.rs", "imp.go") == ["src/sys/unix.rs::go likely import"]
    assert meanings(graph, "src/c.rs", "one") == ["src/a/b.rs::one exact import"]
    assert meanings(graph, "src/c.rs", "deux") == ["src/a/b.rs::two exact import"]
    assert meanings(graph, "src/c.rs", "b.one") == ["src/a/b.rs::one exact import"]


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
