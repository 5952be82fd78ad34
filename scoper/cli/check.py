"""``scoper check``: judge a diff."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoper.cli.fixing import FixOptions, fix_options, make_fixes, show_fixes
from scoper.cli.formats import report_options, settle, write_reports
from scoper.cli.inputs import NEVER, input_options, read_accepted, read_config, read_sides, refuse_contradictions
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.options import parse_scopes, read_requests
from scoper.cli.output import COLOURS, emit
from scoper.config import FREEZABLE, Config
from scoper.doors.inputs import read_task
from scoper.finding import Severity
from scoper.git.repository import Repository


@click.command(name="check", short_help="Judge a diff.")
@input_options
@report_options
@click.option(
    "--fail-on",
    type=click.Choice([*(level.label for level in Severity), NEVER]),
    help="The least severity of a finding that makes the exit code 1.  [default: error]",
)
@click.option("--ignore", metavar="RULE", multiple=True, help="Turn off a rule (SC101, out-of-scope-edit) or a family (SC).")
@click.option("--baseline", metavar="FILE", help="Hide what this file accepts; without it, what the base side's does.")
@click.option("--explain", metavar="EDIT", help="Say why one edit (e3) got its verdict, and what came nearest to another one.")
@click.option("--max-lines", type=click.IntRange(1), metavar="N", help="The most lines, added and removed, that may change.")
@click.option("--max-files", type=click.IntRange(1), metavar="N", help="The most files that may change.")
@click.option("--freeze", type=click.Choice(FREEZABLE), multiple=True, help="What must stay as it is. May be repeated.")
@lint_options
@fix_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
@click.option("--verbose", "-v", is_flag=True, help="List everything, edits in scope too.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
def command(
    revisions: str | None,
    staged: bool,
    patch: str | None,
    base_revision: str | None,
    requests: Sequence[str],
    scopes: Sequence[str],
    ambiguity: str | None,
    formats: Sequence[str],
    output: str | None,
    fail_on: str | None,
    ignore: Sequence[str],
    baseline: str | None,
    explain: str | None,
    max_lines: int | None,
    max_files: int | None,
    freeze: Sequence[str],
    lint: LintOptions,
    fixes: FixOptions,
    no_cache: bool,
    verbose: bool,
    colour: str,
) -> int:
    """Judge a diff: which of its edits were asked for, which follow from that, and which are neither?

    Without a RANGE it is the work tree against HEAD. A RANGE is BASE..HEAD, BASE...HEAD (from where they parted), or a
    COMMIT, which is judged against its first parent and, unless you say otherwise, by its own message.

    \b
    scoper check --request "round the total in cart.total"
    scoper check HEAD
    scoper check main...feature --scope src/cart.py::Cart.total --scope tests/
    git diff | scoper check --patch - --request @request.txt
    scoper check --staged --fix
    scoper check main...feature --output-format text --output-format sarif=scoper.sarif
    """
    refuse_contradictions(revisions, staged, patch, base_revision, requests)
    where, written = fixes.place(revisions, patch, staged=staged), settle(formats, output)
    asked, specs = read_requests(requests), parse_scopes(scopes)
    with Repository.discover() as repository:
        sides = read_sides(repository, revisions, staged, patch, base_revision)
        repository.expect(sides.base, sides.head)
        from scoper.cli.judging import exit_code, judge  # half of all there is to import: git works in the meantime

        config = _narrowed(read_config(sides, ambiguity, fail_on, ignore, lint), baseline, max_lines, max_files, freeze)
        failing = None if fail_on == NEVER else config.fail_on
        task = read_task(repository, sides, asked, specs, config, ambiguity)
        may_ask = "-" not in (*requests, patch)
        report = judge(repository, sides.base, sides.head, task, config, use_cache=not no_cache, may_ask=may_ask)
        if explain is not None:
            from scoper.doors.explaining import explained

            emit(explained(repository, sides, report, explain, config, use_cache=not no_cache), output)
            return exit_code(report, failing)
        if fixes.asked:
            report, shown = make_fixes(repository, sides, report, config, fixes, where, use_cache=not no_cache)
            if fixes.show:
                return show_fixes(shown, output)
    write_reports(report, written, colour=colour, verbose=verbose)
    return exit_code(report, failing)


def _narrowed(
    config: Config, baseline: str | None, max_lines: int | None, max_files: int | None, freeze: Sequence[str]
) -> Config:
    """The configuration with what the command line accepts, bounds and freezes on top."""
    if baseline is not None:
        config = config._replace(known=tuple(entry.fingerprint for entry in read_accepted(baseline)))
    return config._replace(
        max_lines=max_lines or config.max_lines,
        max_files=max_files or config.max_files,
        freeze=(*config.freeze, *freeze),
    )
