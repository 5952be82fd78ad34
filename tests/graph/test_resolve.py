from __future__ import annotations

import pytest

from scoper.facts.model import Role
from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree, meanings, show, tree_graph

NAMES = "def slugify(name):\n    return name\n\n\nLIMIT = 3\n"

REEXPORTED = {
    "a.py": "from p import slugify\nslugify(1)\n",
    "p/__init__.py": "from .b import slugify\n",
    "p/b.py": NAMES,
}
INHERITED = {
    "a.py": "from b import Base\n\n\nclass C(Base):\n    def n(self):\n        self.m()\n",
    "b.py": "class Base:\n    def m(self): pass\n",
}


@pytest.mark.parametrize(
    ("files", "dotted"),
    [
        ({"a.py": "import json\njson.loads('')\n", "loads.py": "def loads(x): pass\n"}, "json.loads"),
        ({"a.py": "def f(slugify):\n    return slugify(1)\n\n\ndef slugify(x): pass\n"}, "slugify"),
        ({"a.py": "def f():\n    slugify = len\n    return slugify(1)\n\n\ndef slugify(x): pass\n"}, "slugify"),
        ({"a.py": "print(len([]))\n", "b.py": "def len(x): pass\n"}, "len"),
        ({"a.py": "def f(x):\n    return x.slugify()\n", "b.py": NAMES}, "x.slugify"),
        ({"a.py": "class C:\n    def m(self):\n        return m()\n"}, "m"),
        ({"a.py": "from elsewhere import slugify\nslugify(1)\n", "b.py": NAMES}, "slugify"),
    ],
)
def test_what_means_nothing_here(files: dict[str, str], dotted: str) -> None:
    assert meanings(tree_graph(files), "a.py", dotted) == []


@pytest.mark.parametrize(
    ("files", "dotted", "target"),
    [
        ({"a.py": NAMES + "slugify(1)\n"}, "slugify", "a.py::slugify"),
        ({"a.py": "from b import slugify\nslugify(1)\n", "b.py": NAMES}, "slugify", "b.py::slugify"),
        ({"a.py": "from b import slugify as s\ns(1)\n", "b.py": NAMES}, "s", "b.py::slugify"),
        ({"a.py": "import b\nb.slugify(1)\n", "b.py": NAMES}, "b.slugify", "b.py::slugify"),
        ({"a.py": "import p.b as n\nn.slugify(1)\n", "p/__init__.py": "", "p/b.py": NAMES}, "n.slugify", "p/b.py::slugify"),
        ({"a.py": "from b import *\nslugify(1)\n", "b.py": NAMES}, "slugify", "b.py::slugify"),
        (REEXPORTED, "slugify", "p/b.py::slugify"),
        ({"a.py": "class C:\n    def m(self): pass\n\n    def n(self):\n        self.m()\n"}, "self.m", "a.py::C.m"),
        (
            INHERITED,
            "self.m",
            "b.py::Base.m",
        ),
        ({"a.py": "class C:\n    def m(self): pass\n\n\ndef f():\n    c = C()\n    c.m()\n"}, "c.m", "a.py::C.m"),
        ({"a.py": "class C:\n    def m(self): pass\n\n\ndef f(c: C):\n    c.m()\n"}, "c.m", "a.py::C.m"),
    ],
)
def test_what_is_proved_is_exact(files: dict[str, str], dotted: str, target: str) -> None:
    found = meanings(tree_graph(files), "a.py", dotted)
    assert [meaning.split()[:2] for meaning in found] == [[target, "exact"]]


def test_relative_imports() -> None:
    files = {"p/__init__.py": "", "p/a.py": "from .b import slugify\nslugify(1)\n", "p/b.py": NAMES}
    assert [meaning.split()[0] for meaning in meanings(tree_graph(files), "p/a.py", "slugify")] == ["p/b.py::slugify"]


def test_cycles_of_imports_and_bases_end() -> None:
    files = {
        "a.py": "from b import *\n\n\nclass A(B): pass\n\n\nmissing(1)\n",
        "b.py": "from a import *\n\n\nclass B(A):\n    def m(self):\n        self.gone()\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "a.py", "missing") == []
    assert meanings(graph, "b.py", "self.gone") == []


def test_references_are_found_in_files_that_hold_the_name_only() -> None:
    files = {"a.py": NAMES, "b.py": "from a import slugify\n\n\ndef f():\n    return slugify(1)\n", "c.py": "x = 1\n"}
    tree = MemoryTree(files)
    found = Graph(tree).references_to("a.py::slugify")
    assert [(edge.source, edge.line) for edge in found] == [("b.py", 1), ("b.py::f", 5)]
    assert "c.py" not in tree.loaded


def test_a_lazy_graph_answers_like_a_greedy_one() -> None:
    files = {
        "p/__init__.py": "from .a import slugify as to_slug\n",
        "p/a.py": NAMES,
        "b.py": "from p import to_slug\nto_slug(1)\n",
        "c.py": "import p.a\np.a.slugify(2)\n",
    }
    lazy, greedy = Graph(MemoryTree(files)), Graph(MemoryTree(files, greedy=True))
    answers = [[show(edge) for edge in graph.references_to("p/a.py::slugify")] for graph in (lazy, greedy)]
    assert answers[0] == answers[1]
    assert any("b.py" in answer for answer in answers[0])


def test_a_class_is_called_through_the_receiver_of_its_methods() -> None:
    files = {"a.py": "class C:\n    @classmethod\n    def make(klass):\n        return klass()\n"}
    assert [show(edge) for edge in tree_graph(files).callers("a.py::C")] == ["4 a.py::C.make -call-> a.py::C [exact self]"]


def test_a_module_is_imported_under_a_name_that_another_gave_it() -> None:
    files = {
        "p/__init__.py": "from . import inner as again\n",
        "p/inner.py": "",
        "q.py": "from p import again\n",
    }
    assert tree_graph(files).importers("p/inner.py") == ("p/__init__.py", "q.py")


def test_overrides_both_ways() -> None:
    files = {
        "a.py": "class Base:\n    def m(self): pass\n",
        "b.py": "from a import Base\n\n\nclass C(Base):\n    def m(self): pass\n",
    }
    graph = tree_graph(files)
    assert graph.overrides("a.py::Base.m") == ("b.py::C.m",)
    assert graph.overridden_by("b.py::C.m") == ("a.py::Base.m",)
    assert graph.overrides("b.py::C.m") == ()


def test_importers() -> None:
    files = {"a.py": NAMES, "b.py": "import a\n", "c.py": "x = 'import a'\n"}
    assert tree_graph(files).importers("a.py") == ("b.py",)


def test_a_string_names_what_its_path_leads_to() -> None:
    files = {
        "shop/__init__.py": "from .cart import total as sum_up\n",
        "shop/cart.py": "def total(): ...\n\n\nclass Cart:\n    def add(self): ...\n",
        "tests/test_cart.py": (
            "from unittest import mock\n\nmock.patch('shop.cart.Cart.add')\nmock.patch('shop.sum_up')\n"
            "WORDS = ['shop.cart', 'shop.gone', 'os.path.join', 'total', 'cart.total', 'shop.cart:Cart']\n"
        ),
        "pyproject.toml": '[project.scripts]\nshop = "shop.cart:total"\n',
    }
    graph = tree_graph(files)
    assert [show(edge) for edge in graph.references_to("shop/cart.py::total") if edge.role is Role.STRING] == [
        "2 pyproject.toml::project.scripts.shop -string-> shop/cart.py::total [exact string]",
        "4 tests/test_cart.py -string-> shop/cart.py::total [exact string]",
    ]
    assert [show(edge) for edge in graph.uses("tests/test_cart.py") if edge.line in (3, 5)] == [
        "3 tests/test_cart.py -string-> shop/cart.py::Cart.add [exact string]",
        "5 tests/test_cart.py::WORDS -string-> shop/cart.py [likely string]",
        "5 tests/test_cart.py::WORDS -string-> shop/cart.py::Cart [exact string]",
    ]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("b.py", "from elsewhere import load\n\n\ndef f(one):\n    load(1).checkout()\n    one.checkout()\n"),
        ("b.ts", "import { load } from 'elsewhere'\n\nfunction f(one) {\n\n  load(1).checkout()\n  one.checkout()\n}\n"),
    ],
)
def test_a_member_is_guessed_where_nothing_is_known_of_the_object(name: str, source: str) -> None:
    cart = {"b.py": "class Cart:\n    def checkout(self): ...\n", "b.ts": "export class Cart { checkout() {} }\n"}
    path = name.replace("b", "a")
    graph = tree_graph({path: cart[name], name: source})
    facts = graph.facts(name)
    assert facts is not None
    calls = [one for one in facts.references if one.name == "checkout"]
    found = [show(edge) for one in calls for edge in graph.resolve(name, one, include_guesses=True)]
    assert found == [f"6 {name}::f -call-> {path}::Cart.checkout [guess name]"]
