"""Formatters over both sides: real ruff and black, and shell scripts that stand for others."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoper.config import Config
from scoper.git.repository import Repository
from scoper.linters.adapter import Adapter, Job, Trust
from scoper.linters.adapters.registry import FORMATTERS
from scoper.linters.model import LintResult
from tests.gitrepo import GitRepo
from tests.linters.lintrun import lint

TOOLS = {adapter.name: adapter for adapter in FORMATTERS}
BLACK = "[tool.black]\n"


def run(repo: GitRepo, base: dict[str, str], head: dict[str, str], config: Config | None = None) -> LintResult:
    repo.commit(base)
    repo.commit(head)
    with Repository.discover(repo.root) as repository:
        return lint(repository, repository.commit("HEAD^"), repository.commit("HEAD"), config, root=str(repo.root))


def drifts(result: LintResult) -> list[tuple[str, str, int]]:
    return [(drift.tool, drift.path, change.start) for drift in result.drifts for change in drift.mend.changes]


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the first on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("SCOPER_CACHE_DIR", "")
    return folder


def script(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_black_holds_added_lines_to_its_configuration(repo: GitRepo) -> None:
    base = {
        "pyproject.toml": f"{BLACK}line-length = 20\nextend-exclude = 'old/'\n",
        "a.py": 'A = ["a"]\n',
        "old/b.py": "B = 1\n",
    }
    head = {"a.py": 'A = ["a"]\nB = [1, 2, 3, 4, 5, 6]\n', "old/b.py": "B = 1\nC = {  }\n", "new.py": "D = {  }\n"}
    result = run(repo, base, head)
    assert drifts(result) == [("black", "a.py", 2), ("black", "new.py", 1)] and result.unchecked == ()


def test_a_file_has_one_formatter(repo: GitRepo) -> None:
    base = {"pyproject.toml": f"{BLACK}[tool.ruff.format]\n", "a.py": "A = 1\n"}
    assert drifts(run(repo, base, {"a.py": "A = 1\nB  = 2\n"})) == [("ruff-format", "a.py", 2)]


def test_nothing_is_run_where_linters_are_off_or_others_are_named(repo: GitRepo) -> None:
    base, head = {"pyproject.toml": BLACK, "a.py": "A = 1\n"}, {"a.py": "A = 1\nB  = 2\n"}
    assert drifts(run(repo, base, head, Config(linters=("ruff",)))) == []
    assert drifts(run(repo, base, head, Config(linters=()))) == []


def test_code_that_cannot_be_parsed_is_not_checked(repo: GitRepo) -> None:
    result = run(repo, {"pyproject.toml": BLACK, "a.py": "A = 1\n"}, {"a.py": "A = (\nB  = 2\n"})
    assert drifts(result) == [] and [item.tool for item in result.unchecked] == ["black"]
    assert "it ended with code 123" in result.unchecked[0].reason


@pytest.mark.parametrize(
    ("text", "timeout", "reason"),
    [
        ("echo broken >&2; exit 3", 20.0, "it ended with code 3: broken"),
        ("sleep 60", 0.5, "it took too long and was stopped"),
        ("rm a.c", 20.0, "its output could not be read"),
    ],
)
def test_a_formatter_that_fails_is_no_pass(repo: GitRepo, scripts: Path, text: str, timeout: float, reason: str) -> None:
    script(scripts, "clang-format", text)
    result = run(repo, {".clang-format": "", "a.c": "a\n"}, {"a.c": "a\nb\n"}, Config(lint_timeout=timeout))
    assert drifts(result) == [] and [item.reason for item in result.unchecked] == [reason]


def test_a_linter_that_ends_badly_and_says_nothing_is_no_pass(repo: GitRepo, scripts: Path) -> None:
    script(scripts, "shellcheck", "echo '{\"comments\": []}'; echo no plugin >&2; exit 1")
    result = run(repo, {".shellcheckrc": "", "a.sh": "a\n"}, {"a.sh": "b\n"})
    assert [item.reason for item in result.unchecked] == ["it ended with code 1: no plugin"]


def test_a_tool_that_the_diff_itself_configures_is_named(repo: GitRepo, scripts: Path) -> None:
    script(scripts, "shellcheck", "exit 9")
    script(scripts, "gofmt", "exit 9")
    result = run(
        repo, {"a.sh": "a\n"}, {"a.sh": "b\n", "b.go": "", ".shellcheckrc": "disable=SC2086\n", "go.mod": "module x\n"}
    )
    assert [problem.reason for problem in result.problems] == [
        "shellcheck is configured by this diff; it did not run, as the base side does not configure it"
    ]


def test_what_is_missing_is_named_where_the_project_configures_it(repo: GitRepo, scripts: Path) -> None:
    base = {".clang-format": "", "go.mod": "module x\n", "a.c": "a\n", "a.go": "package a\n"}
    result = run(repo, base, {"a.c": "b\n", "a.go": "package b\n"})
    assert [(item.tool, item.path, item.reason) for item in result.unchecked] == [
        ("clang-format", ".clang-format", "it is not installed")
    ]


def test_the_configuration_is_the_base_sides_also_where_the_formatter_could_format_it(repo: GitRepo, scripts: Path) -> None:
    script(scripts, "prettier", 'for f in "$@"; do grep -sqE "new|evil" "$f" && cat .prettierrc.json >> "$f"; done; true')
    base = {".prettierrc.json": '{"semi": true}\n', "a.js": "".join(f"{n}\n" for n in range(40))}
    head = {".prettierrc.json": '{"plugins": ["./evil.js"]}\n', "a.js": base["a.js"] + "new\n", "evil.js": "evil\n"}
    result = run(repo, base, head)
    assert [drift.path for drift in result.drifts] == ["a.js", "evil.js"]
    assert {change.text for drift in result.drifts for change in drift.mend.changes} == {'{"semi": true}\n'}
    assert "the prettier configuration changes in this diff" in result.problems[0].reason


def test_fences_stand_above_both_sides(repo: GitRepo, scripts: Path) -> None:
    script(
        scripts, "eslint", 'cat ../.eslintrc.json ../eslint.config.cjs >&2; echo "flat: $ESLINT_USE_FLAT_CONFIG" >&2; exit 7'
    )
    for name, flat in ((".eslintrc.json", "false"), ("eslint.config.mjs", "true")):
        result = run(repo, {name: "{}", "a.js": "a\n"}, {"a.js": f"{flat}\n"}, Config(trust="base"))
        [reason] = [item.reason for item in result.unchecked if item.tool == "eslint"]
        assert '{"root": true}' in reason and "throw new Error" in reason and reason.endswith(f"flat: {flat}")
        repo.remove(name)


def test_what_the_configuration_loads_is_the_base_sides_or_nothing_is_run(repo: GitRepo, scripts: Path) -> None:
    script(scripts, "eslint", "echo '[]'")
    base = {"eslint.config.mjs": "import './lint/all.mjs'", "lint/all.mjs": "import './rules'", "lint/rules.js": "", "a.js": ""}
    trusting = Config(trust="base")
    assert run(repo, base, {"a.js": "a\n", "lint/other.js": "x\n"}, trusting).unchecked == ()
    for path in ("lint/rules.js", "lint/rules", "node_modules/x/index.js"):
        [item] = run(repo, base, {"a.js": "b\n", path: "x\n"}, trusting).unchecked
        assert item.reason == f"{path}, which its configuration may load, changes in this diff; --trust head runs it"
        assert run(repo, base, {"a.js": "c\n", path: "y\n"}, trusting._replace(trust="head")).unchecked == ()
        repo.remove(path)


def test_a_formatter_that_reads_its_input(repo: GitRepo, scripts: Path) -> None:
    script(scripts, "rustfmt", 'test "$*" = "--quiet --edition 2018" && sed "s/  / /"')
    base = {"Cargo.toml": '[package]\nedition = "2018"\n', "a.rs": "a b\n", "b.rs": ""}
    assert drifts(run(repo, base, {"a.rs": "a b\nc  d\n", "b.rs": "e\n"})) == [("rustfmt", "a.rs", 2)]


@pytest.mark.parametrize("adapter", FORMATTERS, ids=lambda adapter: adapter.name)
def test_files_end_the_command(adapter: Adapter) -> None:
    files = adapter.arguments(Job(("a", "b"), {}))[-2:]
    assert adapter.rewrites and not adapter.whole and (files == ["a", "b"]) is not adapter.by_input


@pytest.mark.parametrize(
    ("configs", "trust"),
    [
        ({".prettierrc": b""}, Trust.NONE),
        ({".prettierrc": b'{"semi": false, "overrides": [{"files": "*.x", "options": {"parser": "babel"}}]}'}, Trust.NONE),
        ({".prettierrc": b"---\n# ours\nsemi: false # none\nprintWidth: 100\nquoteProps: 'as-needed'\n"}, Trust.NONE),
        ({".prettierrc": b'{"plugins": ["x"]}'}, Trust.BASE),
        ({".prettierrc": b'{"overrides": [{"files": "*", "options": {"pl\\u0075gins": ["x"]}}]}'}, Trust.BASE),
        ({".prettierrc": b'{"parser": "./evil.js"}'}, Trust.BASE),
        ({".prettierrc": b"semi: false\nparser: evil\n"}, Trust.BASE),
        ({".prettierrc": b'semi: false\n"pl\\x75gins": [x]\n'}, Trust.BASE),
        ({".prettierrc": b"semi: false\nplugins:\n  - x\n"}, Trust.BASE),
        ({".prettierrc": b'"@company/config"'}, Trust.BASE),
        ({".prettierrc.toml": b"semi = false\n"}, Trust.BASE),
        ({"prettier.config.mjs": b"export default {}"}, Trust.BASE),
        ({"package.yaml": b"prettier:\n  plugins: [x]\n"}, Trust.BASE),
    ],
)
def test_configuration_of_prettier_that_loads_code_takes_trust(configs: dict[str, bytes], trust: Trust) -> None:
    need = TOOLS["prettier"].needs(configs)
    assert (need.trust if need else Trust.NONE) is trust


def test_ignored_files_of_prettier_are_named_from_further_up() -> None:
    configs = dict.fromkeys((".prettierignore", "a/.prettierignore", "b/.prettierignore", "a/b/.prettierignore"), b"")
    arguments = TOOLS["prettier"].arguments(Job(("x.js",), configs, "", "a/b/.prettierrc"))
    ignores = [one.partition("=")[2] for one in arguments if one.startswith("--ignore-path=")]
    assert ignores == ["../../.prettierignore", "../.prettierignore"]


def test_the_edition_of_rust_is_that_of_the_nearest_manifest() -> None:
    configs = {"Cargo.toml": b'[workspace.package]\nedition = "2024"\n', "a/Cargo.toml": b"edition.workspace = true\n"}
    assert TOOLS["rustfmt"].arguments(Job((), configs, "", "a/Cargo.toml"))[-1] == "2024"
    assert TOOLS["rustfmt"].arguments(Job((), {}, "", "a/Cargo.toml"))[-1] == "2021"
    own = {**configs, "a/rustfmt.toml": b'edition = "2018"\n'}
    assert TOOLS["rustfmt"].arguments(Job((), own, "", "a/rustfmt.toml")) == ["--quiet"]
