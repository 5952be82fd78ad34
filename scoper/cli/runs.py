"""``scoper runs``: the runs that are kept, and what happened in one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

import click

from scoper.agent.bring import recover
from scoper.agent.drive import RESULT
from scoper.agent.runs import Event, Kept, all_runs, find, last_of
from scoper.cli.output import emit, emit_bytes
from scoper.git.repository import Repository
from scoper.report.terminal import clean

_REQUEST_SHOWN = 60
_AFTERWARDS = ("reviewed", "written")


@click.group(name="runs", short_help="Show the runs that are kept.", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> int:
    """List the runs of `scoper edit` and `scoper wrap` in this repository, the newest last. They are kept in its git folder."""
    if context.invoked_subcommand is not None:
        return 0
    with Repository.discover() as repository:
        recover(repository)
        rows = [_row(kept) for kept in all_runs(repository.git_dir)]
    if as_json:
        emit(json.dumps({"schema": "scoper.runs/1", "runs": rows}) + "\n")
    elif not rows:
        emit("no run is kept in this repository\n")
    else:
        emit("".join(_line(row) for row in rows))
    return 0


@command.command(name="show", short_help="Tell what happened in one run.")
@click.argument("run", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="The transcript, one event a line.")
@click.option("--patch", is_flag=True, help="What the run came to, as a patch for `git apply`.")
@click.option("--files", is_flag=True, help="Where the packs, replies and reports are.")
def show(run: str, as_json: bool, patch: bool, files: bool) -> int:
    """Tell what happened in the run with this ID; its beginning or end will do, and `last` is the newest."""
    with Repository.discover() as repository:
        recover(repository)
        kept = find(repository.git_dir, run)
        events = kept.events()
    if patch:
        emit_bytes(kept.read(RESULT))
    elif as_json:
        emit("".join(json.dumps(event) + "\n" for event in events))
    elif files:
        emit("".join(f"{kept.folder}/{name}\n" for name in _files(events)))
    else:
        emit("".join(f"{line}\n" for line in _story(kept, events)))
    return 0


def _row(kept: Kept) -> dict[str, object]:
    events = kept.events()
    started, ended = last_of(events, "started") or {}, _end(events)
    return {
        "run": kept.id,
        "request": started.get("request"),
        "model": started.get("model"),
        "command": started.get("command"),
        "state": ended.get("state", "cut off"),
        "written": any(event.get("event") == "written" for event in events),
        "cost": ended.get("cost"),
    }


def _end(events: Sequence[Event]) -> Event:
    """How a run ended; nothing where it was killed, or went on after an end. A review after the end begins nothing anew."""
    last = next((event for event in reversed(events) if event.get("event") not in _AFTERWARDS), {})
    return last if last.get("event") == "ended" else {}


def _line(row: dict[str, object]) -> str:
    state = f"{row['state']}{', written' if row['written'] else ''}"
    request = " ".join(str(row["request"] or "").split())
    shown = request if len(request) <= _REQUEST_SHOWN else f"{request[: _REQUEST_SHOWN - 1]}…"
    return f"{row['run']}  {state:<20}  {clean(_who(row)):<16}  {clean(shown)}\n"


def _who(row: dict[str, object]) -> str:
    """The model that was asked, or the program that was run."""
    words = row["command"]
    return os.path.basename(str(words[0])) if isinstance(words, list) and words else str(row["model"] or "")


def _files(events: Sequence[Event]) -> list[str]:
    names = [event[key] for event in events for key in ("file", "report", "patch") if isinstance(event.get(key), str)]
    return [str(name) for name in dict.fromkeys(names)]


def _story(kept: Kept, events: Sequence[Event]) -> Iterator[str]:
    if not events:
        yield f"run {kept.id} was cut off before anything happened"
    for event in events:
        details = ", ".join(_details(event))
        at = str(event.get("at", ""))[11:19]
        yield clean(f"{at}  {event.get('event')}{f'  {details}' if details else ''}")
    if events and not _end(events):
        goes_on = "" if last_of(events, "command") else f"; `scoper edit --resume {kept.id}` goes on"
        yield f"it was cut off here{goes_on}"


def _details(event: Event) -> Iterator[str]:
    for key, value in event.items():
        if key in ("event", "at", "schema", "version", "edits") or value in (None, [], "", {}):
            continue
        if isinstance(value, list):
            yield f"{key}: {'; '.join(_short(one) for one in value)}"
        elif isinstance(value, dict):
            yield f"{key}: {' '.join(f'{name}={part}' for name, part in value.items() if part)}"
        else:
            yield f"{key}: {value}"


def _short(value: object) -> str:
    if isinstance(value, dict) and "what" in value:
        return f"{value['what']}: {str(value.get('why', '')).partition(chr(10))[0]}"
    return str(value)
