"""A snapshot in memory, as far as edits need one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoper.edits.apply import apply
from scoper.edits.model import Applied, Edits, Mismatch
from scoper.edits.registry import EDIT_FORMATS
from scoper.git.model import REGULAR, Entry


class Memory:
    def __init__(self, files: Mapping[str, bytes | str], modes: Mapping[str, int] | None = None) -> None:
        self.files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        self.modes = dict(modes or {})

    def entries(self) -> Mapping[str, Entry]:
        return {path: Entry(self.modes.get(path, REGULAR), "0") for path in self.files}

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        return {path: self.files[path] for path in paths if path in self.files}


def after(edits: Edits, files: Memory) -> dict[str, bytes]:
    """All files after edits that have to fit."""
    done = apply(edits, files)
    assert isinstance(done, Applied), done
    everything = files.files | {path: data for path, data in done.changed.items() if data is not None}
    return {path: data for path, data in everything.items() if done.changed.get(path, b"") is not None}


def complaints(edits: Edits, files: Memory) -> list[str]:
    done = apply(edits, files)
    assert isinstance(done, Mismatch), done
    return [complaint.message for complaint in done.complaints]


def read(name: str, text: str) -> Edits:
    return EDIT_FORMATS[name].parse(text)
