"""``scoper install git``: put the hooks where git looks, behind whatever stood there. Its undoing is in ``uninstall.py``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from scoper.cli.shims import STAGES, Hook, hooks_folder
from scoper.errors import UserError


@click.group(name="install", short_help="Install the git hooks.")
def command() -> None:
    """Install scoper where it is called by itself."""


@command.command()
def git() -> None:
    """Install the pre-commit and commit-msg hooks of this repository.

    A hook that is there already is kept and runs first. `scoper uninstall git` puts everything back.
    """
    folder = hooks_folder()
    hooks = [Hook(folder, stage) for stage in STAGES]
    for hook in hooks:
        _refuse_to_lose(hook)
    made_folder = _make(folder)
    for hook in hooks:
        click.echo(f"{hook.path}: {_install(hook, made_folder=made_folder)}")
    click.echo("`scoper uninstall git` removes them again")


def _refuse_to_lose(hook: Hook) -> None:
    if not hook.is_ours() and os.path.lexists(hook.path) and os.path.lexists(hook.kept):
        hint = f"look at both, and remove or rename {hook.kept.name}"
        raise UserError(f"{hook.path} would have to be kept as {hook.kept.name}, but that exists already", hint)


def _make(folder: Path) -> bool:
    """Create the folder of the hooks; whether it was not there."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    except OSError as error:
        raise UserError(f"cannot create {folder}: {error.strerror}") from None
    return True


def _install(hook: Hook, *, made_folder: bool) -> str:
    """Write one shim and say what happened."""
    ours = hook.is_ours()
    text = hook.shim(python=sys.executable, made_folder=made_folder or (ours and hook.made_folder()))
    if ours and hook.path.read_bytes() == text:
        return "already installed"
    fresh = hook.path.with_name(f"{hook.path.name}.scoper-new")
    try:
        fresh.write_bytes(text)
        fresh.chmod(0o755)
        keep = not ours and os.path.lexists(hook.path)
        if keep:
            os.rename(hook.path, hook.kept)
        os.replace(fresh, hook.path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError(f"cannot install {hook.path}: {error.strerror}") from None
    if ours:
        return "renewed"
    return f"installed; the hook that was there is kept as {hook.kept.name} and runs first" if keep else "installed"
