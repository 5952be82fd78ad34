"""``scoper style``: how the code around a path is written, measured."""

from __future__ import annotations

import io
from collections.abc import Sequence

import click

from scoper.cli.options import format_option
from scoper.cli.output import emit, wants_colour, width
from scoper.doors.portraits import around
from scoper.git.repository import Repository
from scoper.report.style import Portrait, as_json, heads, rows
from scoper.report.terminal import clean

_WIDTH = 120  # columns where output goes elsewhere


@click.command(name="style", short_help="Show how the code around a path is written.")
@click.argument("path", required=False, default="")
@format_option(["text", "json"])
@click.option("--output", metavar="FILE", help="Write the result to a file instead of standard output.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
def command(path: str, format_name: str, output: str | None, no_cache: bool) -> int:
    """Show how the code of PATH (a file or folder; all of the repository without it) is written: comments, documentation,
    types, strings, imports, names, errors, layout and idioms, counted for the file, its folder and the repository.

    \b
    scoper style src/cart.py
    scoper style src --format json
    """
    with Repository.discover() as repository:
        snapshot = repository.commit("HEAD") if repository.is_bare else repository.work_tree()
        wanted, portraits = around(snapshot, path, use_cache=not no_cache)
        base = snapshot.id
    emit(as_json(base, wanted, portraits) if format_name == "json" else _tables(portraits, output), output)
    return 0


def _tables(portraits: Sequence[Portrait], output: str | None) -> str:
    from rich.console import Console  # only for people
    from rich.table import Table

    stream = io.StringIO()
    colour = wants_colour("auto", output)
    console = Console(file=stream, width=width() or _WIDTH, force_terminal=colour, no_color=not colour, highlight=False)
    for portrait in portraits:
        table = Table(title=portrait.language, title_justify="left", title_style="bold")
        for head in ("feature", *heads(portrait)):
            table.add_column(head, overflow="fold")
        for row in rows(portrait):
            table.add_row(*(clean(cell) for cell in row))
        console.print(table)
        for habit in portrait.habits:
            console.print(clean(f"  {habit.text} ({habit.times} of {habit.total})"), markup=False)
        console.print()
    return stream.getvalue()
