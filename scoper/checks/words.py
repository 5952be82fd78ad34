"""How messages speak of edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoper.change.model import Edit, EditKind

_CHANGED = {
    EditKind.BODY: "body",
    EditKind.SIGNATURE: "signature",
    EditKind.DOCSTRING: "docstring",
    EditKind.COMMENT: "comments",
    EditKind.FORMAT_ONLY: "format",
    EditKind.IMPORT: "imports",
    EditKind.DECORATOR: "decorators",
    EditKind.ANNOTATION_ONLY: "annotations",
    EditKind.MODE: "file mode",
    EditKind.BINARY: "binary content",
    EditKind.TEXT: "text",
}
_DONE = {
    EditKind.ADD: "added",
    EditKind.DELETE: "removed",
    EditKind.RENAME: "renamed",
    EditKind.MOVE: "moved",
    EditKind.REORDER: "reordered",
}


def subject(edit: Edit) -> str:
    """What a message about this edit starts with."""
    return edit.symbol or edit.path


def happened(edits: Iterable[Edit]) -> str:
    """What was done, in words: ``signature and body changed``, ``added``, ``renamed, body changed``."""
    kinds = {kind for edit in edits for kind in edit.kinds}
    parts = [word for kind, word in _DONE.items() if kind in kinds]
    if changed := [word for kind, word in _CHANGED.items() if kind in kinds]:
        parts.append(f"{listed(changed)} changed")
    return ", ".join(parts) or "changed"


def listed(items: Sequence[str], *, limit: int = 5) -> str:
    """``a``, ``a and b``, ``a, b and c``, with the tail as a number where there are more than ``limit``."""
    shown = list(items[:limit])
    if len(items) > limit:
        shown.append(f"{len(items) - limit} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
