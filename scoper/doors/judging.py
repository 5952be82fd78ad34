"""Asking the gate, once the task's policy for a request that may mean several things is satisfied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoper import gate
from scoper.checks.model import Report
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.scope.model import Ambiguity, Scope, Target, Task
from scoper.scope.specs import parse_spec, spec_text
from scoper.verdict.model import Relation

OPTIONS = 3

Choose = Callable[[Sequence[Target]], Target]
"""Has somebody choose one of at most :data:`OPTIONS` rivals."""


def judge(
    repository: Repository,
    base: Tree,
    head: Tree,
    task: Task,
    config: Config,
    *,
    use_cache: bool = True,
    choose: Choose | None = None,
    heed: gate.Heed | None = None,
) -> Report:
    """The gate's report, once the task's policy for ambiguity is satisfied; ``heed`` as in :func:`scoper.gate.judge`.

    Raises :class:`UserError` where the request is ambiguous and nobody is there to ``choose``, or the policy is to refuse.
    """
    report = gate.judge(repository, base, head, task, config, use_cache=use_cache, heed=heed)
    unresolved = report.verdicts and all(verdict.relation is Relation.UNKNOWN for verdict in report.verdicts)
    if task.is_empty or not (report.scope.ambiguous or unresolved):
        return report
    narrowed = narrow(report.scope, task, choose)
    if narrowed is None:
        return report
    return gate.judge(repository, base, head, narrowed, config, use_cache=use_cache, heed=heed)


def narrow(scope: Scope, task: Task, choose: Choose | None) -> Task | None:
    """What the policy makes of an ambiguous task: ``None`` where it assumes, else the task with the rival that was chosen.

    Raises :class:`UserError` as :func:`judge` does.
    """
    if task.ambiguity is Ambiguity.ASSUME:
        return None
    if task.ambiguity is Ambiguity.REFUSE or choose is None or not scope.rivals:
        raise ambiguous(scope)
    return task._replace(specs=(*task.specs, parse_spec(spec_text(choose(scope.rivals[:OPTIONS])))))


def ambiguous(scope: Scope) -> UserError:
    """The refusal, with the rivals as hints in a form that can be copied."""
    if not scope.rivals:
        return UserError("the request resolves to nothing", "name what may change with --scope SPEC")
    hints = [f"--scope {spec_text(rival)}   ({rival.why})" for rival in scope.rivals[:OPTIONS]]
    return UserError("the request is ambiguous: it may mean any of these", *hints)
