"""``scoper cache``: what is in the cache of facts, and taking it elsewhere."""

from __future__ import annotations

import os

import click

from scoper.errors import UserError
from scoper.facts import archive
from scoper.facts.store import FILE_NAME, FactStore
from scoper.linters import kept


@click.group(name="cache", short_help="Show, clear, export or import the cache of facts.")
def command() -> None:
    """The cache of facts. It can be deleted at any time; whatever is missing is worked out again."""


@command.command()
def show() -> int:
    """Where the cache is, and how large."""
    folder = _folder()
    path = os.path.join(folder, FILE_NAME)
    if not os.path.exists(path):
        click.echo(f"{folder}: empty")
        return 0
    count, size = archive.measure(folder)
    click.echo(f"{path}: {count} files, {size / 1e6:.1f} MB")
    return 0


@command.command()
def clear() -> int:
    """Remove the cache."""
    folder = _folder()
    removed = kept.clear(folder) | archive.clear(folder)
    click.echo(f"{folder}: {'cleared' if removed else 'there was nothing'}")
    return 0


@command.command(name="export")
@click.argument("file")
def export_to(file: str) -> int:
    """Write the cache to FILE, for another machine with the same version of scoper."""
    count = archive.export_to(_folder(), file)
    click.echo(f"{file}: {count} files")
    return 0


@command.command(name="import")
@click.argument("file")
def import_from(file: str) -> int:
    """Add what is in FILE, which `scoper cache export` wrote. It is trusted like the cache itself: import only your own."""
    count = archive.import_from(_folder(), file)
    click.echo(f"{count} files added")
    return 0


def _folder() -> str:
    folder = FactStore.open().folder
    if folder is None:
        raise UserError("there is no cache: SCOPER_CACHE_DIR is empty", "unset it, or name a folder")
    return folder
