"""A request that may mean several things, before anything is spent on it: somebody is asked, or the likeliest is taken and
said, or it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.agent.marks import Question
from scoper.agent.model import Person, Unanswered
from scoper.errors import UserError
from scoper.scope.model import Ambiguity, Scope, Target, Task
from scoper.scope.specs import parse_spec, spec_text

_OPTIONS = 3
_WHICH = "What does the request mean?"


def settle(scope: Scope, task: Task, person: Person | None) -> tuple[Task, tuple[str, ...]]:
    """The task, narrowed to what was chosen, and what is assumed. Raises :class:`Unanswered` where somebody has to choose, and
    :class:`UserError` where there is nothing to choose from and nothing may be assumed."""
    assumed = (scope.assumption,) if scope.assumption else ()
    if not scope.ambiguous or task.is_empty:
        return task, assumed
    if task.ambiguity is Ambiguity.ASSUME:
        return task, assumed or (
            "the request names nothing that is in the repository; its words are taken to lead to the code",
        )
    if not scope.rivals:
        raise UserError("the request resolves to nothing", "name what may change with --scope SPEC", "or --ambiguity assume")
    question = _question(scope.rivals[:_OPTIONS])
    if task.ambiguity is Ambiguity.REFUSE or person is None:
        raise Unanswered([question])
    answer = person.answer(question)
    if answer is None:
        raise Unanswered([question])
    if answer in question.options:
        chosen = question.scopes[question.options.index(answer)]
        return task._replace(specs=(*task.specs, parse_spec(chosen))), ()
    return task._replace(request=f"{task.request or ''}\n\n{answer}".strip()), ()


def _question(rivals: Sequence[Target]) -> Question:
    scopes = tuple(spec_text(rival) for rival in rivals)
    options = tuple(f"{text} ({rival.why})" for text, rival in zip(scopes, rivals, strict=True))
    return Question(_WHICH, options, scopes)
