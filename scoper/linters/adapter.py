"""What one foreign linter has to tell the engine: when it applies, how it is called, and how its output reads.

An adapter is data and a few pure functions; it starts nothing and reads nothing. The engine is in ``beside``.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from scoper.finding import Severity
from scoper.linters.model import Diagnostic, TextEdit

HOOKS = ".pre-commit-config.yaml"

Texts = Callable[[str], bytes | None]
"""The content of a linted file by the path that the tool printed."""


class Trust(enum.IntEnum):
    """Whose code may be run: nobody's, that of the base side and its installed packages, or that of the head side too."""

    NONE = 0
    BASE = 1
    HEAD = 2


class Refused(ValueError):
    """A tool says itself that it could not check; the text is its reason."""


class Need(NamedTuple):
    """What a tool would run of the repository, and the trust that it takes."""

    trust: Trust
    reason: str


class Job(NamedTuple):
    """One call: files relative to the folder in which the tool is started, the configuration there, a folder that is kept
    between runs (whole-program tools only), and the file by which the tool applies."""

    files: tuple[str, ...]
    configs: Mapping[str, bytes]
    keep: str = ""
    site: str = ""


class Adapter(NamedTuple):
    """One linter, or one formatter.

    It applies in a folder that has one of ``configs`` or ``markers``, a file with one of ``tables`` in it, or a configuration
    of the pre-commit framework that names one of ``hooks``. Configuration is the base side's, markers are each side's own.
    ``parse`` raises ValueError, KeyError or TypeError for what the tool does not write, and :class:`Refused` where that says
    itself that nothing was checked. ``passes`` are the exit codes of a run that can be believed; after another than 0 it has to
    have found something, unless it ``may_find_nothing``. A formatter ``rewrites`` its files, or the one that it is given as
    its input (``by_input``); it has nothing to parse. ``fences`` stand above both sides and keep the tool from what configures
    it further up.
    """

    name: str
    suffixes: tuple[str, ...]
    arguments: Callable[[Job], list[str]]
    parse: Callable[[str, Texts], Iterable[Diagnostic]]
    configs: tuple[str, ...] = ()
    tables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    markers: tuple[str, ...] = ()
    needs: Callable[[Mapping[str, bytes]], Need | None] = lambda _: None
    whole: bool = False
    program: str = ""  # where it is not the name
    passes: frozenset[int] = frozenset({0, 1})
    may_find_nothing: bool = False
    to_errors: bool = False  # it writes its findings to standard error
    to_either: bool = False  # or, depending on its version, to standard output
    env: Callable[[str], tuple[tuple[str, str], ...]] = lambda _: ()  # by the file by which it applies
    hooks: tuple[str, ...] = ()
    rewrites: bool = False
    by_input: bool = False
    fences: tuple[tuple[str, str], ...] = ()

    @property
    def binary(self) -> str:
        return self.program or self.name

    def names(self) -> set[str]:
        """Every file name by which it may be configured."""
        hooks = (HOOKS,) if self.hooks else ()
        return {*self.configs, *self.markers, *(file for file, _ in self.tables), *hooks}


def unparsed(_output: str, _texts: Texts) -> Iterable[Diagnostic]:
    """What a formatter says besides: nothing that counts."""
    return ()


def needs_where(trust: Trust, *needles: str, reason: str) -> Callable[[Mapping[str, bytes]], Need | None]:
    """A need where the configuration has one of these in it, in whatever case: tools do not care for that of their keys."""
    wanted = [needle.encode() for needle in needles]

    def needs(configs: Mapping[str, bytes]) -> Need | None:
        found = next((path for path, text in configs.items() if any(needle in text.lower() for needle in wanted)), None)
        return Need(trust, f"{found} {reason}") if found else None

    return needs


def needs_beyond(keys: Collection[str], *, inside: str = "overrides") -> Callable[[Mapping[str, bytes]], Need | None]:
    """A need where the configuration is a program, or says anything but these keys, at its top or in a list ``inside``; keys
    that are known to be data, as a list of those that load code is never whole. Only plain JSON can be told to be data."""

    def needs(configs: Mapping[str, bytes]) -> Need | None:
        for path, text in configs.items():
            if is_program(path):
                return Need(Trust.BASE, f"{path} is a program")
            try:
                table = json.loads(text) if text else {}
                said = [*(key for key in table if key != inside), *(key for one in table.get(inside, ()) for key in one)]
                other = next((key for key in said if key not in keys), None)
            except (ValueError, TypeError, AttributeError, RecursionError):
                return Need(Trust.BASE, f"{path} may load packages: it is not plain JSON")
            if other is not None:
                return Need(Trust.BASE, f"{path} may load packages: it says {other!r}")
        return None

    return needs


def is_program(path: str) -> bool:
    """Whether a configuration file of this name is a program."""
    return path.endswith((".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"))


def found(
    tool: str,
    code: str,
    message: str,
    path: str,
    start: tuple[int, int],
    end: tuple[int, int] | None = None,
    *,
    severity: Severity = Severity.ERROR,
    url: str | None = None,
    fixable: bool = False,
    edits: tuple[TextEdit, ...] = (),
) -> Diagnostic:
    """A diagnostic from what tools usually say; ``start`` and ``end`` are (line, column), 1-based.

    Raises :class:`TypeError` for places that are no whole numbers: JSON has others, too.
    """
    if not all(isinstance(number, int) for number in (*start, *(end or ()))):
        raise TypeError(f"not a place: {start}, {end}")
    line, column = max(1, start[0]), max(1, start[1])
    last, end_column = end or (line, 0)
    if last < line:
        last, end_column = line, 0
    message = " ".join(message.split())
    return Diagnostic(tool, code, message, path, line, last, column, url, fixable or bool(edits), end_column, severity, edits)


def listed(value: Any) -> list[Any]:
    """A JSON list. Raises ValueError for anything else, an empty table above all."""
    if not isinstance(value, list):
        raise ValueError("a list was expected")
    return value


def severity_of(word: object) -> Severity:
    """What tools call their severities. An unknown word is an error: nothing is made light of that nobody understood."""
    return _SEVERITIES.get(str(word).lower(), Severity.ERROR)


_SEVERITIES = {
    **dict.fromkeys(("warning", "warn", "refactor", "convention", "minor", "medium", "low"), Severity.WARNING),
    **dict.fromkeys(("note", "info", "information", "style", "hint", "none", "help", "unspecified"), Severity.NOTE),
}
