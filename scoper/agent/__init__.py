"""Somebody else edits, scoper judges: the loop around a model, the folders in which runs are kept, and bringing back what was
accepted."""

from __future__ import annotations
