"""The only room that talks to git. It never checks out or stashes. What is the user's is written by ``disk`` and ``publish``
alone, for commands that were asked to."""

from __future__ import annotations
