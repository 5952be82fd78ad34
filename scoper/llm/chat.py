"""Prompts and replies in the shape of Chat Completions (``POST /chat/completions``), which most servers speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoper.llm.failures import of_event
from scoper.llm.functions import ARGUMENT, function_call
from scoper.llm.model import Answers, Json, Prompt, Reply, Said, Tool, Turn, Usage
from scoper.llm.profiles import Profile
from scoper.llm.read import dict_of, dicts_of, int_of, text_of
from scoper.llm.retry import Trouble

_CUT = {"length": "max_output_tokens", "content_filter": "content_filter"}


def request(prompt: Prompt, model: str, profile: Profile) -> dict[str, object]:
    """The arguments of ``chat.completions.create``."""
    body: dict[str, object] = {
        "model": model,
        "messages": [
            {"role": profile.instructions_role, "content": prompt.instructions},
            *(item for turn in prompt.turns for item in _messages(turn)),
        ],
    }
    if prompt.tool is not None:
        body["tools"] = [_tool(prompt.tool)]
        body["parallel_tool_calls"] = profile.parallel_tool_calls
    if prompt.max_output is not None:
        body[profile.max_output_field] = prompt.max_output
    if profile.effort:
        body["reasoning_effort"] = profile.effort
    if prompt.cache_key is not None and profile.cache_key:
        body["prompt_cache_key"] = prompt.cache_key
    return body


class _Parts:
    """A message, while its pieces arrive."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.calls: dict[int, dict[str, str]] = {}
        self.model = ""
        self.usage: Json = {}
        self.finish = ""

    def add(self, chunk: Json) -> int:
        """Take in one chunk; how many characters it brought."""
        self.model = text_of(chunk, "model") or self.model
        self.usage = dict_of(chunk, "usage") or self.usage
        brought = 0
        for choice in dicts_of(chunk, "choices")[:1]:
            self.finish = text_of(choice, "finish_reason") or self.finish
            delta = dict_of(choice, "delta")
            self.text.append(text_of(delta, "content") or text_of(delta, "refusal"))
            brought += len(self.text[-1])
            for place, call in enumerate(dicts_of(delta, "tool_calls")):
                brought += self._add_call(int_of(call, "index") if "index" in call else place, call)
        return brought

    def _add_call(self, index: int, call: Json) -> int:
        known = self.calls.setdefault(index, {"id": "", "name": "", "arguments": ""})
        function = dict_of(call, "function")
        known["id"] = text_of(call, "id") or known["id"]
        known["name"] = text_of(function, "name") or known["name"]
        known["arguments"] += text_of(function, "arguments")
        return len(text_of(function, "arguments"))

    def reply(self) -> Reply:
        calls = [self.calls[index] for index in sorted(self.calls)]
        return _reply("".join(self.text), calls, self.usage, self.model, self.finish)


def from_events(events: Iterable[Json]) -> Iterator[int | Reply]:
    """Characters of each chunk of a stream, and last the reply. Raises :class:`Trouble` for a stream that has no end."""
    parts = _Parts()
    for event in events:
        if error := dict_of(event, "error"):
            raise of_event(text_of(error, "code"), text_of(error, "message"))
        yield parts.add(event)
    if not parts.finish:
        raise Trouble("the answer broke off before its end")
    yield parts.reply()


def from_response(response: Json) -> Reply:
    """The reply in a ``chat.completion`` object."""
    if error := dict_of(response, "error"):
        raise of_event(text_of(error, "code"), text_of(error, "message"))
    choices = dicts_of(response, "choices")
    if not choices:
        raise Trouble("the answer holds nothing")
    message = dict_of(choices[0], "message")
    calls = [
        {"id": text_of(call, "id"), **{name: text_of(dict_of(call, "function"), name) for name in ("name", "arguments")}}
        for call in dicts_of(message, "tool_calls")
    ]
    text = text_of(message, "content") or text_of(message, "refusal")
    return _reply(text, calls, dict_of(response, "usage"), text_of(response, "model"), text_of(choices[0], "finish_reason"))


def _reply(text: str, calls: list[dict[str, str]], usage: Json, model: str, finish: str) -> Reply:
    message: dict[str, object] = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = [
            {"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": call["arguments"]}}
            for call in calls
        ]
    made = tuple(function_call(call["id"], call["name"], call["arguments"]) for call in calls)
    return Reply(text, made, (message,), _usage(usage), model, _CUT.get(finish))


def _messages(turn: Turn) -> Iterator[Json]:
    if isinstance(turn, Said):
        yield {"role": "user", "content": turn.text}
    elif isinstance(turn, Answers):
        for answer in turn.each:
            yield {"role": "tool", "tool_call_id": answer.call.id, "content": answer.text}
    else:
        yield from turn.items


def _tool(tool: Tool) -> Json:
    parameters = {
        "type": "object",
        "properties": {ARGUMENT: {"type": "string", "description": "The whole patch, as plain text."}},
        "required": [ARGUMENT],
        "additionalProperties": False,
    }
    description = tool.description or "Apply a patch to files of the repository."
    name = tool.name or "apply_patch"
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _usage(usage: Json) -> Usage:
    into, out = dict_of(usage, "prompt_tokens_details"), dict_of(usage, "completion_tokens_details")
    return Usage(
        int_of(usage, "prompt_tokens"),
        int_of(into, "cached_tokens"),
        int_of(into, "cache_write_tokens"),
        int_of(usage, "completion_tokens"),
        int_of(out, "reasoning_tokens"),
        is_estimated=not usage,
    )
