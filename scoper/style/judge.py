"""The style of one change, from the texts of both of its sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scoper.facts.store import FactStore
from scoper.git.model import FileChange
from scoper.git.snapshot import Snapshot
from scoper.lang.registry import language_of
from scoper.style.added import Sides, added_by
from scoper.style.drift import find_drifts
from scoper.style.governed import governed
from scoper.style.model import Drift
from scoper.style.observe import is_read
from scoper.style.profile import Profiler, is_own


class Changed(Protocol):
    """One changed file; the text of a side is ``None`` where there is none."""

    @property
    def change(self) -> FileChange: ...

    @property
    def base_text(self) -> bytes | None: ...

    @property
    def head_text(self) -> bytes | None: ...


def judge_style(files: Sequence[Changed], base: Snapshot, head: Snapshot, store: FactStore | None) -> tuple[Drift, ...]:
    """Where the code that a change adds is written otherwise than what surrounds it on the base side, the least likely first.
    Vendored and generated files are left alone."""
    chosen = [file for file in files if _is_judged(file)]
    if not any(file.head_text is not None for file in chosen):
        return ()
    base_texts = {f.change.base_path: f.base_text for f in chosen if f.change.base_path is not None and f.base_text is not None}
    head_texts = {f.change.head_path: f.head_text for f in chosen if f.change.head_path is not None and f.head_text is not None}
    before, after = Profiler(base, store, base_texts), Profiler(head, store, head_texts)
    old, new = before.measure(base_texts), after.measure(head_texts)
    sides = [Sides(f.change, old.get(f.change.base_path or "", {}), new.get(f.change.head_path or "", {})) for f in chosen]
    added = added_by(sides, before.roots)
    return tuple(find_drifts(added, before, governed(base, [one.path for one in added])))


def _is_judged(file: Changed) -> bool:
    language = language_of(file.change.path)
    return language is not None and is_read(language) and is_own(file.change.path) and not file.change.binary
