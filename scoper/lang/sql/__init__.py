"""SQL, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

SQL = Language(
    name="sql",
    extensions=(".sql",),
    filenames=(),
    grammar_module="tree_sitter_sql",
    grammar_function="language",
    package="sql",
    line_comment="--",
    extra="sql",
    comments=("comment", "marginalia"),
    document=True,
    templated=True,
    name_pattern=r"[^\W\d][\w$]*",
)
