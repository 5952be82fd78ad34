"""What stands in front of the screen for a moment: help, the proof of a verdict, and the question before writing."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from scoper.errors import UserError
from scoper.review.desk import Desk
from scoper.review.model import Item

HELP = """\
y        accept
n        reject
space    the other way round
s Enter  its statements, which are decided one by one
e        write what it adds anew, in $EDITOR, and accept that
x        explain the verdict
d        old and new side by side, or one diff
/        show only what holds a text (Escape: everything again)
f        show what is open, accepted, rejected, everything
v        decide all that is open as the verdicts propose
u r      undo, redo
w        write what is accepted
q        leave; what was decided is kept

j k and arrows move, PgUp and PgDn scroll the diff
[+] accepted  [-] rejected  [~] in part
(+) (-) open, and what the verdict proposes

A mouse chooses, scrolls, and presses the keys below"""


class Note(ModalScreen[None]):
    """Text that any of a few keys closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter,x,question_mark,space", "dismiss_note", "Close")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="note") as box:
            box.border_title = self._title
            yield Static(Text(self._text), id="note-text")

    def on_click(self) -> None:
        self.action_dismiss_note()

    def action_dismiss_note(self) -> None:
        self.dismiss(None)


class Explained(Note):
    """The proof of a verdict, which may have to be worked out first."""

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__("why", "…")
        self._desk = desk
        self._item = item

    def on_mount(self) -> None:
        self.run_worker(self._work, thread=True)

    def _work(self) -> None:
        try:
            said = self._desk.explain(self._item).rstrip("\n")
        except UserError as error:
            said = error.message
        self.app.call_from_thread(self.query_one("#note-text", Static).update, Text(said))


class Question(ModalScreen[bool]):
    """Yes or no."""

    AUTO_FOCUS = "#yes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape,q", "answer(False)", "No"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="note"):
            yield Static(Text(self._text))
            with Horizontal(id="answers"):
                yield Button("Yes (y)", id="yes", compact=True)
                yield Button("No (n)", id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
