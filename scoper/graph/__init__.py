"""What files say together: which definition a reference means, who uses a symbol, what overrides it. No I/O: facts and
candidate files come in through functions, so a graph may be as lazy as its callers are."""

from __future__ import annotations
