"""Code put around or in front of code that stays as it is: a ``try``, a check for nothing. Tokens in, yes or no out."""

from __future__ import annotations

from collections.abc import Sequence

_OPENERS = (b"try", b"begin")
_CLOSERS = (b"except", b"catch", b"rescue", b"finally", b"ensure")
_LEAVING = frozenset({b"return", b"raise", b"throw", b"continue", b"break"})
_NOTHING = frozenset({b"None", b"null", b"nil", b"undefined", b"nullptr", b"NULL", b"Some", b"is_some", b"is_none"})
_BRACES = frozenset({b"{", b"}", b"end"})
_MOST_OF_A_CONDITION = 24  # tokens


def opens_wrapper(token: bytes) -> bool:
    return token in _OPENERS or token == b"if"


def wraps(inner: Sequence[bytes], outer: Sequence[bytes], header: int) -> bool:
    """Whether ``outer`` is ``inner`` with a ``try`` or a check for nothing around it, in the first ``header`` tokens."""
    for start in range(1, min(_MOST_OF_A_CONDITION, len(outer) - len(inner), header) + 1):
        if list(outer[start : start + len(inner)]) == list(inner):
            front, rest = outer[:start], [token for token in outer[start + len(inner) :] if token not in _BRACES]
            return _opens_try(front, rest) or (not rest and _checks(front))
    return False


def is_guard(added: Sequence[bytes]) -> bool:
    """Whether this is a check for nothing that leaves: ``if x is None: return``."""
    at = next((n for n, token in enumerate(added) if token in _LEAVING), None)
    return at is not None and at <= _MOST_OF_A_CONDITION and added.count(b"if") == 1 and _checks(added[:at])


def _opens_try(front: Sequence[bytes], rest: Sequence[bytes]) -> bool:
    return front[0] in _OPENERS and len(front) <= 2 and bool(rest) and rest[0] in _CLOSERS


def _checks(condition: Sequence[bytes]) -> bool:
    if not condition or condition[0] != b"if" or b"err" in condition:  # Go's way of raising
        return False
    return not _NOTHING.isdisjoint(condition) or condition[1:2] == [b"not"] and len(condition) == 4
