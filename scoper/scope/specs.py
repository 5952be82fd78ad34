"""Explicit scope specs: parsing, and what they match.

``path`` · ``folder/`` · glob · ``path::Symbol.name`` · ``::Symbol.name`` (anywhere) · ``path:10-40``, each with an optional
leading ``!`` for "must not change".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scoper.errors import UserError
from scoper.facts.model import SymbolId, split_symbol
from scoper.facts.sections import as_typed
from scoper.scope.model import Spec, SpecKind, Target
from scoper.text import LineRange

_LINES = re.compile(r"^(?P<path>.+):(?P<start>\d+)(?:-(?P<end>\d+))?$")
_GLOB = re.compile(r"[*?\[]")
_FORMS = (
    "a spec is a path, a folder ending in '/', a glob, path::Symbol.name, ::Symbol.name or path:10-40, "
    "with '!' in front for 'must not change'"
)


def parse_spec(text: str) -> Spec:
    """One spec as the user wrote it. Raises :class:`UserError` where it has none of the forms."""
    body = text.strip()
    negated = body.startswith("!")
    body = body[1:].strip() if negated else body
    if not body or body == "::":
        raise UserError(f"scope spec {text!r} is empty", _FORMS)
    if "::" in body:
        path, _, qualname = body.partition("::")
        qualname = qualname.replace("::", ".")
        if not qualname:
            raise UserError(f"scope spec {text!r} names no symbol after '::'", _FORMS)
        if path:
            return Spec(text, SpecKind.SYMBOL, negated, path=_clean(text, path), qualname=qualname)
        return Spec(text, SpecKind.ANYWHERE, negated, qualname=qualname)
    if match := _LINES.match(body):
        return Spec(text, SpecKind.LINES, negated, path=_clean(text, match["path"]), lines=_line_range(text, match))
    path = _clean(text, body)
    if _GLOB.search(path):
        return Spec(text, SpecKind.GLOB, negated, path=path)
    return Spec(text, SpecKind.FOLDER if path.endswith("/") else SpecKind.PATH, negated, path=path)


def spec_text(target: Target) -> str:
    """A scope spec that names this target alone."""
    if target.lines is None:
        return target.symbol
    return f"{target.symbol.partition('::')[0]}:{target.lines.start}-{target.lines.end}"


def _line_range(text: str, match: re.Match[str]) -> LineRange:
    start, end = int(match["start"]), int(match["end"] or match["start"])
    if not 1 <= start <= end:
        raise UserError(f"scope spec {text!r} has no such lines", "lines count from 1, and the first comes before the last")
    return LineRange(start, end)


def _clean(text: str, path: str) -> str:
    path = path.replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    if path in ("", "."):
        return "./"
    if path.startswith("/") or ".." in path.split("/"):
        raise UserError(f"scope spec {text!r} points outside the repository", "paths are relative to the repository's root")
    return path


def matches_path(spec: Spec, path: str) -> bool:
    """Whether the spec is about this file, in whole or in part."""
    if spec.kind is SpecKind.ANYWHERE:
        return True
    assert spec.path is not None
    if spec.kind is SpecKind.FOLDER:
        return spec.path == "./" or path.startswith(spec.path)
    if spec.kind is SpecKind.GLOB:
        return _glob(spec.path, path)
    return path == spec.path or (spec.kind is SpecKind.PATH and path.startswith(spec.path + "/"))


def matches_symbol(spec: Spec, symbol: SymbolId | None) -> bool:
    """Whether a symbol is the one that a ``SYMBOL`` or ``ANYWHERE`` spec names, or inside it."""
    if symbol is None or spec.qualname is None:
        return False
    path, qualname = split_symbol(symbol)
    if spec.kind is SpecKind.SYMBOL:
        return path == spec.path and _within(qualname, spec.qualname)
    parts = qualname.split(".")
    return any(_within(".".join(parts[start:]), spec.qualname) for start in range(len(parts)))


def is_precise(spec: Spec) -> bool:
    """Whether the spec names code rather than a file, a folder or a pattern of files."""
    return spec.kind in (SpecKind.SYMBOL, SpecKind.ANYWHERE, SpecKind.LINES)


def _within(qualname: str, outer: str) -> bool:
    qualname, outer = as_typed(qualname), as_typed(outer)
    return qualname == outer or qualname.startswith(outer + ".")


def _glob(pattern: str, path: str) -> bool:
    """A glob in gitignore's sense: without a slash it matches in any folder, ``**`` crosses folders."""
    from pathspec import GitIgnoreSpec  # a tenth of a second of imports that only globs need

    return bool(GitIgnoreSpec.from_lines([pattern]).match_file(path))


def positive(specs: Iterable[Spec]) -> tuple[Spec, ...]:
    return tuple(spec for spec in specs if not spec.negated)


def negative(specs: Iterable[Spec]) -> tuple[Spec, ...]:
    return tuple(spec for spec in specs if spec.negated)
