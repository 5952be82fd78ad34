"""What is on disk with the texts that an editor has not saved yet laid over it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scoper.git.model import EXECUTABLE, REGULAR
from scoper.git.repository import Repository
from scoper.git.tree import Tree

_BOM = b"\xef\xbb\xbf"


class Buffer(NamedTuple):
    """A file as an editor holds it. ``file`` is its path on disk, absolute, with its folder's links followed."""

    uri: str
    file: str
    text: str
    version: int | None


def lay_over(repository: Repository, disk: Tree, buffers: Mapping[str, Buffer]) -> Tree:
    """``disk`` with these buffers, by path. Left as they are on disk: what git ignores, links, and files that are no UTF-8, of
    which no editor shows the bytes."""
    assert repository.root is not None
    ignored = repository.ignored([path for path in buffers if path not in disk.entries()])
    kept = disk.read_many(path for path in buffers if path in disk.entries())
    texts: dict[str, bytes | None] = {}
    for path, buffer in buffers.items():
        entry = disk.entries().get(path)
        if path in ignored or (entry is not None and entry.mode not in (REGULAR, EXECUTABLE)):
            continue
        text = _as_stored(buffer.text, kept.get(path), _read(os.path.join(repository.root, path)))
        if text is not None and text != kept.get(path):
            texts[path] = text
    return repository.overlay(disk, texts, "the editor") if texts else disk


def of_root(root: str, buffers: Iterable[Buffer]) -> dict[str, Buffer]:
    """The buffers below a folder, by their paths in it."""
    top = os.path.join(os.path.realpath(root), "")
    return {buffer.file[len(top) :]: buffer for buffer in buffers if buffer.file.startswith(top)}


def _as_stored(text: str, stored: bytes | None, disk: bytes | None) -> bytes | None:
    """A buffer as git would store it: with the mark that editors hide, and with the ends of lines that git keeps."""
    data = text.encode("utf-8", "surrogatepass")
    if disk is None:
        return data
    if not _is_text(disk):
        return None
    if disk.startswith(_BOM) and not data.startswith(_BOM):
        data = _BOM + data
    if stored is not None and stored != disk and stored == disk.replace(b"\r\n", b"\n"):
        return data.replace(b"\r\n", b"\n")
    return data


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
