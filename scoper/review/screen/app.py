"""The screen: edits above or beside their diff, and a last line with the verdict of what is accepted as things stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container, ScrollableContainer
from textual.message import Message
from textual.widgets import Footer, Input, Static, Tree

from scoper.checks.model import Outcome, Report
from scoper.errors import UserError
from scoper.report.terminal import clean
from scoper.report.text import headline
from scoper.review import model
from scoper.review.desk import Background, Desk
from scoper.review.model import Decision, Reviewed
from scoper.review.screen.detail import NARROWEST, Painter
from scoper.review.screen.dialogs import HELP, Explained, Note, Question
from scoper.review.screen.listing import Listing, Place
from scoper.review.store import Store

Editor = Callable[[bytes, str, Callable[[str], None]], bytes | None]
"""A text, the path whose language it is in, and whom to tell what went wrong → the text as the person leaves it."""

_FILTERS: tuple[tuple[Decision, ...], ...] = (
    (),
    (Decision.OPEN, Decision.MIXED),
    (Decision.ACCEPTED, Decision.MIXED),
    (Decision.REJECTED, Decision.MIXED),
)
_OUTCOMES = {Outcome.ACCEPT: "bold green", Outcome.REJECT: "bold red", Outcome.UNKNOWN: "bold yellow"}


class Judged(Message):
    """A selection was judged in the background."""

    def __init__(self, review: Reviewed, answer: Report | Exception) -> None:
        super().__init__()
        self.review = review
        self.answer = answer


class Detail(ScrollableContainer):
    """Where one edit is shown. How wide it is decides whether old and new stand side by side."""

    class Resized(Message):
        """It has another size now."""

    def on_resize(self, _: events.Resize) -> None:
        self.post_message(self.Resized())


class ReviewApp(App[Reviewed]):
    """A review of one matter. It ends with the decisions to write, or with ``None``."""

    CSS = """
    #title, #state { height: 1; width: 100%; text-overflow: ellipsis; text-wrap: nowrap; }
    #title { background: $panel; text-style: bold; }
    #state { background: $panel; }
    #search { display: none; height: 1; border: none; padding: 0; }
    #search.shown { display: block; }
    #work { height: 1fr; layout: vertical; }
    Listing { height: 40%; width: 100%; scrollbar-size-horizontal: 0; border-bottom: solid $panel; padding: 0; }
    Detail { height: 1fr; width: 100%; scrollbar-gutter: stable; }
    #head { width: 100%; }
    #diff { width: auto; }
    .-wide #work { layout: horizontal; }
    .-wide Listing { height: 100%; width: 34%; border-bottom: none; border-right: solid $panel; }
    .-wide Detail { height: 100%; width: 66%; }
    #note { width: 90%; max-width: 100; height: auto; max-height: 90%; }
    #note { border: round $primary; padding: 0 1; background: $surface; }
    #answers { height: 1; margin-top: 1; }
    #answers Button { margin-right: 2; }
    Note, Question { align: center middle; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (160, "-wide")]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "decide('accepted')", "accept"),
        Binding("n", "decide('rejected')", "reject"),
        Binding("e", "edit", "edit"),
        Binding("x", "explain", "explain"),
        Binding("d", "sides", "diff"),
        Binding("slash", "search", "search", key_display="/"),
        Binding("u", "undo", "undo"),
        Binding("w", "write", "write"),
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("q,ctrl+c", "leave", "quit", key_display="q"),
        Binding("space", "flip", "flip", show=False),
        Binding("s,enter", "statements", "statements", show=False),
        Binding("r", "redo", "redo", show=False),
        Binding("f", "filter", "filter", show=False),
        Binding("v", "follow", "follow the verdicts", show=False),
        Binding("escape", "everything", "show everything", show=False),
        Binding("pagedown", "scroll_diff(1)", "down", show=False, priority=True),
        Binding("pageup", "scroll_diff(-1)", "up", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, store: Store, review: Reviewed, edit: Editor, question: str) -> None:
        super().__init__()
        self._desk = desk
        self._store = store
        self._edit_text = edit
        self._question = question
        self._painter = Painter(desk.matter)
        self._filter = 0
        self._sought = ""
        self._beside = True
        self._verdict: Report | Exception | None = None
        self._background = Background(desk, self._heard)
        self.review = review

    def _heard(self, review: Reviewed, answer: Report | Exception) -> None:
        self.post_message(Judged(review, answer))  # from the other thread

    def close(self) -> None:
        """End the work in the background."""
        self._background.close()

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with Container(id="work"):
            yield Listing(self._desk.matter)
            with Detail():
                yield Static(id="head")
                yield Static(id="diff")
        yield Input(placeholder="name, reason, finding, or a line", id="search")
        yield Static(id="state")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self._list()
        self._listing.focus()
        self._background.ask(self.review)
        self._listing.next_open(self.review, ())

    def on_ready(self) -> None:
        self.screen.refresh_bindings()  # the line of keys may have come after the first word about them

    @property
    def _listing(self) -> Listing:
        return self.query_one(Listing)

    # What is shown.

    def _list(self) -> None:
        items = model.matching(self._desk.matter, self.review, self._sought, _FILTERS[self._filter])
        self._listing.fill(self.review, items)
        words = [f"{len(items)} of {len(self._desk.matter.items)} edits"] if len(items) < len(self._desk.matter.items) else []
        words += [f"shown: {_FILTERS[self._filter][0].value}"] if self._filter else []
        words += [f"holds: {self._sought}"] if self._sought else []
        asked = " ".join((self._desk.matter.report.task.request or "no request").split())
        self.query_one("#title", Static).update(Text(clean(" · ".join(["scoper review", *words, asked]))))
        if not items:
            self._show(None)

    def _show(self, place: Place | None) -> None:
        head, diff = self.query_one("#head", Static), self.query_one("#diff", Static)
        if place is None:
            has_edits = bool(self._listing.root.children)
            head.update(Text("y, n and space decide about the whole group" if has_edits else "nothing to show", "dim"))
            diff.update("")
            return
        head.update(self._painter.head(self.review, place.item, place.parts))
        width = self.query_one(Detail).scrollable_content_region.width
        diff.update(self._painter.diff(self.review, place.parts, width, beside=self._beside))

    def _tell(self) -> None:
        """The last line but one: what is decided, and what the gate says of it."""
        count = self.review.decisions.count
        counts = f"[+] {count(Decision.ACCEPTED)} [-] {count(Decision.REJECTED)} open {count(Decision.OPEN)} │ "
        if isinstance(self._verdict, Report):
            said = headline(self._verdict)[0], _OUTCOMES[self._verdict.outcome]
        elif isinstance(self._verdict, Exception):
            said = clean(f"it could not be judged: {self._verdict}"), "red"
        else:
            said = "judging …", "dim"
        self.query_one("#state", Static).update(Text.assemble(counts, said))

    def on_judged(self, message: Judged) -> None:
        if message.review is self.review:
            self._verdict = message.answer
            self._tell()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Place | None]) -> None:
        self._show(event.node.data)
        self.query_one(Detail).scroll_home(animate=False)

    def on_detail_resized(self) -> None:
        self._show(self._listing.place)

    # What is decided.

    def _set(self, review: Reviewed) -> None:
        if review is self.review:
            return
        self.review, self._verdict = review, None
        try:
            self._store.save(self._desk.matter, review)
        except UserError as error:
            self.notify(clean(error.message), severity="error", markup=False)
        self._background.ask(review)
        self._listing.refresh_marks(review)
        self._show(self._listing.place)
        self._tell()

    def _places(self) -> tuple[int, ...]:
        """The parts under the cursor; of a group, those of all its edits that are shown."""
        node = self._listing.cursor_node
        if node is None:
            return ()
        if node.data is not None:
            return node.data.parts
        return tuple(part for child in node.children if child.data is not None for part in child.data.parts)

    def action_decide(self, decision: str) -> None:
        parts, wanted = self._places(), Decision(decision)
        if not parts:
            return
        self._set(model.decide(self._desk.matter, self.review, parts, wanted))
        if model.decision_on(self.review, parts) is wanted:
            self._listing.next_open(self.review, parts)
        else:
            self._explain_lock(parts)

    def _explain_lock(self, parts: Iterable[int]) -> None:
        locked = [self._desk.matter.locked[part] for part in parts if part in self._desk.matter.locked]
        self.notify(clean(locked[0]) if locked else "it is of one piece with what stays", title="it stays", markup=False)

    def action_flip(self) -> None:
        if parts := self._places():
            self._set(model.toggle(self._desk.matter, self.review, parts))

    def action_undo(self) -> None:
        self._set(model.undo(self.review))

    def action_redo(self) -> None:
        self._set(model.redo(self.review))

    def action_follow(self) -> None:
        self._set(model.follow(self._desk.matter, self.review))

    def action_edit(self) -> None:
        place = self._listing.place
        if place is None or len(place.parts) > 1 or not model.can_be_written(self._desk.matter, place.parts[0]):
            many = place is not None and len(place.parts) > 1
            self.notify("choose one of its statements (s shows them)" if many else "it has no lines that could be written anew")
            return
        part = place.parts[0]
        text = self.review.written.get(part, model.added_text(self._desk.matter, part))
        said: list[str] = []
        with ExitStack() as stack:
            with suppress(SuspendNotSupported):  # then nothing has to make room for the editor
                stack.enter_context(self.suspend())
            text_now = self._edit_text(text, place.item.edit.path, said.append)
        for line in said:
            self.notify(line, severity="error", markup=False)
        if text_now is not None:
            self._set(model.write(self._desk.matter, self.review, part, text_now))
            self._listing.next_open(self.review, place.parts)

    # What is looked at.

    def action_statements(self) -> None:
        node = self._listing.cursor_node
        if node is not None and node.children:
            node.toggle()

    def action_sides(self) -> None:
        self._beside = not self._beside
        self._show(self._listing.place)
        if self._beside and self.query_one(Detail).scrollable_content_region.width < NARROWEST:
            self.notify(f"side by side takes {NARROWEST} columns; this is one diff")

    def action_filter(self) -> None:
        self._filter = (self._filter + 1) % len(_FILTERS)
        self._list()

    def action_search(self) -> None:
        field = self.query_one("#search", Input)
        field.add_class("shown")
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._sought = event.value
        self._list()

    def on_input_submitted(self) -> None:
        self.query_one("#search").remove_class("shown")
        self._listing.focus()

    def action_everything(self) -> None:
        self._filter = 0
        self.query_one("#search", Input).value = ""
        self._sought = ""
        self.on_input_submitted()
        self._list()

    def action_scroll_diff(self, direction: int) -> None:
        detail = self.query_one(Detail)
        detail.scroll_relative(y=direction * max(1, detail.size.height - 2), animate=False)

    def action_explain(self) -> None:
        if (place := self._listing.place) is not None:
            self.push_screen(Explained(self._desk, place.item))

    def action_help(self) -> None:
        self.push_screen(Note("keys", HELP))

    # How it ends.

    def action_write(self) -> None:
        rest = model.fate_of_open(self._desk.matter, self.review)
        verdict = headline(self._verdict)[0] if isinstance(self._verdict, Report) else "not judged yet"
        lines = [self._question, model.summary(self.review), rest, verdict]
        self.push_screen(Question("".join(f"{line}\n" for line in lines if line)), self._write)

    def _write(self, answer: bool | None) -> None:
        if answer:
            self.exit(self.review)

    def action_leave(self) -> None:
        self.exit(None)


def run(desk: Desk, store: Store, review: Reviewed, edit: Editor, question: str) -> Reviewed | None:
    """Show the screen until the person leaves it: the decisions to write, or ``None`` to write nothing. ``question`` is asked
    before writing."""
    app = ReviewApp(desk, store, review, edit, question)
    try:
        return app.run()
    finally:
        app.close()
