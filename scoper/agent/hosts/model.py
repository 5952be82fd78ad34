"""What all hosts have in common: moments of a session, the edits in them, and the answers that scoper gives."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol


class Moment(enum.Enum):
    """When a host calls."""

    PROMPT = enum.auto()  # the user asks for something
    BEFORE_EDIT = enum.auto()
    AFTER_EDIT = enum.auto()
    BEFORE_SHELL = enum.auto()
    AFTER_SHELL = enum.auto()
    STOP = enum.auto()  # the agent wants to end its turn
    END = enum.auto()  # the session is over


class Names(NamedTuple):
    """What a host calls its tools, the two events around a tool, and its other events."""

    editors: tuple[str, ...]
    shells: tuple[str, ...]
    before: str
    after: str
    others: Mapping[str, Moment]

    @property
    def tools(self) -> tuple[str, ...]:
        return (*self.editors, *self.shells)

    @property
    def events(self) -> tuple[str, ...]:
        return (self.before, self.after, *self.others)

    def moment(self, event: str, tool: str) -> Moment | None:
        """The moment of an event; ``None`` where scoper has nothing to do with the event or the tool."""
        if tool in self.editors:
            return {self.before: Moment.BEFORE_EDIT, self.after: Moment.AFTER_EDIT}.get(event)
        if tool in self.shells:
            return {self.before: Moment.BEFORE_SHELL, self.after: Moment.AFTER_SHELL}.get(event)
        return self.others.get(event)

    def hooks(self, call: Mapping[str, object]) -> dict[str, object]:
        """Every event with this call, in the form of Claude Code's settings, which others took over."""
        matched = [{"matcher": "|".join(self.tools), "hooks": [call]}]
        always = [{"hooks": [call]}]
        return {event: always if event in self.others else matched for event in self.events}


class Swap(NamedTuple):
    """Text that is replaced by other text, once or everywhere."""

    old: str
    new: str
    everywhere: bool = False


class FileEdit(NamedTuple):
    """What a tool does to one file. ``path`` is as the host spells it. At most one of ``content`` (the whole new text) and
    ``swaps`` is given; neither, where only the file is known. ``before`` is the text as it was, where the host says so."""

    path: str
    content: str | None = None
    swaps: tuple[Swap, ...] = ()
    before: str | None = None


class Event(NamedTuple):
    """One call of a hook. ``session`` and ``agent`` tell parallel sessions and sub-agents apart (``agent`` is empty for the
    main one); ``call`` pairs what comes before a tool with what comes after it, where the host says. ``looping`` is the host's
    own word that this turn was already kept from ending."""

    name: str
    moment: Moment
    session: str
    cwd: str
    agent: str = ""
    prompt: str = ""
    edits: tuple[FileEdit, ...] = ()
    call: str = ""
    looping: bool = False


class Act(enum.Enum):
    """What an answer wants of the host."""

    NOTHING = enum.auto()
    DENY = enum.auto()  # before an edit: it must not happen
    TELL = enum.auto()  # after an edit: the agent should know
    BLOCK = enum.auto()  # at the end of a turn: there is more to do


class Answer(NamedTuple):
    act: Act
    text: str = ""


NOTHING = Answer(Act.NOTHING)


class Output(NamedTuple):
    """What the process of the hook ends with."""

    stdout: str = ""
    stderr: str = ""
    code: int = 0


class SettingKind(enum.Enum):
    """How scoper's part of a file is told from the rest."""

    JSON = enum.auto()  # list items that name scoper's command, merged into the lists of an object
    BLOCK = enum.auto()  # lines between two marks, which are comments of the language
    OWN = enum.auto()  # the whole file is scoper's
    EXECUTABLE = enum.auto()  # the same, and it is run


class Setting(NamedTuple):
    """What has to stand in one file of a host's configuration. ``path`` is relative to the top of the work tree, or to the
    user's home."""

    path: str
    kind: SettingKind
    content: object  # of a JSON file: key → value, merged; else the text


Reader = Callable[[str], bytes | None]
"""The content of a file, by its path as in :class:`Setting`; ``None`` where there is none."""


class Host(Protocol):
    """What a module of this room offers."""

    def read(self, payload: Mapping[str, object]) -> Event | None:
        """The event that a payload is about; ``None`` where it is none that scoper has anything to do with."""

    def write(self, event: Event | None, answer: Answer) -> Output:
        """The answer in the words of the host. ``event`` is ``None`` where the payload could not be read."""

    def settings(self, command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
        """Where the host is told to call ``command`` (a line for a shell), for one project or for all of a user's. ``read``
        gives what stands in a file now."""


def text_of(payload: Mapping[str, object], *keys: str) -> str:
    """The first of these keys that holds a string that is not empty."""
    for key in keys:
        value = payload.get(key)
        if isinstance(value, str) and value:
            return value
    return ""


def table_of(payload: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The object at a key; an empty one where there is none."""
    value = payload.get(key)
    return value if isinstance(value, dict) else {}


def first_of(payload: Mapping[str, object], key: str) -> str:
    """The first item of the list at a key, if it is a string."""
    value = payload.get(key)
    return value[0] if isinstance(value, list) and value and isinstance(value[0], str) else ""


def file_edit(tool_input: Mapping[str, object], before: str | None = None) -> FileEdit | None:
    """The edit in the input of a tool that edits or writes one file, as most hosts spell it: ``file_path`` with ``content``, or
    with ``old_string`` and ``new_string`` at the top or in a list ``edits``."""
    path = text_of(tool_input, "file_path", "filePath", "path", "notebook_path", "absolutePath")
    if not path:
        return None
    for key in ("content", "file_text"):
        if isinstance(content := tool_input.get(key), str):
            return FileEdit(path, content, before=before)
    listed = tool_input.get("edits")
    swaps = [_swap(item) for item in (listed if isinstance(listed, list) else [tool_input])]
    return FileEdit(path, swaps=tuple(swap for swap in swaps if swap is not None), before=before)


def _swap(item: object) -> Swap | None:
    if not isinstance(item, dict):
        return None
    for old, new in (("old_string", "new_string"), ("oldString", "newString"), ("old_str", "new_str")):
        before, after = item.get(old), item.get(new)
        if isinstance(before, str) and isinstance(after, str):
            return Swap(before, after, item.get("replace_all") is True or item.get("replaceAll") is True)
    return None
