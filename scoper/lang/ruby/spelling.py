"""What of Ruby's tokens does not matter: a comma in front of a closing bracket. Parentheses of calls are left alone."""

from __future__ import annotations

from scoper.lang.spelling import ANNOTATED, BLOCKS, canonical, idle

WHOLE = frozenset({"string", "heredoc_body", "regex", "subshell", "string_array", "symbol_array"})
STATEMENT_LISTS = frozenset({"program", "body_statement", "block_body", "then", "else", "ensure", "do", "begin"})
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]
