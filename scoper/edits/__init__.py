"""Reading and applying a model's reply: one file per edit format, one matching ladder for all of them. No I/O."""

from __future__ import annotations
