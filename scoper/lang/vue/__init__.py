"""Vue's single-file components, as data: the grammar of HTML reads them, and ``parts.scm`` says what is in other languages."""

from __future__ import annotations

from scoper.lang.typescript import TYPESCRIPT

# The grammar takes ``<Link>`` for the element without an end tag, and what an interpolation holds for tags and entities.
_TAG = r"(?<=<)[A-Z][\w.]*+|(?<=</)[A-Z][\w.]*+"
_INTERPOLATION = r"\{\{(?:(?!\}\}|\{\{|</)[\s\S])*+\}\}"

VUE = TYPESCRIPT._replace(
    name="vue",
    extensions=(".vue",),
    grammar_module="tree_sitter_html",
    grammar_function="language",
    package="vue",
    line_comment="",
    doc_comment="",
    accepts_all=True,
    parts=("javascript", "typescript", "tsx", "css", "scss"),
    kebab_components=True,
    object_members=True,
    beyond_grammar=f"{_TAG}|{_INTERPOLATION}",
)
