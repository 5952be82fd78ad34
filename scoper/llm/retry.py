"""Asking again. Which failures pass by themselves, how long to wait, and when to give up.

The SDK's own retries are off: they do not cover a stream that is cut, and give up where a server asks for more than two
minutes. Here a server may ask for any time that is left of the run's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from scoper.llm.model import Listener, ModelError

RETRIED = frozenset({408, 409, 425, 429})
"""HTTP codes that may pass, beside all from 500 on."""

_FIRST, _LONGEST = 0.5, 30.0  # seconds between attempts, doubled each time, where the server names none
_JITTER = 0.25  # the share of a wait that is left to chance, so that many clients do not come back at once
_Answer = TypeVar("_Answer")


class Trouble(Exception):
    """A failure that may pass. ``wait`` is what the server asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait


class Clock(NamedTuple):
    """Time and chance: ``now`` in seconds from anywhere, ``sleep`` in seconds, ``chance`` from 0 to 1."""

    now: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


class Patience(NamedTuple):
    """How often to ask one thing, and until when by the clock; ``None`` for no limit."""

    attempts: int = 8
    until: float | None = None

    def left(self, now: float) -> float | None:
        return None if self.until is None else self.until - now


def persist(ask: Callable[[], _Answer], patience: Patience, clock: Clock, listener: Listener) -> _Answer:
    """The first answer that is no :class:`Trouble`. Raises :class:`ModelError` where attempts or time run out."""
    for attempt in range(1, patience.attempts + 1):
        try:
            return ask()
        except Trouble as trouble:
            seconds = _pause(trouble, attempt, clock)
            left = patience.left(clock.now())
            if attempt == patience.attempts:
                raise ModelError(f"the model gave no answer in {attempt} attempts: {trouble.why}") from trouble
            if left is not None and seconds >= left:
                raise ModelError(
                    f"the model gave no answer: {trouble.why}",
                    f"the next attempt is due in {seconds:.0f} s, and {max(left, 0):.0f} s are left of --max-wall-time",
                ) from trouble
            listener.waiting(trouble.why, seconds)
            clock.sleep(seconds)
    raise ModelError("the model was not asked: no attempt is allowed")


def _pause(trouble: Trouble, attempt: int, clock: Clock) -> float:
    """What the server asked for and a little more, or twice the last time and a little less."""
    if trouble.wait is not None:
        return trouble.wait + min(trouble.wait, 1.0) * _JITTER * clock.chance()
    return min(_FIRST * 2.0 ** (attempt - 1), _LONGEST) * (1 - _JITTER * clock.chance())
