"""Words of requests and of code, brought to one form so that they can meet.

Identifiers are split at case and underscore, lower-cased, stripped of the commonest English endings, and dropped where
they say nothing (English function words, verbs of change, keywords that every file holds).
"""

from __future__ import annotations

import functools
import re
from functools import lru_cache

from scoper.scope.template import clean_request
from scoper.text import split_identifier

_STOP = frozenset(
    """
    a an the and or of to in for on with by from is are be as at it this that these those not no if when then than into
    should can could would will so do does did done was were has have had but also we i you they he she its our your
    their there here all any some more most other which who what where why how only because after before via per please
    use used using uses make makes made get set fix fixes fixed add adds added remove removes removed change changes
    changed update updates updated support allow new now pr issue close closes closed co authored signed off ref refs see
    chore feat refactor test tests docs doc def self cls return none true false import class function func const let var
    elif else string str int err error nil null type types value values public private static void
    """.split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "es", "er", "ly", "s", "e")
_MIN_STEM = 3
_TOKEN = re.compile(r"[A-Za-z0-9]+")
_MAX_BODY = 4_000  # characters of a request's body that still count; pull-request templates run on
_BODY_WEIGHT = 0.5  # a word of the body says less than one of the subject line


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A crude stem: ``redirects``, ``redirected`` and ``redirect`` meet; irregular forms do not."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of all telling words in a text or an identifier."""
    found: set[str] = set()
    for token in set(_TOKEN.findall(text)):
        found.update(_stems_of(token))
    return frozenset(found)


@lru_cache(maxsize=1 << 16)  # the same few thousand words fill a whole diff
def _stems_of(token: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in split_identifier(token) if len(word) > 1 and word not in _STOP)


def request_terms(request: str) -> tuple[tuple[str, float], ...]:
    """``(stem, weight)`` of a request, sorted; its first line weighs 1, the rest of it half."""
    subject, _, body = clean_request(request).partition("\n")
    weights = dict.fromkeys(stems(body[:_MAX_BODY]), _BODY_WEIGHT)
    weights.update(dict.fromkeys(stems(subject), 1.0))
    return tuple(sorted(weights.items()))
