"""The one gate behind every door: two snapshots and a task in, a report out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import NamedTuple

from scoper.change.build import build_change
from scoper.change.model import Change, ChangedFile
from scoper.checks.baseline import read_baseline
from scoper.checks.model import Check, Outcome, Report, Review
from scoper.checks.registry import CHECKS
from scoper.checks.suppress import visible
from scoper.config import SOURCES, Config
from scoper.errors import UserError
from scoper.facts.load import FactLoader
from scoper.facts.model import FileFacts
from scoper.facts.store import FactStore
from scoper.finding import Finding, Problem, Severity
from scoper.git.model import SUBMODULE, FileChange
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.graph.resolve import Graph
from scoper.linters.run import Means, start_linters
from scoper.scip.told import Told
from scoper.scope.infer import resolve_scope as resolve
from scoper.scope.model import Scope, Task
from scoper.settings import Settings, load_settings
from scoper.style.judge import judge_style
from scoper.text import split_lines
from scoper.verdict.judge import judge as judge_edits
from scoper.verdict.model import Relation, Verdict
from scoper.verdict.rivals import with_rivals
from scoper.verdict.several import best, joined, served

_WORD = re.compile(rb"\w+")
_SPACED = bytes(code if _WORD.match(bytes([code])) else 32 for code in range(256))  # what is no part of a word as a space
STEPS = ("diff", "facts", "edits", "verdict", "lint", "style", "checks")
WAITING = "waiting for linters"

Heed = Callable[[str], None]
"""Is told each of :data:`STEPS` when it is done, and :data:`WAITING` now and then. What it raises ends the run."""
_FEW = 3  # searches that are cheaper one by one


class SnapshotTree:
    """A snapshot as the graph sees it: paths, facts, and which files hold a word."""

    def __init__(self, snapshot: Snapshot, loader: FactLoader) -> None:
        self._snapshot = snapshot
        self._loader = loader
        self._holders: dict[str, set[str]] = {}
        self.told = Told(loader.store, snapshot)

    def paths(self) -> Collection[str]:
        return self._snapshot.entries().keys()

    def texts(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        return self._snapshot.read_many(paths)

    def facts(self, paths: Iterable[str]) -> Mapping[str, FileFacts]:
        return self._loader.load(self._snapshot, paths)

    def search(self, words: Collection[str]) -> set[str]:
        if all(word in self._holders for word in words):
            return {path for word in words for path in self._holders[word]}
        return self._snapshot.search(words)

    def after(self, word: str) -> set[str]:
        return self._snapshot.after(word)

    def expect(self, words: Collection[str]) -> None:
        """Answer later searches for these words by one search now: each is a process over the whole tree."""
        plain = {word.encode(): word for word in words if _WORD.fullmatch(word.encode())}
        if len(plain) < _FEW:
            return
        self._holders.update((word, set()) for word in plain.values())
        for path, text in self._snapshot.read_many(self._snapshot.search(plain.values())).items():
            for found in plain.keys() & text.translate(_SPACED).split():
                self._holders[plain[found]].add(path)


class _Clock:
    """Where the time of a run goes, step by step, in milliseconds. What linters do in the meantime counts where it is waited
    for."""

    def __init__(self, heed: Heed | None) -> None:
        self._heed = heed
        self._began = self._last = perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 1)
        self._last = now
        if self._heed is not None:
            self._heed(step)

    def spent(self) -> Mapping[str, float]:
        return {"total": round((perf_counter() - self._began) * 1000, 1), **self._laps}


class Compared(NamedTuple):
    """What changed between two snapshots, and the graphs of both."""

    change: Change
    base_graph: Graph
    head_graph: Graph


def load_config(base: Snapshot, head: Snapshot) -> Config:
    """The base side's configuration, so that a diff cannot widen its own permission; the head's is checked for mistakes."""
    entries, changed = base.entries(), head.entries()
    if any(entries.get(path) != changed.get(path) for path in changed if path.endswith(SOURCES)):
        open_settings(head)
    config = open_settings(base).config
    if config.baseline in entries:
        texts = base.read_many([config.baseline])
        accepted = (entry.fingerprint for name, text in texts.items() for entry in read_baseline(name, text))
        return config._replace(known=tuple(accepted))
    return config


def open_settings(snapshot: Snapshot) -> Settings:
    """What the configuration of one snapshot says, file by file. Raises :class:`UserError` for every mistake in it."""
    return load_settings(snapshot.entries().keys(), snapshot.read_many)


def judge(
    repository: Repository,
    base: Snapshot,
    head: Snapshot,
    task: Task,
    config: Config,
    *,
    use_cache: bool = True,
    heed: Heed | None = None,
    checks: Sequence[Check] = CHECKS,
) -> Report:
    """Judge everything that differs between two snapshots: the same input gives the same verdict at every door. A door that
    says nothing of some rules yet may leave their ``checks`` out; the verdicts stay the same."""
    clock = _Clock(heed)
    changes = repository.diff(base, head)
    clock.lap("diff")
    lint_run = start_linters(base, head, changes, config, _means(repository, head, heed, use_cache=use_cache))
    try:
        with _loader(config, use_cache=use_cache) as loader:
            files, problems = _changed_files(base, head, changes, loader, config)
            clock.lap("facts")
            change = build_change(files, problems)
            clock.lap("edits")
            base_tree, head_tree = SnapshotTree(base, loader), SnapshotTree(head, loader)
            graphs = _graph(base_tree), _graph(head_tree)
            _refuse_missing_lines(task, head, base)
            trials, scope = _judge_scope(task, change, (head_tree, base_tree), _focus(changes), *graphs)
            verdicts = best(trials)
            clock.lap("verdict")
            lint = lint_run.finish(change)
            clock.lap("lint")
            drifts = judge_style(change.files, base, head, loader.store)
            clock.lap("style")
            review = Review(base, head, change, task, scope, verdicts, *graphs, lint, config, drifts, lint_run.formatter)
            found = [finding for check in checks for finding in check.check(review)]
            findings, withheld = visible(found, review)
            clock.lap("checks")
            problems = [*base.problems, *head.problems, *change.problems, *lint.problems, *loader.problems]
    finally:
        lint_run.cancel()
    return Report(
        base.id,
        head.id,
        task,
        scope,
        _outcome(verdicts, findings, config.fail_on),
        verdicts,
        findings,
        Counter(hidden.reason.value for hidden in withheld),
        tuple(dict.fromkeys(problems)),
        (*config.notes, *_notices(change, task, scope, verdicts)),
        clock.spent(),
        served(trials) if task.requests else {},
        change.files,
        withheld,
        config.fail_on,
        drifts,
    )


def _judge_scope(
    task: Task, change: Change, trees: Sequence[SnapshotTree], focus: Collection[str], base_graph: Graph, head_graph: Graph
) -> tuple[list[tuple[Verdict, ...]], Scope]:
    """The verdicts on each request, and the scope of all of them together."""
    trials, scopes = [], []
    for one in task.each:
        scope = resolve(one, trees, focus)
        trials.append(judge_edits(change, one, scope, base_graph, head_graph))
        scopes.append(with_rivals(scope, one, change, trials[-1], base_graph, head_graph))
    return trials, joined(scopes)


def _means(repository: Repository, head: Snapshot, heed: Heed | None, *, use_cache: bool) -> Means:
    idle = partial(heed, WAITING) if heed is not None else None
    return Means(repository.root, partial(repository.overlay, head, label="head"), use_cache, idle)


def resolve_scope(
    repository: Repository, snapshot: Snapshot, task: Task, config: Config, *, use_cache: bool = True, words: bool = True
) -> Scope:
    """What a task resolves to in one snapshot, without any diff: names are looked for in every file that has a grammar. Without
    ``words`` only what is spelled like code is looked for, in few files."""
    with _loader(config, use_cache=use_cache) as loader:
        _refuse_missing_lines(task, snapshot)
        tree = SnapshotTree(snapshot, loader)
        return resolve(task, (tree,), tree.paths() if words else ())


def _refuse_missing_lines(task: Task, *snapshots: Snapshot) -> None:
    """Raise :class:`UserError` for a spec of lines behind the end of its file, which would match nothing in silence."""
    for spec in task.specs:
        if spec.path is not None and spec.lines is not None:
            texts = [text for snapshot in snapshots for text in snapshot.read_many([spec.path]).values()]
            count = max((len(split_lines(text)) for text in texts), default=None)
            if count is not None and spec.lines.start > count:
                raise UserError(f"scope {spec.text!r} matches nothing", f"{spec.path} has {count} lines")


@contextmanager
def open_change(
    repository: Repository, base: Snapshot, head: Snapshot, config: Config, *, use_cache: bool = True
) -> Iterator[Compared]:
    """The edits between two snapshots, as :func:`judge` sees them, for those who want no verdict."""
    with _loader(config, use_cache=use_cache) as loader:
        files, problems = _changed_files(base, head, repository.diff(base, head), loader, config)
        yield Compared(build_change(files, problems), _graph(SnapshotTree(base, loader)), _graph(SnapshotTree(head, loader)))


@contextmanager
def open_graph(snapshot: Snapshot, config: Config, *, use_cache: bool = True) -> Iterator[tuple[Graph, SnapshotTree]]:
    """The graph of one snapshot, without any diff, and the tree that it reads."""
    with _loader(config, use_cache=use_cache) as loader:
        tree = SnapshotTree(snapshot, loader)
        yield _graph(tree), tree


def _graph(tree: SnapshotTree) -> Graph:
    return Graph(tree, tree.told)


def _loader(config: Config, *, use_cache: bool) -> FactLoader:
    return FactLoader(FactStore.open() if use_cache else None, max_file_bytes=config.max_file_bytes)


def _focus(changes: Iterable[FileChange]) -> set[str]:
    return {path for change in changes for path in (change.base_path, change.head_path) if path is not None}


def _changed_files(
    base: Snapshot, head: Snapshot, changes: Sequence[FileChange], loader: FactLoader, config: Config
) -> tuple[list[ChangedFile], list[Problem]]:
    """Both sides of every changed file: texts in one batch a side, facts where there is a grammar."""
    text = [change for change in changes if not change.binary]
    base_paths = [change.base_path for change in text if change.base_path and change.base and change.base.mode != SUBMODULE]
    head_paths = [change.head_path for change in text if change.head_path and change.head and change.head.mode != SUBMODULE]
    base_texts, head_texts = base.read_many(base_paths), head.read_many(head_paths)
    base_facts, head_facts = loader.load(base, base_paths), loader.load(head, head_paths)
    files = [
        ChangedFile(
            change,
            base_texts.get(change.base_path or ""),
            head_texts.get(change.head_path or ""),
            base_facts.get(change.base_path or ""),
            head_facts.get(change.head_path or ""),
        )
        for change in changes
    ]
    missing = (set(base_paths) - base_texts.keys()) | (set(head_paths) - head_texts.keys())
    problems = [
        Problem(path, "content is missing from the object store, so all that is known is that it changed")
        for path in sorted(missing)
    ]
    return files, problems


def _outcome(verdicts: Sequence[Verdict], findings: Sequence[Finding], fail_on: Severity) -> Outcome:
    """Findings that matter reject; without a task, without an edit, or where none could be tied to the task, silence is not
    acceptance."""
    if any(finding.severity >= fail_on for finding in findings):
        return Outcome.REJECT
    if all(verdict.relation is Relation.UNKNOWN for verdict in verdicts):
        return Outcome.UNKNOWN
    return Outcome.ACCEPT


def _notices(change: Change, task: Task, scope: Scope, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    notices = []
    if not change.edits:
        notices.append("nothing was checked: the two sides do not differ")
    elif task.is_empty:
        notices.append("scope was not judged: there is no task (--request, --scope, or 'scoper task start')")
    elif all(verdict.relation is Relation.UNKNOWN for verdict in verdicts):
        notices.append("scope was not judged: nothing in this diff can be tied to the request")
    if scope.assumption:
        notices.append(f"assumed: {scope.assumption}")
    notices += scope.unmatched
    return tuple(notices)
