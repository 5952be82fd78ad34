"""``--fix`` and ``--diff``: making the fixes of linters on the lines of the diff, or showing them."""

from __future__ import annotations

import enum
import os
from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from scoper.cli.output import emit_bytes
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.text import counted

if TYPE_CHECKING:
    from scoper.checks.model import Report
    from scoper.doors.inputs import Sides
    from scoper.untangle.fix import Fixed
    from scoper.untangle.place import Placed

_Command = TypeVar("_Command", bound=Callable[..., object])


class Place(enum.Enum):
    """What a fix would be written to."""

    NOWHERE = enum.auto()
    WORK_TREE = enum.auto()
    INDEX = enum.auto()


class FixOptions(NamedTuple):
    """What the command line says about fixes: ``write`` them, or ``show`` them, which is the stronger."""

    write: bool = False
    show: bool = False

    @property
    def asked(self) -> bool:
        return self.write or self.show

    def place(self, revisions: str | None, patch: str | None, *, staged: bool) -> Place:
        """What is fixed. Raises :class:`click.UsageError` where there is nothing to write to."""
        if revisions is None and patch is None:
            return Place.INDEX if staged else Place.WORK_TREE
        if self.write and not self.show:
            raise click.UsageError("--fix writes to the work tree, or with --staged to the index; else there is --diff")
        return Place.NOWHERE


def fix_options(command: _Command) -> _Command:
    """``--fix`` and ``--diff``, as one argument ``fixes``."""

    # Any: click hands over whatever options there are, by name
    @wraps(command)
    def with_fixes(fix: bool, diff: bool, **rest: Any) -> object:
        return command(fixes=FixOptions(fix, diff), **rest)

    decorated: Any = with_fixes
    decorated = click.option("--diff", is_flag=True, help="Print what --fix would do as a patch, and no report.")(decorated)
    decorated = click.option(
        "--fix", is_flag=True, help="Make the safe fixes of linters on lines that the diff adds, and judge again."
    )(decorated)
    result: _Command = decorated
    return result


def make_fixes(
    repository: Repository,
    sides: Sides,
    report: Report,
    config: Config,
    fixes: FixOptions,
    place: Place,
    *,
    use_cache: bool,
) -> tuple[Report, bytes]:
    """The report on what was made, and the patch that makes it. What was done is said on standard error."""
    from scoper.untangle.fix import fix
    from scoper.untangle.place import into_index, into_work_tree, unfixable

    is_staged = place is Place.INDEX

    def held(paths: Collection[str]) -> dict[str, str]:
        return {} if place is Place.NOWHERE else unfixable(repository, sides.head, paths, staged=is_staged)

    done = fix(repository, sides.base, sides.head, report, config, held=held, use_cache=use_cache)
    placed = None
    if fixes.write and not fixes.show and done.made:
        placed = (into_index if is_staged else into_work_tree)(repository, sides.head, done.tree)
    click.echo("".join(f"{line}\n" for line in _lines(done, placed)), nl=False, err=True)
    return done.after, repository.patch(sides.head, done.tree) if fixes.show else b""


def show_fixes(patch: bytes, output: str | None) -> int:
    """Write the patch; the exit code says whether there is anything to fix."""
    emit_bytes(patch, output)
    return int(bool(patch))


def _lines(done: Fixed, placed: Placed | None) -> Iterator[str]:
    from scoper.report.terminal import clean

    files = {finding.location.path for finding in done.made}
    if files:
        verb = "fixed" if placed is not None else "would fix"
        yield f"{verb}: {counted(len(done.made), 'finding')} in {counted(len(files), 'file')}"
    else:
        yield "nothing was fixed" if done.left else "nothing to fix"
    whys = dict.fromkeys(left.why for left in done.left)
    for why in whys:
        places = [left.finding.location.place for left in done.left if left.why == why]
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        yield f"not fixed: {clean(', '.join(places[:3]))}{more}: {clean(why)}"
    if placed is not None:
        yield f"`scoper trim --undo` takes it back ({clean(os.path.relpath(placed.undo))})"
