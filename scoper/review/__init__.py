"""A person decides: edits and their statements are taken or left, and what was decided is remembered."""

from __future__ import annotations
