"""Whose code linters may run: the user's to say, and never the repository's."""

from __future__ import annotations

import os

from scoper.config import TRUST, Config
from scoper.errors import UserError

VARIABLE = "SCOPER_TRUST"


def with_trust(config: Config, given: str | None = None) -> Config:
    """The configuration with the trust that was given, else that of the environment. Every door that runs linters comes through
    here. Raises :class:`UserError` for a trust that does not exist."""
    trust = given or os.environ.get(VARIABLE) or config.trust
    if trust not in TRUST:
        raise UserError(f"{VARIABLE} is {trust!r}", f"it is one of {', '.join(TRUST)}")
    return config._replace(trust=trust)
