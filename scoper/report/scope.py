"""What a request resolves to, for people and as JSON, version 1: ``docs/scope.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from scoper.report.json import clean_json, scope_json
from scoper.report.terminal import clean
from scoper.scope.model import Scope, Target
from scoper.scope.specs import spec_text

SCHEMA = "scoper.scope/1"


def as_json(scope: Scope) -> str:
    """One line of JSON, always valid UTF-8."""
    return clean_json(json.dumps({"schema": SCHEMA, **scope_json(scope)}, ensure_ascii=False)) + "\n"


def as_text(scope: Scope, *, asked: bool) -> str:
    """Lines for people; ``asked`` is whether there was a request beside explicit specs."""
    return "\n".join(_lines(scope, asked=asked)) + "\n"


def _lines(scope: Scope, *, asked: bool) -> Iterable[str]:
    if scope.targets:
        yield "may change:"
        yield from _targets(scope.targets)
    elif asked:
        yield "the request resolves to nothing"
    else:
        yield "may change: anything else"
    if scope.forbidden:
        yield "must not change: " + ", ".join(clean(spec.text.lstrip("!")) for spec in scope.forbidden)
    yield from map(clean, scope.unmatched)
    if scope.ambiguous and scope.rivals:
        yield "ambiguous between:"
        yield from _targets(scope.rivals)
    if scope.assumption:
        yield f"assumed: {clean(scope.assumption)}"
    if scope.terms:
        yield "words that may still meet an edit: " + ", ".join(clean(word) for word, _ in scope.terms[:12])


def _targets(targets: Iterable[Target]) -> Iterable[str]:
    for target in targets:
        yield f"  {target.confidence:4.0%}  {clean(spec_text(target))}  ({clean(target.why)})"
