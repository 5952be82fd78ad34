"""Where an added or a removed definition ends.

A diff may take the closing line of one definition for that of another: of ``x = 2 }`` turned into ``x = 3 } def { y = 1 }`` it
says that ``x = 3 } def { y = 1`` is new and the last bracket is not. Read so, no part of the change could stand alone. As equal
lines are as good as each other, the new definition can be read with its own end, and the old one with what it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoper.untangle.merge import Piece


def slide(pieces: Sequence[Piece], base: Sequence[bytes], head: Sequence[bytes], overhang: Mapping[int, int]) -> list[Piece]:
    """The same pieces, where those of ``overhang`` take in the lines by which their definition is longer, if the same lines
    stand before them. What the pieces add up to stays as it is."""
    found = list(pieces)
    for at in range(len(found) - 2, 0, -1):
        owner = found[at].owner
        size = overhang.get(owner, 0) if owner is not None else 0
        while size and at > 0 and _move(found, at, size, base, head):
            at -= 1  # what stands before it has given away its own end, and may take that of the one before
    return found


def _move(found: list[Piece], at: int, size: int, base: Sequence[bytes], head: Sequence[bytes]) -> bool:
    """Let the piece give its place to ``size`` unchanged lines, which until now stood behind it."""
    before, piece, behind = found[at - 1 : at + 2]
    if before.owner is None or piece.owner is None or behind.owner is not None or behind.base_end - behind.base_start < size:
        return False
    old, new = piece.base_start, piece.head_start
    if piece.base_start == piece.base_end and before.head_end - before.head_start >= size:
        if list(head[new - size : new]) != list(head[behind.head_start : behind.head_start + size]):
            return False
        before = before._replace(head_end=new - size)
        between = Piece(None, old, old + size, new - size, new)
        piece = Piece(piece.owner, old + size, old + size, new, piece.head_end + size)
    elif piece.head_start == piece.head_end and before.base_end - before.base_start >= size:
        if list(base[old - size : old]) != list(base[behind.base_start : behind.base_start + size]):
            return False
        before = before._replace(base_end=old - size)
        between = Piece(None, old - size, old, new, new + size)
        piece = Piece(piece.owner, old, piece.base_end + size, new + size, new + size)
    else:
        return False
    behind = behind._replace(base_start=behind.base_start + size, head_start=behind.head_start + size)
    found[at - 1 : at + 2] = [before, between, piece, behind]
    return True
