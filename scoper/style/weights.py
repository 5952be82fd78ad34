"""How far the chance of each feature can be trusted.

Of the model's tails some are too light: people write long lines or many comments more often than it says; others are too heavy:
people hardly ever narrate where nobody does. A chance is divided by a weight before it is held against the threshold, as in
Genovese, Roeder & Wasserman, "False discovery control with p-value weighting" (Biometrika 93(3), 2006). The weights are such
that of 718 commits by people, of repositories that priors are fitted on, no more than two have a drift in any one feature; they
are at most 6, and 1 for what few of these commits add to. ``benchmarks.fit_style_weights`` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "blank-line": 6,
    "case-of-function": 6,
    "case-of-variable": 0.473,
    "characters": 6,
    "comment-ending": 6,
    "comment-kind": 0.0105,
    "comment-lines": 0.487,
    "comment-opening": 6,
    "comment-place": 6,
    "length-of-function": 6,
    "length-of-parameter": 6,
    "length-of-variable": 2.8,
    "line-length": 0.0246,
    "narrated-function": 6,
    "quotes": 0.122,
    "type-tests": 0.864,
}


def weight_of(feature: str) -> float:
    """What the chance of a drift in a feature is divided by."""
    return WEIGHTS.get(feature, 1.0)
