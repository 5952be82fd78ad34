from __future__ import annotations

from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree


def lacks(modules: int, name: str) -> bool:
    """Whether ``name`` is surely missing in a barrel of so many modules; the last of them has ``last``."""
    files = {f"ui/m{n}.ts": f"export const part{n} = {n};\n" for n in range(modules)}
    files |= {"ui/last.ts": "export const last = 1;\n", "app.ts": f'import {{ {name} }} from "./ui";\n'}
    stars = [*(f"m{n}" for n in range(modules)), "last"]
    files["ui/index.ts"] = "".join(f'export * from "./{one}";\n' for one in stars)
    graph = Graph(MemoryTree(files))
    facts = graph.facts("app.ts")
    assert facts is not None
    return graph.members.lacking_import("app.ts", facts.imports[0]) is not None


def test_a_small_barrel_lacks_what_none_of_its_modules_has() -> None:
    assert lacks(3, "missing")
    assert not lacks(3, "last")


def test_a_barrel_that_is_not_looked_into_to_its_end_may_have_anything() -> None:
    assert not lacks(90, "last")
    assert not lacks(90, "missing")
