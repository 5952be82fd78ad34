"""What is said to a model and what it says, whichever API carries it. Tokens are as the server counts; times are in seconds."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from scoper.errors import UserError

Json = Mapping[str, object]


class ModelError(UserError):
    """A model that cannot be asked, or gives no usable answer, however often one tries."""


class ContextTooLong(Exception):
    """The prompt does not fit into the model's context. A smaller one may."""


class Usage(NamedTuple):
    """Tokens of one request or several. ``cached`` and ``cache_written`` are parts of ``input``, ``reasoning`` of ``output``.
    ``is_estimated`` says that a server did not count, and somebody else did."""

    input: int = 0
    cached: int = 0
    cache_written: int = 0
    output: int = 0
    reasoning: int = 0
    is_estimated: bool = False

    @property
    def total(self) -> int:
        return self.input + self.output

    def plus(self, other: Usage) -> Usage:
        return Usage(
            self.input + other.input,
            self.cached + other.cached,
            self.cache_written + other.cache_written,
            self.output + other.output,
            self.reasoning + other.reasoning,
            self.is_estimated or other.is_estimated,
        )


class ToolKind(enum.StrEnum):
    """How a model can hand over edits other than in its text. ``PATCH`` is the built-in ``apply_patch`` of the Responses API,
    ``CUSTOM`` a freeform tool whose input is one text; over Chat Completions both become a function with one string."""

    PATCH = "apply_patch"
    CUSTOM = "custom"
    FUNCTION = "function"


class Tool(NamedTuple):
    """A tool that is offered. The built-in one has its name and description from the server."""

    kind: ToolKind
    name: str = ""
    description: str = ""


class Operation(NamedTuple):
    """What the built-in tool is called with. ``type`` is create_file, update_file or delete_file; ``diff`` has the lines of a
    V4A hunk without its header, or of the new file, each with a plus."""

    type: str
    path: str
    diff: str


class Call(NamedTuple):
    """A call of a tool. ``input`` is the text that it was given; ``operation`` is set for the built-in tool."""

    id: str
    kind: ToolKind
    name: str
    input: str
    operation: Operation | None = None


class Reply(NamedTuple):
    """One answer of a model. ``items`` is the same in the API's own shape, to be sent back with the next request. ``cut`` says
    why the answer is not whole (``max_output_tokens``, ``content_filter``, …); ``model`` is the name that the server gave."""

    text: str
    calls: tuple[Call, ...]
    items: tuple[Json, ...]
    usage: Usage
    model: str
    cut: str | None = None


class Said(NamedTuple):
    """What a person or scoper says."""

    text: str


class Answer(NamedTuple):
    """What came of one call. ``done`` is false where the call was refused, and ``text`` then says why."""

    call: Call
    done: bool
    text: str


class Answers(NamedTuple):
    """What came of all calls of one reply."""

    each: tuple[Answer, ...]


Turn = Said | Reply | Answers


class Prompt(NamedTuple):
    """A conversation to be gone on with. The same instructions and turns are the same bytes on the wire, and later prompts of a
    run only append turns, so that a provider's cache of prefixes holds."""

    instructions: str
    turns: tuple[Turn, ...]
    tool: Tool | None = None
    max_output: int | None = None
    cache_key: str | None = None


class Listener(Protocol):
    """Is told how asking goes on; every call may come many times."""

    def heard(self, characters: int) -> None:
        """So many characters of the answer have arrived in all."""
        ...

    def waiting(self, why: str, seconds: float) -> None:
        """The request failed for this reason, and is made again after so many seconds."""
        ...


class Client(Protocol):
    """Anything that answers prompts."""

    def ask(self, prompt: Prompt, listener: Listener) -> Reply:
        """One answer. Raises :class:`ContextTooLong`, and :class:`ModelError` for what cannot be helped."""
        ...
