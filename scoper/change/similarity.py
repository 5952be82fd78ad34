"""How alike two definitions read, whatever they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from scoper.facts.model import Definition

_TOKEN = re.compile(rb"\w+|[^\w\s]")


class Print(NamedTuple):
    """The bag of tokens of a definition without its own name. ``weight`` is how many there are."""

    bag: Counter[bytes]
    weight: int


def fingerprint(lines: Sequence[bytes], definition: Definition) -> Print:
    name = definition.name.encode()
    words = _TOKEN.findall(b"\n".join(lines[definition.start_line - 1 : definition.end_line]))
    bag = Counter(word for word in words if word != name)
    return Print(bag, bag.total())


def similarity(one: Print, two: Print, threshold: float) -> float:
    """Twice the tokens in common over all tokens, 0 to 1; 0.0 where it is below ``threshold``."""
    total = one.weight + two.weight
    if not total or 2 * min(one.weight, two.weight) < threshold * total:
        return 0.0
    score = 2 * (one.bag & two.bag).total() / total
    return score if score >= threshold else 0.0
