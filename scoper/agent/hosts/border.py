"""Before an edit: is it certainly out of scope? Decided by paths and names alone, as most edits come before what explains them.

Certain is: a path that the configuration protects, what a negated spec forbids, a frozen test, and a change to existing code
in a file that an explicit scope leaves out and that nowhere mentions what the scope names, so that nothing could tie the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoper.checks.paths import matcher
from scoper.config import Config
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.scope.model import Spec, SpecKind
from scoper.scope.specs import matches_path, negative, positive

_WHOLE = (SpecKind.PATH, SpecKind.FOLDER, SpecKind.GLOB)
_DATA = frozenset({"json", "yaml", "toml", "css", "scss", "html", "sql"})  # may belong to code without naming it
_STEM = re.compile(r"[\w-]+")


def forbidden(path: str, specs: Sequence[Spec], config: Config) -> str | None:
    """Why a path must not change at all; ``None`` where it may."""
    for spec in negative(specs):
        if spec.kind in _WHOLE and matches_path(spec, path):
            return f"the task says that {spec.text.strip().removeprefix('!')} must not change"
    named = any(spec.kind is not SpecKind.GLOB and spec.path and matches_path(spec, path) for spec in positive(specs))
    if named:
        return None
    if matcher(config.protect)(path):
        return "the configuration protects this path"
    if "tests" in config.freeze and is_test_path(path):
        return "the tests are frozen"
    return None


def outside(path: str, before: bytes | None, after: bytes | None, specs: Sequence[Spec]) -> str | None:
    """Why a change to an existing file cannot be a part of an explicit scope; ``None`` where it may be one."""
    wanted, language = positive(specs), language_of(path)
    if not wanted or before is None or after is None or language is None or language.document or language.name in _DATA:
        return None
    if any(spec.kind is not SpecKind.ANYWHERE and matches_path(spec, path) for spec in wanted) or _only_adds(before, after):
        return None
    names = {name for spec in wanted for name in _names(spec)}
    words = set(_STEM.findall((before + b"\n" + after).decode("utf-8", "replace"))) | set(_STEM.findall(path))
    parts = {part for word in words for part in (word, *word.split("-"))}
    if not names or any(name in part for name in names for part in parts):
        return None
    return f"the scope is {', '.join(spec.text for spec in wanted[:3])}, and this file mentions nothing of it"


def _names(spec: Spec) -> list[str]:
    """What code would have to say to have anything to do with a spec; nothing where that cannot be told."""
    names = [spec.qualname.rpartition(".")[2]] if spec.qualname else []
    parts = [part.partition(".")[0] for part in (spec.path or "").split("/") if part]
    plain = [part for part in parts if part and not re.search(r"[*?\[]", part)]
    return [*names, plain[-1]] if plain else names


def _only_adds(before: bytes, after: bytes) -> bool:
    """Whether every line of the text is still there, in order: what is new may be for code that comes later."""
    left = iter(after.splitlines())
    return all(line in left for line in before.splitlines())
