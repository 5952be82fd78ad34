"""Judgement, one file per rule family: verdicts, lint and references become findings. Nothing is decided again here."""

from __future__ import annotations
