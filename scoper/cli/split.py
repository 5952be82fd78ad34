"""``scoper split``: take a diff apart by concern."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

import click

from scoper.checks.model import Report
from scoper.cli.edits import shown
from scoper.cli.inputs import input_options, read_config, read_sides, refuse_contradictions
from scoper.cli.judging import judge
from scoper.cli.linting import LintOptions
from scoper.cli.options import format_option, parse_scopes, read_requests
from scoper.cli.output import emit
from scoper.doors.inputs import Sides, read_task
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths
from scoper.report.json import edit_json
from scoper.report.terminal import clean
from scoper.untangle.split import Part, Split, split

_SLUG = 48  # characters of a patch's name


@click.command(name="split", short_help="Take a diff apart by concern.")
@input_options
@click.option("--output-dir", metavar="DIR", help="Write the parts as patches, in their order, to a new or empty folder.")
@click.option("--commits", metavar="BRANCH", help="Make the parts commits on a new branch, on top of the base.")
@click.option("--here", is_flag=True, help="Make the parts of the work tree or the index commits on the current branch.")
@format_option(["text", "json"])
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
def command(
    revisions: str | None,
    staged: bool,
    patch: str | None,
    base_revision: str | None,
    requests: Sequence[str],
    scopes: Sequence[str],
    ambiguity: str | None,
    output_dir: str | None,
    commits: str | None,
    here: bool,
    format_name: str,
    no_cache: bool,
) -> int:
    """Take a diff apart by concern, with or without knowing what was asked for.

    The diff is named as for `scoper check`. Without --output-dir or --commits the plan is printed. What was asked for, where
    that is said, is a part of its own. What needs each other stays in one part, what is needed comes first, and the parts
    add up to the diff byte by byte. The work tree, the index and the current branch are left alone but for --here, which moves
    the branch, and the index with it where nothing was staged; no hooks are run.

    \b
    scoper split
    scoper split HEAD --output-dir parts
    scoper split main..feature --commits feature-split
    """
    refuse_contradictions(revisions, staged, patch, base_revision, requests)
    if here and (commits is not None or revisions is not None or patch is not None):
        raise click.UsageError("--here is for the work tree or, with --staged, the index; and not with --commits")
    asked, specs = read_requests(requests), parse_scopes(scopes)
    with Repository.discover() as repository:
        sides = read_sides(repository, revisions, staged, patch, base_revision)
        config = read_config(sides, ambiguity, None, (), LintOptions(off=True))
        task = read_task(repository, sides, asked, specs, config, ambiguity)
        report = None
        if not task.is_empty and (asked or specs or revisions is None):
            may_ask = "-" not in (*requests, patch)
            report = judge(repository, sides.base, sides.head, task, config, use_cache=not no_cache, may_ask=may_ask)
        found = split(repository, sides.base, sides.head, config, report=report, use_cache=not no_cache)
        written = _write_patches(repository, found, output_dir) if output_dir is not None else []
        tip = None
        if commits is not None or here:
            tip = _commit(repository, sides, _messages(found, report), commits)
    where = f"the new branch {clean(commits)}" if commits is not None else "the current branch" if here else None
    emit(_json(found, written, tip) if format_name == "json" else "\n".join(_lines(found, written, where)) + "\n")
    return 0


def _write_patches(repository: Repository, found: Split, folder: str) -> list[str]:
    """All patches or, where one cannot be written, none."""
    written: list[str] = []
    try:
        os.makedirs(folder, exist_ok=True)
        if os.listdir(folder):
            raise UserError(f"{folder} is not empty", "--output-dir takes a new or an empty folder")
        before = found.base
        for number, part in enumerate(found.parts, 1):
            slug = re.sub(r"[^A-Za-z0-9]+", "-", part.title).strip("-")[:_SLUG]
            path = os.path.join(folder, f"{number:04}-{slug or 'part'}.patch")
            with open(path, "xb") as file:
                written.append(path)
                file.write(repository.patch(before, part.tree))
            before = part.tree
    except OSError as error:
        for path in written:
            with suppress(OSError):
                os.unlink(path)
        raise UserError(f"cannot write the patches to {folder}: {error.strerror}") from None
    return written


Commits = list[tuple[Tree, str]]


def _messages(found: Split, report: Report | None) -> Commits:
    """The tree and the message of each commit; what was asked for has the first lines of the requests that it serves."""
    task = report.task if report is not None else None
    subjects = [_subject(request) for request in task.texts or ("",)] if task is not None else []
    asked = ["; ".join(filter(None, (subjects[number - 1] for number in part.requests))) for part in found.parts]
    return [(part.tree, f"{subject or part.title}\n") for part, subject in zip(found.parts, asked, strict=True)]


def _subject(request: str) -> str:
    return next((line.strip() for line in request.splitlines() if line.strip()), "")


def _commit(repository: Repository, sides: Sides, commits: Commits, branch: str | None) -> str:
    if branch is None:
        return _commit_here(repository, sides, commits)
    base = sides.base
    parent = None if base.id == repository.empty().id else base.label
    if parent is not None and repository.commit(repository.resolve(parent)).id != base.id:
        raise UserError(f"{parent} is no commit to build on", "name one: BASE..HEAD, or --base with --patch")
    return repository.branch(branch, parent, commits)


def _commit_here(repository: Repository, sides: Sides, commits: Commits) -> str:
    """Commits on the current branch. The index becomes what was committed, where nothing was staged that this could lose."""
    index = repository.index()
    if index.id not in (sides.base.id, sides.head.id):
        raise UserError(
            "something is staged that the commits would not hold as it is", "`scoper split --staged` splits the index"
        )
    tip = repository.commit_here(commits)
    if index.id != sides.head.id:
        entries = sides.head.entries()
        repository.write_index({path: entries.get(path) for path in differing_paths(index, sides.head)})
    return tip


def _lines(found: Split, written: Sequence[str], where: str | None) -> Iterator[str]:
    count = len(found.parts)
    if not count:
        yield "nothing to split: the two sides do not differ"
        return
    of_several = any(number > 1 for part in found.parts for number in part.requests)
    yield f"{count} parts" if count > 1 else "1 part: all edits belong together"
    for number, part in enumerate(found.parts, 1):
        yield f"\n{number}. {clean(part.title)}{_verdict(part, of_several=of_several)}"
        yield from (f"  {shown(edit)}" for edit in part.edits)
        yield from (f"  does not stand on its own: {clean(flaw)}" for flaw in part.flaws)
    if not found.judged:
        yield "\nthe steps were not judged one by one: there are too many"
    if written or where:
        yield ""
    yield from (f"written: {clean(path)}" for path in written)
    if where is not None:
        yield f"committed on {where}"


def _verdict(part: Part, *, of_several: bool) -> str:
    if part.asked is None:
        return ""
    which = f" by request {' and '.join(map(str, part.requests))}" if part.asked and of_several else ""
    return f" (asked for{which})" if part.asked else " (not asked for)"


def _json(found: Split, written: Sequence[str], tip: str | None) -> str:
    patches: Sequence[str | None] = written or [None] * len(found.parts)
    parts = [
        {
            "title": part.title,
            "asked": part.asked,
            "requests": list(part.requests),
            "tree": part.tree.id,
            "edits": [edit_json(edit) for edit in part.edits],
            "flaws": list(part.flaws),
            "patch": path,
        }
        for part, path in zip(found.parts, patches, strict=True)
    ]
    document = {"schema": "scoper.split/1", "base": found.base.id, "judged": found.judged, "parts": parts, "commit": tip}
    return json.dumps(document) + "\n"
