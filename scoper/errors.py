"""Errors that are the user's to mend: one line that names the thing, and hints that name the way out."""

from __future__ import annotations


class UserError(Exception):
    """A usage, configuration or git problem. It ends the run with exit code 2 and is never shown as a traceback."""

    def __init__(self, message: str, *hints: str) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints
