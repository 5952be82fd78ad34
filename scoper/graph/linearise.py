"""The order in which Python looks through the bases of a class (C3), for any hashable names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_MAX_CLASSES = 300  # among the ancestors of one class
_MAX_DEPTH = 60


def linearise(cls: T, bases_of: Callable[[T], Sequence[T]]) -> tuple[tuple[T, ...], bool]:
    """``cls`` and its ancestors in the order of lookup; ``False`` where they are in no consistent order (cycles included), and
    what is returned is only breadth first."""
    ancestors = _breadth_first(cls, bases_of)
    if len(ancestors) <= _MAX_CLASSES:
        merged = _merged(cls, bases_of, {}, ())
        if merged is not None:
            return merged, True
    return ancestors[:_MAX_CLASSES], False


def _breadth_first(cls: T, bases_of: Callable[[T], Sequence[T]]) -> tuple[T, ...]:
    order = {cls: None}
    queue = [cls]
    while queue and len(order) <= _MAX_CLASSES:
        level, queue = queue, []
        for one in level:
            fresh = [base for base in bases_of(one) if base not in order]
            order.update(dict.fromkeys(fresh))
            queue += fresh
    return tuple(order)


def _merged(
    cls: T, bases_of: Callable[[T], Sequence[T]], known: dict[T, tuple[T, ...] | None], below: tuple[T, ...]
) -> tuple[T, ...] | None:
    if cls in known:
        return known[cls]
    if cls in below or len(below) >= _MAX_DEPTH:
        return None
    bases = tuple(dict.fromkeys(bases_of(cls)))
    orders: list[list[T]] = []
    for base in bases:
        order = _merged(base, bases_of, known, (*below, cls))
        if order is None:
            known[cls] = None
            return None
        orders.append(list(order))
    merged = _merge([*orders, list(bases)])
    known[cls] = None if merged is None else (cls, *merged)
    return known[cls]


def _merge(orders: list[list[T]]) -> list[T] | None:
    merged: list[T] = []
    while orders := [order for order in orders if order]:
        tails = {name for order in orders for name in order[1:]}
        head = next((order[0] for order in orders if order[0] not in tails), None)
        if head is None:
            return None
        merged.append(head)
        for order in orders:
            if order[0] == head:
                del order[0]
    return merged
