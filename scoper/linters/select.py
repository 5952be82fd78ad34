"""Which linters apply to a diff, where, on what, and whether they may run: decided before anything is written or started."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from posixpath import join
from typing import NamedTuple

from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Problem
from scoper.git.model import EXECUTABLE, REGULAR, Entry, FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters.adapter import Adapter, Job, Trust
from scoper.linters.adapters.registry import ADAPTERS, FORMATTERS
from scoper.linters.custom import custom
from scoper.linters.model import Unchecked
from scoper.linters.programs import Missing, find_program
from scoper.linters.project import read_regular
from scoper.linters.settings import Site, differs, folders_above, mentioned, section, site_of, wanted_names
from scoper.text import nearest

AUTO = "auto"
RUFF = "ruff"
_MAX_MENTIONED = 300
_MAX_ROUNDS = 6


class Chosen(NamedTuple):
    """A linter that is going to run in one folder, on the changed files below it (head's paths)."""

    adapter: Adapter
    site: Site
    paths: tuple[str, ...]
    program: str


class Selection(NamedTuple):
    """``configs`` are the files of the base side that stand around what is linted, by path. ``names`` are those of files that
    may configure a tool: they are the base's on both sides, whatever the diff makes of them, and not linted themselves."""

    chosen: tuple[Chosen, ...]
    configs: Mapping[str, bytes]
    unchecked: tuple[Unchecked, ...]
    problems: tuple[Problem, ...]
    names: frozenset[str] = frozenset()

    def formatters(self, *, only: bool) -> Selection:
        """With formatters only, or without them."""
        return self._replace(chosen=tuple(item for item in self.chosen if item.adapter.rewrites is only))


NOTHING = Selection((), {}, (), ())


def select(
    base: Snapshot,
    head: Snapshot,
    changes: Sequence[FileChange],
    config: Config,
    root: str | None,
    among: Iterable[Adapter] | None = None,
) -> Selection:
    """``among`` are adapters that may run whatever the configuration names; without, those run that it allows.

    Raises :class:`UserError` for linters that the configuration names and nobody knows.
    """
    paths = [change.path for change in changes]
    files = [change.path for change in changes if is_linted(change)]
    possible = _adapters(config) if among is None else among
    adapters = [item for item in possible if any(path.endswith(item.suffixes) for path in (paths if item.whole else files))]
    if not adapters:
        return NOTHING
    ruling = base if base.entries() else head
    names = wanted_names(adapters)
    files = [path for path in files if path.rpartition("/")[2] not in names]
    places = {join(folder, name) for path in paths for folder in folders_above(path) for name in names}
    contents = {path: file.content for path, file in read_regular(ruling, places).items()}
    sites: list[tuple[Adapter, Site, tuple[str, ...]]] = []
    formatted: set[str] = set()  # a file has one formatter, the first that applies
    for adapter in adapters:
        for site, below in _sites(adapter, paths if adapter.whole else files, contents, config):
            own = tuple(path for path in below if path not in formatted) if adapter.rewrites else below
            sites += [(adapter, site, own)] if own else []
            formatted.update(own if adapter.rewrites else ())
    begun = _begun(adapters, {adapter for adapter, *_ in sites}, paths, contents, places, base, head)
    if not sites:
        return NOTHING._replace(problems=begun)
    contents = _with_mentioned(ruling, contents)
    there = {path for path in places if path in head.entries()}
    heads = {path: file.content for path, file in read_regular(head, there).items()} if ruling is base else contents
    bases = {path: text for path, text in contents.items() if path in places}
    changed = {change.head_path for change in changes if change.head_path is not None and ruling is base}
    chosen, unchecked = [], []
    for adapter, site, below in sites:
        try:
            chosen.append(Chosen(adapter, site, below, _permitted(adapter, site, contents, changed, config, root)))
        except Missing as error:
            if adapter.rewrites and site.path.rpartition("/")[2] in adapter.markers:
                continue  # nobody said that the project keeps to it
            unchecked.append(Unchecked(adapter.name, site.path, str(error)))
    tools = dict.fromkeys(item.adapter for item in chosen if differs(item.adapter, bases, heads))
    words = "configuration changes in this diff; both sides were judged with the base's"
    problems = (*begun, *(Problem(None, f"the {tool.name} {words}") for tool in tools))
    return Selection(tuple(chosen), contents, tuple(unchecked), problems, frozenset(names))


def _begun(
    adapters: Iterable[Adapter],
    there: Collection[Adapter],
    paths: Sequence[str],
    contents: Mapping[str, bytes],
    places: Collection[str],
    base: Snapshot,
    head: Snapshot,
) -> tuple[Problem, ...]:
    """The tools that only the head side configures, in words: nothing is judged by what a diff brings itself."""
    old, new = base.entries(), head.entries()
    fresh = [place for place in places if place in new and new[place] != old.get(place)] if old else []
    heads = {**contents, **{path: file.content for path, file in read_regular(head, fresh).items()}} if fresh else {}
    words = "is configured by this diff; it did not run, as the base side does not configure it"
    problems = []
    for adapter in adapters if fresh else ():
        sites = {site_of(adapter, path, heads) for path in paths if path.endswith(adapter.suffixes)} - {None}
        if adapter not in there and any(site and site.path.rpartition("/")[2] not in adapter.markers for site in sites):
            problems.append(Problem(None, f"{adapter.name} {words}"))
    return tuple(problems)


def is_linted(change: FileChange) -> bool:
    """A pure rename changes no line, so nothing in it is new whatever a linter says of the new place."""
    is_same = change.base is not None and change.head is not None and change.base.oid == change.head.oid
    return change.head is not None and is_file(change.head) and not is_same and not change.binary


def is_file(entry: Entry | None) -> bool:
    return entry is not None and entry.mode in (REGULAR, EXECUTABLE)


def _adapters(config: Config) -> Iterator[Adapter]:
    """The adapters that may run at all, in the registry's order."""
    known = {adapter.name: adapter for adapter in (*ADAPTERS, *FORMATTERS, *(custom(table) for table in config.linter))}
    for name in config.linters:
        if name not in (*known, AUTO, RUFF):
            near = nearest(name, (*known, AUTO, RUFF))
            raise UserError(f"there is no linter {name!r}", f"known: {', '.join(near or sorted((*known, RUFF)))}")
    for name, adapter in known.items():
        if name in config.linters or (AUTO in config.linters and (config.lint == "full" or not adapter.whole)):
            yield adapter


def _sites(
    adapter: Adapter, paths: Iterable[str], contents: Mapping[str, bytes], config: Config
) -> list[tuple[Site, tuple[str, ...]]]:
    """The folders in which a tool applies, with the changed files below each."""
    found: dict[Site, list[str]] = {}
    always = adapter.name in config.linters or any(adapter.name == table.name for table in config.linter)
    for path in paths:
        if path.endswith(adapter.suffixes):
            site = site_of(adapter, path, contents) or (Site("", path) if always else None)
            if site is not None:
                site = next((known for known in found if known.folder == site.folder), site)
                found.setdefault(site, []).append(path)
    return [(site, tuple(below)) for site, below in found.items()]


def _permitted(
    adapter: Adapter, site: Site, contents: Mapping[str, bytes], changed: Set[str], config: Config, root: str | None
) -> str:
    """The program to start. Raises :class:`Missing` where nothing may be started."""
    if adapter.whole and config.lint != "full":
        raise Missing("it looks at the whole program; --lint full runs it")
    trust = Trust[config.trust.upper()]
    settings = _settings(adapter, site, contents)
    need = adapter.needs(settings)
    if need is not None and trust < need.trust:
        raise Missing(f"{need.reason}; --trust {need.trust.name.lower()} runs it")
    if need is not None and trust is Trust.BASE and (other := _loaded(adapter, settings, contents, changed)) is not None:
        raise Missing(f"{other}, which its configuration may load, changes in this diff; --trust head runs it")
    return find_program(adapter.binary, root, site.folder, trust)


def _loaded(adapter: Adapter, settings: Mapping[str, bytes], contents: Mapping[str, bytes], changed: Set[str]) -> str | None:
    """A changed file, or one of the packages, that the command or a configuration names, or that one names in turn: it stands
    beside what is linted as the head side has it."""
    command = " ".join(adapter.arguments(Job((), {}))).encode("utf-8", "surrogateescape")
    seen, fresh = set(settings), {**settings, "": command}
    while fresh:
        named = {other for path, text in fresh.items() for other in mentioned(path, text, contents.keys() | changed)}
        if not named.isdisjoint(changed):
            return min(named & changed)
        fresh = {path: contents[path] for path in named - seen}
        seen |= named
    return next((path for path in sorted(changed) if "/node_modules/" in f"/{path}"), None)


def _settings(adapter: Adapter, site: Site, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """What configures the tool in and below a site and above it: whole files, and its own tables of shared ones."""
    tables = dict(adapter.tables)
    found = {}
    for path, text in contents.items():
        name = path.rpartition("/")[2]
        if name in tables:
            table = section(path, text, tables[name])
            if table is not None:
                found[path] = table if isinstance(table, bytes) else json.dumps(table, default=str).encode()
        elif name in adapter.configs:
            found[path] = text
    return found or {site.path: b""}


def _with_mentioned(snapshot: Snapshot, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """With the files that these name, and those that they name in turn."""
    found, fresh, entries = dict(contents), dict(contents), snapshot.entries()
    for _ in range(_MAX_ROUNDS):
        wanted = {other for path, text in fresh.items() for other in mentioned(path, text, entries.keys())} - found.keys()
        if not wanted:
            break
        fresh = {path: file.content for path, file in read_regular(snapshot, sorted(wanted)[:_MAX_MENTIONED]).items()}
        found.update(fresh)
    return found
