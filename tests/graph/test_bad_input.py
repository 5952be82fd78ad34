"""What nobody wrote for us to read: it ends, says what it could not do, and is never wrong for sure."""

from __future__ import annotations

import time

import pytest

from scoper.facts.extract import extract
from scoper.facts.load import facts_of
from scoper.lang.javascript import JAVASCRIPT
from scoper.lang.registry import LANGUAGES, Language, language_of
from tests.graph.trees import meanings, tree_graph

F = "def f(): ...\n"
CONFLICT = "<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n"
SECONDS = 4.0  # of one thread's own time; extraction stops at half of it


def spent(language: Language, text: bytes) -> tuple[float, str | None]:
    began = time.thread_time()
    facts = extract(language, text)
    assert facts.degraded or not facts.definitions or facts.problems
    return time.thread_time() - began, facts.degraded


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_nesting_without_end_is_bounded(language: Language) -> None:
    for opening in (b"([", b"{", b"<a>"):
        assert spent(language, opening * 2_000)[0] < SECONDS


def test_ten_megabytes_of_minified_code_are_not_read() -> None:
    one = b"function a%d(b,c){return b.d(c,function(e){return e.f+c[%d]})}var g%d={h:a%d,i:[1,2,3]};"
    text = b"".join(one % (number, number, number, number) for number in range(115_000))
    assert len(text) > 10_000_000
    assert facts_of(JAVASCRIPT, text, 1_000_000).degraded == f"too large: {len(text)} bytes"
    seconds, degraded = spent(JAVASCRIPT, text)
    assert seconds < SECONDS and degraded == "timed out after 2 s"


@pytest.mark.parametrize(
    ("path", "head", "row", "foot"),
    [
        ("parser.c", "int table[] = {\n", "  %d, 17, 0x2a,\n", "};\nint f() { return table[0]; }\n"),
        ("parser.js", "var table = [\n", "  {t: %d, s: [1, 2]},\n", "];\nfunction f() { return table[0] }\n"),
        ("parser.py", "TABLE = {\n", "    %d: [(1, 'a'), (2, 'b')],\n", "}\n\n\ndef f():\n    return TABLE[0]\n"),
        ("Parser.java", "class P { void f(int x) { switch (x) {\n", "    case %d: x = g(x); break;\n", "} } }\n"),
    ],
)
def test_generated_parsers_are_read(path: str, head: str, row: str, foot: str) -> None:
    language = language_of(path)
    assert language is not None
    text = head + "".join(row % number for number in range(5_000)) + foot
    facts = extract(language, text.encode(), max_seconds=60)
    assert facts.degraded is None and not facts.problems
    assert "f" in {definition.name for definition in facts.definitions}


@pytest.mark.parametrize(
    ("files", "path", "dotted", "found"),
    [
        (  # both sides of a conflict
            {"a.py": F, "b.py": F, "u.py": CONFLICT.format("from a import f\n", "from b import f\n") + "f()\n"},
            "u.py",
            "f",
            ["a.py::f likely", "b.py::f likely"],
        ),
        ({"a.py": F, "u.py": "from a import f\ndef g(\n    f()\n"}, "u.py", "f", ["a.py::f exact"]),  # half-written
        ({"a.ts": "export function f() {}\n", "u.ts": "import { f } from './a\nf()\n"}, "u.ts", "f", []),
        ({"x/lib/__init__.py": F, "y/lib/__init__.py": F, "u.py": "from lib import f\nf()\n"}, "u.py", "f", "likely"),
        ({"a.py": F, "A.py": F, "u.py": "from a import f\nf()\n"}, "u.py", "f", ["a.py::f exact"]),
        ({"A.py": F, "u.py": "from a import f\nf()\n"}, "u.py", "f", []),
        ({"A.ts": "export function f() {}\n", "u.ts": "import { f } from './a'\nf()\n"}, "u.ts", "f", []),
        ({"a.py": "\ufeff" + F, "u.py": "\ufefffrom a import f\r\n\tf()\x0c\r\n"}, "u.py", "f", ["a.py::f exact"]),
        ({"a.py": "", "u.py": "from a import f\nf()\n"}, "u.py", "f", []),
        (
            {
                "a.ts": "import { B } from './b'\nexport class A extends B { m() { this.gone() } }\n",
                "b.ts": "import { A } from './a'\nexport class B extends A {}\n",
            },
            "a.ts",
            "this.gone",
            [],
        ),
        ({"A.java": "class A extends B { void m() { gone(); } }\nclass B extends A {}\n"}, "A.java", "gone", []),
        ({"a.py": "class A(A):\n    def m(self):\n        self.gone()\n"}, "a.py", "self.gone", []),
    ],
)
def test_nothing_wrong_is_exact(files: dict[str, str], path: str, dotted: str, found: list[str] | str) -> None:
    said = [meaning.rpartition(" ")[0] for meaning in meanings(tree_graph(files), path, dotted)]
    assert said == found if isinstance(found, list) else all(one.endswith(found) for one in said)


@pytest.mark.parametrize("length", [10, 500])
def test_chains_of_star_imports_end(length: int) -> None:
    files = {f"m{number}.py": f"from m{number + 1} import *\n" for number in range(length)}
    files |= {f"m{length}.py": F, "u.py": "from m0 import f\nf()\n"}
    assert meanings(tree_graph(files), "u.py", "f") == ([f"m{length}.py::f exact star"] if length == 10 else [])


def test_stars_that_import_each_other_end() -> None:
    stars = "".join(f"from m{number} import *\n" for number in range(30))
    files = {f"m{number}.py": stars for number in range(30)} | {"u.py": f"{stars}gone()\n"}
    began = time.thread_time()
    assert meanings(tree_graph(files), "u.py", "gone") == []
    assert time.thread_time() - began < SECONDS


def test_a_hierarchy_without_end_ends() -> None:
    lines = "".join(f"class C{number}(C{number - 1}): ...\n" for number in range(1, 1_000))
    files = {"a.py": f"class C0:\n    def m(self): ...\n{lines}C999().m()\n"}
    assert not [one for one in meanings(tree_graph(files), "a.py", "?.m") if "exact" in one]


def test_a_notebook_is_no_code_of_its_own() -> None:
    assert language_of("analysis.ipynb") is None


def test_a_language_whose_files_know_nothing_of_each_other_may_take_in_all_of_a_file() -> None:
    files = {
        "a.scss": "@use 'b';\n.x { color: b.$y }\n",
        "a.html": "<script>\nexport * from './b.js'\nf()\n</script>\n",
    }
    graph = tree_graph(files)
    assert not any(graph.uses(path) for path in files)
