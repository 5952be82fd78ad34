"""``scoper ci``: judge what a run of continuous integration is about."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

import click

from scoper.agent.authors import Signed, agents_behind, is_agent_account, is_agent_address
from scoper.checks.model import Report
from scoper.cli.asked import Asked, read_asked
from scoper.cli.environments import Run, read_run
from scoper.cli.formats import report_options, settle, write_reports
from scoper.cli.inputs import NEVER, read_config
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.options import parse_scopes, read_request, scope_option
from scoper.doors.inputs import Sides, task_of
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.git.repository import Repository
from scoper.report.registry import FORMATS
from scoper.scope.model import Ambiguity, Spec, Task, TaskSource

_LEVELS = click.Choice([*(level.label for level in Severity), NEVER])
_MESSAGES = 50  # commits whose messages are taken for requests


class Judged(NamedTuple):
    """The commits of a run: what is compared, and who wrote them."""

    base: str
    head: str
    commits: tuple[Signed, ...]
    agents: dict[str, str]  # commit → what says that an agent wrote it


@click.command(name="ci", short_help="Judge a pull request, from the environment of its run.")
@click.option("--base", metavar="REV", help="What the change goes into, where the environment does not say it.")
@click.option("--head", metavar="REV", help="What is judged, where the environment does not say it.")
@click.option("--issue", metavar="TEXT", help="The text of the linked issue: itself, @FILE, or - for standard input.")
@scope_option
@report_options
@click.option("--fail-on", type=_LEVELS, help="The least severity of a finding that makes the exit code 1.  [default: error]")
@click.option("--fail-on-agents", type=_LEVELS, help="The same, for changes that an agent had a hand in.")
@click.option("--agents-only", is_flag=True, help="Judge only what a commit, or the author's account, says an agent wrote.")
@lint_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
def command(
    base: str | None,
    head: str | None,
    issue: str | None,
    scopes: Sequence[str],
    formats: Sequence[str],
    output: str | None,
    fail_on: str | None,
    fail_on_agents: str | None,
    agents_only: bool,
    lint: LintOptions,
    no_cache: bool,
) -> int:
    """Judge the pull request, or the push, that this run is about.

    Base, head, request and author come from GitHub, GitLab, Buildkite, Azure, Jenkins, or the variables SCOPER_BASE,
    SCOPER_HEAD, SCOPER_TITLE, SCOPER_BODY, SCOPER_ISSUE and SCOPER_AUTHOR_EMAIL. The request is title and body of the pull
    request and the linked issue; without them, the messages of the commits. A line `Scope: SPEC, SPEC` in any of them says
    what may change. Linters of the whole program run too, unless --lint says otherwise.
    """
    run = read_run(os.environ)
    run = run._replace(base=base or run.base, head=head or run.head, issue=read_request(issue) or run.issue)
    written = settle(formats or _usual(run), output)
    with Repository.discover() as repository:
        judged = _range(repository, run)
        is_agent = bool(judged.agents) or is_agent_account(run.account) or is_agent_address(run.email)
        if agents_only and not is_agent:
            click.echo(
                f"not judged: none of {len(judged.commits)} commits, nor their author's account, says that an agent wrote it"
            )
            return 0
        level = (fail_on_agents if is_agent else None) or fail_on
        from scoper.cli.judging import exit_code, judge  # half of all there is to import

        sides = Sides(repository.commit(judged.base), repository.commit(judged.head))
        config = read_config(sides, None, level, (), lint, lint_mode="full")
        task, notices = _task(run, judged, parse_scopes(scopes), Ambiguity(config.ambiguity))
        report = judge(repository, sides.base, sides.head, task, config, use_cache=not no_cache)
    report = report._replace(notices=(*_about(run, judged), *notices, *report.notices))
    write_reports(report, written, colour="auto", verbose=False)
    _tell_github(report)
    return exit_code(report, None if level == NEVER else config.fail_on)


def _usual(run: Run) -> tuple[str, ...]:
    return ("github",) if run.service == "GitHub" else ("text",)


def _range(repository: Repository, run: Run) -> Judged:
    """What to compare. Raises :class:`UserError` where the clone does not have it: that is no pass."""
    if not run.base:
        raise UserError(
            "could not compare: the environment does not say what this change goes into", "--base REV, or SCOPER_BASE"
        )
    fetch = (run.fetch,) if run.fetch else ()
    try:
        head = repository.resolve(run.head)
        base = repository.merge_base(_branch(repository, run.base), head)
        signed = tuple(Signed(*row) for row in repository.signatures(base, head))
    except UserError as error:
        raise UserError(f"could not compare {run.base} with {run.head}: {error.message}", *fetch, *error.hints) from None
    return Judged(base, head, signed, agents_behind(signed))


def _branch(repository: Repository, base: str) -> str:
    """The commit of a base; a branch is looked for where a clone in CI has it."""
    try:
        return repository.resolve(f"refs/remotes/origin/{base}")
    except UserError:
        return repository.resolve(base)


def _task(run: Run, judged: Judged, given: tuple[Spec, ...], ambiguity: Ambiguity) -> tuple[Task, tuple[str, ...]]:
    """What was asked for, and what of it was passed over. The files of the diff itself have no say in it."""
    asked = [read_asked(text) for text in ("\n\n".join(filter(None, (run.title, run.body))), run.issue) if text.strip()]
    source = TaskSource.PULL_REQUEST
    notices: tuple[str, ...] = ()
    if not any(one.text for one in asked):
        source = TaskSource.COMMIT_MESSAGE
        if len(judged.commits) > _MESSAGES:
            notices = (f"the messages of the last {_MESSAGES} of {len(judged.commits):,} commits were taken for the request",)
        asked += [read_asked(commit.message) for commit in judged.commits[-_MESSAGES:]]
    return _joined(asked, given, source, ambiguity), (*notices, *(notice for one in asked for notice in one.notices))


def _joined(asked: Sequence[Asked], given: tuple[Spec, ...], source: TaskSource, ambiguity: Ambiguity) -> Task:
    requests = tuple(dict.fromkeys(one.text for one in asked if one.text))
    specs = dict.fromkeys((*given, *(spec for one in asked for spec in one.specs)))
    return task_of(requests, tuple(specs), source, ambiguity)


def _about(run: Run, judged: Judged) -> tuple[str, ...]:
    marks = sorted(set(judged.agents.values()))
    if not marks:
        return run.notices
    return (
        *run.notices,
        f"written with an agent: {len(judged.agents)} of {len(judged.commits)} commits ({', '.join(marks[:3])})",
    )


def _tell_github(report: Report) -> None:
    """The summary of the step, and what later steps may read; on other services there are no such files."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        _append(path, FORMATS["github-summary"](report, colour=False, width=0, verbose=False))
    if path := os.environ.get("GITHUB_OUTPUT"):
        _append(path, f"verdict={report.outcome.value}\nfindings={len(report.findings)}\n")


def _append(path: str, text: str) -> None:
    try:
        with open(path, "ab") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None
