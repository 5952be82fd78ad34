"""Options that several commands share, and reading what they name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from scoper.errors import UserError
from scoper.scope.model import Ambiguity, Spec
from scoper.scope.specs import parse_spec

_Command = TypeVar("_Command", bound=Callable[..., object])


def scope_option(command: _Command) -> _Command:
    return click.option(
        "--scope",
        "scopes",
        metavar="SPEC",
        multiple=True,
        help="What may change: a path, a folder/, a glob, path::Symbol.name, ::Symbol.name or path:10-40; with a leading ! "
        "what must not. May be repeated.",
    )(command)


def ambiguity_option(command: _Command) -> _Command:
    return click.option(
        "--ambiguity",
        type=click.Choice([choice.value for choice in Ambiguity]),
        help="When the request resolves to nothing or to rivals: ask, assume the likeliest and say so, or refuse.",
    )(command)


def format_option(names: Iterable[str]) -> Callable[[_Command], _Command]:
    return click.option(
        "--output-format",
        "--format",
        "format_name",
        type=click.Choice(list(names)),
        default="text",
        show_default=True,
        help="How to write the result.",
    )


def read_request(given: str | None) -> str | None:
    """The request itself, the content of ``@FILE``, or standard input for ``-``."""
    if given is None:
        return None
    if given == "-":
        return _decode(sys.stdin.buffer.read(), "standard input")
    if not given.startswith("@"):
        return _decode(os.fsencode(given), "the command line")
    path = given[1:]
    try:
        with open(path, "rb") as file:
            return _decode(file.read(), path)
    except OSError as error:
        hint = "--request @FILE reads the request from a file; without @ it is the request itself"
        raise UserError(f"cannot read the request from {path}: {error.strerror}", hint) from None


def read_requests(given: Sequence[str]) -> tuple[str, ...]:
    """Each of several requests, as :func:`read_request` reads one."""
    return tuple(text for one in given if (text := read_request(one)) is not None)


def parse_scopes(texts: Sequence[str]) -> tuple[Spec, ...]:
    return tuple(parse_spec(text) for text in texts)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"the request from {name} is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
