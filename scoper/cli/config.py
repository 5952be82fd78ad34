"""``scoper config``: which settings count, and which file says so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import click

from scoper import gate
from scoper.cli.options import format_option
from scoper.cli.output import emit
from scoper.config import Config
from scoper.finding import Severity
from scoper.git.repository import Repository
from scoper.report.terminal import clean
from scoper.settings import Setting, Settings

_WORKED_OUT = ("notes", "known", "per_path_severity", "trust")  # fields that no file says
_LATER = "the work tree says something else, which counts from the next commit on"


class Row(NamedTuple):
    """One effective value. ``file`` is ``None`` for a default, ``folder`` is where it holds: ``""`` for everywhere."""

    key: str
    value: object
    file: str | None
    folder: str


@click.command(name="config", short_help="Show which settings count, and which file says so.")
@click.argument("path", required=False)
@click.option("--rev", metavar="REV", help="The configuration of a commit, instead of HEAD.")
@format_option(["text", "json"])
def command(path: str | None, rev: str | None, format_name: str) -> int:
    """Show every setting, its value, and the file that says so; with PATH, of the folders that hold it only.

    It is the configuration of HEAD: what is judged is judged by the settings of its base side, which a diff cannot change.

    \b
    scoper config
    scoper config services/api/views.py
    scoper config --rev main --format json
    """
    with Repository.discover() as repository:
        snapshot = repository.commit(rev) if rev else repository.head() or repository.empty()
        settings = gate.open_settings(snapshot)
        notes = list(settings.config.notes)
        if rev is None and gate.open_settings(repository.work_tree()).said != settings.said:
            notes.append(_LATER)
    rows = list(_rows(settings, path))
    if format_name == "json":
        listed = [{"key": row.key, "value": row.value, "file": row.file, "folder": row.folder} for row in rows]
        emit(json.dumps({"schema": "scoper.config/1", "settings": listed, "notes": notes}, ensure_ascii=False) + "\n")
    else:
        emit("".join(f"{clean(line)}\n" for line in (*_lines(rows), *notes)))
    return 0


def _rows(settings: Settings, path: str | None) -> Iterator[Row]:
    said = {setting.field: setting for setting in settings.said if not setting.folder}
    for field, default in Config()._asdict().items():
        if field not in _WORKED_OUT:
            setting = said.get(field, Setting(field, default, "", ""))
            yield Row(field.replace("_", "-"), _plain(field, setting.value), setting.file or None, "")
    for setting in settings.said:
        if setting.folder and (path is None or f"{path}/".startswith(setting.folder)):
            yield Row(setting.field.replace("_", "-"), _plain(setting.field, setting.value), setting.file, setting.folder)


def _plain(field: str, value: object) -> object:
    """A value as TOML and JSON have it."""
    if isinstance(value, Severity):
        return value.label
    if field == "linter" and isinstance(value, tuple):
        return {table.name: {key: item for key, item in table._asdict().items() if key != "name"} for table in value}
    if isinstance(value, Iterable) and not isinstance(value, str):
        items = list(value)
        if field in ("severity", "per_path_ignore", "per_kind_ignore"):
            return {name: _plain("", item) for name, item in items}
        return items
    return value


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    shown = [
        (row, f"{row.key} is not set" if row.value == 0 and row.value is not False else f"{row.key} = {_toml(row.value)}")
        for row in rows
    ]
    width = min(60, max(len(text) for _, text in shown))
    folder = ""
    for row, text in shown:
        if row.folder != folder:
            folder = row.folder
            yield f"below {folder}, in addition:"
        yield f"{text.ljust(width)}  # {row.file or 'default'}"


def _toml(value: object) -> str:
    """A value as it could be pasted into a configuration."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{json.dumps(str(name))} = {_toml(item)}' for name, item in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)
