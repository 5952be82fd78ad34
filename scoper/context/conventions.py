"""How the files around the targets are written, in a few lines that were measured and not guessed."""

from __future__ import annotations

from collections.abc import Iterable

from scoper.context.gather import Ground
from scoper.context.model import Item


def conventions(ground: Ground, paths: Iterable[str]) -> tuple[Item, ...]:
    return ()
