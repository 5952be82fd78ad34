"""In which formats a report is written, and where to: options that every command with a report shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import click

from scoper.checks.model import Report
from scoper.cli.output import emit, wants_colour, width
from scoper.report.registry import FORMATS
from scoper.text import nearest

_Command = TypeVar("_Command", bound=Callable[..., object])


class Output(NamedTuple):
    """A format, and the file it goes to: ``None`` for wherever the result goes."""

    name: str
    file: str | None = None


def report_options(command: _Command) -> _Command:
    """``--output-format`` (also ``--format``) and ``--output-file`` (also ``--output``): parameters ``formats``, ``output``."""
    for option in (
        click.option(
            "--output-file",
            "--output",
            "-o",
            "output",
            metavar="FILE",
            envvar="SCOPER_OUTPUT_FILE",
            help="Write the result to a file instead of standard output.",
        ),
        click.option(
            "--output-format",
            "--format",
            "formats",
            metavar="NAME[=FILE]",
            multiple=True,
            envvar="SCOPER_OUTPUT_FORMAT",
            help=f"How to write the result: {_listed()}. May be repeated; with =FILE it goes to that file.  [default: text]",
        ),
    ):
        command = option(command)
    return command


def settle(formats: Iterable[str], output: str | None, usual: str = "text") -> tuple[Output, ...]:
    """One place for each format (``NAME`` or ``NAME=FILE``), where ``output`` is the file of one that names none.

    Raises :class:`click.UsageError` for a format that does not exist, and where two would go to the same place.
    """
    asked = tuple(map(_parsed, formats)) or (Output(usual),)
    placed = tuple(Output(name, _place(file if file is not None else output)) for name, file in asked)
    places = [file for _, file in placed]
    for name, file in placed:
        if places.count(file) > 1:
            where = file or "standard output"
            raise click.UsageError(f"two formats would go to {where}; give all but one a file: --output-format {name}=FILE")
    if output is not None and all(file is not None for _, file in asked):
        raise click.UsageError("--output-file has nothing to write: every --output-format names its own file")
    return placed


def write_reports(report: Report, outputs: Sequence[Output], *, colour: str, verbose: bool) -> None:
    for name, file in outputs:
        emit(FORMATS[name](report, colour=wants_colour(colour, file), width=width(), verbose=verbose), file)


def _parsed(text: str) -> Output:
    name, equals, file = text.partition("=")
    if name not in FORMATS:
        near = nearest(name, FORMATS)
        raise click.UsageError(f"{name!r} is no format; {f'did you mean {near[0]}?' if near else f'there are {_listed()}'}")
    if equals and not file:
        raise click.UsageError(f"{text!r} names no file; it is {name}=FILE, or {name} alone")
    return Output(name, file or None)


def _place(file: str | None) -> str | None:
    return None if file == "-" else file


def _listed() -> str:
    return ", ".join(FORMATS)
