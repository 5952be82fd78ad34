"""Explicit specs → targets, with an error that names the nearest thing where a spec matches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scoper.errors import UserError
from scoper.facts.model import symbol_id
from scoper.facts.sections import as_typed
from scoper.graph.model import Tree
from scoper.scope.model import Provenance, Spec, SpecKind, Target
from scoper.scope.specs import matches_path
from scoper.text import nearest

_WORD = re.compile(r"\w+")
_WHY = "named by the scope"
_MAX_HINTS = 3
_MAX_FILES = 1_000  # read for a did-you-mean


def explicit_targets(specs: Iterable[Spec], trees: Sequence[Tree]) -> tuple[Target, ...]:
    """The targets of positive specs, each with confidence 1. A spec has to match on one of the trees at least (a file may be
    new on one side and gone on the other). Raises :class:`UserError` for the first one that matches nowhere."""
    return tuple(target for spec in specs for target in _targets(spec, trees))


def unmatched(specs: Iterable[Spec], trees: Sequence[Tree]) -> tuple[str, ...]:
    """What to say of specs that match nowhere, where that is no error: what must not change need not be there, but a
    misspelt name would protect nothing in silence."""
    found = []
    for spec in specs:
        try:
            _targets(spec, trees)
        except UserError as error:
            found.append(error.message)
    return tuple(found)


def _targets(spec: Spec, trees: Sequence[Tree]) -> list[Target]:
    if spec.kind is SpecKind.SYMBOL:
        return _symbol(spec, trees)
    if spec.kind is SpecKind.ANYWHERE:
        return _anywhere(spec, trees)
    assert spec.path is not None
    if not any(matches_path(spec, path) for tree in trees for path in tree.paths()):
        raise UserError(f"scope {spec.text!r} matches nothing", *_nearest_paths(spec.path, trees))
    return [Target(spec.path, spec.lines, 1.0, Provenance.SPEC, f"{_WHY} {spec.text}")]


def _symbol(spec: Spec, trees: Sequence[Tree]) -> list[Target]:
    assert spec.path is not None
    if not any(spec.path in tree.paths() for tree in trees):
        raise UserError(f"scope {spec.text!r} names no file", *_nearest_paths(spec.path, trees))
    facts = [found for tree in trees for found in tree.facts([spec.path]).values()]
    if not facts:
        raise UserError(
            f"scope {spec.text!r} names a symbol, but scoper has no grammar for {spec.path}",
            f"name the file ({spec.path}) or lines of it ({spec.path}:10-40)",
        )
    names = {definition.qualname for found in facts for definition in found.definitions}
    assert spec.qualname is not None
    meant = spec.qualname if spec.qualname in names else None
    meant = meant or next((name for name in sorted(names) if as_typed(name) == as_typed(spec.qualname)), None)
    if meant is None:
        raise UserError(f"scope {spec.text!r} matches nothing", *_did_you_mean(spec.qualname, names, prefix=f"{spec.path}::"))
    return [Target(symbol_id(spec.path, meant), None, 1.0, Provenance.SPEC, f"{_WHY} {spec.text}")]


def _anywhere(spec: Spec, trees: Sequence[Tree]) -> list[Target]:
    assert spec.qualname is not None
    last = spec.qualname.rpartition(".")[2]
    wanted = as_typed(spec.qualname)
    word = last if last.isidentifier() else max(_WORD.findall(wanted), key=len, default=last)  # a title has several
    found: set[str] = set()
    for tree in trees:
        for path, facts in tree.facts(sorted(tree.search({word}))).items():
            for definition in facts.definitions:
                symbol = symbol_id(path, definition.qualname)
                if f".{as_typed(definition.qualname)}".endswith(f".{wanted}"):
                    found.add(symbol)
    if not found:
        raise UserError(f"scope {spec.text!r} matches nothing", *_nearest_names(last, trees))
    return [Target(symbol, None, 1.0, Provenance.SPEC, f"{_WHY} {spec.text}") for symbol in sorted(found)]


def _nearest_paths(path: str, trees: Sequence[Tree]) -> list[str]:
    known = {known for tree in trees for known in tree.paths()}
    if path.endswith("/"):
        known = {other[: at + 1] for other in known for at, char in enumerate(other) if char == "/"}
    if below := sorted(other for other in known if other.endswith(f"/{path}"))[:_MAX_HINTS]:
        return [f"did you mean {' or '.join(below)}?", "paths are relative to the repository's root"]
    folder = path.rstrip("/").rpartition("/")[0]
    near = {other for other in known if other.rstrip("/").rpartition("/")[0] == folder} or known
    return _did_you_mean(path, near if len(near) < 20_000 else (), prefix="")


def _nearest_names(name: str, trees: Sequence[Tree]) -> list[str]:
    """An error message may not parse a whole large repository, so only the first files of it are looked at."""
    names = {
        definition.name
        for tree in trees
        for facts in tree.facts(sorted(tree.paths())[:_MAX_FILES]).values()
        for definition in facts.definitions
    }
    return _did_you_mean(name, names, prefix="::")


def _did_you_mean(name: str, names: Iterable[str], *, prefix: str) -> list[str]:
    near = nearest(name, sorted(names))
    return ["did you mean " + " or ".join(f"{prefix}{other}" for other in near) + "?"] if near else []
