"""What tokens cost."""

from __future__ import annotations

from scoper.llm.model import Usage
from scoper.llm.profiles import Price

_MILLION = 1_000_000


def cost(usage: Usage, price: Price) -> float:
    """US dollars for the tokens of one request."""
    is_long = price.long_from and usage.input > price.long_from and price.long_input is not None
    fresh = price.long_input if is_long and price.long_input is not None else price.input
    cached = price.cached if price.cached is not None else fresh
    written = price.cache_write if price.cache_write is not None else fresh
    plain = max(usage.input - usage.cached - usage.cache_written, 0)
    return (plain * fresh + usage.cached * cached + usage.cache_written * written + usage.output * price.output) / _MILLION
