"""``scoper index``: read the whole tree into the cache of facts."""

from __future__ import annotations

import os
import sys

import click

from scoper import gate
from scoper.errors import UserError
from scoper.facts.load import FactLoader
from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.index import build_index
from scoper.scip.read import MAX_BYTES
from scoper.scip.take import take_in


@click.command(name="index", short_help="Read the whole tree into the cache of facts.")
@click.option("--rev", metavar="REV", help="Read a commit instead of the work tree.")
@click.option("--import", "scip", metavar="FILE.scip", help="Take in what a SCIP index says that names mean, instead.")
@click.option("--under", metavar="FOLDER", default="", help="The folder that the SCIP index calls its root.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes to use.  [default: one for each core]")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(rev: str | None, scip: str | None, under: str, workers: int | None, quiet: bool) -> int:
    """Read the whole tree into the cache of facts, so that later commands need not. Only what changed is read again: branches,
    work trees and clones share one cache, which goes by the contents of files.

    With --import, what a compiler or type checker found out (https://github.com/sourcegraph/scip) takes precedence over what
    scoper would, for as long as files are as they were indexed. Needs the extra `scip`.
    """
    with Repository.discover() as repository:
        snapshot = repository.commit(rev) if rev else repository.work_tree()
        config = gate.load_config(snapshot, snapshot)
        store = FactStore.open()
        if store.folder is None:
            raise UserError("there is no cache to read into: SCOPER_CACHE_DIR is empty", "unset it, or name a folder")
        if scip is not None:
            return _import(scip, under, snapshot, FactLoader(store, max_file_bytes=config.max_file_bytes), store)
        show = not quiet and sys.stderr.isatty()
        try:
            done = build_index(
                snapshot, store, max_file_bytes=config.max_file_bytes, workers=workers, progress=_bar if show else _nothing
            )
        finally:
            store.close()
            if show:
                click.echo(err=True)
    for problem in store.problems:
        click.echo(f"warning: {problem}", err=True)
    left_out = [
        text
        for count, text in (
            (done.degraded, f"{done.degraded} are too large or took too long"),
            (done.missing, f"{done.missing} are missing from the object store"),
        )
        if count
    ]
    click.echo(f"{done.read} files read, {done.known} known already" + "".join(f"; {text}" for text in left_out))
    return 0


def _import(file: str, under: str, snapshot: Snapshot, loader: FactLoader, store: FactStore) -> int:
    try:
        size = os.path.getsize(file)
        if size > MAX_BYTES:
            raise UserError(f"it has {size} bytes", f"at most {MAX_BYTES} are read")
        with open(file, "rb") as opened, loader:
            done = take_in(opened.read(), snapshot, loader, store, under=under)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from None
    except UserError as error:
        raise UserError(f"{file} cannot be imported: {error.message}", *error.hints) from None
    for problem in store.problems:
        click.echo(f"warning: {problem}", err=True)
    left_out = [
        text
        for count, text in (
            (done.changed, f"{done.changed} files are not as they were indexed"),
            (done.missing, f"{done.missing} are not in {snapshot.label}"),
        )
        if count
    ]
    click.echo(f"{done.uses} uses in {done.files} files taken in" + "".join(f"; {text}" for text in left_out))
    return 0


def _bar(done: int, total: int) -> None:
    filled = 30 * done // total if total else 30
    click.echo(f"\r[{'█' * filled}{' ' * (30 - filled)}] {done} of {total} files", err=True, nl=False)


def _nothing(_done: int, _total: int) -> None:
    return None
