"""Verdicts, and the relations that prove them."""

from __future__ import annotations

import enum
from typing import NamedTuple

from scoper.change.model import Edit


class Relation(enum.StrEnum):
    """Why an edit is in scope, or why it is not."""

    TARGET = "target"
    DEFINITION = "definition"  # a new definition that in-scope code uses, or one whose last use an in-scope edit removed
    IMPORT = "import"
    USE = "use"  # a use of a symbol whose name or signature an in-scope edit changed
    OVERRIDE = "override"
    TEST = "test"
    COMPANION = "companion"
    RELATED = "related"  # shares rare names with in-scope code: weak
    UNREACHED = "unreached"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"  # there is no task, or it resolves to nothing

    @property
    def is_proof(self) -> bool:
        """Whether the relation is read from resolved code, not from shared names."""
        return self in _PROOFS


_PROOFS = frozenset({Relation.TARGET, Relation.DEFINITION, Relation.IMPORT, Relation.USE, Relation.OVERRIDE})


class Step(NamedTuple):
    """One step of a proof: this edit is reached from the one before it by this relation."""

    edit: str
    relation: Relation
    why: str


class Verdict(NamedTuple):
    """The judgement of one edit. ``confidence`` (0 to 1) is in the judgement, whichever way it goes; ``proof`` runs from a
    target to this edit and is empty where nothing reaches it."""

    edit: Edit
    in_scope: bool
    relation: Relation
    why: str
    confidence: float
    proof: tuple[Step, ...]
