"""The languages that scoper knows, which file is written in which, and their grammars and queries.

tree-sitter and the grammars are imported by the first call that needs them: only grammars of files that a run looks at
are ever loaded.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from scoper.lang import spelling as plain
from scoper.lang.bash import BASH
from scoper.lang.binding import grammar_function
from scoper.lang.c import C
from scoper.lang.cpp import CPP
from scoper.lang.csharp import CSHARP
from scoper.lang.css import CSS
from scoper.lang.go import GO
from scoper.lang.html import HTML
from scoper.lang.java import JAVA
from scoper.lang.javascript import JAVASCRIPT
from scoper.lang.json import JSON
from scoper.lang.markdown import MARKDOWN
from scoper.lang.php import PHP
from scoper.lang.python import PYTHON
from scoper.lang.ruby import RUBY
from scoper.lang.rust import RUST
from scoper.lang.scss import SCSS
from scoper.lang.spec import Language, Spelling
from scoper.lang.sql import SQL
from scoper.lang.svelte import SVELTE
from scoper.lang.toml import TOML
from scoper.lang.typescript import TSX, TYPESCRIPT
from scoper.lang.vue import VUE
from scoper.lang.yaml import YAML

if TYPE_CHECKING:
    import tree_sitter

__all__ = [
    "LANGUAGES",
    "Language",
    "Pattern",
    "Spelling",
    "compile_query",
    "grammar",
    "is_installed",
    "language_called",
    "language_of",
    "patterns",
    "patterns_of",
    "query",
    "query_source",
    "spelling",
]

LANGUAGES: tuple[Language, ...] = (
    *(PYTHON, JAVASCRIPT, TYPESCRIPT, TSX, GO, JAVA, CSHARP, RUST, C, CPP, PHP, RUBY),
    *(MARKDOWN, JSON, YAML, TOML, BASH, CSS, SCSS, HTML, SQL, VUE, SVELTE),
)

_BY_SUFFIX = {extension: language for language in LANGUAGES for extension in language.extensions}
_BY_NAME = {filename: language for language in LANGUAGES for filename in language.filenames}
_CALLED = {language.name: language for language in LANGUAGES}


# Written by package managers, large, and of nothing that a name would help with.
_LOCK_FILES = frozenset(
    {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "packages.lock.json", "deno.lock", "composer.lock"}
)

_HELPERS = {
    *("name", "colon", "body", "parameters", "returns", "owner", "extent", "annotation", "value", "statement", "default"),
    *("declarator", "arguments", "module", "imported", "bound", "list", "called", "callee", "outer", "from", "opener"),
    *("held", "within"),
}


class Pattern(NamedTuple):
    """One pattern of a query: what it captures, which capture says what it is about, and what it sets with ``#set!``."""

    captures: tuple[str, ...]
    primary: str
    settings: Mapping[str, str | None]


def language_of(path: str) -> Language | None:
    """The language of a file by its name alone; ``None`` where scoper has no grammar for it."""
    name = path.rpartition("/")[2]
    if name in _LOCK_FILES:
        return None
    dot = name.rfind(".")
    return _BY_NAME.get(name) or (_BY_SUFFIX.get(name[dot:].lower()) if dot > 0 else None)


def language_called(name: str) -> Language:
    """The language of a name that some language or query gives; a ``KeyError`` where there is none."""
    return _CALLED[name]


@functools.cache
def grammar(language: Language) -> tree_sitter.Language:
    import tree_sitter  # 10 ms that a run over other files must not pay

    return tree_sitter.Language(grammar_function(language.grammar_module, language.grammar_function)())


@functools.cache
def is_installed(language: Language) -> bool:
    """Whether the wheel with its grammar is there; asked without importing it."""
    return importlib.util.find_spec(language.grammar_module) is not None


@functools.cache
def spelling(language: Language) -> Spelling:
    """What of a language's tokens does not matter."""
    if not os.path.exists(os.path.join(os.path.dirname(__file__), language.package, "spelling.py")):
        return plain
    module: object = import_module(f"scoper.lang.{language.package}.spelling")
    return cast(Spelling, module)


@functools.cache
def query_source(language: Language, name: str) -> str:
    """The text of ``<language>.<name>.scm`` of a language, else of its folder's ``<name>.scm``, with what that inherits."""
    own = f"{language.package}/{language.name}.{name}"
    return _read_query(own if os.path.exists(_query_path(own)) else f"{language.package}/{name}")


def _read_query(name: str) -> str:
    with open(_query_path(name), encoding="utf-8") as file:
        text = file.read()
    inherited = re.match(r"; inherits: (\S+)", text)
    return f"{_read_query(inherited[1])}\n{text}" if inherited else text


def _query_path(name: str) -> str:
    return os.path.join(os.path.dirname(__file__), f"{name}.scm")


@functools.cache
def query(language: Language, name: str) -> tree_sitter.Query:
    """The compiled query; done once for each process."""
    return compile_query(language, query_source(language, name))


def compile_query(language: Language, source: str) -> tree_sitter.Query:
    """A query of one's own. A compile costs milliseconds."""
    import tree_sitter

    return tree_sitter.Query(grammar(language), source)


@functools.cache
def patterns(language: Language, name: str) -> tuple[Pattern, ...]:
    """The patterns of a query by the index that its matches carry."""
    return patterns_of(query(language, name), query_source(language, name))


def patterns_of(compiled: tree_sitter.Query, text: str) -> tuple[Pattern, ...]:
    """The same, of a query that was compiled from this text."""
    source = text.encode()
    return tuple(
        _pattern(
            source[compiled.start_byte_for_pattern(index) : compiled.end_byte_for_pattern(index)].decode(),
            compiled.pattern_settings(index),
        )
        for index in range(compiled.pattern_count)
    )


def _pattern(text: str, settings: Mapping[str, str | None]) -> Pattern:
    code = re.sub(r'^\s*;.*|"(?:[^"\\]|\\.)*"', "", text, flags=re.MULTILINE)
    captures = tuple(dict.fromkeys(re.findall(r"@([\w.]+)", code)))
    return Pattern(captures, next(one for one in captures if one not in _HELPERS and one[0] != "_"), settings)
