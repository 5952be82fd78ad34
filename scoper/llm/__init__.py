"""Talking to a model. The only room that opens connections; it knows nothing of repositories, scopes or edit formats."""

from __future__ import annotations
