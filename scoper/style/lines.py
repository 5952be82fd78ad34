"""What lines are like, whatever they say: how long, how they open, and how many of them are comments. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence

from scoper.lang.registry import Language, grammar
from scoper.lang.seen import Seen

_LENGTHS = ((80, "80"), (100, "100"), (120, "120"))
_STEP, _WIDEST = 10, 12  # columns of a class of widths, and the last of the classes
_OPENING = re.compile(rb"\s*(?:([A-Za-z_]\w*)|([!-/:-@\[-`{-~]))")


def of_lines(language: Language, lines: Sequence[bytes], commented: Collection[int]) -> Iterator[Seen]:
    """How long lines are, with what keyword or sign they open, and how many are comments; ``commented`` counts from 0."""
    words = _keywords(language)
    for number, line in enumerate(lines):
        bare = line.rstrip()
        if not bare:
            continue
        at = number + 1
        yield Seen("comment-lines", "comment" if number in commented else "code", at)
        length = len(bare) if bare.isascii() else len(bare.decode("utf-8", "replace"))
        yield Seen("line-length", next((name for most, name in _LENGTHS if length <= most), "longer"), at)
        yield Seen("line-width", str(min(length // _STEP, _WIDEST)), at)
        yield Seen("line-opening", _opening(bare, words), at)


def _opening(line: bytes, words: frozenset[bytes]) -> str:
    found = _OPENING.match(line)
    if found is None:
        return "other"
    word, sign = found.groups()
    if sign is not None:
        return str(sign, "ascii")
    return str(word, "ascii") if word in words else "name"


@functools.cache
def _keywords(language: Language) -> frozenset[bytes]:
    """The words of a grammar that are no names."""
    known = grammar(language)
    kinds = (known.node_kind_for_id(number) for number in range(known.node_kind_count) if not known.node_kind_is_named(number))
    return frozenset(kind.encode() for kind in kinds if kind and kind.isalpha())
