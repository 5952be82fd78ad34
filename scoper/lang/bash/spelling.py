"""What of a shell script's tokens does not matter: how far its lines are indented.

White space binds words, so commands stand as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset(
    {
        *("command", "variable_assignment", "declaration_command", "unset_command", "redirected_statement", "test_command"),
        *("concatenation", "string", "raw_string", "ansi_c_string", "translated_string", "expansion", "simple_expansion"),
        *("command_substitution", "process_substitution", "arithmetic_expansion", "array", "heredoc_body", "word"),
        *("extglob_pattern", "c_style_for_statement"),
    }
)
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS = frozenset(
    {
        *("program", "compound_statement", "do_group", "if_statement", "elif_clause", "else_clause", "case_statement"),
        *("case_item", "subshell"),
    }
)
ANNOTATED: dict[str, str] = {}


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return set()


def canonical(node: Node, text: bytes) -> bytes:
    return b" ".join(text.lstrip(b"#").split()) if node.type == "comment" else text.strip()
