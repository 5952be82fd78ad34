"""Somebody else edits, scoper judges: the loop around a model, the folders in which runs are kept, bringing back what was
accepted, and the hosts that agents run in."""

from __future__ import annotations
