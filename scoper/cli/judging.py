"""What every command that judges has in common: asking the gate, the policy for ambiguity, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoper import gate
from scoper.checks.model import Report
from scoper.cli.output import on_terminal
from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.scope.model import Ambiguity, Scope, Target, Task
from scoper.scope.specs import parse_spec, spec_text
from scoper.verdict.model import Relation

_OPTIONS = 3


def judge(
    repository: Repository,
    base: Tree,
    head: Tree,
    task: Task,
    config: Config,
    *,
    use_cache: bool = True,
    may_ask: bool = False,
) -> Report:
    """The gate's report, once the task's policy for ambiguity is satisfied.

    Raises :class:`UserError` where the request is ambiguous and nobody is there to ask, or the policy is to refuse.
    """
    report = gate.judge(repository, base, head, task, config, use_cache=use_cache)
    unresolved = report.verdicts and all(verdict.relation is Relation.UNKNOWN for verdict in report.verdicts)
    if task.is_empty or not (report.scope.ambiguous or unresolved):
        return report
    narrowed = narrow(report.scope, task, may_ask=may_ask)
    return gate.judge(repository, base, head, narrowed, config, use_cache=use_cache) if narrowed is not None else report


def narrow(scope: Scope, task: Task, *, may_ask: bool) -> Task | None:
    """What the policy makes of an ambiguous task: ``None`` where it assumes, else the task with the rival that was chosen.

    Raises :class:`UserError` as :func:`judge` does.
    """
    if task.ambiguity is Ambiguity.ASSUME:
        return None
    if task.ambiguity is Ambiguity.REFUSE or not (may_ask and scope.rivals and on_terminal()):
        raise ambiguous(scope)
    return task._replace(specs=(*task.specs, parse_spec(spec_text(_ask(scope.rivals[:_OPTIONS])))))


def exit_code(report: Report, fail_on: Severity | None) -> int:
    """1 where a finding is at least that severe; ``None`` never fails."""
    if fail_on is None:
        return 0
    return int(any(finding.severity >= fail_on for finding in report.findings))


def ambiguous(scope: Scope) -> UserError:
    """The refusal, with the rivals as hints in a form that can be copied."""
    if not scope.rivals:
        return UserError("the request resolves to nothing", "name what may change with --scope SPEC")
    hints = [f"--scope {spec_text(rival)}   ({rival.why})" for rival in scope.rivals[:_OPTIONS]]
    return UserError("the request is ambiguous: it may mean any of these", *hints)


def _ask(rivals: Sequence[Target]) -> Target:
    from scoper.report.terminal import clean

    click.echo("The request may mean:", err=True)
    for number, rival in enumerate(rivals, 1):
        click.echo(f"  {number}. {clean(spec_text(rival))}  ({clean(rival.why)})", err=True)
    number = click.prompt("Which?", type=click.IntRange(1, len(rivals)), default=1, err=True)
    assert isinstance(number, int)
    return rivals[number - 1]
