"""What of C#'s tokens does not matter: commas in front of a closing brace."""

from __future__ import annotations

from scoper.lang.spelling import ANNOTATED, BLOCKS, canonical, idle

WHOLE = frozenset({"string_literal", "verbatim_string_literal", "raw_string_literal", "character_literal"})
STATEMENT_LISTS = frozenset(
    {
        *("compilation_unit", "block", "declaration_list", "enum_member_declaration_list", "switch_section"),
        *("file_scoped_namespace_declaration", "accessor_list"),
    }
)
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]
