"""Telling a person which line of a configuration would say what they decided again and again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from scoper.config import SOURCES
from scoper.git.repository import Repository
from scoper.review.lines import Line, line_of
from scoper.review.taste import Offer
from scoper.text import counted


def told(repository: Repository, found: Sequence[Offer]) -> Iterator[str]:
    """A few lines for each offer, numbered from 1."""
    files = configuration(repository)
    for number, offer in enumerate(found, 1):
        line = line_of(offer, files)
        yield f"{number}. {offer.rule.code} ({offer.rule.name}) was overruled {counted(offer.times, 'time')} {offer.where}"
        yield f"   in {line.file}, under [{line.table}]:"
        yield f"       {line.line}{_instead(line)}"


def configuration(repository: Repository) -> dict[str, bytes]:
    """The configuration files at the top of the work tree; in a bare repository, of HEAD."""
    if repository.root is None:
        return repository.at_head(SOURCES)
    found = {}
    for name in SOURCES:
        path = os.path.join(repository.root, name)
        if os.path.isfile(path):
            with open(path, "rb") as file:
                found[name] = file.read()
    return found


def _instead(line: Line) -> str:
    return f"      # instead of {line.old}" if line.old is not None else ""
