"""Every adapter reads what the real tool printed (``fixtures/linters/TOOL/recorded.txt``)."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.real_linters import expected, folder_of
from scoper.casefile import parse_case
from scoper.linters.adapter import Adapter, Job, Refused, Trust, found
from scoper.linters.adapters.registry import ADAPTERS, FORMATTERS
from scoper.linters.select import RUFF

GARBAGE = ("", "[", "{}", "[1]", "null", '{"a": 1}', "Segmentation fault", '[{"code": 1}]')
SILENT_IF_CLEAN = {"flake8", "mypy", "tsc", "go vet", "clippy"}
"""Tools that print nothing at all where there is nothing to say."""


def named(adapter: Adapter) -> str:
    return adapter.name


@pytest.mark.parametrize("adapter", ADAPTERS, ids=named)
def test_what_the_tool_printed_is_read(adapter: Adapter) -> None:
    folder = folder_of(adapter)
    case = parse_case((folder / "case.md").read_text(encoding="utf-8"))
    output = (folder / "recorded.txt").read_text(encoding="utf-8")
    assert expected(adapter, output, case) == (folder / "expected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("output", GARBAGE)
@pytest.mark.parametrize("adapter", ADAPTERS, ids=named)
def test_garbage_is_refused(adapter: Adapter, output: str) -> None:
    if output == "" and adapter.name in SILENT_IF_CLEAN or (adapter.name == "go vet" and output == "{}"):
        assert list(adapter.parse(output, lambda _: b"")) == []
        return
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError, IndexError)):
        list(adapter.parse(output, lambda _: b""))


@pytest.mark.parametrize(
    ("name", "output", "reason"),
    [
        ("tsc", "error TS5083: Cannot read file 'base.json'.", "TS5083: Cannot read file 'base.json'."),
        ("go vet", "# x\nvet: ./a.go:7:19: undefined: b\n", "the code does not build: ./a.go:7:19: undefined: b"),
        ("go vet", '{"x": {"printf": {"error": "panic"}}}', "printf: panic"),
        (
            "golangci-lint",
            '{"Issues": [{"FromLinter": "typecheck", "Text": "undefined: b", "Pos": {"Filename": "a.go", "Line": 7}}]}',
            "the code does not build: a.go:7: undefined: b",
        ),
    ],
)
def test_a_tool_that_says_that_it_could_not_check_is_taken_at_its_word(name: str, output: str, reason: str) -> None:
    adapter = next(adapter for adapter in ADAPTERS if adapter.name == name)
    with pytest.raises(Refused, match=re.escape(reason) + "$"):
        list(adapter.parse(output, lambda _: b""))


def test_golangci_lint_says_more_than_once_what_is_one_finding() -> None:
    place = {"Filename": "a.go", "Offset": 0, "Line": 3, "Column": 4}
    rows = [
        {"FromLinter": "staticcheck", "Text": text, "Severity": "", "Pos": place}
        for text in ("SA5011: possible nil pointer dereference", "SA5011(related information): this check suggests it")
    ]
    adapter = next(adapter for adapter in ADAPTERS if adapter.name == "golangci-lint")
    [found] = adapter.parse(json.dumps({"Issues": rows}) + "\n2 issues.\n", lambda _: None)
    assert (found.code, found.message, found.line, found.column) == (
        *("staticcheck/SA5011", "possible nil pointer dereference"),
        *(3, 4),
    )


@pytest.mark.parametrize("place", [(1.5, 1), (float("nan"), 1), ("1", 1), (1, None)])
def test_places_are_whole_numbers(place: tuple[int, int]) -> None:
    with pytest.raises(TypeError):
        found("t", "c", "m", "a", place)
    with pytest.raises(TypeError):
        found("t", "c", "m", "a", (1, 1), place)


@pytest.mark.parametrize("adapter", ADAPTERS, ids=named)
def test_changed_files_end_the_command_of_a_tool_that_looks_at_files(adapter: Adapter) -> None:
    arguments = adapter.arguments(Job(("a", "b"), {}))
    assert (arguments[-2:] == ["a", "b"]) is not adapter.whole


def test_names_are_unique() -> None:
    names = [adapter.name for adapter in (*ADAPTERS, *FORMATTERS)]
    assert len({*names, RUFF}) == len(names) + 1


@pytest.mark.parametrize(
    ("name", "configs", "trust"),
    [
        ("eslint", {"eslint.config.mjs": b"export default []"}, Trust.BASE),
        ("eslint", {".eslintrc.json": b'{"extends": "airbnb"}'}, Trust.BASE),
        ("eslint", {".eslintrc.json": b'{"rules": {"no-var": "error"}}'}, Trust.NONE),
        ("stylelint", {".stylelintrc.json": b'{"rules": {}}'}, Trust.NONE),
        ("stylelint", {".stylelintrc.json": b'{"plugins": ["./p.js"]}'}, Trust.BASE),
        ("flake8", {".flake8": b"[flake8]\nmax-line-length = 100\n"}, Trust.NONE),
        ("flake8", {".flake8": b"[flake8:local-plugins]\nextension = X = p:P\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"require: ./evil.rb\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"A: <%= `id` %>\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b'"requ\\x69re": ./evil.rb\n'}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"{require: ./evil.rb}\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"---\n# all\n require: ./evil.rb\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"A: 1\rrequire: ./evil.rb\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"inherit_from: https://example.com/evil.yml\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"inherit_from: ../evil.yml\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"A: 1\n", ".rubocop": b"-r ./evil.rb\n"}, Trust.BASE),
        ("rubocop", {".rubocop.yml": b"inherit_from: .rubocop_todo.yml\n", ".rubocop_todo.yml": b"require: ./x\n"}, Trust.BASE),
        (
            "rubocop",
            {".rubocop.yml": b"---\n# all\ninherit_from: .rubocop_todo.yml\n\nStyle/If:\n  Enabled: true\n"},
            Trust.NONE,
        ),
        ("eslint", {".eslintrc.json": b'{"overrides": [{"files": "*", "p\\u0061rser": "./evil.js"}]}'}, Trust.BASE),
        ("eslint", {".eslintrc.json": b'{"overrides": [{"overrides": [{"parser": "./evil.js"}]}]}'}, Trust.BASE),
        ("eslint", {".eslintrc.yml": b'"pl\\x75gins": [evil]'}, Trust.BASE),
        ("oxlint", {".oxlintrc.json": b'{"extends": ["/srv/evil.json"]}'}, Trust.BASE),
        ("oxlint", {".oxlintrc.json": b'{"plugins": ["react"], "overrides": [{"files": ["*"], "rules": {}}]}'}, Trust.NONE),
        ("mypy", {"mypy.ini": b"[mypy]\nPlugins = ./evil.py\n"}, Trust.HEAD),
        ("mypy", {"mypy.ini": b"[mypy]\nhtml_report = /somewhere\n"}, Trust.HEAD),
        ("mypy", {"mypy.ini": b"[mypy]\nstrict = true\n"}, Trust.NONE),
        ("golangci-lint", {".golangci.yml": b'linters:\n  settings:\n    "cust\\x6fm": {}\n'}, Trust.BASE),
        ("mypy", {"mypy.ini": b"[mypy]\nplugins = ./evil.py\n"}, Trust.HEAD),
        ("oxlint", {".oxlintrc.json": b'{"jsPlugins": ["./p.js"]}'}, Trust.BASE),
        ("clippy", {"Cargo.toml": b""}, Trust.HEAD),
        ("tsc", {"tsconfig.json": b'{"compilerOptions": {"plugins": []}}'}, Trust.NONE),
    ],
)
def test_configuration_that_runs_code_takes_trust(name: str, configs: dict[str, bytes], trust: Trust) -> None:
    adapter = next(adapter for adapter in ADAPTERS if adapter.name == name)
    need = adapter.needs(configs)
    assert (need.trust if need else Trust.NONE) is trust
