"""Does the request speak of what a comment or a docstring says otherwise now?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from scoper.change.model import Edit
from scoper.checks.model import Review
from scoper.scope.model import Provenance
from scoper.scope.words import stems

_TOKEN = re.compile(r"[A-Za-z0-9]+")
_SUBJECT = 1.0  # weight of the words of a request's first line; the rest runs on


def is_spoken_of(edit: Edit, before: Sequence[str], after: Sequence[str], review: Review) -> bool:
    """Whether words came or went that the request says, too, besides those that what is edited is called by."""
    asked = {word for word, weight in review.scope.terms if weight >= _SUBJECT}
    old, new = _counted(before), _counted(after)
    changed = {word for word in old.keys() | new.keys() if old[word] != new[word]}
    return not asked.isdisjoint(changed - stems(edit.symbol or edit.path))


def is_all_that_is_meant(edit: Edit, work: Iterable[Edit], review: Review) -> bool:
    """Whether the request names a symbol of which nothing but the documentation changes."""
    named = {target.symbol for target in review.scope.targets if target.provenance not in (Provenance.SPEC, Provenance.WORDS)}
    inside = f"{edit.symbol}."
    return edit.symbol in named and not any(
        other.symbol is not None and (other.symbol == edit.symbol or other.symbol.startswith(inside)) for other in work
    )


def _counted(lines: Sequence[str]) -> Counter[str]:
    return Counter(word for token in _TOKEN.findall("\n".join(lines)) for word in stems(token))
