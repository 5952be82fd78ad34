"""Laying a model's edits over a snapshot, in memory: file by file, so that one that does not fit costs no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scoper.agent.model import Refused
from scoper.edits import v4a, whole
from scoper.edits.apply import apply
from scoper.edits.model import Complaint, Edits, FileEdit, Mismatch
from scoper.edits.registry import EDIT_FORMATS, Format, recognise
from scoper.errors import UserError
from scoper.git.model import REGULAR, SUBMODULE, Entry
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.llm.model import Call, Operation, Tool, ToolKind
from scoper.llm.profiles import Profile
from scoper.text import nearest

_NEAR = 12  # lines of a file that are shown with a complaint


class Taken(NamedTuple):
    """``paths`` are what was changed; ``failed`` is what could not be applied, with what its writer should know."""

    paths: tuple[str, ...]
    failed: tuple[Refused, ...]


class Working:
    """A snapshot with edits on top that are not in git yet. It is what edit formats apply to."""

    def __init__(self, base: Tree) -> None:
        self._base = base
        self._entries = dict(base.entries())
        self._changed: dict[str, tuple[int, bytes] | None] = {}

    def entries(self) -> Mapping[str, Entry]:
        return self._entries

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        paths = list(paths)
        texts = self._base.read_many(path for path in paths if path not in self._changed)
        mine = {path: file[1] for path in paths if (file := self._changed.get(path)) is not None}
        return {**texts, **mine}

    def put(self, path: str, content: bytes | None, mode_of: str) -> None:
        """Change or remove a file; a new one has the mode of the file ``mode_of``, where that is there."""
        known = self._entries.get(path) or self._base.entries().get(mode_of)
        mode = known.mode if known is not None and known.mode != SUBMODULE else REGULAR
        self._changed[path] = None if content is None else (mode, content)
        if content is None:
            self._entries.pop(path, None)
        else:
            self._entries[path] = Entry(mode, "")

    def restore(self, tree: Tree) -> None:
        """Be as this tree, which :meth:`tree` gave, again."""
        self._base, self._entries, self._changed = tree, dict(tree.entries()), {}

    def tree(self, repository: Repository) -> Tree:
        """The same in git. Raises :class:`UserError` for a path that no tree can hold."""
        return repository.lay(self._base, self._changed, "the reply") if self._changed else self._base


def format_of(profile: Profile) -> Format:
    """The edit format of a profile. Raises :class:`UserError` where there is none of that name."""
    if profile.format not in EDIT_FORMATS:
        near = nearest(profile.format, EDIT_FORMATS)
        hints = [f"did you mean {near[0]}?"] if near else []
        raise UserError(f"no such edit format: {profile.format}", *hints, f"there are {', '.join(EDIT_FORMATS)}")
    return EDIT_FORMATS[profile.format]


def tool_of(profile: Profile) -> Tool | None:
    """How edits come, if not in the text."""
    if profile.deliver == "text":
        return None
    if profile.deliver == "patch-tool":
        return Tool(ToolKind.PATCH)
    return Tool(ToolKind.CUSTOM, "apply_patch", "Changes files of the repository. The input is nothing but the edits, as text.")


def how(profile: Profile) -> str:
    """What a model is told of how to write edits."""
    if profile.deliver == "patch-tool":
        return "Make every edit with the apply_patch tool, with paths relative to the top of the repository."
    said = format_of(profile).instructions.strip()
    if profile.deliver == "custom-tool":
        return f"Make every edit with the apply_patch tool. Its input is written so:\n\n{said}"
    return said


def take_text(text: str, edit_format: Format, working: Working) -> Taken:
    """Apply all edits in a text, each file by itself. A text without edits takes and fails nothing.

    Some models keep to a format of their own, whatever they are told; but code in a fence is no edit where nobody asked for
    whole files."""
    edits = edit_format.parse(text)
    if not edits.files and not edits.problems:
        other = recognise(text)
        edits = other.parse(text) if other is not None and other.name != whole.NAME else edits
    return _take(edits, working)


def take_call(call: Call, profile: Profile, working: Working) -> Taken:
    """Apply what a tool was called with."""
    if call.operation is not None:
        return _operation(call.operation, working)
    taken = take_text(call.input, format_of(profile), working)
    if not taken.paths and not taken.failed:
        return Taken((), (Refused(call.name or "the call", "its input holds no edits in the format that was described"),))
    return taken


def _operation(operation: Operation, working: Working) -> Taken:
    taken = _take(v4a.parse_operation(operation.type, operation.path, operation.diff), working)
    if not taken.paths and not taken.failed:
        return Taken((), (Refused(operation.path, "the diff changes nothing"),))
    return taken


def _take(edits: Edits, working: Working) -> Taken:
    if edits.problems:
        return Taken((), tuple(_refused(one) for one in edits.problems))
    paths: list[str] = []
    failed: list[Refused] = []
    for file in edits.files:
        done = apply(Edits((file,)), working)
        if isinstance(done, Mismatch):
            failed += [_refused(one, file) for one in done.complaints]
            continue
        for path, content in done.changed.items():
            working.put(path, content, done.moved.get(path, path))
            paths.append(path)
        if not done.changed:
            failed.append(Refused(file.path, "the edit changes nothing: the file already is like that"))
    return Taken(tuple(dict.fromkeys(paths)), tuple(failed))


def _refused(complaint: Complaint, file: FileEdit | None = None) -> Refused:
    near = _near(complaint.near[:_NEAR])
    what = complaint.path or (file.path if file is not None else "the reply")
    return Refused(what, complaint.message + (f"\n  The file has:\n{near}" if near else ""))


def _near(lines: Sequence[tuple[int, str]]) -> str:
    return "\n".join(f"    {number}: {line}" for number, line in lines)
