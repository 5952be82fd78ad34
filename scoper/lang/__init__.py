"""What differs between languages, as data: one folder per language with its spec and its queries."""

from __future__ import annotations
