from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoper.untangle.order import joined, ordered

NUMBERS = st.integers(0, 7)
NEEDS = st.dictionaries(NUMBERS, st.sets(NUMBERS, max_size=3))


def test_what_is_needed_comes_first() -> None:
    assert ordered([[0], [1], [2]], {0: {2}, 2: {1}}) == [[1], [2], [0]]


def test_what_needs_each_other_becomes_one() -> None:
    assert ordered([[0], [1], [2], [3]], {0: {2}, 2: {3}, 3: {0}}) == [[0, 2, 3], [1]]


def test_where_there_is_a_choice_what_was_asked_for_comes_first() -> None:
    assert ordered([[0], [1], [2]], {}, {2}) == [[2], [0], [1]]
    assert ordered([[0], [1], [2]], {2: {1}}, {2}) == [[0], [1], [2]]


def test_ties_join_groups() -> None:
    assert joined([[0], [1], [2], [3]], [{0, 2}, {2, 3}, {1}]) == [[0, 2, 3], [1]]


@given(NEEDS, st.sets(NUMBERS))
def test_every_edit_is_there_once_and_none_before_what_it_needs(needs: dict[int, set[int]], first: set[int]) -> None:
    order = ordered([[n] for n in range(8)], needs, first)
    assert sorted(n for group in order for n in group) == list(range(8))
    at = {n: step for step, group in enumerate(order) for n in group}
    assert all(at[other] <= at[n] for n, others in needs.items() for other in others)
