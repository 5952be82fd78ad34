"""TOML, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

TOML = Language(
    name="toml",
    extensions=(".toml",),
    filenames=("Pipfile",),
    grammar_module="tree_sitter_toml",
    grammar_function="language",
    package="toml",
    line_comment="#",
    document=True,
    paths_in_strings="python",  # entry points
)
