"""Whether a model says what it did: its own summary against its diff. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scoper.change.model import Edit
from scoper.facts.model import split_symbol

_WORD = re.compile(r"\w+")


def undisclosed(summary: str | None, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that the summary does not name: neither their symbol nor, where it names no symbol of that file, their file.

    Without a summary nothing is disclosed."""
    edits = tuple(edits)
    if summary is None:
        return edits
    words = set(_WORD.findall(summary))
    named = {edit.path for edit in edits if _names_symbol(edit, words)}
    return tuple(
        edit
        for edit in edits
        if not _names_symbol(edit, words)
        and not (_names_file(edit, summary, words) and (_is_loose(edit) or edit.path not in named))
    )


def _names_symbol(edit: Edit, words: set[str]) -> bool:
    return any(part in words for symbol in (edit.symbol, edit.old_symbol) for part in _parts(symbol))


def _parts(symbol: str | None) -> Sequence[str]:
    """The name of a symbol itself, and of what it is directly inside of."""
    return split_symbol(symbol)[1].split(".")[-2:] if symbol is not None and "::" in symbol else ()


def _is_loose(edit: Edit) -> bool:
    """Whether an edit is at the level of the file, where there is no name to say but the file's."""
    return edit.symbol is None or "::" not in edit.symbol


def _names_file(edit: Edit, summary: str, words: set[str]) -> bool:
    name = edit.path.rpartition("/")[2]
    stem = name.partition(".")[0]
    return edit.path in summary or name in summary or (len(stem) > 2 and stem in words)
