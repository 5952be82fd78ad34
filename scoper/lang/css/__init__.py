"""CSS, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

CSS = Language(
    name="css",
    extensions=(".css",),
    filenames=(),
    grammar_module="tree_sitter_css",
    grammar_function="language",
    package="css",
    line_comment="",
    document=True,
    templated=True,
    name_pattern=r"--[\w-]+",
)
