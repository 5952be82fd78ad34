"""Local variables that have another name now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scoper.change.forms import View, key
from scoper.change.side import Side
from scoper.change.syntax import Unit
from scoper.facts.model import MODULE

_HELD = "\0"


def renamed_locals(base: Side, head: Side, before: Sequence[Unit], after: Sequence[Unit]) -> Mapping[str, str]:
    """Old name → new name of locals whose statements, among these, differ in nothing but the name.

    The old name must be gone, the new one must be new, and the place where it is bound must be among these statements.
    """
    old, new = _locals(base, before), _locals(head, after)
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    if not gone or not come:
        return {}
    from difflib import SequenceMatcher  # see ``rewrites``

    hidden_old, hidden_new = View(names=dict.fromkeys(gone, _HELD)), View(names=dict.fromkeys(come, _HELD))
    keys = [key(base, unit, hidden_old) for unit in before], [key(head, unit, hidden_new) for unit in after]
    found: dict[str, set[str]] = {}
    bound: set[str] = set()
    for block in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        for one, two in zip(before[block.a : block.a + block.size], after[block.b : block.b + block.size], strict=True):
            for name, other in _paired(one, two, gone):
                found.setdefault(name, set()).add(other)
                if any(line in one.lines for line in old[name]):
                    bound.add(name)
    sure = {name: next(iter(others)) for name, others in found.items() if len(others) == 1 and name in bound}
    unique = {name: other for name, other in sure.items() if other in come and list(sure.values()).count(other) == 1}
    return {name: other for name, other in unique.items() if not _is_mixed(name, other, found)}


def _is_mixed(name: str, other: str, found: Mapping[str, set[str]]) -> bool:
    return any(other in others for one, others in found.items() if one != name)


def _paired(one: Unit, two: Unit, gone: Iterable[str]) -> list[tuple[str, str]]:
    if len(one.tokens) != len(two.tokens):
        return []
    texts = (
        (a.text.decode("utf-8", "replace"), b.text.decode("utf-8", "replace"))
        for a, b in zip(one.tokens, two.tokens, strict=True)
    )
    wanted = set(gone)
    return [(a, b) for a, b in texts if a in wanted and a != b]  # an attribute may have the name of a local


def _locals(side: Side, units: Sequence[Unit]) -> dict[str, list[int]]:
    """Names that are bound in the functions of these statements, with the lines, but for parameters."""
    scopes = {side.owner(unit.lines.start) for unit in units} - {MODULE}
    parameters = {p.name for scope in scopes for p in side.facts.definitions[scope].parameters}
    found: dict[str, list[int]] = {}
    for binding in side.facts.bindings:
        if binding.scope in scopes and binding.name not in parameters:
            found.setdefault(binding.name, []).append(binding.line)
    return found
