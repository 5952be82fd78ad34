"""``scoper trim``: take out of a diff what was not asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

import click

from scoper.checks.model import Report
from scoper.cli.edits import shown
from scoper.cli.inputs import input_options, read_config, read_sides, refuse_contradictions
from scoper.cli.judging import judge
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.options import format_option, parse_scopes, read_requests
from scoper.cli.output import emit, emit_bytes
from scoper.doors import tasks
from scoper.doors.inputs import Sides, read_task
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.report.json import edit_json
from scoper.report.terminal import clean
from scoper.scope.model import TaskSource
from scoper.untangle.place import Placed, held, into_index, into_work_tree, take_back
from scoper.untangle.trim import Held, Trimmed, Wanted, trim


@click.command(name="trim", short_help="Take out of a diff what was not asked for.")
@input_options
@click.option("--churn", is_flag=True, help="Take out churn inside the scope as well (CH rules).")
@click.option("--sure", is_flag=True, help="Take out only what is an error, and leave what is a warning.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--undo", is_flag=True, help="Take back the last trim, or `check --fix`, of this work tree.")
@format_option(["text", "json"])
@click.option("--output", metavar="FILE", help="Write the trimmed patch of a RANGE or --patch to a file.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Turn off a rule (SC101, out-of-scope-edit) or a family (SC).")
@lint_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
def command(
    revisions: str | None,
    staged: bool,
    patch: str | None,
    base_revision: str | None,
    requests: Sequence[str],
    scopes: Sequence[str],
    ambiguity: str | None,
    churn: bool,
    sure: bool,
    dry_run: bool,
    undo: bool,
    format_name: str,
    output: str | None,
    ignore: Sequence[str],
    lint: LintOptions,
    no_cache: bool,
) -> int:
    """Take out what was not asked for and keep what was, edit by edit.

    Without a RANGE it is the work tree against HEAD, whose files are changed; with --staged the index, and with it the files
    that are as they were staged. Of a RANGE or a --patch the trimmed patch is printed, and nothing is changed.

    What is left is judged again: it parses, resolves and lints no worse than before. An edit that the rest needs stays,
    with the reason. Without --staged, staged edits stay, and with a declared task what was changed before it. Exit code 1
    says that something that was not asked for is still there.

    \b
    scoper trim --dry-run --request "round the total in cart.total"
    scoper trim
    scoper trim --undo
    scoper trim main..feature --request @request.txt --output feature.patch
    """
    refuse_contradictions(revisions, staged, patch, base_revision, requests)
    in_place = revisions is None and patch is None
    if undo:
        return _undo()
    if output is not None and (in_place or dry_run):
        raise click.UsageError("--output goes with a RANGE or --patch, and not with --dry-run")
    asked, specs = read_requests(requests), parse_scopes(scopes)
    with Repository.discover() as repository:
        sides = read_sides(repository, revisions, staged, patch, base_revision)
        config = read_config(sides, ambiguity, None, ignore, lint)
        task = read_task(repository, sides, asked, specs, config, ambiguity)
        if task.is_empty and not churn:
            raise UserError("nothing says what was asked for", "give --request or --scope, or declare it: scoper task start")
        may_ask = "-" not in (*requests, patch)
        report = judge(repository, sides.base, sides.head, task, config, use_cache=not no_cache, may_ask=may_ask)
        wanted = Wanted(unsure=not sure, churn=churn)
        protect = _held(repository, sides, report) if in_place and not staged else _nothing_held
        given = repository, sides.base, sides.head, report, config
        done = trim(*given, wanted=wanted, held=protect, use_cache=not no_cache)
        placed = None
        if in_place and done.removed and not dry_run:
            placed = (into_index if staged else into_work_tree)(repository, sides.head, done.tree)
        if not in_place and not dry_run:
            emit_bytes(repository.patch(sides.base, done.tree), output)
    _say(report, done, placed, format_name, dry_run=dry_run, to_stderr=not in_place and not dry_run and output in (None, "-"))
    return int(bool(done.kept))


def _say(report: Report, done: Trimmed, placed: Placed | None, format_name: str, *, dry_run: bool, to_stderr: bool) -> None:
    """What was done; on standard error where standard output is the patch alone."""
    lines = "\n".join(_lines(report, done, placed, dry_run=dry_run)) + "\n"
    said = _json(done, placed, dry_run=dry_run) if format_name == "json" else lines
    if to_stderr:
        click.echo(said, nl=False, err=True)
    else:
        emit(said)


def _undo() -> int:
    with Repository.discover() as repository:
        paths = take_back(repository)
    emit("".join(f"as before: {clean(path)}\n" for path in paths))
    return 0


def _nothing_held(_: object) -> dict[int, str]:
    return {}


def _held(repository: Repository, sides: Sides, report: Report) -> Held:
    since = tasks.declared(repository.git_dir) if report.task.source is TaskSource.TASK else None
    earlier = tasks.earlier(repository.git_dir) if since is not None else {}
    return lambda change: held(repository, sides.base, sides.head, change, since, earlier)


def _lines(report: Report, done: Trimmed, placed: Placed | None, *, dry_run: bool) -> Iterator[str]:
    if done.removed:
        verb = "would go" if dry_run else "taken out"
        yield f"{verb}: {len(done.removed)} of {len(report.verdicts)} edits"
        yield from (f"  {shown(edit)}" for edit in done.removed)
    elif done.kept:
        yield "nothing can be taken out"
    else:
        yield "nothing to take out"
    if done.kept:
        yield "not asked for, but left:"
        yield from (f"  {shown(kept.edit)}\n      {clean(kept.why)}" for kept in done.kept)
    yield from map(clean, report.notices)
    if placed is not None:
        yield from (f"left on disk, as it holds more than what was staged: {clean(path)}" for path in placed.left)
        yield f"`scoper trim --undo` takes it back ({clean(os.path.relpath(placed.undo))})"


def _json(done: Trimmed, placed: Placed | None, *, dry_run: bool) -> str:
    document = {
        "schema": "scoper.trim/1",
        "dry_run": dry_run,
        "tree": done.tree.id,
        "removed": [edit_json(edit) for edit in done.removed],
        "kept": [{**edit_json(kept.edit), "why": kept.why} for kept in done.kept],
        "left_on_disk": list(placed.left) if placed else [],
        "undo": placed.undo if placed else None,
    }
    return json.dumps(document) + "\n"
