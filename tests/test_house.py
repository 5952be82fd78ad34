"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
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
_NESTING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS))


def depth(node: ast.AST) -> int:
    """How deeply blocks nest; an ``elif`` is no deeper than its ``if``."""
    deepest = 0
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        is_elif = isinstance(node, ast.If) and field == "orelse" and len(children) == 1 and isinstance(children[0], ast.If)
        for child in children:
            if isinstance(child, ast.AST):
                deepest = max(deepest, depth(child) - is_elif)
    return deepest + isinstance(node, _NESTING)


def test_depth_counts_what_a_reader_counts() -> None:
    assert depth(ast.parse("if a:\n  x\nelif b:\n  x\nelif c:\n  x\nelse:\n  x")) == 1
    assert depth(ast.parse("for a in b:\n  if c:\n    with d:\n      x\n  else:\n    x")) == 3


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_functions_stay_small_and_flat(path: Path) -> None:
    for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
        assert (function.end_lineno or 0) - function.lineno < FUNCTION_LINES, function.name
        assert depth(function) <= NESTING, function.name


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_file_says_what_it_does(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.parent != PACKAGE / "cli" and path != PACKAGE / "__main__.py"], ids=name
)
def test_own_modules_are_imported_at_the_top_and_only_commands_print(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in functions(tree):
        for node in ast.walk(function):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [m for m in modules if m.split(".")[0] == "scoper"], f"{function.name} imports {modules}"
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


def test_nobody_asks_a_server() -> None:
    # the import contract knows packages as a whole, and urllib.parse is harmless
    assert [
        name(path) for path in SOURCES if re.search(r"urllib\.(request|robotparser)", path.read_text(encoding="utf-8"))
    ] == []


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


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_paths_in_the_docs_exist(path: Path) -> None:
    named = re.findall(r"`((?:scoper|tests|hooks|docs|fixtures|benchmarks|\.ci)/[\w./-]*)`", path.read_text(encoding="utf-8"))
    assert [where for where in named if not (ROOT / where).exists()] == []


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
    unwanted = {"openai", "mcp", "textual", "rich", "git", "unidiff", "httpx", "pydantic", "asyncio", "importlib.metadata"}
    grammars = {module.partition(".")[0] for module in loaded if module.startswith("tree_sitter_")}
    assert not loaded & unwanted and grammars == {"tree_sitter_python"}


def test_a_check_of_prose_loads_no_grammar(repo: GitRepo) -> None:
    repo.commit({"a.txt": "one\n"})
    repo.write("a.txt", "two\n")
    code = "import sys; from scoper.cli.main import main; main(['check', '--scope', 'a.txt']); print('\\n', *sys.modules)"
    done = python(code, repo.root)
    assert "accept" in done.stdout, done.stderr
    assert not [module for module in done.stdout.splitlines()[-1].split() if module.startswith("tree_sitter")]
