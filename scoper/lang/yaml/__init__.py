"""YAML, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

YAML = Language(
    name="yaml",
    extensions=(".yaml", ".yml"),
    filenames=(".clang-format", ".clang-tidy", ".yamllint"),
    grammar_module="tree_sitter_yaml",
    grammar_function="language",
    package="yaml",
    line_comment="#",
    document=True,
    templated=True,
)
