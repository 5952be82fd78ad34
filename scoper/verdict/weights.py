"""The fitted numbers of :mod:`scoper.verdict.belief`.

Fitted by ``python -m benchmarks.fit_verdict`` on pairs of real commits of open repositories, one laid over the other, and on
the same commits alone; docs/accuracy.md says which, and what they reach on repositories that had no part in it.
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
    always=-0.86,
    relative=1.12,
    cover=0.47,
    subject=0.62,
    named=0.72,
    place=2.32,
    path=-1.71,
    words=0.58,
    density=5.04,
    test=0.01,
    companion=0.26,
    size=-0.61,
    silence=-0.08,
    pointed=0.0,
    format=1.28,
    imports=-0.18,
    adds=-0.29,
    within=0.09,
    beyond=-1.85,
)
"""Of the logarithm of the odds that an edit is asked for, by itself."""

SURENESS = Features(
    always=-0.68,
    relative=0.32,
    cover=0.16,
    subject=-0.42,
    named=0.49,
    place=0.75,
    path=0.61,
    words=1.16,
    density=1.17,
    test=-0.45,
    companion=-2.21,
    size=2.28,
    silence=-0.18,
    pointed=0.0,
    format=0.69,
    imports=-1.51,
    adds=1.09,
    within=1.76,
    beyond=0.58,
)
"""Of the logarithm of how much that counts against ties."""

TIES = {
    Tie.USE: 31.41,
    Tie.INTERFACE: 1.74,
    Tie.IMPORT: 5.38,
    Tie.TEST: 1.29,
    Tie.OVERRIDE: 2.85,
    Tie.INSIDE: 0.98,
    Tie.AFAR: 1.02,
    Tie.CALL: 6.79,
    Tie.BORN: 8.1,
    Tie.NAME: 0.87,
    Tie.PROSE: 2.12,
    Tie.NEAR: 3.49,
    Tie.ALIKE: 2.41,
}
"""What a tie of full strength counts."""

VERDICT = Relative(bias=1.67, own=0.77, to_low=1.0, to_middle=2.27, to_high=4.01)
