"""What a run may use, and what it has used."""

from __future__ import annotations

from typing import NamedTuple

from scoper.errors import UserError
from scoper.llm.model import Usage
from scoper.llm.profiles import Price
from scoper.llm.spend import cost


class Limits(NamedTuple):
    """Bounds of one run. ``tokens`` are of input and output together, ``cost`` is in US dollars, ``wall`` in seconds; ``None``
    is no bound. ``format_errors`` counts replies in a row of which nothing could be used, ``calls`` those of a tool."""

    rounds: int = 3
    tokens: int | None = 400_000
    cost: float | None = None
    wall: float | None = 1800.0
    format_errors: int = 3
    calls: int = 40


class LimitReached(Exception):
    """The run ends here, as it may use no more."""


class Spent:
    """Tokens and money of one run."""

    def __init__(self, limits: Limits, price: Price | None) -> None:
        if limits.cost is not None and price is None:
            raise UserError(
                "no price is known for this model, so --max-cost cannot be kept",
                'say it in the file of models: [prices] "NAME" = { input = 2, output = 10 }, in dollars for a million tokens',
            )
        self._limits = limits
        self._price = price
        self._counted = 0  # tokens
        self.usage = Usage()
        self.dollars = 0.0
        self.requests = 0

    @property
    def cost(self) -> float | None:
        """US dollars; ``None`` where no price is known."""
        return None if self._price is None else self.dollars

    def add(self, usage: Usage, *, counts: bool = True) -> None:
        """``counts`` is false for what a recording answered, which is shown and costs nothing."""
        self.requests += 1
        self.usage = self.usage.plus(usage)
        self._counted += usage.total if counts else 0
        if self._price is not None and counts:
            self.dollars += cost(usage, self._price)

    def room(self, prompt: int, most: int) -> int:
        """How many tokens an answer to a prompt of so many may have, at most ``most``. Raises :class:`LimitReached`."""
        room = most
        if self._limits.tokens is not None:
            left = self._limits.tokens - self._counted
            room = min(room, left - prompt)
            if room <= 0:
                raise LimitReached(f"--max-tokens: {max(left, 0)} are left, and the next prompt has about {prompt}")
        if self._limits.cost is not None and self._price is not None:
            left_over = self._limits.cost - self.dollars - cost(Usage(input=prompt), self._price)
            if left_over <= 0:
                raise LimitReached(f"--max-cost: ${self.dollars:.4f} of ${self._limits.cost:g} are spent")
            if self._price.output:
                room = min(room, int(left_over * 1_000_000 / self._price.output))
            if room <= 0:
                raise LimitReached(f"--max-cost: ${self.dollars:.4f} of ${self._limits.cost:g} are spent")
        return room
