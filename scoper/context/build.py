"""From targets to a pack: chosen under the budget, rendered and counted."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from scoper.context.gather import Ground, Ranking, by_request, candidates
from scoper.context.model import Candidate, Duty, Form, Item, LeftOut
from scoper.context.pack import Choice
from scoper.context.render import RENDERERS
from scoper.context.targets import Plan, plan
from scoper.context.tokens import Tokenizer
from scoper.scope.model import Provenance, Target

_WHOLE_SHARE = 0.8  # of the budget that targets which are code may take
_FILE_SHARE = 0.35  # likewise, targets that are whole files: what else the edit needs is in other files
_BEST_SHARE = 0.3  # for the source of what meets a request best that names nothing
_NAMES_SHARE = 0.15  # for the names of what is in a target that is not shown whole
_REQUEST_SHARE = 0.1
_CONVENTIONS_SHARE = 0.06
_ROUNDS = 4  # of spending what rendering leaves over
_CUT = "\n[the request goes on]"


class Wish(NamedTuple):
    """What is asked of a pack. ``budget`` is in tokens of the tokenizer."""

    budget: int
    format_name: str = "xml"


class Built(NamedTuple):
    """The choice, and ``needed``: the smallest budget that shows the targets whole, where this one does not."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    text: str
    tokens: int
    needed: int | None


def build(
    ground: Ground,
    targets: Sequence[Target],
    ranking: Ranking,
    conventions: Sequence[Item],
    wish: Wish,
    tokenizer: Tokenizer,
) -> Built:
    """The pack. The targets come first, then what is worth most for a token."""
    draft = _Draft(ground.request, conventions, wish, tokenizer)
    aims = plan(ground, targets)
    found = candidates(ground, targets, ranking)
    is_guess = all(target.provenance is Provenance.WORDS for target in targets)
    if is_guess:
        rated = by_request(ground, ranking, [*aims.parts, *found])
        aims, found = aims._replace(parts=tuple(rated[: len(aims.parts)])), rated[len(aims.parts) :]
    others, frame = _once(found, aims)
    free = wish.budget - draft.count(())
    whole, needed = (False, None) if is_guess else _whole(draft, aims, targets, free)
    if whole:
        choice = Choice([*aims.whole, *frame, *others], tokenizer.count)
        for index in range(len(aims.whole)):
            choice.take(index, len(aims.whole[index].options) - 1)
    else:
        choice = Choice([*aims.parts, *frame, *others], tokenizer.count)
        if is_guess:
            _show_best(choice, aims.parts, int(free * _BEST_SHARE))
        _name_parts(choice, aims.parts, int(free * _NAMES_SHARE))
    for _ in range(_ROUNDS):
        choice.fill(wish.budget - draft.count(choice.items()))
        while draft.count(choice.items()) > wish.budget and choice.undo():
            pass
    text = draft.render(choice.items())
    return Built((*draft.conventions, *choice.items()), choice.left_out(), text, tokenizer.count(text), needed)


def _once(others: Sequence[Candidate], aims: Plan) -> tuple[list[Candidate], list[Candidate]]:
    """Other candidates and those around the targets, without what stands in both: the classes around a target belong to it, for
    what is beside it a duty of its own counts."""
    around = {one.symbol for one in aims.frame if one.options[-1].form is Form.OUTLINE}
    near = {one.symbol for one in aims.frame}
    kept = [one for one in others if one.symbol not in (near if one.duty is Duty.COMPANION else around)]
    said = {one.symbol for one in kept}
    return kept, [one for one in aims.frame if one.symbol not in said]


class _Draft:
    """Renders and counts items with what is in every pack: conventions and request, cut where they take too much.

    ``longest`` is what both take uncut.
    """

    def __init__(self, request: str, conventions: Sequence[Item], wish: Wish, tokenizer: Tokenizer) -> None:
        self._render = RENDERERS[wish.format_name]
        self.tokenizer = tokenizer
        self.request = _cut(request.strip(), int(wish.budget * _REQUEST_SHARE), tokenizer)
        self.conventions = tuple(one._replace(tokens=tokenizer.count(one.text) + 1) for one in conventions)
        self.longest = tokenizer.count(self._render(self.conventions, request.strip()))
        while sum(one.tokens for one in self.conventions) > wish.budget * _CONVENTIONS_SHARE:
            self.conventions = self.conventions[:-1]

    def render(self, items: Sequence[Item]) -> str:
        return self._render((*self.conventions, *items), self.request)

    def count(self, items: Sequence[Item]) -> int:
        return self.tokenizer.count(self.render(items))


def _cut(text: str, tokens: int, tokenizer: Tokenizer) -> str:
    if tokenizer.count(text) <= tokens:
        return text
    lines = text.split("\n")
    while len(lines) > 1 and tokenizer.count("\n".join(lines) + _CUT) > tokens:
        lines.pop()
    kept = "\n".join(lines).rstrip()
    while kept and tokenizer.count(kept + _CUT) > tokens:
        kept = kept[: len(kept) * 3 // 4]
    return kept + _CUT


def _whole(draft: _Draft, aims: Plan, targets: Sequence[Target], free: int) -> tuple[bool, int | None]:
    """Whether the targets are shown whole; if not, the smallest budget that would do."""
    if not aims.whole:
        return False, None
    choice = Choice(aims.whole, draft.tokenizer.count)
    for index in range(len(aims.whole)):
        choice.take(index, 0)
    is_code = all("::" in target.symbol or target.lines for target in targets)
    share = _WHOLE_SHARE if is_code else _FILE_SHARE
    cost = draft.count(choice.items()) - draft.count(())
    return (True, None) if cost <= free * share else (False, draft.longest + ceil(cost / share))


def _show_best(choice: Choice, parts: Sequence[Candidate], budget: int) -> None:
    """The source of what meets the request most."""
    for index in sorted(range(len(parts)), key=lambda index: (-parts[index].score, index)):
        fullest = len(parts[index].options) - 1
        cost = choice.cost(index, fullest)
        if cost > budget:
            return
        choice.take(index, fullest)
        budget -= cost


def _name_parts(choice: Choice, parts: Sequence[Candidate], budget: int) -> None:
    for index in range(len(parts)):
        cost = choice.cost(index, 0)
        if cost <= budget and index not in choice.chosen:
            choice.take(index, 0)
            budget -= cost
