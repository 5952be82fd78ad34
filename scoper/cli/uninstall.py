"""``scoper uninstall git``: take the hooks away, and put back what stood there."""

from __future__ import annotations

import os

import click

from scoper.cli.shims import STAGES, Hook, hooks_folder
from scoper.errors import UserError


@click.group(name="uninstall", short_help="Remove the git hooks without trace.")
def command() -> None:
    """Undo what `scoper install` did."""


@command.command()
def git() -> None:
    """Remove the hooks of scoper from this repository and restore the ones that were there before."""
    folder = hooks_folder()
    made_folder = False
    for stage in STAGES:
        hook = Hook(folder, stage)
        made_folder |= hook.is_ours() and hook.made_folder()
        click.echo(f"{hook.path}: {_uninstall(hook)}")
    if made_folder and not any(folder.iterdir()):
        folder.rmdir()


def _uninstall(hook: Hook) -> str:
    """Remove one shim and say what happened."""
    if not hook.is_ours():
        return "not installed by scoper, left alone" if os.path.lexists(hook.path) else "not installed"
    try:
        if os.path.lexists(hook.kept):
            os.replace(hook.kept, hook.path)
            return "removed; the hook that was there before is back"
        hook.path.unlink()
    except OSError as error:
        raise UserError(f"cannot remove {hook.path}: {error.strerror}") from None
    return "removed"
