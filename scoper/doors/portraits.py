"""How the code around a path is written, measured."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.errors import UserError
from scoper.facts.store import FactStore
from scoper.git.snapshot import Snapshot
from scoper.report.style import Measured, Portrait
from scoper.style.habits import habits
from scoper.style.profile import Profiler


def around(snapshot: Snapshot, path: str, *, use_cache: bool = True) -> tuple[str, list[Portrait]]:
    """The path as the repository spells it, and a portrait for each language of its file or folder (of all, where it is empty).
    Raises :class:`UserError` where there is nothing to measure."""
    wanted = path.replace("\\", "/").removeprefix("./").strip("/")
    wanted = "" if wanted == "." else wanted
    store = FactStore.open() if use_cache else FactStore(None)
    try:
        portraits = list(_portraits(snapshot, store, wanted))
    finally:
        store.close()
    if not portraits:
        raise _nothing(snapshot, wanted)
    return wanted, portraits


def _nothing(snapshot: Snapshot, path: str) -> UserError:
    if path and path not in snapshot.entries() and not any(one.startswith(f"{path}/") for one in snapshot.entries()):
        return UserError(f"there is no {path} in the repository", "PATH is relative to the repository's root")
    return UserError(f"nothing to measure in {path or 'the repository'}: no file in a language whose style is known")


def _portraits(snapshot: Snapshot, store: FactStore, path: str) -> Iterator[Portrait]:
    profiler = Profiler(snapshot, store)
    for language, levels in profiler.around(path):
        measured = [Measured(name, len(paths), profiler.of_paths(paths)) for name, paths in levels]
        yield Portrait(language.name, measured, habits(measured[0].profile, language))
