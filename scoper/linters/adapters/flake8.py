"""flake8 (pycodestyle, pyflakes, mccabe and plugins). Output: a format of our own, as flake8 has no structured one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, Trust, found, needs_where
from scoper.linters.model import Diagnostic

_LINE = re.compile(r"(.+?):(\d+):(\d+): ([A-Z]+\d+) (.*)")


def _arguments(job: Job) -> list[str]:
    line = "%(path)s:%(row)d:%(col)d: %(code)s %(text)s"
    return [f"--format={line}", "--output-file=/dev/stdout", "--no-show-source", "--jobs=1", *job.files]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for line in output.splitlines():
        if (match := _LINE.fullmatch(line)) is None:
            raise ValueError(line)
        path, row, column, code, text = match.groups()
        yield found("flake8", code, text, path, (int(row), int(column)))


ADAPTER = Adapter(
    "flake8",
    (".py", ".pyi"),
    _arguments,
    _parse,
    configs=(".flake8",),
    tables=(("setup.cfg", ("flake8",)), ("tox.ini", ("flake8",))),
    needs=needs_where(Trust.BASE, "local-plugins", "local_plugins", reason="names plugins of its own"),
)
