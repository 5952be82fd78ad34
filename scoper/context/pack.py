"""Choosing what to show and in which form, under a hard budget. Pure.

Greedy by value per token over the upper hull of each candidate's forms: within one item's worth of the best choice there is.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

from scoper.context.model import Candidate, Form, Item, LeftOut, Option

Count = Callable[[str], int]

_LINE_FRAME = 2  # tokens of a line that names what a file defines, without its path
_FILE_FRAME = 12  # tokens of the element around what is shown of a file beyond names, without its path
_NAME_FRAME = 1  # tokens between names
_SOURCE_FRAME = 10  # tokens of the element around a piece of source


class Choice:
    """A running choice: at most one option for each candidate."""

    def __init__(self, candidates: Sequence[Candidate], count: Count) -> None:
        self._candidates = candidates
        self._count = count
        self._costs = [[_cost(candidate, option, count) for option in candidate.options] for candidate in candidates]
        self._hulls = [
            _hull([option.value for option in candidate.options], costs)
            for candidate, costs in zip(candidates, self._costs, strict=True)
        ]
        self.chosen: dict[int, int] = {}  # candidate → option
        self._order: list[tuple[int, int | None]] = []  # what was chosen, and what had been before
        self._refused: set[int] = set()
        self._frames: dict[str, int] = {}  # path → tokens of what is around what is shown of it

    def take(self, index: int, option: int) -> None:
        """Choose an option whatever it costs."""
        self._order.append((index, self.chosen.get(index)))
        self.chosen[index] = option
        path = self._candidates[index].path
        self._frames[path] = max(self._frames.get(path, 0), self._frame(index, option))

    def cost(self, index: int, option: int) -> int:
        """Tokens that an option adds to what is chosen."""
        before = self.chosen.get(index)
        paid = self._costs[index][before] if before is not None else 0
        framed = self._frames.get(self._candidates[index].path, 0)
        return self._costs[index][option] - paid + max(0, self._frame(index, option) - framed)

    def fill(self, budget: int) -> None:
        """Spend up to ``budget`` tokens more, the best value for a token first."""
        heap: list[tuple[float, int, int]] = []
        for index in range(len(self._candidates)):
            self._push(heap, index)
        while heap:
            _, index, option = heapq.heappop(heap)
            cost = self.cost(index, option)
            if cost <= budget:
                self.take(index, option)
                budget -= cost
                self._push(heap, index)

    def undo(self) -> bool:
        """Take back the last choice; whether there was one."""
        if not self._order:
            return False
        index, before = self._order.pop()
        if before is None:
            del self.chosen[index]
        else:
            self.chosen[index] = before
        self._refused.add(index)
        return True

    def items(self) -> tuple[Item, ...]:
        """What is chosen, in order of candidates."""
        found = []
        for index, at in sorted(self.chosen.items()):
            one = self._candidates[index]
            option = one.options[at]
            found.append(
                Item(
                    one.path,
                    one.symbol,
                    option.start,
                    option.end,
                    option.form,
                    one.duty,
                    one.why,
                    one.confidence,
                    self._costs[index][at],
                    option.text,
                    one.score,
                )
            )
        return tuple(found)

    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not shown at all, cheapest first."""
        ranked = sorted(range(len(self._candidates)), key=lambda index: (-self._candidates[index].score, index))
        found = [
            LeftOut(self._candidates[index].symbol, "budget", rank, self._costs[index][0])
            for rank, index in enumerate(ranked, 1)
            if index not in self.chosen
        ]
        return tuple(sorted(found, key=lambda one: (one.tokens, one.rank)))

    def _frame(self, index: int, option: int) -> int:
        """Tokens of what an option needs around it."""
        candidate = self._candidates[index]
        if not candidate.options[option].start:
            return 0  # the bare name of a file
        frame = _LINE_FRAME if candidate.options[option].form is Form.NAME else _FILE_FRAME
        return frame + self._count(candidate.path)

    def _push(self, heap: list[tuple[float, int, int]], index: int) -> None:
        if index in self._refused:
            return
        at = self.chosen.get(index)
        onward = [option for option in self._hulls[index] if at is None or option > at]
        if not onward:
            return
        options = self._candidates[index].options
        gain = options[onward[0]].value - (options[at].value if at is not None else 0.0)
        cost = self._costs[index][onward[0]] - (self._costs[index][at] if at is not None else 0)
        density = self._candidates[index].score * gain / max(1, cost)
        heapq.heappush(heap, (-density, index, onward[0]))


def _cost(candidate: Candidate, option: Option, count: Count) -> int:
    if option.form is Form.NAME:
        return count(f" {option.text.rpartition('.')[2]}") + _NAME_FRAME
    return count(option.text) + 1 + (_SOURCE_FRAME if option.form is Form.SOURCE else 0)


def _hull(values: Sequence[float], costs: Sequence[int]) -> tuple[int, ...]:
    """The options on the upper hull: each is worth less for a token than the one before."""
    hull: list[int] = []

    def density(index: int, before: int | None) -> float:
        value, cost = (values[before], costs[before]) if before is not None else (0.0, 0)
        return (values[index] - value) / max(1, costs[index] - cost)

    for index in range(len(values)):
        if hull and costs[index] <= costs[hull[-1]]:
            hull.pop()  # more for no more tokens
        while hull and density(index, hull[-1]) >= density(hull[-1], hull[-2] if len(hull) > 1 else None):
            hull.pop()
        hull.append(index)
    return tuple(hull)
