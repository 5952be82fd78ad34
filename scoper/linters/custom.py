"""Linters that a project declares itself: ``[tool.scoper.linter.NAME]`` → an adapter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoper.config import LinterTable
from scoper.errors import UserError
from scoper.linters.adapter import Adapter, Job, Need, Texts, Trust
from scoper.linters.formats import PATTERNS, READERS, pattern_reader
from scoper.linters.model import Diagnostic

_FILES = "{files}"


def custom(table: LinterTable) -> Adapter:
    """Such a linter is a command out of the repository, so it takes trust: in the base side for one that reads the files it is
    given, in the head side too for one that is let loose on the whole tree.

    Raises :class:`UserError` for a pattern that does not exist.
    """
    if table.pattern.isidentifier() and table.pattern not in PATTERNS:
        known = ", ".join(sorted(PATTERNS))
        raise UserError(
            f"linter {table.name}: there is no pattern {table.pattern!r}", f"known: {known}, or a regular expression"
        )
    trust = Trust.HEAD if table.whole else Trust.BASE

    def arguments(job: Job) -> list[str]:
        return [part for word in table.command[1:] for part in (job.files if word == _FILES else (word,))]

    def parse(output: str, texts: Texts) -> Iterable[Diagnostic]:
        reader = pattern_reader(table.pattern) if table.format == "pattern" else READERS[table.format]
        return [item._replace(tool=table.name) for item in reader(output)]

    def needs(_: Mapping[str, bytes]) -> Need:
        return Need(trust, "it is a command of the repository's configuration")

    return Adapter(
        table.name,
        table.suffixes or ("",),
        arguments,
        parse,
        needs=needs,
        whole=table.whole,
        program=table.command[0],
        passes=frozenset(table.exit_codes),
        may_find_nothing=True,
        to_errors=table.stream == "stderr",
    )
