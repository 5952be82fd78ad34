"""Markdown, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

MARKDOWN = Language(
    name="markdown",
    extensions=(".md", ".markdown", ".mdown", ".mkd"),
    filenames=(),
    grammar_module="tree_sitter_markdown",
    grammar_function="language",
    package="markdown",
    line_comment="",
    comments=(),
    document=True,
    accepts_all=True,
)
