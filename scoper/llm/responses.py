"""Prompts and replies in the shape of the Responses API (``POST /responses``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from scoper.llm.failures import of_event
from scoper.llm.functions import function_call
from scoper.llm.model import Answers, Call, Json, Operation, Prompt, Reply, Said, Tool, ToolKind, Turn, Usage
from scoper.llm.profiles import Profile
from scoper.llm.read import dict_of, dicts_of, int_of, text_of
from scoper.llm.retry import Trouble

_ENDS = ("response.completed", "response.incomplete", "response.failed")
_ONLY_IN_ANSWERS = frozenset({"created_by", "parsed_arguments"})  # what no request may hold


def request(prompt: Prompt, model: str, profile: Profile) -> dict[str, object]:
    """The arguments of ``responses.create``. Nothing is stored at the server, so reasoning comes back encrypted."""
    body: dict[str, object] = {
        "model": model,
        "instructions": prompt.instructions,
        "input": [item for turn in prompt.turns for item in _input(turn)],
        "store": False,
    }
    if prompt.tool is not None:
        body["tools"] = [_tool(prompt.tool)]
        body["parallel_tool_calls"] = profile.parallel_tool_calls
    if prompt.max_output is not None:
        body["max_output_tokens"] = prompt.max_output
    if profile.effort:
        body["reasoning"] = {"effort": profile.effort}
        body["include"] = ["reasoning.encrypted_content"]
    if profile.verbosity:
        body["text"] = {"verbosity": profile.verbosity}
    if prompt.cache_key is not None and profile.cache_key:
        body["prompt_cache_key"] = prompt.cache_key
    return body


def from_events(events: Iterable[Json]) -> Iterator[int | Reply]:
    """Characters of each event of a stream, and last the reply. Raises :class:`Trouble` for a stream that has no end."""
    for event in events:
        kind = text_of(event, "type")
        if kind in _ENDS:
            yield from_response(dict_of(event, "response"))
            return
        if kind == "error":
            raise of_event(text_of(event, "code"), text_of(event, "message"))
        yield len(text_of(event, "delta"))
    raise Trouble("the answer broke off before its end")


def from_response(response: Json) -> Reply:
    """The reply in a ``response`` object."""
    error = dict_of(response, "error")
    if text_of(response, "status") == "failed" or error:
        raise of_event(text_of(error, "code"), text_of(error, "message"))
    output = dicts_of(response, "output")
    calls = tuple(call for item in output if (call := _call(item)) is not None)
    cut = text_of(dict_of(response, "incomplete_details"), "reason")
    if text_of(response, "status") == "incomplete" and not cut:
        cut = "incomplete"
    items = tuple({key: value for key, value in item.items() if key not in _ONLY_IN_ANSWERS} for item in output)
    return Reply(_text(output), calls, items, _usage(dict_of(response, "usage")), text_of(response, "model"), cut or None)


def _input(turn: Turn) -> Iterator[Json]:
    if isinstance(turn, Said):
        yield {"role": "user", "content": turn.text}
    elif isinstance(turn, Answers):
        for answer in turn.each:
            if answer.call.kind is ToolKind.PATCH:
                status = "completed" if answer.done else "failed"
                yield {
                    "type": "apply_patch_call_output",
                    "call_id": answer.call.id,
                    "status": status,
                    "output": answer.text,
                }
            else:
                kind = "custom_tool_call_output" if answer.call.kind is ToolKind.CUSTOM else "function_call_output"
                yield {"type": kind, "call_id": answer.call.id, "output": answer.text}
    else:
        yield from turn.items


def _tool(tool: Tool) -> Json:
    if tool.kind is ToolKind.PATCH:
        return {"type": "apply_patch"}
    return {"type": "custom", "name": tool.name, "description": tool.description, "format": {"type": "text"}}


def _call(item: Json) -> Call | None:
    kind, call_id = text_of(item, "type"), text_of(item, "call_id")
    if kind == "apply_patch_call":
        given = dict_of(item, "operation")
        operation = Operation(text_of(given, "type"), text_of(given, "path"), text_of(given, "diff"))
        return Call(call_id, ToolKind.PATCH, "apply_patch", operation.diff, operation)
    if kind == "custom_tool_call":
        return Call(call_id, ToolKind.CUSTOM, text_of(item, "name"), text_of(item, "input"))
    if kind == "function_call":
        return function_call(call_id, text_of(item, "name"), text_of(item, "arguments"))
    return None


def _text(output: Iterable[Json]) -> str:
    messages = (item for item in output if text_of(item, "type") == "message")
    parts = (part for item in messages for part in dicts_of(item, "content"))
    return "".join(text_of(part, "text") or text_of(part, "refusal") for part in parts)


def _usage(usage: Mapping[str, object]) -> Usage:
    into, out = dict_of(usage, "input_tokens_details"), dict_of(usage, "output_tokens_details")
    return Usage(
        int_of(usage, "input_tokens"),
        int_of(into, "cached_tokens"),
        int_of(into, "cache_write_tokens"),
        int_of(usage, "output_tokens"),
        int_of(out, "reasoning_tokens"),
        is_estimated=not usage,
    )


def as_json(event: object) -> Json:
    """A value of the SDK as plain data, with only what the server sent."""
    return cast(Json, event.to_dict(mode="json")) if hasattr(event, "to_dict") else {}
