"""``scoper baseline``: accept the findings that there are, so that later checks show new ones only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import click

from scoper.checks.baseline import Known, known, write_baseline
from scoper.cli.inputs import input_options, read_accepted, read_config, read_sides, refuse_contradictions
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.options import parse_scopes, read_requests
from scoper.cli.output import emit, emit_bytes
from scoper.config import Config
from scoper.doors.inputs import read_task
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.report.terminal import clean
from scoper.text import counted

_LATER = "it counts once it is committed: a baseline is read from the base side, or named with `scoper check --baseline`"


@click.group(name="baseline", short_help="Accept the findings that there are, and show new ones only.")
def command() -> None:
    """A baseline is a file of findings that are accepted as they are. It knows no line numbers, so code may move.

    Its place is `.scoper-baseline.json`, or what `baseline` of the configuration says. It is read from the base side of what is
    judged: a diff cannot excuse itself. `scoper check --baseline FILE` reads one from the command line instead.
    """


@command.command()
@input_options
@lint_options
@click.option("--file", "target", metavar="FILE", help="Where to write it, instead of its usual place.")
def create(target: str | None, **judged: Any) -> int:
    """Write a baseline of what `scoper check` with the same options finds."""
    path, found = _found(target, **judged)
    if os.path.exists(path):
        raise UserError(f"{path} is there already", "`scoper baseline update` brings it up to date")
    emit_bytes(write_baseline(found), path)
    emit(f"{clean(path)}: {counted(len(found), 'finding')}; {_LATER}\n")
    return 0


@command.command()
@input_options
@lint_options
@click.option("--file", "target", metavar="FILE", help="Which one, instead of the one in its usual place.")
@click.option("--prune", is_flag=True, help="Only take out what is not found any more; accept nothing new.")
def update(target: str | None, prune: bool, **judged: Any) -> int:
    """Bring a baseline up to date: accept what is new, forget what is not found any more."""
    path, found = _found(target, **judged)
    old = {entry.fingerprint for entry in read_accepted(path)}
    kept = tuple(entry for entry in found if not prune or entry.fingerprint in old)
    emit_bytes(write_baseline(kept), path)
    now = {entry.fingerprint for entry in kept}
    emit(f"{clean(path)}: {counted(len(kept), 'finding')}, {len(now - old)} new, {len(old - now)} gone; {_LATER}\n")
    return 0


@command.command()
@click.option("--file", "target", metavar="FILE", help="Which one, instead of the one in its usual place.")
def show(target: str | None) -> int:
    """List what a baseline accepts."""
    from scoper import gate  # only to look up a place

    with Repository.discover() as repository:
        path = target or _usual_place(repository, gate.open_settings(repository.work_tree()).config)
    entries = read_accepted(path)
    for entry in entries:
        emit(f"{clean(f'{entry.code} {entry.symbol or entry.path}: {entry.message}')}\n")
    emit(f"{clean(path)}: {counted(len(entries), 'finding')}\n")
    return 0


def _found(
    target: str | None,
    revisions: str | None,
    staged: bool,
    patch: str | None,
    base_revision: str | None,
    requests: Sequence[str],
    scopes: Sequence[str],
    ambiguity: str | None,
    lint: LintOptions,
) -> tuple[str, tuple[Known, ...]]:
    """Where the baseline is, and what it would hold: everything that is shown, and what the old one hides."""
    refuse_contradictions(revisions, staged, patch, base_revision, requests)
    asked, specs = read_requests(requests), parse_scopes(scopes)
    with Repository.discover() as repository:
        sides = read_sides(repository, revisions, staged, patch, base_revision)
        from scoper.cli.judging import judge  # half of all there is to import: git works in the meantime

        config = read_config(sides, ambiguity, None, (), lint)._replace(known=())
        task = read_task(repository, sides, asked, specs, config, ambiguity)
        report = judge(repository, sides.base, sides.head, task, config)
        path = target or _usual_place(repository, config)
        its_own = os.path.relpath(os.path.realpath(path), repository.root or ".")
    return path, known(finding for finding in report.findings if finding.location.path != its_own)


def _usual_place(repository: Repository, config: Config) -> str:
    if repository.root is None:
        raise UserError("a bare repository has no place for a baseline", "--file names another one")
    return os.path.join(repository.root, config.baseline)
