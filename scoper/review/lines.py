"""The exact line of a configuration that an offer comes to, and the file with it."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scoper.config import SOURCES, is_pyproject, read_table
from scoper.review.taste import Offer

_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Line(NamedTuple):
    """``line`` stands in ``table`` (``""`` for the top of the file) of ``file``, and in place of ``old``, where that is there
    already. ``text`` is the whole file with it, ``None`` where only a person can put it there."""

    file: str
    table: str
    line: str
    old: str | None
    text: bytes | None


def line_of(offer: Offer, files: Mapping[str, bytes]) -> Line:
    """What to write. ``files`` are the configuration files of the top folder, by name, as far as they are there."""
    file = _file(files)
    key, name = ("per-path-ignore", offer.glob) if offer.glob is not None else ("per-kind-ignore", offer.kind)
    assert name is not None
    before = files.get(file, b"")
    table = (read_table(file, before) or {}).get(key, {})
    known = table.get(name) if isinstance(table, dict) else None
    codes = [str(code) for code in known] if isinstance(known, list) else []
    where = f"tool.scoper.{key}" if is_pyproject(file) else key
    line = _line(name, [*codes, offer.rule.code])
    old = _line(name, codes) if codes else None
    wanted = _document(before)
    _table(wanted, where).setdefault(name, [])[:] = [*codes, offer.rule.code]
    tries = (text for text in _texts(before, where, line, name) if _reads_as(text, wanted))
    return Line(file, where, line, old, next(tries, None))


def _file(files: Mapping[str, bytes]) -> str:
    """The file that counts: the one that has a configuration, else one that is there."""
    configured = (name for name in SOURCES if name in files and read_table(name, files[name]) is not None)
    return next(configured, None) or next((name for name in reversed(SOURCES) if name in files), SOURCES[0])


def _texts(before: bytes, where: str, line: str, name: str) -> Iterator[bytes]:
    """The file with the line in each of the places where it may belong; comments and order stay as they are."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    rows = before.split(b"\n")
    new = line.encode() + end[:-1]
    header = re.compile(rb"[ \t]*\[[ \t]*" + re.escape(where.encode()) + rb"[ \t]*\][ \t]*(?:#.*)?\r?")
    at = next((number for number, row in enumerate(rows) if header.fullmatch(row)), None)
    if at is None:
        gap = b"" if not before else end if before.endswith(b"\n") else end + end
        yield before + gap + f"[{where}]".encode() + end + line.encode() + end
        return
    said = re.compile(rb"[ \t]*" + re.escape(_key(name).encode()) + rb"[ \t]*=.*")
    for number in range(at + 1, len(rows)):
        if said.fullmatch(rows[number]):
            yield b"\n".join([*rows[:number], new, *rows[number + 1 :]])
    if at + 1 < len(rows):
        yield b"\n".join([*rows[: at + 1], new, *rows[at + 1 :]])
    else:
        yield before + end + line.encode() + end


def _reads_as(text: bytes, wanted: dict[str, Any]) -> bool:
    """Whether a file says this, and nothing else."""
    try:
        return tomllib.loads(text.decode()) == wanted
    except (ValueError, RecursionError):
        return False


def _document(text: bytes) -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(text.decode()))


def _table(document: dict[str, Any], where: str) -> dict[str, Any]:
    for part in where.split("."):
        document = document.setdefault(part, {})
    return document


def _line(name: str, codes: Sequence[str]) -> str:
    return f"{_key(name)} = [{', '.join(_string(code) for code in dict.fromkeys(codes))}]"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # of what can be printed, a string is the same in JSON and in TOML
