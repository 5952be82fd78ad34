"""A profile of style, as rows for a table and as JSON, version 1: a contract with outsiders, spelled out key by key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper.report.json import clean_json
from scoper.report.terminal import clean
from scoper.style.features import features
from scoper.style.habits import Habit
from scoper.style.profile import Profile

SCHEMA = "scoper.style/1"
_SHOWN = 3  # values of one cell


class Measured(NamedTuple):
    """One level of one language: how many files stand for it, and what they show."""

    level: str  # "file", "directory" or "repository"
    files: int
    profile: Profile


class Portrait(NamedTuple):
    """How code of one language is written around a path, from near to far."""

    language: str
    levels: Sequence[Measured]
    habits: Sequence[Habit]  # of the nearest level


def rows(portrait: Portrait) -> list[tuple[str, ...]]:
    """Feature by feature: its name, and for each level what it shows, as ``95 single, 3 double``."""
    found = []
    for name in features():
        cells = [_cell(level.profile.get(name, {})) for level in portrait.levels]
        if any(cells):
            found.append((name.replace("-", " "), *cells))
    return found


def heads(portrait: Portrait) -> list[str]:
    names = {"file": "this file", "directory": "its folder", "repository": "the repository"}
    return [f"{names[level.level]} ({level.files} file{'s' * (level.files != 1)})" for level in portrait.levels]


def _cell(counts: Mapping[str, int]) -> str:
    best = sorted(counts, key=lambda value: (-counts[value], value))
    rest = sum(counts[value] for value in best[_SHOWN:])
    parts = [f"{counts[value]} {value}" for value in best[:_SHOWN]]
    return ", ".join([*parts, *([f"{rest} other"] if rest else [])])


def as_json(base: str, path: str, portraits: Sequence[Portrait]) -> str:
    """One line of JSON, always valid UTF-8."""
    document = {
        "schema": SCHEMA,
        "base": base,
        "path": path,
        "languages": [
            {
                "language": one.language,
                "levels": [
                    {
                        "level": level.level,
                        "files": level.files,
                        "features": {
                            name: dict(sorted(level.profile[name].items())) for name in features() if name in level.profile
                        },
                    }
                    for level in one.levels
                ],
                "conventions": [
                    {
                        "feature": habit.feature,
                        "value": habit.value,
                        "times": habit.times,
                        "of": habit.total,
                        "text": habit.text,
                    }
                    for habit in one.habits
                ],
            }
            for one in portraits
        ],
    }
    return clean_json(json.dumps(document, ensure_ascii=False)) + "\n"


def as_text(portraits: Sequence[Portrait]) -> str:
    """For each language its conventions in words, and what was counted, feature by feature, from near to far."""
    lines: list[str] = []
    for portrait in portraits:
        lines += [portrait.language, *(f"  {habit.text} ({habit.times} of {habit.total})" for habit in portrait.habits)]
        near = heads(portrait)
        for name, *cells in rows(portrait):
            lines.append(f"  {name}: " + "; ".join(f"{head}: {cell}" for head, cell in zip(near, cells, strict=True) if cell))
    return "".join(f"{clean(line)}\n" for line in lines)
