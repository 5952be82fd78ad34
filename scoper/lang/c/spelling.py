"""What of C's and C++'s tokens does not matter: commas in front of a closing brace. Directives end with their line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoper.lang import spelling as plain
from scoper.lang.spelling import ANNOTATED, BLOCKS, canonical

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"string_literal", "raw_string_literal", "char_literal", "preproc_arg"})
STATEMENT_LISTS = frozenset(
    {
        *("translation_unit", "compound_statement", "field_declaration_list", "declaration_list", "enumerator_list"),
        *("case_statement", "preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif"),
    }
)
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return plain.idle(kind, parent, children) if kind in ("initializer_list", "enumerator_list") else set()
