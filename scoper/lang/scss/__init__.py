"""SCSS, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

SCSS = Language(
    name="scss",
    extensions=(".scss",),
    filenames=(),
    grammar_module="tree_sitter_scss",
    grammar_function="language",
    package="scss",
    line_comment="//",
    extra="scss",
    comments=("comment", "js_comment"),
    document=True,
    templated=True,
    doc_comment=r"///|/\*\*",
    name_pattern=r"(?:--|\$)[\w-]+",
)
