"""The edit loop: a model proposes, the gate judges, and what was not taken goes back to the model, a bounded number of times.

Nothing here touches the work tree. All edits are laid over the base in memory; what comes out is a tree that may be brought
back."""

from __future__ import annotations

from scoper.agent.decide import Decision, decide
from scoper.agent.disclosure import undisclosed
from scoper.agent.feedback import feedback
from scoper.agent.limits import LimitReached, Spent
from scoper.agent.model import Job, Refused, Result, State
from scoper.agent.runs import Run
from scoper.agent.talk import Voice
from scoper.agent.turns import Asking, NothingApplies, Turns
from scoper.checks.model import Outcome, Report
from scoper.git.repository import Repository
from scoper.llm.replay import RecordingEnded
from scoper.report.json import render


class Loop:
    """One run, round by round."""

    def __init__(self, repository: Repository, job: Job, run: Run, voice: Voice, asking: Asking) -> None:
        self._repository = repository
        self._job = job
        self._run = run
        self._voice = voice
        self.spent = Spent(job.limits, job.price)
        self._turns = Turns(repository, job, run, voice, asking, self.spent)
        self._tree = job.base
        self._decision: Decision | None = None
        self._failed: tuple[Refused, ...] = ()
        self._refused: list[Refused] = []
        self._doubted: set[tuple[str, str, str]] = set()
        self._rounds = 0

    def go(self) -> Result:
        """Run to the end. Raises :class:`Unanswered`, and :class:`~scoper.llm.model.ModelError` where nothing was achieved
        yet."""
        why = ""
        try:
            self._run.note("phase", name="context")
            self._turns.open()
            while self._more():
                self._round()
                if self._is_sound() and not self._has_news():
                    break
                self._turns.say(feedback(self._decision, self._failed))
            else:
                why = "" if self._is_sound() else f"after {self._rounds} rounds it still is not right"
        except NothingApplies as reached:
            why, self._failed = str(reached), reached.failed
        except LimitReached as reached:
            why = str(reached)
        except RecordingEnded as ended:
            if self._decision is None:
                raise
            why = ended.message
        return self._result(why)

    def _more(self) -> bool:
        recording = self._voice.recording
        return self._rounds < self._job.limits.rounds or (recording is not None and recording.has_more)

    def _round(self) -> None:
        """One round: the model's turns, and the gate's word on what they add up to."""
        self._rounds += 1
        self._run.note("round", number=self._rounds)
        working, taken = self._turns.edits(self._tree)
        self._failed = taken.failed
        head = working.tree(self._repository)
        self._run.note("applied", paths=list(taken.paths), failed=[one._asdict() for one in taken.failed], tree=head.id)
        if head.id == self._job.base.id:
            return
        self._run.note("phase", name="judging")
        self._decision = decide(self._repository, self._job, head)
        self._refused += self._decision.removed
        self._tree = self._decision.tree
        self._note_decision(self._decision)

    def _is_sound(self) -> bool:
        """Whether what is left may be accepted as far as its writer is concerned: an outcome that is not sure gets no better by
        asking again."""
        decision = self._decision
        is_clean = decision is not None and decision.is_clean
        return is_clean and not self._failed and self._tree.id != self._job.base.id

    def _has_news(self) -> bool:
        """Whether there are doubts that the model was not told yet: they are sent back once."""
        doubts = self._decision.doubts if self._decision is not None else ()
        news = {(one.rule.code, one.location.path, one.message) for one in doubts} - self._doubted
        self._doubted |= news
        return bool(news)

    def _note_decision(self, decision: Decision) -> None:
        report = self._run.keep(f"report-{self._rounds}.json", render(decision.report).encode())
        patch = self._run.keep(f"change-{self._rounds}.patch", self._repository.patch(self._job.base, decision.tree))
        self._run.note(
            "decision",
            verdict=decision.report.outcome.value,
            report=report,
            patch=patch,
            tree=decision.tree.id,
            removed=[one._asdict() for one in decision.removed],
            blocking=[f"{one.location.path}: {one.rule.code} {one.message}" for one in decision.blocking],
        )

    def _result(self, why: str) -> Result:
        decision = self._decision
        report = decision.report if decision is not None else None
        summary = "\n".join(self._turns.summaries) or None
        edits = [verdict.edit for verdict in report.verdicts] if report is not None else []
        state, reason = self._state(report)
        refused = tuple(dict.fromkeys((*self._all_refused, *self._failed)))
        return Result(
            state,
            why or reason,
            self._job.base,
            self._tree,
            report,
            refused,
            tuple(self._turns.assumed),
            undisclosed(summary, edits),
            summary,
            self._rounds,
        )

    @property
    def _all_refused(self) -> tuple[Refused, ...]:
        return *self._turns.refused, *self._refused

    def _state(self, report: Report | None) -> tuple[State, str]:
        if report is None or self._tree.id == self._job.base.id:
            return (
                State.NOTHING,
                "nothing that the model sent is left" if self._all_refused else "the model made no edits",
            )
        if self._decision is not None and not self._decision.is_clean:
            return State.REJECTED, "what is left has findings that matter"
        if self._failed:
            return State.UNSURE, "a part of the edits could not be applied"
        if report.outcome is not Outcome.ACCEPT:
            return State.UNSURE, "nothing ties the edits to the request"
        return State.ACCEPTED, ""
