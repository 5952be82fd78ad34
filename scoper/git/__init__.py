"""The only room that talks to git. It never checks out, stashes, or writes to the user's index or object store."""

from __future__ import annotations
