"""Names that may mean several things keep all of them; names that mean something else are not ours."""

from __future__ import annotations

import pytest

from tests.graph.trees import meanings, tree_graph

F = "def f(): ...\n"
B = "class B:\n    def m(self): ...\n"
TS = "export function f() {}\n"
GO = {"go.mod": "module x\n"}
CARGO = {"Cargo.toml": '[package]\nname = "k"\n'}
H = "package a;\nclass H { static void f() {} }\n"


@pytest.mark.parametrize(
    ("files", "path", "dotted", "targets"),
    [
        (
            {"a.py": F, "b.py": F, "u.py": "try:\n    from a import f\nexcept ImportError:\n    from b import f\nf()\n"},
            "u.py",
            "f",
            ["a.py::f", "b.py::f"],
        ),
        (
            {"a.py": F, "b.py": F, "u.py": "try:\n    import a as m\nexcept ImportError:\n    import b as m\nm.f()\n"},
            "u.py",
            "m.f",
            ["a.py::f", "b.py::f"],
        ),
        (
            {"a.py": F, "u.py": "try:\n    from a import f\nexcept ImportError:\n    def f(): ...\nf()\n"},
            "u.py",
            "f",
            ["u.py::f", "a.py::f"],
        ),
        (
            {"b.py": F, "u.py": "try:\n    from ext import f\nexcept ImportError:\n    from b import f\nf()\n"},
            "u.py",
            "f",
            ["b.py::f"],
        ),
        (
            {
                "a.py": B,
                "b.py": B,
                "u.py": (
                    "try:\n    from a import B\nexcept ImportError:\n    from b import B\n\n\n"
                    "class C(B):\n    def n(self):\n        self.m()\n"
                ),
            },
            "u.py",
            "self.m",
            ["a.py::B.m", "b.py::B.m"],
        ),
        (
            {"u.py": "if x:\n    class B:\n        def m(self): ...\nelse:\n    B = object\nb = B()\nb.m()\n"},
            "u.py",
            "b.m",
            ["u.py::B.m"],
        ),
        ({"b.py": F, "u.py": "from b import f\nfor f in xs:\n    f()\n"}, "u.py", "f", ["b.py::f"]),
        ({"a.py": F, "b.py": F, "u.py": "from a import *\nfrom b import *\nf()\n"}, "u.py", "f", ["a.py::f", "b.py::f"]),
        (
            {
                **GO,
                "a_linux.go": "package x\nfunc f() {}\n",
                "a_windows.go": "package x\nfunc f() {}\n",
                "b.go": "package x\nfunc g() { f() }\n",
            },
            "b.go",
            "f",
            ["a_linux.go::f", "a_windows.go::f"],
        ),
        (
            {
                **CARGO,
                "src/lib.rs": "mod a;\nmod b;\n#[cfg(unix)]\nuse a::f;\n#[cfg(windows)]\nuse b::f;\nfn g() { f() }\n",
                "src/a.rs": "pub fn f() {}\n",
                "src/b.rs": "pub fn f() {}\n",
            },
            "src/lib.rs",
            "f",
            ["src/a.rs::f", "src/b.rs::f"],
        ),
    ],
)
def test_all_that_may_be_meant_is_kept_and_nothing_of_it_is_sure(
    files: dict[str, str], path: str, dotted: str, targets: list[str]
) -> None:
    found = dict.fromkeys(meaning.rpartition(" ")[0] for meaning in meanings(tree_graph(files), path, dotted))
    assert list(found) == [f"{target} likely" for target in targets]


@pytest.mark.parametrize(
    ("files", "symbol", "count"),
    [
        ({"a.py": "@overload\ndef f(x: int): ...\n@overload\ndef f(x: str): ...\ndef f(x): ...\n"}, "a.py::f", 3),
        ({"a.py": "if x:\n    def f(): ...\nelse:\n    def f(a): ...\n"}, "a.py::f", 2),
        ({"a.ts": "function f(x: string): void\nfunction f(x: any) {}\n"}, "a.ts::f", 2),
        ({"a.rs": "#[cfg(unix)]\nfn f() {}\n#[cfg(windows)]\nfn f() {}\n"}, "a.rs::f", 2),
        ({"a.c": "#ifdef X\nint f() { return 1; }\n#else\nint f() { return 2; }\n#endif\n"}, "a.c::f", 2),
        ({"A.java": "class A { void f(int x) {} void f(String s) {} }\n"}, "A.java::A.f", 2),
    ],
)
def test_overloads_and_conditional_definitions_are_all_there(files: dict[str, str], symbol: str, count: int) -> None:
    assert len(tree_graph(files).definitions_of(symbol)) == count


@pytest.mark.parametrize(
    ("files", "path", "dotted", "target"),
    [
        (
            {"util.py": F, "tests/util.py": F, "tests/test_a.py": "from util import f\nf()\n"},
            "tests/test_a.py",
            "f",
            "tests/util.py::f",
        ),
        ({"src/util.py": F, "tests/util.py": F, "src/a.py": "from util import f\nf()\n"}, "src/a.py", "f", "src/util.py::f"),
        (
            {
                "pkg/__init__.py": "",
                "pkg/util.py": F,
                "tests/__init__.py": "",
                "tests/util.py": F,
                "tests/t.py": "from .util import f\nf()\n",
            },
            "tests/t.py",
            "f",
            "tests/util.py::f",
        ),
        (
            {"src/a.ts": TS, "src/__mocks__/a.ts": TS, "src/a.test.ts": "import { f } from './a'\nf()\n"},
            "src/a.test.ts",
            "f",
            "src/a.ts::f",
        ),
        (
            {
                **GO,
                "h.go": "package x\nfunc f() {}\n",
                "a.go": "package x\nfunc g() { f() }\n",
                "a_test.go": "package x_test\nfunc f() {}\n",
            },
            "a.go",
            "f",
            "h.go::f",
        ),
        (
            {
                **GO,
                "h.go": "package x\nfunc f() {}\n",
                "a_test.go": "package x_test\nfunc f() {}\n",
                "b_test.go": "package x_test\nfunc g() { f() }\n",
            },
            "b_test.go",
            "f",
            "a_test.go::f",
        ),
        (
            {
                "src/main/java/a/H.java": H,
                "src/test/java/a/H.java": H,
                "src/test/java/a/U.java": "package a;\nclass U { void g() { H.f(); } }\n",
            },
            "src/test/java/a/U.java",
            "H.f",
            "src/test/java/a/H.java::H.f",
        ),
        (
            {
                "src/main/java/a/H.java": H,
                "src/test/java/a/H.java": H,
                "src/main/java/a/U.java": "package a;\nclass U { void g() { H.f(); } }\n",
            },
            "src/main/java/a/U.java",
            "H.f",
            "src/main/java/a/H.java::H.f",
        ),
    ],
)
def test_tests_and_production_are_told_apart(files: dict[str, str], path: str, dotted: str, target: str) -> None:
    found = [meaning.split()[0] for meaning in meanings(tree_graph(files), path, dotted)]
    assert found[0] == target
    assert not [one for one in found if one != target and "exact" in one]


@pytest.mark.parametrize(
    ("files", "path", "dotted"),
    [
        ({"shop/__init__.py": "", "shop/json.py": F, "shop/a.py": "import json\njson.f()\n"}, "shop/a.py", "json.f"),
        ({"app/__init__.py": "", "app/utils/__init__.py": F, "a.py": "from django.utils import f\nf()\n"}, "a.py", "f"),
        ({"app/__init__.py": "", "app/utils.py": F, "b/a.py": "from utils import f\nf()\n"}, "b/a.py", "f"),
        ({"google/cloud/mine.py": F, "a.py": "from google.cloud.storage import f\nf()\n"}, "a.py", "f"),
        ({"b.py": B, "a.py": "from ext import B\nB().m()\n"}, "a.py", "?.m"),
        ({"b.py": B, "a.py": "from ext import Base\nclass C(Base):\n    def n(self):\n        self.m()\n"}, "a.py", "self.m"),
        ({"lodash.ts": TS, "src/u.ts": "import { f } from 'lodash'\nf()\n"}, "src/u.ts", "f"),
        (
            {**GO, "log/a.go": "package log\nfunc F() {}\n", "a.go": 'package x\nimport "log"\nfunc g() { log.F() }\n'},
            "a.go",
            "log.F",
        ),
        ({**GO, "a.go": "package x\nfunc g() { f() }\n", "a_test.go": "package x_test\nfunc f() {}\n"}, "a.go", "f"),
        (
            {**CARGO, "src/lib.rs": "mod fs;\nuse std::fs::f;\nfn g() { f() }\n", "src/fs.rs": "pub fn f() {}\n"},
            "src/lib.rs",
            "f",
        ),
        ({"a.c": "static int f() { return 1; }\n", "b.c": "int g() { return f(); }\n"}, "b.c", "f"),
        (
            {"a/H.java": H, "a/U.java": "package a;\nimport org.ext.H;\nclass U { void g() { H.f(); } }\n"},
            "a/U.java",
            "H.f",
        ),
    ],
)
def test_what_comes_from_elsewhere_is_never_ours(files: dict[str, str], path: str, dotted: str) -> None:
    assert meanings(tree_graph(files), path, dotted) == []
