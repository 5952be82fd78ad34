"""A model that says again what one said before: for looking at a run anew, for going on with one, for tests and demonstrations.

A recording is JSON, one line for each reply, and never holds a key: requests are kept as digests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper.errors import UserError
from scoper.llm.model import Call, Client, Json, Listener, ModelError, Operation, Prompt, Reply, ToolKind, Usage
from scoper.llm.read import dict_of, dicts_of, int_of, text_of


class Recorded(NamedTuple):
    """A reply, and the digest of the prompt that it answered, where that is known."""

    reply: Reply
    prompt: str | None = None


class RecordingEnded(ModelError):
    """More was asked than what is recorded."""


class ReplayClient:
    """Gives the recorded replies in their order, then asks ``after``, where there is one."""

    def __init__(self, recorded: Sequence[Recorded], after: Client | None = None) -> None:
        self._recorded = list(recorded)
        self._after = after
        self._next = 0
        self.differs = False
        """Whether a prompt was not the one that its reply once answered."""

    @property
    def has_more(self) -> bool:
        """Whether the next answer is a recorded one."""
        return self._next < len(self._recorded)

    def ask(self, prompt: Prompt, listener: Listener) -> Reply:
        if self.has_more:
            recorded = self._recorded[self._next]
            self._next += 1
            self.differs |= recorded.prompt not in (None, digest(prompt))
            return recorded.reply
        if self._after is None:
            raise RecordingEnded(
                f"the recording ends here, after {len(self._recorded)} replies",
                "`scoper edit --resume ID` goes on with a model",
            )
        return self._after.ask(prompt, listener)


def digest(prompt: Prompt) -> str:
    """The same for the same instructions and turns."""
    said = json.dumps([prompt.instructions, [list(turn) for turn in prompt.turns]], sort_keys=True, default=list)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_json(reply: Reply) -> Json:
    """A reply as plain data, for :func:`from_json`."""
    return {
        "text": reply.text,
        "calls": [
            {**call._asdict(), "kind": call.kind.value, "operation": call.operation and call.operation._asdict()}
            for call in reply.calls
        ],
        "items": list(reply.items),
        "usage": reply.usage._asdict(),
        "model": reply.model,
        "cut": reply.cut,
    }


def from_json(table: Json) -> Reply:
    """Raises :class:`UserError` for a call of an unknown kind."""
    usage = dict_of(table, "usage")
    numbers = {name: int_of(usage, name) for name in Usage._fields if name != "is_estimated"}
    return Reply(
        text_of(table, "text"),
        tuple(_call(call) for call in dicts_of(table, "calls")),
        tuple(dicts_of(table, "items")),
        Usage(**numbers, is_estimated=bool(usage.get("is_estimated"))),
        text_of(table, "model"),
        text_of(table, "cut") or None,
    )


def _call(table: Mapping[str, object]) -> Call:
    given = dict_of(table, "operation")
    operation = Operation(text_of(given, "type"), text_of(given, "path"), text_of(given, "diff")) if given else None
    try:
        kind = ToolKind(text_of(table, "kind"))
    except ValueError:
        raise UserError(f"the recording holds a call of an unknown kind: {table.get('kind')!r}") from None
    return Call(text_of(table, "id"), kind, text_of(table, "name"), text_of(table, "input"), operation)
