"""JSON with comments, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

JSON = Language(
    name="json",
    extensions=(".json", ".jsonc", ".json5", ".webmanifest", ".geojson"),
    filenames=(".eslintrc", ".prettierrc", ".babelrc", ".swcrc"),
    grammar_module="tree_sitter_json",
    grammar_function="language",
    package="json",
    line_comment="//",
    document=True,
)
