"""Any agent at work in a copy: its result is judged, and what is left of it may be brought back.

Nothing here touches the work tree. Whatever the command does to the copy, what comes out is a tree that may be brought back,
and patches with the rest."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scoper import gate
from scoper.agent.ambiguity import settle
from scoper.agent.calling import environment, filled, without_secrets
from scoper.agent.command import Bounds, Ended, How, NotStarted, Streams, run_command
from scoper.agent.commits import replayed
from scoper.agent.copies import ALL, is_within, without_links
from scoper.agent.decide import Decision, decide
from scoper.agent.drive import RESULT
from scoper.agent.feedback import findings
from scoper.agent.model import Person, Refused, State
from scoper.agent.runs import Kept, Run, last_of
from scoper.agent.session import note_scope, note_started, read_beginning
from scoper.checks.model import Outcome, Report
from scoper.config import Config
from scoper.doors import tasks
from scoper.errors import UserError
from scoper.git.copy import WorkCopy
from scoper.git.disk import DiskFile, read_file, write_files
from scoper.git.model import SYMLINK
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths
from scoper.llm.read import text_of
from scoper.report.json import render
from scoper.scope.model import Task
from scoper.untangle.place import unwritable

REST = "rest.patch"
_SCOPE = "SC"


class Wanted(NamedTuple):
    """What a run is about, as the command line says it. ``feedback`` is how many more times the agent is called, by
    ``template``; ``folder`` is where in the repository; ``wall`` in seconds, ``output`` in bytes; ``links`` are paths that the
    copy shares with the work tree."""

    command: tuple[str, ...]
    folder: str = "."
    feedback: int = 0
    template: tuple[str, ...] = ()
    wall: float | None = None
    output: int | None = None
    links: tuple[str, ...] = ()
    streams: Streams = Streams()
    keeps_commits: bool = False


class Standard(NamedTuple):
    """A :class:`~scoper.agent.model.Measure`. ``assumed`` is what was settled without asking."""

    base: Tree
    task: Task
    config: Config
    use_cache: bool = True
    assumed: tuple[str, ...] = ()


class Wrapped(NamedTuple):
    """What came of a run. ``tree`` is the base with what may be brought back, ``report`` the gate's word on it; ``is_due`` says
    that it is brought back without a person's word. ``failing`` are findings at or above ``fail-on``, on what was refused too.
    ``rest`` are files of the run with the patches of what was refused, ``commits`` those to keep, ``ignored`` what the copy
    held that git ignores, and ``meanwhile`` what changed in the work tree."""

    state: State
    why: str
    is_due: bool
    base: Tree
    tree: Tree
    report: Report | None
    ended: Ended
    rounds: int
    refused: tuple[Refused, ...]
    failing: int
    rest: tuple[str, ...]
    assumed: tuple[str, ...]
    commits: tuple[tuple[Tree, str], ...] = ()
    ignored: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()


def settled(repository: Repository, run: Run, standard: Standard, command: Sequence[str], person: Person | None) -> Standard:
    """Write down what is asked and on what base, and settle what it means before anything is started. Errors as in
    :func:`~scoper.agent.ambiguity.settle`."""
    base, task, config = standard.base, standard.task, standard.config
    note_started(repository, run, base, task, config, command=without_secrets(command))
    assumed: tuple[str, ...] = ()
    if not task.is_empty:
        run.note("phase", name="scope")
        scope = gate.resolve_scope(repository, base, task, config, use_cache=standard.use_cache, words=False)
        task, assumed = settle(scope, task, person)
    note_scope(run, task, assumed)
    return standard._replace(task=task, assumed=assumed)


class Wrap:
    """One run in one copy."""

    def __init__(self, repository: Repository, run: Run, copy: WorkCopy, standard: Standard, wanted: Wanted) -> None:
        self._repository = repository
        self._run = run
        self._copy = copy
        self._standard = standard
        self._wanted = wanted
        self._mark = os.urandom(8).hex()
        self._until = time.monotonic() + wanted.wall if wanted.wall is not None else None
        self._refused: list[Refused] = []
        self._rest: list[str] = []
        self._told: set[tuple[str, str, str]] = set()
        self._failing = 0
        self._held = 0  # files that cannot be placed
        self._meanwhile: list[str] = []
        self._rounds = 0

    def go(self) -> Wrapped:
        """Run the command, judge, and tell it what was wrong, as often as is wanted. Raises :class:`NotStarted` where it cannot
        be started the first time."""
        self._share()
        self._rounds = 1
        ended = self._call()
        while True:
            after, decision = self._judged(ended)
            if decision is None or not self._goes_on(decision, ended):
                return self._wrapped(after, decision, ended)
            self._keep_aside()
            self._tell(after, decision)
            self._rounds += 1
            try:
                ended = self._call()
            except NotStarted as error:
                self._run.note("not-started", why=error.message)
                self._rounds -= 1
                return self._wrapped(after, decision, ended)

    def _judged(self, ended: Ended) -> tuple[Tree, Decision | None]:
        """What the copy holds of what may be placed, and what to make of it. All of it is kept before it is judged."""
        base = self._standard.base
        seen, lost = self._seen()
        if seen.id != base.id:
            self._run.note("kept", file=self._run.keep(ALL, self._repository.patch(base, seen)))
        after, held = self._placeable(seen)
        decision = None
        if after.id != base.id and ended.how is not How.STOPPED:
            self._run.note("phase", name="judging")
            decision = decide(self._repository, self._standard, after)
        self._keep(seen, decision, (*held, *lost))
        return after, decision

    def _goes_on(self, decision: Decision, ended: Ended) -> bool:
        """Whether it is called again. Doubts are told once."""
        if self._rounds > self._wanted.feedback or ended.how is not How.ITSELF:
            return False
        doubts = {(one.rule.code, one.location.path, one.message) for one in decision.doubts}
        news = doubts - self._told
        self._told |= doubts
        return bool(decision.blocking or news)

    def _share(self) -> None:
        """Give the copy what it is to have: the task, by which scoper judges inside as well, and links."""
        task = self._standard.task
        if not task.is_empty:
            os.makedirs(os.path.join(self._copy.git_dir, "scoper"))
            tasks.save(self._copy.git_dir, tasks.Stored(task.request, task.specs, task.ambiguity, task.requests))
        root = self._repository.root or ""
        for path in self._wanted.links:
            where = os.path.join(self._copy.root, path)
            os.makedirs(os.path.dirname(where), exist_ok=True)
            if not os.path.lexists(where):
                os.symlink(os.path.join(root, path), where)
        self._copy.exclude(self._wanted.links)

    def _call(self) -> Ended:
        """One call of the agent."""
        request = self._standard.task.request
        values = {"request": request} if request is not None else {}
        words = self._wanted.command
        if self._rounds > 1:
            words = self._wanted.template
            with open(self._findings, encoding="utf-8", errors="surrogateescape") as file:
                values |= {"findings": self._findings, "feedback": file.read()}
        command = filled(words, values)
        self._run.note("command", number=self._rounds, command=without_secrets(command))
        folder = os.path.normpath(os.path.join(self._copy.root, self._wanted.folder))
        os.makedirs(folder, exist_ok=True)
        bounds = Bounds(self._until, self._wanted.output)
        ended = run_command(command, folder, environment(self._mark, folder, values), bounds, self._wanted.streams)
        self._run.note("exited", how=ended.how.value, code=ended.code, seconds=round(ended.seconds, 3))
        return ended

    def _seen(self) -> tuple[Tree, tuple[Refused, ...]]:
        """What the copy holds, without the links to what it shares; and what could not be seen."""
        seen, base = self._copy.snapshot(), self._standard.base
        fresh = [problem for problem in seen.problems if problem not in base.problems]
        lost = tuple(Refused(problem.path or "the copy", problem.reason) for problem in fresh)
        return without_links(self._repository, base, seen, self._wanted.links), lost

    def _placeable(self, seen: Tree) -> tuple[Tree, tuple[Refused, ...]]:
        """The same without what could not be written to the work tree as it is now, and why that is."""
        now = self._repository.work_tree()
        self._meanwhile = differing_paths(self._copy.origin, now)
        stuck = unwritable(self._repository, now, seen, differing_paths(self._standard.base, seen))
        known = self._standard.base.entries()
        after = self._repository.lay(seen, {path: known.get(path) for path in stuck}, seen.label)
        return after, tuple(Refused(path, why) for path, why in stuck.items())

    def _keep(self, seen: Tree, decision: Decision | None, held: Sequence[Refused]) -> None:
        """Write down what is left of what the command did, and what is not."""
        base, run, repository = self._standard.base, self._run, self._repository
        left = decision.tree if decision is not None else base
        if left.id != seen.id:
            self._rest.append(run.keep(REST, repository.patch(left, seen)))
        self._held = len(held)
        self._refused += held
        if decision is None:
            return
        self._refused += decision.removed
        run.note(
            "decision",
            verdict=decision.report.outcome.value,
            report=run.keep(f"report-{self._rounds}.json", render(decision.report).encode()),
            file=run.keep(f"whole-{self._rounds}.json", render(decision.whole).encode()),
            patch=run.keep(f"change-{self._rounds}.patch", repository.patch(base, decision.tree)),
            tree=decision.tree.id,
            removed=[one._asdict() for one in (*decision.removed, *held)],
            blocking=[f"{one.location.path}: {one.rule.code} {one.message}" for one in decision.blocking],
        )

    def _keep_aside(self) -> None:
        """What was refused in a round that is not the last is not in the copy any more at the end."""
        if REST in self._rest:
            name = f"rest-{self._rounds}.patch"
            os.replace(os.path.join(self._run.folder, REST), os.path.join(self._run.folder, name))
            self._rest[self._rest.index(REST)] = name

    def _tell(self, after: Tree, decision: Decision) -> None:
        """Take out of the copy what was refused, and write down what is wrong with the rest, for the next call."""
        paths = differing_paths(after, decision.tree)
        self._put(paths, decision.tree)
        self._failing += max(
            0, _severe(decision, self._standard) - len(decision.blocking)
        )  # what is mended then does not count
        os.makedirs(os.path.dirname(self._findings), exist_ok=True)
        text = findings(decision)
        self._run.keep(f"findings-{self._rounds}.md", text.encode("utf-8", "surrogateescape"))
        with open(self._findings, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        self._run.note("feedback", file=f"findings-{self._rounds}.md", taken_out=paths)

    def _put(self, paths: Sequence[str], tree: Tree) -> None:
        root, entries, contents = self._copy.root, tree.entries(), tree.read_many(paths)
        wanted: dict[str, DiskFile | None] = {}
        for path in paths:
            entry = entries.get(path)
            if entry is None:
                wanted[path] = None
            elif path in contents:
                is_link = entry.mode == SYMLINK
                wanted[path] = DiskFile(
                    entry.mode, contents[path] if is_link else self._repository.checked_out(path, entry.oid)
                )
        write_files(root, {path: read_file(root, path) for path in wanted}, wanted)

    @property
    def _findings(self) -> str:
        return os.path.join(self._copy.git_dir, "scoper", "findings.md")

    def _wrapped(self, after: Tree, decision: Decision | None, ended: Ended) -> Wrapped:
        base = self._standard.base
        tree = decision.tree if decision is not None else base
        if tree.id != base.id:
            self._run.keep(RESULT, self._repository.patch(base, tree))
        state, why, is_due = _state(self._standard, decision, ended)
        commits = self._commits(after, decision) if self._wanted.keeps_commits and decision is not None else ()
        self._run.note("result", state=state.value, why=why, tree=tree.id, rest=self._rest, commits=len(commits))
        report = decision.report if decision is not None else None
        return Wrapped(
            state=state,
            why=why,
            is_due=is_due,
            base=base,
            tree=tree,
            report=report,
            ended=ended,
            rounds=self._rounds,
            refused=tuple(dict.fromkeys(self._refused)),
            failing=self._failing + self._held + (_severe(decision, self._standard) if decision is not None else 0),
            rest=tuple(dict.fromkeys(self._rest)),
            assumed=self._standard.assumed,
            commits=commits,
            ignored=tuple(path for path in self._copy.ignored() if not is_within(path.rstrip("/"), self._wanted.links)),
            meanwhile=tuple(self._meanwhile),
        )

    def _commits(self, after: Tree, decision: Decision) -> tuple[tuple[Tree, str], ...]:
        try:
            made = self._copy.commits()
        except UserError as error:
            self._run.note("no-commits", why=error.message)
            return ()
        return tuple(replayed(self._repository, self._standard, made, after, decision.tree))


def again(repository: Repository, kept: Kept, over: Callable[[Config], Config], *, use_cache: bool) -> Wrapped:
    """What a run did, judged once more as it was then, with what the command line says ``over`` the configuration. Raises
    :class:`UserError` where it is no such run, or cannot be made again."""
    base, _, task, config, started, assumed = read_beginning(repository, kept)
    if "command" not in started:
        raise UserError(f"run {kept.id} is one of `scoper edit`", f"`scoper edit --replay {kept.id}` looks at it again")
    standard = Standard(base, task, over(config), use_cache, assumed)
    exited = last_of(kept.events(), "exited") or {"how": How.STOPPED.value, "code": 0, "seconds": 0}
    ended = Ended(How(text_of(exited, "how")), int(str(exited["code"])), float(str(exited["seconds"])))
    after = repository.apply(base, kept.read(ALL), "the copy")
    decision = decide(repository, standard, after)
    state, why, is_due = _state(standard, decision, ended)
    return Wrapped(
        state=state,
        why=why,
        is_due=is_due,
        base=base,
        tree=decision.tree,
        report=decision.report,
        ended=ended,
        rounds=1,
        refused=decision.removed,
        failing=_severe(decision, standard),
        rest=(REST,) if decision.tree.id != after.id else (),
        assumed=assumed,
    )


def _severe(decision: Decision, standard: Standard) -> int:
    """How many findings matter, those on what was taken out as well."""
    return sum(one.severity >= standard.config.fail_on for one in decision.whole.findings)


def _state(standard: Standard, decision: Decision | None, ended: Ended) -> tuple[State, str, bool]:
    """How it ended, why, and whether that is brought back without a person's word."""
    if decision is None:
        if ended.how is How.STOPPED:
            return State.UNSURE, "it was interrupted, so nothing was judged", False
        return State.NOTHING, "the command changed nothing that can be brought back", False
    if decision.tree.id == standard.base.id:
        return State.NOTHING, "nothing that the command did was asked for", False
    if any(one.rule.family == _SCOPE for one in decision.blocking):
        return State.REJECTED, "what was not asked for cannot be told apart from what was", False
    if ended.how is not How.ITSELF:
        return State.UNSURE, f"the command did not end by itself: {ended.how.value}", False
    if decision.blocking:
        return State.REJECTED, "what was asked for has findings that matter", True
    if standard.task.is_empty:
        return State.UNSURE, "nothing says what was asked for, so scope was not judged", True
    if decision.report.outcome is not Outcome.ACCEPT:
        return State.UNSURE, "nothing ties the edits to the request", False
    return State.ACCEPTED, "", True
