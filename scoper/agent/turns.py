"""The model's turns in one round: replies are read, calls answered and questions settled until it has made edits.

A turn may have several replies: one for each batch of calls, for a question, or for an answer that was cut off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper.agent.apply import Taken, Working, format_of, how, take_call, take_text, tool_of
from scoper.agent.decide import sure_strays
from scoper.agent.feedback import feedback
from scoper.agent.limits import LimitReached, Spent
from scoper.agent.marks import MOST_QUESTIONS, Question, read_marks
from scoper.agent.model import Job, Person, Refused, Unanswered
from scoper.agent.runs import Run
from scoper.agent.talk import Talk, Voice
from scoper.agent.words import CUT_OFF, EMPTY, NOBODY_ANSWERS, answered
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.llm.model import Answer, Answers, Call, Reply, Said
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


class NothingApplies(LimitReached):
    """Too many answers in a row held no edit that can be applied; ``failed`` are those of the last."""

    def __init__(self, count: int, failed: tuple[Refused, ...]) -> None:
        super().__init__(f"{count} answers in a row held no edit that can be applied")
        self.failed = failed


class Turns:
    """One conversation. What was said in it adds up: ``assumed`` by the model, its ``summaries``, and what was ``refused`` at
    once."""

    def __init__(self, repository: Repository, job: Job, run: Run, voice: Voice, asking: Asking, spent: Spent) -> None:
        self._repository = repository
        self._job = job
        self._run = run
        self._person = asking.person
        self._answers = dict(asking.known)
        self._format = format_of(job.profile)
        self._talk = Talk(repository, job, run, voice, spent, how(job.profile), tool_of(job.profile))
        self._asked = 0  # questions
        self.assumed = list(job.assumed)
        self.summaries: list[str] = []
        self.refused: list[Refused] = []

    def open(self) -> None:
        """Say what is asked, with the context."""
        self._talk.open()

    def say(self, text: str) -> None:
        """Say something to the model, which its next reply answers."""
        self._talk.say(Said(text))

    def edits(self, tree: Tree) -> tuple[Working, Taken]:
        """What the model makes of the tree, until it ends its turn. A reply of which nothing can be used is asked for again.
        Raises :class:`LimitReached`."""
        working = Working(tree)
        errors = 0
        while True:
            heard = self._turn(working)
            if heard.taken.paths:
                return working, heard.taken
            errors += 1
            self._run.note("format-error", count=errors, failed=[one._asdict() for one in heard.taken.failed])
            if errors >= self._job.limits.format_errors:
                raise NothingApplies(errors, heard.taken.failed)
            self.say(feedback(None, heard.taken.failed) if heard.taken.failed else EMPTY)

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
                self.summaries.append(marks.summary)
            if reply.calls:
                calls += len(reply.calls)
                answers, taken = self._called(reply.calls, working, is_last=calls >= self._job.limits.calls)
                paths += taken.paths
                failed += taken.failed
                self._talk.say(reply)
                self._talk.say(answers)
                misses = misses + 1 if taken.failed and not taken.paths else 0
                if misses >= self._job.limits.format_errors:
                    raise NothingApplies(misses, taken.failed)
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
            self.say(CUT_OFF.format(limit=reply.cut))
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
                self.refused += why
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
        self.say(answered(said) if said else NOBODY_ANSWERS)
        return True

    def _assume(self, assumptions: Sequence[str]) -> None:
        for one in assumptions:
            if one not in self.assumed:
                self.assumed.append(one)
                self._run.note("assumed", what=one)


def recorded_answers(events: Sequence[dict[str, object]]) -> list[tuple[str, str]]:
    """Questions and answers of a run that is gone on with."""
    found: list[tuple[str, str]] = []
    for event in events:
        answers = event.get("answers")
        if event.get("event") == "answers" and isinstance(answers, list):
            found += [(str(one[0]), str(one[1])) for one in answers if isinstance(one, list) and len(one) == 2]
    return found
