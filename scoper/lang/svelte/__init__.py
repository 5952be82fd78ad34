"""Svelte's components, as data: ``parts.scm`` says what of them is in other languages."""

from __future__ import annotations

from scoper.lang.typescript import TYPESCRIPT

SVELTE = TYPESCRIPT._replace(
    name="svelte",
    extensions=(".svelte",),
    grammar_module="tree_sitter_svelte",
    grammar_function="language",
    package="svelte",
    line_comment="",
    extra="svelte",
    doc_comment="",
    accepts_all=True,
    parts=("javascript", "typescript", "css", "scss"),
    subscription="$",
    beyond_grammar=r"(?<=\{)@attach(?=\s)",  # newer than the grammar
)
