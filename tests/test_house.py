"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scoper.casefile import parse_case
from scoper.checks.registry import CHECKS, rules
from scoper.cli.main import COMMANDS
from scoper.finding import Rule
from scoper.lang.registry import LANGUAGES
from scoper.report.registry import FORMATS
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scoper"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CASES = sorted((ROOT / "fixtures" / "cases").glob("*/*.md"))
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

FILE_LINES, FUNCTION_LINES, NESTING = 400, 60, 4
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_NESTING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def blocks(node: ast.AST) -> Iterator[tuple[str, list[ast.AST]]]:
    """The lists of statements inside a node, by field: what is an expression holds none."""
    for field in _BLOCKS:
        if isinstance(children := getattr(node, field, None), list):
            yield field, children


def statements(node: ast.AST) -> Iterator[ast.AST]:
    for _, children in blocks(node):
        for child in children:
            yield child
            yield from statements(child)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in statements(tree) if isinstance(node, _FUNCTIONS))


def depth(node: ast.AST) -> int:
    """How deeply blocks nest; an ``elif`` is no deeper than its ``if``."""
    deepest = 0
    for field, children in blocks(node):
        is_elif = isinstance(node, ast.If) and field == "orelse" and len(children) == 1 and isinstance(children[0], ast.If)
        deepest = max(deepest, *(depth(child) - is_elif for child in children), 0)
    return deepest + isinstance(node, _NESTING)


def test_depth_counts_what_a_reader_counts() -> None:
    assert depth(ast.parse("if a:\n  x\nelif b:\n  x\nelif c:\n  x\nelse:\n  x")) == 1
    assert depth(ast.parse("for a in b:\n  if c:\n    with d:\n      x\n  else:\n    x")) == 3


def test_files_stay_small() -> None:
    assert [name(path) for path in (*SOURCES, *TESTS) if len(text_of(path).splitlines()) > FILE_LINES] == []


def test_functions_stay_small_and_flat() -> None:
    found = [(name(path), function) for path in SOURCES for function in functions(parsed(path))]
    assert [
        (path, function.name)
        for path, function in found
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_LINES or depth(function) > NESTING
    ] == []


def test_every_file_says_what_it_does() -> None:
    assert [name(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []


def test_own_modules_are_imported_at_the_top_and_only_commands_print() -> None:
    others = [path for path in SOURCES if path.parent != PACKAGE / "cli" and path != PACKAGE / "__main__.py"]
    assert [
        (name(path), function.name)
        for path in others
        for function in functions(parsed(path))
        if any(module.split(".")[0] == "scoper" for module in imported(function))
    ] == []
    calls = [(path, node.func) for path in others for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    assert [name(path) for path, call in calls if isinstance(call, ast.Name) and call.id == "print"] == []


def imported(function: ast.AST) -> Iterator[str]:
    for node in statements(function):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_nobody_asks_a_server() -> None:
    # the import contract knows packages as a whole, and urllib.parse is harmless
    assert [name(path) for path in SOURCES if re.search(r"urllib\.(request|robotparser)", text_of(path))] == []


def test_the_contract_on_connections_names_every_room_but_one() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (named,) = [set(one["source_modules"]) for one in contracts if "openai" in one.get("forbidden_modules", ())]
    rooms = {f"scoper.{path.stem}" for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - named == {"scoper.llm", "scoper.__init__", "scoper.__main__"}


def test_every_check_is_registered() -> None:
    modules = {path.stem for path in (PACKAGE / "checks").glob("*.py") if "RULES" in path.read_text(encoding="utf-8")}
    assert {check.__name__.rpartition(".")[2] for check in CHECKS} == modules - {"model", "registry"}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rule_is_explained_and_has_a_case(rule: Rule) -> None:
    headings = re.findall(r"^## (.+)$", rule.doc, re.MULTILINE)
    assert headings == ["What it does", "Why it matters", "Example", "What to do"]
    assert rule.summary and "\n" not in rule.summary
    assert rule.code in expected_codes()


@cache
def expected_codes() -> set[str]:
    """The codes that some case file expects to be reported."""
    cases = [parse_case(path.read_text(encoding="utf-8")) for path in CASES]
    return {row.split()[-2] for case in cases for row in case.findings}


def test_codes_and_names_of_rules_are_unique_and_well_formed() -> None:
    codes, names = [rule.code for rule in rules()], [rule.name for rule in rules()]
    assert len(set(codes)) == len(codes) and len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Z]{2}\d{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", name) for name in names)


def test_every_language_is_registered_with_its_queries_and_outlines() -> None:
    folders = {path.parent.name for path in (PACKAGE / "lang").glob("*/facts.scm")}
    assert folders == {path.name for path in (PACKAGE / "lang").iterdir() if (path / "__init__.py").exists()}
    assert folders == {language.package for language in LANGUAGES}
    assert all(list((ROOT / "fixtures" / "outlines" / language.name).glob("*.md")) for language in LANGUAGES)


def test_every_format_is_registered() -> None:
    renderers = {
        p.stem.replace("_", "-") for p in (PACKAGE / "report").glob("*.py") if "\ndef render(" in p.read_text(encoding="utf-8")
    }
    assert renderers == set(FORMATS)


def test_every_command_and_format_is_documented() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    assert [command for command in COMMANDS if f"scoper {command}" not in text] == []
    assert [name for name in FORMATS if f"--format {name}" not in text and f"`{name}`" not in text] == []


def test_paths_in_the_docs_exist() -> None:
    form = re.compile(r"`((?:scoper|tests|hooks|docs|fixtures|benchmarks|\.ci)/[\w./-]*)`")
    named = [(name(path), where) for path in DOCS for where in form.findall(text_of(path))]
    assert named and [(path, where) for path, where in named if not (ROOT / where).exists()] == []


def test_the_house_plan_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"{room}/" not in text] == []


def test_the_pre_commit_framework_calls_commands_that_exist() -> None:
    entries = re.findall(r"^  entry: scoper (.+)$", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert entries == ["hook git pre-commit", "hook git commit-msg", "hook git pre-push"]


def python(code: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run([sys.executable, "-P", "-c", code], cwd=cwd, env=environ, capture_output=True, text=True)


def test_imports_have_no_effects(tmp_path: Path) -> None:
    modules = [name(path)[:-3].replace("/", ".").removesuffix(".__init__") for path in SOURCES if path.name != "__main__.py"]
    home = tmp_path / "home"
    code = f"import importlib\nfor module in {modules}: importlib.import_module(module)"
    done = python(
        code, tmp_path, HOME=str(home), SCOPER_CACHE_DIR=str(home), SCOPER_STATE_DIR=str(home), PYTHONWARNINGS="error"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_check_loads_nothing_that_it_does_not_need(repo: GitRepo) -> None:
    repo.commit({"a.py": "def f():\n    return 1\n"})
    repo.write("a.py", "def f():\n    return 2\n")
    code = "import sys; from scoper.cli.main import main; main(['check', '--scope', 'a.py']); print('\\n', *sys.modules)"
    done = python(code, repo.root)
    assert "accept" in done.stdout, done.stderr
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"scoper.gate", "tree_sitter_python._binding"} <= loaded
    unwanted = {"openai", "mcp", "pygls", "textual", "rich", "git", "unidiff", "httpx", "pydantic", "asyncio", "scoper.serve"}
    unwanted |= {"importlib.metadata"}
    grammars = {module.partition(".")[0] for module in loaded if module.startswith("tree_sitter_")}
    assert not loaded & unwanted and grammars == {"tree_sitter_python"}


def test_a_check_of_prose_loads_no_grammar(repo: GitRepo) -> None:
    repo.commit({"a.txt": "one\n"})
    repo.write("a.txt", "two\n")
    code = "import sys; from scoper.cli.main import main; main(['check', '--scope', 'a.txt']); print('\\n', *sys.modules)"
    done = python(code, repo.root)
    assert "accept" in done.stdout, done.stderr
    assert not [module for module in done.stdout.splitlines()[-1].split() if module.startswith("tree_sitter")]
