"""What one file says on its own: definitions, references, imports, comments. No other file is ever consulted here."""

from __future__ import annotations
