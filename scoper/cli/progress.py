"""Following a run of the edit loop: a line that moves on a terminal, plain lines elsewhere, or events as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from scoper.cli.output import emit
from scoper.report.terminal import clean
from scoper.text import counted

if TYPE_CHECKING:
    from rich.status import Status

_PHASES = {
    "scope": "finding out what the request means",
    "context": "choosing what the model must see",
    "model": "asking the model",
    "judging": "judging the edits: scope, references, lint",
    "writing": "writing",
}
Event = dict[str, object]


class Watcher(Protocol):
    """Is shown a run."""

    def event(self, event: Event) -> None: ...

    def heard(self, characters: int) -> None: ...


class JsonLines:
    """Every event of the transcript, as it is written, on standard output."""

    def event(self, event: Event) -> None:
        emit(json.dumps(event) + "\n")

    def heard(self, characters: int) -> None:
        """Parts of an answer are no event."""


class Lines:
    """What happens, a line each, on standard error."""

    def __init__(self, say: Callable[[str], None] = lambda line: click.echo(line, err=True)) -> None:
        self._say = say
        self.status = ""
        self._round = 0
        self._tokens = 0
        self._cost: object = None

    def event(self, event: Event) -> None:
        name = event.get("event")
        if name == "phase":
            self.status = _PHASES.get(str(event.get("name")), str(event.get("name")))
        elif name == "round":
            self._round = int(str(event.get("number")))
        for line in self._lines(str(name), event):
            self._say(clean(line))

    def heard(self, characters: int) -> None:
        """Nothing moves here."""

    def now(self, characters: int = 0) -> str:
        """Where the run is."""
        spent = f"{self._tokens} tokens" + (f", ${self._cost:.4f}" if isinstance(self._cost, float) else "")
        arrived = f" · {characters} characters" if characters else ""
        return (
            f"{f'round {self._round} · ' if self._round else ''}{self.status}{arrived}{f' · {spent}' if self._tokens else ''}"
        )

    def _lines(self, name: str, event: Event) -> Iterator[str]:
        if name == "pack":
            yield f"context: {event['items']} pieces of code, {event['tokens']} tokens"
        elif name == "waiting":
            yield f"waiting {event['seconds']:.1f} s: {event['why']}"
        elif name == "smaller-pack":
            yield f"context: too long for the model; trying again with {event['budget']} tokens"
        elif name == "reply":
            usage = event["usage"]
            assert isinstance(usage, Mapping)
            self._tokens += int(usage["input"]) + int(usage["output"])
            self._cost = event.get("cost")
            cached = f", {100 * int(usage['cached']) // int(usage['input'])} % cached" if usage["cached"] else ""
            about = "about " if usage["is_estimated"] else ""
            yield f"model: {about}{usage['input']} tokens in{cached}, {usage['output']} out"
        elif name == "format-error":
            yield "model: its answer was cut off" if event.get("cut") else "model: no edits could be read; asking again"
        elif name == "refused":
            refused = event["edits"]
            assert isinstance(refused, list)
            yield from (f"refused at once: {one['what']}: {one['why']}" for one in refused)
        elif name == "applied":
            paths, failed = event["paths"], event["failed"]
            assert isinstance(paths, list) and isinstance(failed, list)
            yield f"edits: {counted(len(paths), 'file')} changed" + (
                f", {counted(len(failed), 'edit')} cannot be applied" if failed else ""
            )
        elif name == "exited":
            yield f"command: {event['how']}, exit code {event['code']}, {event['seconds']:.0f} s"
        elif name == "decision":
            removed, blocking = event["removed"], event["blocking"]
            assert isinstance(removed, list) and isinstance(blocking, list)
            yield f"gate: {counted(len(removed), 'edit')} taken out, {counted(len(blocking), 'finding')} left"


class Moving(Lines):
    """The same, with a line below that says where the run is."""

    def __init__(self, status: Status) -> None:
        super().__init__(lambda line: status.console.print(line, markup=False, highlight=False, style="dim"))
        self._line = status

    def event(self, event: Event) -> None:
        super().event(event)
        self._show()

    def heard(self, characters: int) -> None:
        self._show(characters)

    def _show(self, characters: int = 0) -> None:
        from rich.text import Text  # loaded already, by who made the status

        self._line.update(Text(clean(self.now(characters))))


@contextmanager
def watching(*, as_json: bool, moves: bool) -> Iterator[Watcher]:
    """The watcher that fits. ``moves`` says that standard error is a terminal that can redraw a line."""
    if as_json:
        yield JsonLines()
    elif not moves:
        yield Lines()
    else:
        from rich.console import Console  # only for people
        from rich.status import Status

        with Status("", console=Console(stderr=True)) as status:
            yield Moving(status)
