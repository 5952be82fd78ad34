"""Merging what two sides made of one text, by git's own three-way merge."""

from __future__ import annotations

import os
from contextlib import suppress

from scoper.git.store import ObjectStore

_CONFLICTS = range(128)  # git says how many there are, up to 127; beyond that it failed
_BINARY = b"\0"


def merge_texts(store: ObjectStore, base: bytes, ours: bytes, theirs: bytes, *, prefer_theirs: bool = False) -> bytes | None:
    """The text with the changes of both sides; ``None`` where it is no text, or where they meet and nobody is preferred."""
    if any(_BINARY in text for text in (base, ours, theirs)):
        return None
    names = []
    try:
        for text in (ours, base, theirs):
            names.append(store.temporary("merge"))
            with open(names[-1], "wb") as file:
                file.write(text)
        favour = ("--theirs",) if prefer_theirs else ()
        done = store.git("merge-file", "-p", "-q", *favour, *names, ok=_CONFLICTS)
    finally:
        for name in names:
            with suppress(OSError):
                os.unlink(name)
    return done.out if done.code == 0 else None
