"""Freeform tools as functions with one string, which is all that many servers know."""

from __future__ import annotations

import json
from collections.abc import Mapping

from scoper.llm.model import Call, Operation, ToolKind
from scoper.llm.read import dict_of, text_of

ARGUMENT = "patch"
"""The one argument of the function that stands for a freeform tool."""


def function_call(call_id: str, name: str, arguments: str) -> Call:
    """A call of a function: the text that it was given, where it keeps to the schema, else what it says instead."""
    try:
        given = json.loads(arguments)
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, dict):
        if operation := _operation(given):
            return Call(call_id, ToolKind.FUNCTION, name, operation.diff, operation)
        texts = [value for value in (given.get(ARGUMENT), given.get("input")) if isinstance(value, str)]
        if texts:
            return Call(call_id, ToolKind.FUNCTION, name, texts[0])
    return Call(call_id, ToolKind.FUNCTION, name, arguments)


def _operation(arguments: Mapping[str, object]) -> Operation | None:
    """Some models call every tool of this name in the way of the built-in one."""
    given = dict_of(arguments, "operation") or arguments
    kind, path = text_of(given, "type"), text_of(given, "path")
    return Operation(kind, path, text_of(given, "diff")) if kind.endswith("_file") and path else None
