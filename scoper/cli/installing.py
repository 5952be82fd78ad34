"""Installing into the settings of an agent host, and taking it back: the change is shown, and made when it is agreed to."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from scoper.agent.hosts.names import HOSTS
from scoper.errors import UserError
from scoper.git.repository import Repository

if TYPE_CHECKING:
    from scoper.agent.hosts.install import Change, Place
    from scoper.agent.hosts.model import Setting

_Command = TypeVar("_Command", bound=Callable[..., object])
_WHAT = {**HOSTS, "agents-md": "agents without hooks (a block in AGENTS.md)"}


def install_command(name: str) -> click.Command:
    @click.command(name=name, short_help=f"For {_WHAT[name]}.")
    @_options
    def command(user: bool, yes: bool, dry_run: bool) -> None:
        from scoper.agent.hosts import install

        place = _place(user=user)
        settings = _settings(name, place, user=user)
        changes = install.plan_install(name, place, settings)
        if not changes:
            click.echo("already installed")
            return
        if _agreed(changes, yes=yes, dry_run=dry_run):
            install.install(name, place, changes)
            click.echo(f"installed; `scoper uninstall {name}{' --user' if user else ''}` takes it back")

    command.help = f"Install scoper for {_WHAT[name]}. The change is shown first."
    return command


def uninstall_command(name: str) -> click.Command:
    @click.command(name=name, short_help=f"For {_WHAT[name]}.")
    @_options
    def command(user: bool, yes: bool, dry_run: bool) -> None:
        from scoper.agent.hosts import install

        place = _place(user=user)
        changes = install.plan_uninstall(name, place, _settings(name, place, user=user))
        if not changes:
            click.echo("not installed")
            return
        if _agreed(changes, yes=yes, dry_run=dry_run):
            install.uninstall(name, place, changes)
            click.echo("removed")

    command.help = f"Take scoper out of the settings of {_WHAT[name]}, and leave everything else as it is."
    return command


def _options(command: _Command) -> _Command:
    for option in (
        click.option("--dry-run", is_flag=True, help="Show the change, and make none."),
        click.option("--yes", "-y", is_flag=True, help="Make the change without asking."),
        click.option("--user", is_flag=True, help="For all of your projects, in your home folder."),
    ):
        command = option(command)
    return command


def _place(*, user: bool) -> Place:
    from scoper.agent.hosts.install import Place
    from scoper.doors.crash import state_dir

    if user:
        return Place(str(Path.home()), str(state_dir() / "installed"))
    with Repository.discover() as repository:
        if repository.root is None:
            raise UserError("a bare repository has no work tree to install into", "--user installs for all of your projects")
        return Place(repository.root, os.path.join(repository.git_dir, "scoper", "installed"))


def _settings(name: str, place: Place, *, user: bool) -> tuple[Setting, ...]:
    from scoper.agent.hosts import agents_md
    from scoper.cli.answering import load_host

    if name == "agents-md":
        return agents_md.settings()
    return load_host(name).settings(f"{scoper_command()} hook {name}", user=user, read=place.read)


def scoper_command() -> str:
    """How a shell starts this scoper: by its name, where that finds it, so that settings can be shared."""
    if shutil.which("scoper"):
        return "scoper"
    return f"{shlex.quote(sys.executable)} -P -m scoper"


def _agreed(changes: Sequence[Change], *, yes: bool, dry_run: bool) -> bool:
    for change in changes:
        click.echo("\n".join(_shown(change)))
    if dry_run:
        return False
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UserError("nothing was changed: nobody is there to agree", "--yes makes the change, --dry-run only shows it")
    return click.confirm("Make this change?")


def _shown(change: Change) -> list[str]:
    """The change as a diff, safe for a terminal."""
    from difflib import unified_diff

    from scoper.report.terminal import clean

    before, after = ((data or b"").decode("utf-8", "replace").splitlines() for data in (change.before, change.after))
    old = f"a/{change.path}" if change.before is not None else os.devnull
    new = f"b/{change.path}" if change.after is not None else os.devnull
    return [clean(line) for line in unified_diff(before, after, old, new, lineterm="")]
