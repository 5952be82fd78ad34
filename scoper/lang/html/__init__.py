"""HTML, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

HTML = Language(
    name="html",
    extensions=(".html", ".htm", ".xhtml"),
    filenames=(),
    grammar_module="tree_sitter_html",
    grammar_function="language",
    package="html",
    line_comment="",
    document=True,
    templated=True,
    accepts_all=True,
    parts=("javascript", "css"),
    separator=r"[?!]?\.",
    this=("this",),
    super_call="super",
    constructors=("constructor",),
)
