"""The stages of git's hooks that scoper knows."""

from __future__ import annotations

STAGES = ("pre-commit", "commit-msg", "pre-push")
DEFAULT = ("pre-commit", "commit-msg")
"""What is installed where nobody says otherwise: a push goes by what was judged when it was committed."""
