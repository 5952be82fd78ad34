"""Prettier. Its configuration may be a program, or name packages to load."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, relpath

from scoper.linters.adapter import Adapter, Job, Need, Trust, is_program, unparsed

_IGNORES = ".prettierignore"
_OPTIONS = frozenset(
    ["arrowParens", "bracketSameLine", "bracketSpacing", "embeddedLanguageFormatting", "endOfLine"]
    + ["experimentalOperatorPosition", "experimentalTernaries", "htmlWhitespaceSensitivity", "insertPragma"]
    + ["jsxBracketSameLine", "jsxSingleQuote", "objectWrap", "printWidth", "proseWrap", "quoteProps"]
    + ["requirePragma", "semi", "singleAttributePerLine", "singleQuote", "tabWidth", "trailingComma", "useTabs"]
    + ["vueIndentScriptAndStyle"]
)
_PARSERS = ("babel", "babel-flow", "babel-ts", "flow", "typescript", "espree", "meriyah", "acorn", "css", "less", "scss") + (
    *("json", "json5", "jsonc", "json-stringify", "graphql", "markdown", "mdx", "vue", "yaml", "html", "angular", "lwc"),
)
_SIMPLE = re.compile(r"""\s*(?:#.*|---|(\w+)\s*:\s*(\w[\w-]*|"[\w-]*"|'[\w-]*')\s*(?:#.*)?)?""")
_SUFFIXES = ("js", "cjs", "mjs", "ts", "cts", "mts")


def _arguments(job: Job) -> list[str]:
    folder = dirname(job.site)
    above = [path for path in job.configs if path.rpartition("/")[2] == _IGNORES and dirname(path) != folder]
    own = [path for path in above if f"{folder}/".startswith(f"{dirname(path)}/".lstrip("/"))]
    ignores = [f"--ignore-path={relpath(path, folder or '.')}" for path in own]
    return ["--write", "--ignore-unknown", "--no-error-on-unmatched-pattern", *ignores, *job.files]


def _needs(configs: Mapping[str, bytes]) -> Need | None:
    for path, text in configs.items():
        if is_program(path):
            return Need(Trust.BASE, f"{path} is a program")
        other = next((name for name, value in _said(text) if not _is_data(name, value)), None)
        if other is not None:
            said = f"it says {other!r}" if other else "it is more than plain JSON, or lines with one option each"
            return Need(Trust.BASE, f"{path} may load packages: {said}")
    return None


def _said(text: bytes) -> Iterator[tuple[str, object]]:
    """What a configuration sets, of plain JSON and of YAML with nothing but names and words; else one that nobody knows."""
    try:
        table = json.loads(text) if text.strip() else {}
        overrides = table.pop("overrides", [])
        table.pop("$schema", None)
        yield from table.items()
        for one in overrides:
            yield from one.get("options", {}).items()
    except RecursionError:
        yield "", None
    except (ValueError, TypeError, AttributeError):
        found = [_SIMPLE.fullmatch(line) for line in text.decode("utf-8", "replace").split("\n")]
        yield from ((match[1], match[2].strip("'\"")) if match else ("", None) for match in found if not match or match[1])


def _is_data(name: str, value: object) -> bool:
    """Whether a setting loads nothing. Older versions take the path of a module for a parser."""
    return value in _PARSERS if name == "parser" else name in _OPTIONS and isinstance(value, int | str)


ADAPTER = Adapter(
    "prettier",
    (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".vue", ".css", ".scss", ".less", ".html", ".json")
    + (".graphql", ".md", ".yaml", ".yml"),
    _arguments,
    unparsed,
    configs=(
        *(".prettierrc", ".prettierrc.json", ".prettierrc.yml", ".prettierrc.yaml", ".prettierrc.json5", ".prettierrc.toml"),
        *(f".prettierrc.{suffix}" for suffix in _SUFFIXES),
        *(f"prettier.config.{suffix}" for suffix in _SUFFIXES),
    ),
    tables=(("package.json", ("prettier",)), ("package.yaml", ("prettier",))),
    hooks=("prettier",),
    needs=_needs,
    passes=frozenset({0}),
    rewrites=True,
    fences=((".editorconfig", "root = true\n"), (".prettierrc", "{}\n")),
)
