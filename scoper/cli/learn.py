"""``scoper learn``: what was overruled again and again in reviews, as lines of a configuration."""

from __future__ import annotations

import difflib
import json

import click

from scoper import gate
from scoper.checks.registry import rules
from scoper.cli.offers import configuration, told
from scoper.cli.output import emit
from scoper.errors import UserError
from scoper.git.disk import DiskFile, read_file, write_files
from scoper.git.model import REGULAR
from scoper.git.repository import Repository
from scoper.report.terminal import clean
from scoper.review.lines import Line, line_of
from scoper.review.store import memory_of, recall
from scoper.review.taste import TIMES, Offer, offers

_LATER = "it counts once it is committed: a configuration is read from the base side"


@click.command(name="learn", short_help="Offer the configuration that reviews come to.")
@click.option("--apply", "number", type=click.IntRange(1), metavar="N", help="Write the line of one offer.")
@click.option("--yes", is_flag=True, help="Write it without asking.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(number: int | None, yes: bool, as_json: bool) -> int:
    """List the lines of a configuration that would say what was decided in reviews.

    Where findings of one rule were overruled three times in a row under the same path, or on the same kind of symbol, turning
    the rule off there is offered. An edit that is accepted overrules its findings, and one that is rejected upholds them.

    \b
    scoper learn
    scoper learn --apply 1
    """
    with Repository.discover() as repository:
        tree = repository.work_tree() if repository.root is not None else repository.head() or repository.empty()
        config = gate.open_settings(tree).config
        found = offers(recall(memory_of(repository.common_dir)), config, rules())
        if number is not None:
            return _apply(repository, found, number, yes=yes)
        if as_json:
            files = configuration(repository)
            emit(
                json.dumps({"schema": "scoper.learn/1", "offers": [_row(offer, line_of(offer, files)) for offer in found]})
                + "\n"
            )
        elif not found:
            emit(f"nothing to offer: no rule was overruled {TIMES} times in a row in one place\n")
        else:
            emit("".join(f"{clean(line)}\n" for line in (*told(repository, found), "", "`scoper learn --apply N` writes one")))
    return 0


def _apply(repository: Repository, found: list[Offer], number: int, *, yes: bool) -> int:
    if number > len(found):
        raise UserError(f"there is no offer {number}", "`scoper learn` lists them")
    if repository.root is None:
        raise UserError("a bare repository has no work tree to write to")
    files = configuration(repository)
    line = line_of(found[number - 1], files)
    if line.text is None:
        raise UserError(f"{line.file} is written in a way that only you can change", f"[{line.table}]  {line.line}")
    before = files.get(line.file)
    emit("".join(f"{clean(row)}\n" for row in _diff(line.file, before or b"", line.text)))
    if not yes and not click.confirm("Write it?", default=True, err=True):
        return 1
    known = read_file(repository.root, line.file)
    if (known.content if known is not None else None) != before:
        raise UserError(f"{line.file} changed in the meantime", "nothing was written; try again")
    mode = known.mode if known is not None else REGULAR
    write_files(repository.root, {line.file: known}, {line.file: DiskFile(mode, line.text)})
    emit(f"written: {line.file}; {_LATER}\n")
    return 0


def _diff(name: str, before: bytes, after: bytes) -> list[str]:
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, after))
    return list(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""))


def _row(offer: Offer, line: Line) -> dict[str, object]:
    return {
        "rule": offer.rule.name,
        "code": offer.rule.code,
        "path": offer.glob,
        "kind": offer.kind,
        "times": offer.times,
        "paths": list(offer.paths),
        "file": line.file,
        "table": line.table,
        "line": line.line,
        "instead_of": line.old,
    }
