"""The values of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Feature(NamedTuple):
    """``rule`` is the code of the rule that reports it, ``noun`` what is counted, ``words`` value → what such a one is or
    does. Of what a change adds, at least ``share`` has to have the value before it is worth a word, and where ``beside`` names
    another value, some has to have that: a change that adds nothing but comments is about comments."""

    name: str
    rule: str
    noun: str
    words: Mapping[str, str]
    share: float = 0.5
    least: int = 2
    beside: str | None = None


class Added(NamedTuple):
    """What a change adds to one file: a feature's values with the lines that show them, less what it takes away."""

    path: str
    lines: Mapping[str, Mapping[str, tuple[int, ...]]]  # feature → value → lines of the head side


class Drift(NamedTuple):
    """Added code that is written otherwise than what surrounds it.

    Of ``total`` observations that the change adds, ``times`` have this value; in the ``level`` ("file", "directory",
    "repository") it is ``known`` of ``support``. ``expected`` is the share that was to be expected, ``chance`` the probability
    of so many or more, times the number of comparisons made in the whole change. ``usual`` is the value that prevails there.
    """

    path: str
    feature: str
    value: str
    times: int
    total: int
    level: str
    known: int
    support: int
    usual: str
    expected: float
    chance: float
    lines: tuple[int, ...]
