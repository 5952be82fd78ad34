"""What the project's formatter or linter decides, by what is configured: these features are left to it.

Only names of settings are looked for, nothing is run. Configuration of every folder above a file counts, that of the base side.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from posixpath import basename, dirname
from typing import NamedTuple

from scoper.git.snapshot import Snapshot
from scoper.lang.registry import language_of

_QUOTES = ("quotes", "long-quotes", "jsx-quotes")
_FORMATTER = (*_QUOTES, "trailing-comma", "line-length", "semicolon", "jsx-text")
_DOCUMENTED = tuple(f"documented-{who}-{what}" for who in ("public", "private", "test") for what in ("function", "class"))
_CASES = tuple(f"case-of-{kind}" for kind in ("function", "class", "variable", "parameter", "class-name"))
_SPELLING = ("optional-spelling", "union-spelling", "generic-spelling")
_ANNOTATED = ("annotated-parameter", "annotated-result")
_STRICT = ("equality", "declared-with", "semicolon", *_QUOTES, "trailing-comma", "callback-form")

_PYTHON, _SCRIPT, _STYLES = ("python",), ("javascript", "typescript"), ("css", "scss")


class _Tool(NamedTuple):
    """A configuration: the files that hold it, what has to stand in them (empty: nothing), and what it decides of files in
    these languages."""

    files: str  # a regular expression of names
    mark: str  # a regular expression of their text
    features: Sequence[str]
    packages: Sequence[str] = ()  # all where empty


def _eslint(rules: str, *features: str) -> _Tool:
    """A rule of ESLint that is not switched off."""
    return _Tool(_ESLINT, rf"""['"](?:@?[\w-]+/)*(?:{rules})['"]\s*:(?!\s*\[?\s*['"]?(?:off|0))""", features, _SCRIPT)


def _ruff(codes: str, *features: str) -> _Tool:
    """A prefix of codes that ruff or flake8 selects."""
    return _Tool(
        r"pyproject\.toml|\.?ruff\.toml|\.flake8|setup\.cfg|tox\.ini",
        rf"""(?m)^\s*(?:extend-)?select\s*=[^\]=]*?(?<![A-Z])(?:{codes}|ALL)(?![A-Z])""",
        features,
        _PYTHON,
    )


_ESLINT = r"\.eslintrc(?:\.\w+)?|eslint\.config\.\w+|package\.json|tslint\.json"
_RUFF = r"pyproject\.toml|\.?ruff\.toml|\.pre-commit-config\.ya?ml|setup\.cfg|tox\.ini"
_TOOLS = (
    _Tool(_RUFF, r"\[(?:tool\.ruff\.|)format\]|\[tool\.black\]|ruff-format|(?:psf|ambv)/black|\bblack\b", _FORMATTER, _PYTHON),
    _Tool(_RUFF, r"pyupgrade", (*_SPELLING, "formatting"), _PYTHON),
    _Tool(_RUFF, r"max-line-length|line-length", ("line-length",), _PYTHON),
    _ruff("Q\\d*", *_QUOTES),
    _ruff("COM\\d*", "trailing-comma"),
    _ruff("E|E5|E501", "line-length"),
    _ruff("T20\\d?|T", "output"),
    _ruff("BLE\\d*", "caught", "catch-all"),
    _ruff("ANN\\d*", *_ANNOTATED),
    _ruff("D\\d*", *_DOCUMENTED, "documentation-format"),
    _ruff("UP\\d*", *_SPELLING, "formatting"),
    _ruff("FA\\d*", *_SPELLING),
    _ruff("G\\d*", "log-message"),
    _ruff("TID\\d*", "import-reach"),
    _ruff("PLC(?:0415)?", "import-place"),
    _ruff("ERA\\d*", "comment-kind"),
    _ruff("N8?\\d*", *_CASES),
    _ruff("PT\\d*", "assertion"),
    _ruff("RUF\\d*", "characters"),
    _Tool(
        r"pyproject\.toml|mypy\.ini|\.mypy\.ini|setup\.cfg",
        r"(?m)^\s*(?:strict|disallow_untyped_defs)\s*=\s*[Tt]rue",
        _ANNOTATED,
    ),
    _Tool(r"pyproject\.toml|setup\.cfg", r"\[tool\.(?:pydocstyle|interrogate)|\[pydocstyle", _DOCUMENTED, _PYTHON),
    _Tool(r"\.prettierrc(?:\.\w+)?|prettier\.config\.\w+", "", _FORMATTER),
    _Tool(r"package\.json", r'"prettier"', _FORMATTER),
    _Tool(r"biome\.jsonc?|dprint\.jsonc?|\.oxfmtrc\.jsonc?", "", _FORMATTER, _SCRIPT),
    _Tool(_ESLINT, r"""['"](?:standard|airbnb(?:-base)?|xo|neostandard)['"/]""", _STRICT, _SCRIPT),
    _eslint("quotes", "quotes"),
    _eslint("jsx-quotes", "jsx-quotes"),
    _eslint("semi", "semicolon"),
    _eslint("comma-dangle", "trailing-comma"),
    _eslint("max-len", "line-length"),
    _eslint("prefer-const|no-var", "declared-with"),
    _eslint("eqeqeq", "equality"),
    _eslint("prefer-arrow-callback", "callback-form"),
    _eslint("arrow-body-style", "arrow-body"),
    _eslint("func-style", "function-form"),
    _eslint("no-console", "output"),
    _eslint("camelcase|naming-convention", *_CASES),
    _eslint("prefer-template", "formatting"),
    _eslint("explicit-function-return-type|explicit-module-boundary-types", *_ANNOTATED),
    _eslint("no-explicit-any", "loose-type"),
    _eslint("array-type", "array-type"),
    _eslint("consistent-type-definitions", "object-type"),
    _eslint("consistent-type-imports", "type-import"),
    _eslint("prefer-nullish-coalescing", "default-value"),
    _eslint("no-default-export|prefer-default-export", "export-form"),
    _eslint("require-jsdoc", *_DOCUMENTED),
    _Tool(r"\.golangci\.(?:ya?ml|toml|json)", r"wrapcheck|errorlint", ("error-wrapping",), ("go",)),
    _Tool(r"\.golangci\.(?:ya?ml|toml|json)", r"forbidigo", ("output",), ("go",)),
    _Tool(r"\.golangci\.(?:ya?ml|toml|json)", r"\blll\b", ("line-length",), ("go",)),
    _Tool(r"\.golangci\.(?:ya?ml|toml|json)", r"revive|stylecheck|golint", _DOCUMENTED, ("go",)),
    _Tool(r"\.?rustfmt\.toml|Cargo\.toml", "", _FORMATTER, ("rust",)),
    _Tool(r"Cargo\.toml|lib\.rs|clippy\.toml", r"unwrap_used|expect_used", ("failure",), ("rust",)),
    _Tool(r"Cargo\.toml|lib\.rs", r"missing_docs", _DOCUMENTED, ("rust",)),
    _Tool(r"\.rubocop\.ya?ml", "", (*_FORMATTER, "hash-form", "block-form", *_CASES), ("ruby",)),
    _Tool(r"\.?php-cs-fixer(?:\.dist)?\.php|\.?phpcs\.xml(?:\.dist)?", "", _FORMATTER, ("php",)),
    _Tool(r"\.clang-format", "", _FORMATTER, ("c", "cpp")),
    _Tool(
        r"checkstyle\.xml|pom\.xml|build\.gradle(?:\.kts)?", r"checkstyle|spotless|google-java-format", _FORMATTER, ("java",)
    ),
    _Tool(
        r"\.stylelintrc(?:\.\w+)?|stylelint\.config\.\w+",
        "",
        ("property-order", "colour", "case-of-class-name", "quotes"),
        _STYLES,
    ),
    _Tool(r"\.editorconfig", r"max_line_length\s*=\s*\d", ("line-length",)),
)


def governed(base: Snapshot, paths: Iterable[str]) -> dict[str, frozenset[str]]:
    """The features of each path that a configured tool decides."""
    wanted = list(paths)
    folders = {folder for path in wanted for folder in _above(path)}
    configs = [path for path in base.entries() if dirname(path) in folders and _config().fullmatch(basename(path))]
    texts = {path: text.decode("utf-8", "replace") for path, text in base.read_many(configs).items()}
    decided = {path: _decided(basename(path), text) for path, text in texts.items()}
    return {path: _of_path(path, decided) for path in wanted}


def _of_path(path: str, decided: Mapping[str, Sequence[_Tool]]) -> frozenset[str]:
    language, folders = language_of(path), set(_above(path))
    package = language.package if language is not None else ""
    tools = [tool for config, found in decided.items() if dirname(config) in folders for tool in found]
    return frozenset(name for tool in tools if not tool.packages or package in tool.packages for name in tool.features)


def _decided(name: str, text: str) -> list[_Tool]:
    return [tool for tool in _TOOLS if re.fullmatch(tool.files, name) and (not tool.mark or re.search(tool.mark, text))]


def _above(path: str) -> list[str]:
    """The folders that hold a path, from its own up to the root, which is empty."""
    found = [dirname(path)]
    while found[-1]:
        found.append(dirname(found[-1]))
    return found


@functools.cache
def _config() -> re.Pattern[str]:
    return re.compile("|".join(dict.fromkeys(f"(?:{tool.files})" for tool in _TOOLS)))
