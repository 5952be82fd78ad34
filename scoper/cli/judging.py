"""What every command that judges has in common: asking the gate, somebody who may be asked, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoper.checks.model import Report
from scoper.cli.output import on_terminal
from scoper.config import Config
from scoper.doors import judging
from scoper.finding import Severity
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.scope.model import Scope, Target, Task
from scoper.scope.specs import spec_text


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
    """As :func:`scoper.doors.judging.judge`; whoever is at the terminal is asked, where ``may_ask``."""
    return judging.judge(repository, base, head, task, config, use_cache=use_cache, choose=_chooser(may_ask=may_ask))


def narrow(scope: Scope, task: Task, *, may_ask: bool) -> Task | None:
    """What the policy makes of an ambiguous task, as :func:`scoper.doors.judging.narrow` does."""
    return judging.narrow(scope, task, _chooser(may_ask=may_ask))


def exit_code(report: Report, fail_on: Severity | None) -> int:
    """1 where a finding is at least that severe; ``None`` never fails."""
    if fail_on is None:
        return 0
    return int(any(finding.severity >= fail_on for finding in report.findings))


def _chooser(*, may_ask: bool) -> judging.Choose | None:
    return _ask if may_ask and on_terminal() else None


def _ask(rivals: Sequence[Target]) -> Target:
    from scoper.report.terminal import clean

    click.echo("The request may mean:", err=True)
    for number, rival in enumerate(rivals, 1):
        click.echo(f"  {number}. {clean(spec_text(rival))}  ({clean(rival.why)})", err=True)
    number = click.prompt("Which?", type=click.IntRange(1, len(rivals)), default=1, err=True)
    assert isinstance(number, int)
    return rivals[number - 1]
