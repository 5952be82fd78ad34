"""The fitted numbers of :mod:`scoper.verdict.belief`.

Fitted in the way of ``python -m benchmarks.fit_verdict`` on pairs of real commits of open repositories, one laid over the
other, and on the same commits alone; docs/accuracy.md says which, and what they reach on repositories that had no part in it.
``LITERAL`` and ``MOVED`` came later, from 192 such pairs of eight of them (black, click, cobra, symfony/console, fastmcp, llm,
ripgrep and scrapy); they make next to no difference there, and are kept for the reasons that they give.
"""

from __future__ import annotations

from typing import NamedTuple

from scoper.verdict.features import Features
from scoper.verdict.ties import Tie


class Relative(NamedTuple):
    """The last step: from a value of the field to a probability, within its diff."""

    bias: float
    own: float
    to_low: float
    to_middle: float
    to_high: float


CHANCE = Features(
    always=-0.77,
    relative=1.19,
    cover=0.56,
    subject=0.66,
    named=1.08,
    place=2.23,
    path=-1.65,
    words=0.81,
    density=5.01,
    test=0.0,
    companion=0.32,
    size=-0.68,
    silence=-0.26,
    pointed=-1.02,
    format=1.42,
    imports=0.01,
    adds=-0.28,
    within=0.17,
    beyond=-1.84,
)
"""Of the logarithm of the odds that an edit is asked for, by itself."""

SURENESS = Features(
    always=-0.59,
    relative=0.26,
    cover=0.22,
    subject=-0.03,
    named=0.53,
    place=1.06,
    path=0.65,
    words=0.99,
    density=1.16,
    test=-0.6,
    companion=-1.85,
    size=2.53,
    silence=-0.41,
    pointed=-0.41,
    format=0.66,
    imports=-1.11,
    adds=0.98,
    within=1.55,
    beyond=0.44,
)
"""Of the logarithm of how much that counts against ties."""

TIES = {
    Tie.USE: 28.97,
    Tie.INTERFACE: 1.11,
    Tie.IMPORT: 5.62,
    Tie.TEST: 1.13,
    Tie.OVERRIDE: 2.93,
    Tie.INSIDE: 1.08,
    Tie.AFAR: 1.03,
    Tie.CALL: 6.28,
    Tie.BORN: 7.92,
    Tie.NAME: 1.22,
    Tie.PROSE: 2.03,
    Tie.NEAR: 3.46,
    Tie.LITERAL: 0.8,
    Tie.MOVED: 1.0,
    Tie.ALIKE: 2.88,
}
"""What a tie of full strength counts."""

VERDICT = Relative(bias=1.42, own=0.72, to_low=1.37, to_middle=2.02, to_high=3.55)
