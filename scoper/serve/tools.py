"""The tools of the MCP server: their names, what they take and give, and whether they change anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mcp.types import Tool as Described
from mcp.types import ToolAnnotations

from scoper.serve import answers, arguments
from scoper.serve.schemas import schema


class Tool(NamedTuple):
    """One tool. ``answer`` takes a :class:`~scoper.serve.answers.Question` and an instance of ``arguments``; ``output`` names
    the schema of its document."""

    title: str
    about: str
    arguments: type[arguments.Arguments]
    output: str
    answer: Callable[[answers.Question, Any], answers.Answer]
    changes: bool = False


TOOLS: Mapping[str, Tool] = {
    "resolve_scope": Tool(
        "What a request means here",
        "Call it before editing: which symbols and files a request resolves to in this repository, each with a confidence and "
        "a reason, and the rivals where it is ambiguous.",
        arguments.Named,
        "scope",
        answers.resolve_scope,
    ),
    "context_for": Tool(
        "What to read for an edit",
        "Call it before editing: the code that an edit needs to be right, within a budget of tokens: the targets, the "
        "contracts that they use, their callers and tests, what changes with them, and the conventions around.",
        arguments.Pack,
        "context",
        answers.context_for,
    ),
    "who_uses": Tool(
        "Who uses a symbol",
        "Call it before changing an interface: who calls, reads, overrides or tests a symbol, in all files, each tie with how "
        "sure it is.",
        arguments.Symbol,
        "graph",
        answers.who_uses,
    ),
    "check_diff": Tool(
        "Which edits were asked for",
        "Call it after editing: judges the work tree against HEAD (or a range, what is staged, a patch) edit by edit: asked "
        "for, entailed by that, or neither; with new lint, references left behind, churn and drift of style. Take back what is "
        "outside of the scope and mend the rest before you say that you are done.",
        arguments.Diff,
        "report",
        answers.check_diff,
    ),
    "explain": Tool(
        "Why an edit got its verdict",
        "The proof of one edit of check_diff by its id, or what came nearest to one; give the same arguments as to check_diff. "
        "Or what a rule means, by its code.",
        arguments.Why,
        "explanation",
        answers.explain,
    ),
    "style_of": Tool(
        "How the code around a path is written",
        "Call it before writing code: comments, documentation, types, strings, imports, names, errors and layout, counted for "
        "a file, its folder and the repository.",
        arguments.Path,
        "style",
        answers.style_of,
    ),
    "start_task": Tool(
        "Declare the current task",
        "Makes what the user asked for the current task, by which check_diff, the hooks and `scoper check` judge from then on. "
        "It replaces the task before, which is handed back. Only call it for what the user asked for, never to widen a scope "
        "yourself.",
        arguments.Named,
        "current-task",
        answers.start_task,
        changes=True,
    ),
}


def described(name: str, tool: Tool) -> Described:
    """A tool as clients see it."""
    return Described(
        name=name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.arguments.model_json_schema(),
        output_schema=schema(tool.output),
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=not tool.changes,
            destructive_hint=tool.changes,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )
