"""The list of edits: groups by verdict, edits, and their statements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rich.text import Text
from textual.binding import Binding
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from scoper.report.terminal import clean
from scoper.review.model import Decision, Group, Item, Matter, Reviewed, added_text, decision_on, removed_text

_MARKS = {
    Decision.ACCEPTED: ("[+]", "bold green"),
    Decision.REJECTED: ("[-]", "bold red"),
    Decision.MIXED: ("[~]", "bold yellow"),
}
_PROPOSED = {Decision.ACCEPTED: "(+)", Decision.REJECTED: "(-)"}


class Place(NamedTuple):
    """What a line of the list is about: an edit, or one part of it."""

    item: Item
    parts: tuple[int, ...]


class Listing(Tree[Place | None]):
    """The edits that are shown, under their groups. A line of a group has no place."""

    BINDINGS = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
    ]

    def __init__(self, matter: Matter) -> None:
        super().__init__("edits")
        self._matter = matter
        self._shown: dict[int, tuple[Decision, list[bytes | None]]] = {}  # by line of the list
        self.show_root = False
        self.guide_depth = 2
        self.auto_expand = False

    def fill(self, review: Reviewed, items: Sequence[Item]) -> None:
        """Show these items, and keep the cursor where it is, as far as that is still there."""
        place = self.place
        opened = {node.data.item.edit.id for node in self._walk() if node.data is not None and node.is_expanded}
        self.clear()
        self._shown.clear()
        for group in Group:
            members = [item for item in items if item.group is group]
            if members:
                branch = self.root.add(Text(f"{group.value} ({len(members)})", "bold"), expand=True)
                for item in members:
                    self._add(branch, item, is_open=item.edit.id in opened)
        self.refresh_marks(review)
        self.go_to(place)

    def _add(self, branch: TreeNode[Place | None], item: Item, *, is_open: bool) -> None:
        whole = Place(item, tuple(item.parts))
        if len(item.parts) < 2:
            branch.add_leaf("", whole)
            return
        node = branch.add("", whole, expand=is_open)
        for part in item.parts:
            node.add_leaf("", Place(item, (part,)))

    @property
    def place(self) -> Place | None:
        """Where the cursor is; ``None`` on a group."""
        return self.cursor_node.data if self.cursor_node is not None else None

    def refresh_marks(self, review: Reviewed) -> None:
        """Show what is decided now, where that is not what is shown."""
        for node in self._walk():
            if (place := node.data) is not None:
                state = decision_on(review, place.parts), [review.written.get(part) for part in place.parts]
                if self._shown.get(node.id) != state:
                    self._shown[node.id] = state
                    node.set_label(self._label(review, place))

    def go_to(self, place: Place | None) -> None:
        """Put the cursor there; on the first edit, where that is not shown."""
        nodes = [node for node in self._walk() if node.data is not None]
        found = next((node for node in nodes if node.data == place), next(iter(nodes), None))
        if found is not None:
            self._reach(found)

    def next_open(self, review: Reviewed, after: Collection[int]) -> None:
        """Put the cursor on the next line that is open, behind the one of these parts and then from the start."""
        nodes = [node for node in self._walk() if node.data is not None and (node.parent is None or node.parent.is_expanded)]
        here = next((at for at, node in enumerate(nodes) if node.data is not None and set(node.data.parts) == set(after)), -1)
        for node in (*nodes[here + 1 :], *nodes[: here + 1]):
            is_covered = node.is_expanded and bool(node.children)  # its statements are asked for instead
            if (
                node.data is not None
                and not is_covered
                and Decision.OPEN in {review.decisions[part] for part in node.data.parts}
            ):
                self._reach(node)
                return

    def _reach(self, node: TreeNode[Place | None]) -> None:
        self.get_node_at_line(0)  # numbers the lines, which move_cursor takes for granted
        self.move_cursor(node)

    def _walk(self) -> Iterator[TreeNode[Place | None]]:
        waiting = list(reversed(self.root.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def _label(self, review: Reviewed, place: Place) -> Text:
        decision = decision_on(review, place.parts)
        mark, style = _MARKS.get(decision, (_PROPOSED[place.item.proposal], "dim"))
        item = place.item
        if len(place.parts) == len(item.parts):
            anew = " · written anew" if any(part in review.written for part in place.parts) else ""
            rest = f" · {', '.join(item.edit.kinds)}{anew} · {clean(item.verdict.why)}"
            return Text.assemble((mark, style), " ", clean(item.name), (rest, "dim"))
        return Text.assemble((mark, style), " ", *self._statement(review, place.parts[0]))

    def _statement(self, review: Reviewed, part: int) -> Iterator[tuple[str, str]]:
        """Its first line that is not blank, with its number."""
        edit = self._matter.parts.edits[part]
        text = review.written.get(part, added_text(self._matter, part)) or removed_text(self._matter, part)
        first = next((line for line in text.split(b"\n") if line.strip()), b"")
        yield f"{(edit.after or edit.before)[0].start} ", "dim"
        if part in review.written:
            yield "written anew: ", "italic"
        elif not edit.after:
            yield "removed: ", "italic"
        yield clean(first.decode("utf-8", "replace").strip()), ""
