"""``scoper index``: read the whole tree into the cache of facts."""

from __future__ import annotations

import sys

import click

from scoper import gate
from scoper.errors import UserError
from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.index import build_index


@click.command(name="index", short_help="Read the whole tree into the cache of facts.")
@click.option("--rev", metavar="REV", help="Read a commit instead of the work tree.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes to use.  [default: one for each core]")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(rev: str | None, workers: int | None, quiet: bool) -> int:
    """Read the whole tree into the cache of facts, so that later commands need not. Only what changed is read again: branches,
    work trees and clones share one cache, which goes by the contents of files."""
    with Repository.discover() as repository:
        snapshot = repository.commit(rev) if rev else repository.work_tree()
        config = gate.load_config(snapshot, snapshot)
        store = FactStore.open()
        if store.folder is None:
            raise UserError("there is no cache to read into: SCOPER_CACHE_DIR is empty", "unset it, or name a folder")
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


def _bar(done: int, total: int) -> None:
    filled = 30 * done // total if total else 30
    click.echo(f"\r[{'█' * filled}{' ' * (30 - filled)}] {done} of {total} files", err=True, nl=False)


def _nothing(_done: int, _total: int) -> None:
    return None
