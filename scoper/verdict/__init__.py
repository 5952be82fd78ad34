"""Where what may change and what did change meet: a verdict per edit, reached over the graph of edits, with its proof."""

from __future__ import annotations
