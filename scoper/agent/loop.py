"""The edit loop: a model proposes, the gate judges, and what was not taken goes back to the model, a bounded number of times.

Nothing here touches the work tree. All edits are laid over the base in memory; what comes out is a tree that may be brought
back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper.agent.apply import Taken, Working, format_of, how, take_call, take_text, tool_of
from scoper.agent.decide import Decision, decide, sure_strays
from scoper.agent.disclosure import undisclosed
from scoper.agent.feedback import feedback
from scoper.agent.limits import LimitReached, Spent
from scoper.agent.marks import MOST_QUESTIONS, Question, read_marks
from scoper.agent.model import Job, Person, Refused, Result, State, Unanswered
from scoper.agent.runs import Run
from scoper.agent.talk import Talk, Voice
from scoper.agent.words import CUT_OFF, EMPTY, NOBODY_ANSWERS, answered
from scoper.checks.model import Outcome, Report
from scoper.git.repository import Repository
from scoper.llm.model import Answer, Answers, Call, Reply, Said
from scoper.llm.replay import RecordingEnded
from scoper.report.json import render
from scoper.scope.model import Ambiguity


class Asking(NamedTuple):
    """How questions are settled: what was answered before (in a run that is gone on with), and who can be asked, if anybody."""

    person: Person | None
    known: Sequence[tuple[str, str]] = ()


class Heard(NamedTuple):
    """What one turn of the model came to. ``failed`` could not be applied; ``is_empty`` says that there was nothing to
    apply."""

    text: str
    taken: Taken
    is_empty: bool


class Loop:
    """One run. ``result`` is what there is so far, so that a run that is cut off can still say it."""

    def __init__(self, repository: Repository, job: Job, run: Run, voice: Voice, asking: Asking) -> None:
        self._repository = repository
        self._job = job
        self._run = run
        self._voice = voice
        self._person = asking.person
        self._answers = dict(asking.known)
        self.spent = Spent(job.limits, job.price)
        self._format = format_of(job.profile)
        self._talk = Talk(repository, job, run, voice, self.spent, how(job.profile), tool_of(job.profile))
        self._tree = job.base
        self._decision: Decision | None = None
        self._failed: tuple[Refused, ...] = ()
        self._refused: list[Refused] = []
        self._assumed = list(job.assumed)
        self._summaries: list[str] = []
        self._doubted: set[tuple[str, str, str]] = set()
        self._rounds = 0
        self._asked = 0

    def go(self) -> Result:
        """Run to the end. Raises :class:`Unanswered`, and :class:`~scoper.llm.model.ModelError` where nothing was achieved
        yet."""
        why = ""
        try:
            self._run.note("phase", name="context")
            self._talk.open()
            while self._more():
                self._round()
                if self._is_good():
                    break
                self._talk.say(Said(feedback(self._decision, self._failed)))
            else:
                why = "" if self._is_good() else f"after {self._rounds} rounds it still is not right"
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
        working, taken = self._edits()
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

    def _is_good(self) -> bool:
        """Whether to end here. Doubts are sent back once; an outcome that is not sure gets no better by asking again."""
        decision = self._decision
        if decision is None or self._failed or not decision.is_clean or self._tree.id == self._job.base.id:
            return False
        doubts = {(one.rule.code, one.location.path, one.message) for one in decision.doubts}
        known = doubts <= self._doubted
        self._doubted |= doubts
        return known

    def _edits(self) -> tuple[Working, Taken]:
        """What the model makes of the tree, until it ends its turn. A reply of which nothing can be used is asked for again."""
        working = Working(self._tree)
        errors = 0
        while True:
            heard = self._turn(working)
            if heard.taken.paths:
                return working, heard.taken
            errors += 1
            self._run.note("format-error", count=errors, failed=[one._asdict() for one in heard.taken.failed])
            if errors >= self._job.limits.format_errors:
                self._failed = heard.taken.failed
                raise LimitReached(f"{errors} answers in a row held no edit that can be applied")
            self._talk.say(Said(feedback(None, heard.taken.failed) if heard.taken.failed else EMPTY))

    def _turn(self, working: Working) -> Heard:
        """Replies until one has no calls. Calls are answered as they come; questions are settled on the way."""
        paths: list[str] = []
        failed: list[Refused] = []
        calls = misses = 0
        while True:
            reply = self._reply()
            marks = read_marks(reply.text)
            self._assume(marks.assumptions)
            if marks.summary is not None:
                self._summaries.append(marks.summary)
            if reply.calls:
                calls += len(reply.calls)
                answers, taken = self._called(reply.calls, working, is_last=calls >= self._job.limits.calls)
                paths += taken.paths
                failed += taken.failed
                self._talk.say(reply)
                self._talk.say(answers)
                misses = misses + 1 if taken.failed and not taken.paths else 0
                if misses >= self._job.limits.format_errors:
                    self._failed = taken.failed
                    raise LimitReached(f"{misses} answers in a row held no edit that can be applied")
                if calls < self._job.limits.calls:
                    continue
                break
            if reply.text.strip():
                self._talk.say(reply)
            taken = take_text(marks.rest, self._format, working) if not paths else Taken((), ())
            if marks.questions and not taken.paths and not paths and self._settle(marks.questions):
                continue
            paths += taken.paths
            failed += taken.failed
            break
        left = tuple(one for one in failed if one.what not in paths)  # what failed and was then sent right is mended
        return Heard(reply.text, Taken(tuple(dict.fromkeys(paths)), left), not paths and not failed)

    def _reply(self) -> Reply:
        """The next reply that is whole. Raises :class:`LimitReached` where the model cannot give one."""
        for _ in range(self._job.limits.format_errors):
            self._run.note("phase", name="model")
            reply = self._talk.ask()
            if reply.cut is None:
                return reply
            self._run.note("format-error", cut=reply.cut)
            if reply.cut == "content_filter":
                raise LimitReached("the provider's content filter cut the answer off")
            self._talk.say(Said(CUT_OFF.format(limit=reply.cut)))
        raise LimitReached(f"{self._job.limits.format_errors} answers in a row were cut off at their limit")

    def _called(self, calls: Sequence[Call], working: Working, *, is_last: bool) -> tuple[Answers, Taken]:
        """Apply calls and answer each. One whose edits surely stray is refused at once, with the reason, and leaves no
        trace."""
        answers: list[Answer] = []
        paths: list[str] = []
        failed: list[Refused] = []
        for call in calls:
            before = working.tree(self._repository)
            taken = take_call(call, self._job.profile, working)
            after = working.tree(self._repository)
            if not taken.failed and (why := sure_strays(self._repository, self._job, before, after)):
                working.restore(before)
                self._refused += why
                reasons = "; ".join(f"{one.what}: {one.why}" for one in why)
                answers.append(Answer(call, False, f"Refused, as nobody asked for it: {reasons}. Leave it out."))
                self._run.note("refused", edits=[one._asdict() for one in why])
                continue
            paths += taken.paths
            failed += taken.failed
            said = "\n".join(f"{one.what}: {one.why}" for one in taken.failed)
            done = f"Done: {', '.join(taken.paths)}." + (" This was the last call; end your turn." if is_last else "")
            answers.append(Answer(call, not taken.failed, said or done))
        return Answers(tuple(answers)), Taken(tuple(paths), tuple(failed))

    def _settle(self, questions: Sequence[Question]) -> bool:
        """Have the model's questions answered, or tell it to assume. False where it has asked enough."""
        if self._asked >= MOST_QUESTIONS:
            return False
        questions = questions[: MOST_QUESTIONS - self._asked]
        self._asked += len(questions)
        said = []
        for question in questions:
            answer = self._answers.get(question.text)
            if answer is None and self._job.task.ambiguity is Ambiguity.ASK:
                if self._person is None:
                    self._run.note("questions", questions=[one._asdict() for one in questions])
                    raise Unanswered(questions)
                answer = self._person.answer(question)
            if answer is not None:
                said.append((question.text, answer))
        if self._job.task.ambiguity is Ambiguity.REFUSE and len(said) < len(questions):
            raise Unanswered(questions)
        self._run.note("answers", answers=[list(one) for one in said], questions=[one.text for one in questions])
        self._talk.say(Said(answered(said) if said else NOBODY_ANSWERS))
        return True

    def _assume(self, assumptions: Sequence[str]) -> None:
        for one in assumptions:
            if one not in self._assumed:
                self._assumed.append(one)
                self._run.note("assumed", what=one)

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
        summary = "\n".join(self._summaries) or None
        edits = [verdict.edit for verdict in report.verdicts] if report is not None else []
        state, reason = self._state(report)
        refused = tuple(dict.fromkeys((*self._refused, *self._failed)))
        return Result(
            state,
            why or reason,
            self._job.base,
            self._tree,
            report,
            refused,
            tuple(self._assumed),
            undisclosed(summary, edits),
            summary,
            self._rounds,
        )

    def _state(self, report: Report | None) -> tuple[State, str]:
        if report is None or self._tree.id == self._job.base.id:
            return State.NOTHING, "nothing that the model sent is left" if self._refused else "the model made no edits"
        if self._decision is not None and not self._decision.is_clean:
            return State.REJECTED, "what is left has findings that matter"
        if self._failed:
            return State.UNSURE, "a part of the edits could not be applied"
        if report.outcome is not Outcome.ACCEPT:
            return State.UNSURE, "nothing ties the edits to the request"
        return State.ACCEPTED, ""


def recorded_answers(events: Sequence[dict[str, object]]) -> list[tuple[str, str]]:
    """Questions and answers of a run that is gone on with."""
    found: list[tuple[str, str]] = []
    for event in events:
        answers = event.get("answers")
        if event.get("event") == "answers" and isinstance(answers, list):
            found += [(str(one[0]), str(one[1])) for one in answers if isinstance(one, list) and len(one) == 2]
    return found
