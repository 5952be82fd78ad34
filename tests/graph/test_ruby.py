"""What names mean across the files of Ruby, where constants and top-level methods are global."""

from __future__ import annotations

from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree, meanings, tree_graph

SHOP = {
    "lib/cart.rb": (
        "require 'json'\nrequire_relative 'store'\n\nclass Cart < Base\n  include Logs\n\n  def run(any)\n"
        "    open\n    self.open\n    log\n    made = Store.new(1)\n    made.flush\n    Store.all\n    any.flush\n"
        "    JSON.parse('')\n    slug(1)\n    missing\n  end\nend\n"
    ),
    "lib/base.rb": "class Base\n  def open; end\nend\n",
    "lib/logs.rb": "module Logs\n  def log; end\nend\n",
    "lib/store.rb": "class Store\n  def self.all; end\n\n  def flush; end\nend\n",
    "lib/tools.rb": "def slug(x) x end\n",
    "lib/parse.rb": "class Other\n  def parse; end\nend\n",
}


def targets(dotted: str) -> list[str]:
    return [" ".join(one.split()[:2]) for one in meanings(tree_graph(SHOP), "lib/cart.rb", dotted)]


def test_constants_and_methods_of_other_files_are_likely() -> None:
    assert targets("Store.all") == ["lib/store.rb::Store.all likely"]
    assert targets("made.flush") == ["lib/store.rb::Store.flush likely"]
    assert targets("slug") == ["lib/tools.rb::slug likely"]


def test_members_come_from_bases_and_modules() -> None:
    assert targets("self.open") == ["lib/base.rb::Base.open likely"]
    assert targets("open") == ["lib/base.rb::Base.open likely"]
    assert targets("log") == ["lib/logs.rb::Logs.log likely"]


def test_what_means_nothing_here() -> None:
    assert targets("JSON.parse") == []
    assert targets("missing") == []
    assert [one for one in targets("any.flush") if "exact" in one] == []


def test_files_whose_text_only_uses_a_name_are_not_parsed() -> None:
    uses = {f"test/{name}.rb": f"slug 1\nit '{name}' do\n  slug(2) == :other\nend\n" for name in ("a", "b")}
    tree = MemoryTree({**SHOP, **uses})
    graph = Graph(tree)
    facts = graph.facts("test/a.rb")
    assert facts is not None
    meant = {edge.target for one in facts.references if one.name == "slug" for edge in graph.resolve("test/a.rb", one)}
    assert meant == {"lib/tools.rb::slug"}
    assert "test/b.rb" not in tree.loaded
