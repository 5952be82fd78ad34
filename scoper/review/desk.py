"""A review at work: what is selected, judged again; why an edit has its verdict; and putting what was accepted in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

from scoper import gate
from scoper.agent.bring import bring_back
from scoper.agent.runs import Run
from scoper.checks.model import Report
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths
from scoper.report.explain import explain
from scoper.review.model import Decision, Item, Matter, Reviewed, begin, matter_of
from scoper.review.opening import REVIEWED, Asked, Sides, Way
from scoper.untangle.place import into_index, into_work_tree
from scoper.verdict.model import Relation
from scoper.verdict.several import ties_to


class Finished(NamedTuple):
    """``patch`` is what was accepted, for who writes it elsewhere. ``paths`` were changed, ``merged`` among them with what the
    user did meanwhile; ``left`` hold more on disk than what was staged. ``undo`` says whether `scoper trim --undo` takes it
    back."""

    patch: bytes
    paths: tuple[str, ...]
    merged: tuple[str, ...]
    left: tuple[str, ...]
    undo: bool


class Desk:
    """One review. Everything that asks git is done by one thread at a time."""

    def __init__(self, repository: Repository, sides: Sides, asked: Asked, report: Report, *, use_cache: bool = True) -> None:
        self._repository = repository
        self._asked = asked
        self._use_cache = use_cache
        self._busy = threading.Lock()
        self._judged: dict[str, Report] = {sides.head.id: report}
        self.sides = sides
        self.matter: Matter = matter_of(
            report, places=lambda parts: sides.in_place(repository, parts), locks=lambda parts: sides.locked(repository, parts)
        )

    @property
    def config(self) -> Config:
        """What it is judged by."""
        return self._asked.config

    def judge(self, review: Reviewed) -> Report:
        """The gate's word on what is accepted as things stand."""
        with self._busy:
            tree = self._tree(review)
            if tree.id not in self._judged:
                self._judged[tree.id] = gate.judge(
                    self._repository, self.sides.base, tree, self._asked.task, self._asked.config, use_cache=self._use_cache
                )
            return self._judged[tree.id]

    def explain(self, item: Item) -> str:
        """Why an edit has its verdict, in lines that are safe for a terminal."""
        report, verdict = self.matter.report, item.verdict
        if verdict.proof or verdict.relation is Relation.UNKNOWN:
            return explain(report, verdict, ())
        sides = self.sides.base, self.sides.head
        with self._busy, gate.open_change(self._repository, *sides, self._asked.config, use_cache=self._use_cache) as found:
            return explain(report, verdict, ties_to(verdict.edit.id, *found))

    def finish(self, review: Reviewed, *, elsewhere: bool = False) -> Finished:
        """Put what is accepted in its place, all at once; ``elsewhere`` says that somebody else writes the patch. Raises
        :class:`UserError`, and has then changed nothing."""
        with self._busy:
            tree = self._tree(review)
            way = Way.PATCH if elsewhere else self.sides.way
            patch = self._repository.patch(self.sides.base, tree)
            if way is Way.RUN:
                return self._bring(tree, patch, review)
            head = self.sides.head
            if way is Way.PATCH or tree.id == head.id:
                return Finished(patch, (), (), (), False)
            placed = (into_index if way is Way.INDEX else into_work_tree)(self._repository, head, tree)
            return Finished(patch, tuple(differing_paths(head, tree)), (), placed.left, True)

    def _tree(self, review: Reviewed) -> Tree:
        return self._repository.lay(self.sides.base, self.matter.files(review), "what was accepted")

    def _bring(self, tree: Tree, patch: bytes, review: Reviewed) -> Finished:
        kept = self.sides.run
        assert kept is not None
        run = Run(kept)
        # Against what is in place by this reading of the diff: a part that was read wrong is then left as it is.
        placed = self._tree(begin(self.matter))
        brought = bring_back(self._repository, run, placed, tree)
        settled = (Decision.ACCEPTED, Decision.REJECTED, Decision.OPEN)
        accepted = run.keep(REVIEWED, patch)
        run.note("reviewed", patch=accepted, **{decision.value: _ids(self.matter, review, decision) for decision in settled})
        run.note("written", paths=list(brought.paths), merged=list(brought.merged), commit=None, branch=None)
        return Finished(patch, brought.paths, brought.merged, (), brought.undo is not None)


def _ids(matter: Matter, review: Reviewed, decision: Decision) -> list[str]:
    return [edit.id for edit, one in zip(matter.parts.edits, review.decisions, strict=True) if one is decision]


class Background:
    """Judges selections in a thread of its own, one at a time; of those that wait, only the newest counts."""

    def __init__(self, desk: Desk, heard: Callable[[Reviewed, Report | Exception], None]) -> None:
        self._desk = desk
        self._heard = heard
        self._wanted: Reviewed | None = None
        self._changed = threading.Condition()
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="scoper-review", daemon=True)
        self._thread.start()

    def ask(self, review: Reviewed) -> None:
        """Judge this one next; the answer to it, or to a newer one, is heard in the other thread."""
        with self._changed:
            self._wanted = review
            self._changed.notify()

    def close(self) -> None:
        """Hear nothing more. What is being judged is waited for, as it uses the repository."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_over or self._wanted is not None)
                if self._is_over:
                    return
                review, self._wanted = self._wanted, None
            assert review is not None
            try:
                answer: Report | Exception = self._desk.judge(review)
            except Exception as error:  # it is told where a person sees it: a thread has nobody to raise it to
                answer = error
            with self._changed:
                is_newest = self._wanted is None and not self._is_over
            if is_newest:
                self._heard(review, answer)
