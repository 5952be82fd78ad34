"""What of Java's tokens does not matter: commas in front of a closing brace."""

from __future__ import annotations

from scoper.lang.spelling import ANNOTATED, BLOCKS, canonical, idle

WHOLE = frozenset({"string_literal", "character_literal"})
STATEMENT_LISTS = frozenset(
    {
        *("program", "block", "class_body", "interface_body", "enum_body", "enum_body_declarations", "constructor_body"),
        *("annotation_type_body", "switch_block_statement_group"),
    }
)
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]
