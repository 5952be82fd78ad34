from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.verdict.belief import settle, within_diff

CHANCES = st.floats(0.01, 0.99)
SURENESS = st.floats(0.01, 50)


@st.composite
def fields(draw: st.DrawFn) -> tuple[list[float], list[float], dict[tuple[int, int], float]]:
    count = draw(st.integers(1, 8))
    pairs = [(one, other) for one in range(count) for other in range(one + 1, count)]
    ties = draw(st.dictionaries(st.sampled_from(pairs), st.floats(0.01, 50))) if pairs else {}
    each = st.tuples(CHANCES, SURENESS)
    own = draw(st.lists(each, min_size=count, max_size=count))
    return [chance for chance, _ in own], [sure for _, sure in own], ties


@given(fields())
def test_every_value_is_the_mean_of_its_chance_and_its_neighbours(
    field: tuple[list[float], list[float], dict[tuple[int, int], float]],
) -> None:
    chances, sureness, ties = field
    values = settle(chances, sureness, ties)
    for at, value in enumerate(values):
        near = [(weight, values[sum(pair) - at]) for pair, weight in ties.items() if at in pair]
        total = sureness[at] + sum(weight for weight, _ in near)
        mean = (sureness[at] * chances[at] + sum(weight * other for weight, other in near)) / total
        assert value == pytest.approx(mean, abs=1e-4)


@given(fields())
def test_no_value_leaves_the_range_of_the_chances(
    field: tuple[list[float], list[float], dict[tuple[int, int], float]],
) -> None:
    values = settle(*field)
    assert min(field[0]) - 1e-4 <= min(values) and max(values) <= max(field[0]) + 1e-4


def test_without_ties_nothing_moves() -> None:
    assert settle([0.2, 0.9], [1, 5], {}) == [0.2, 0.9]


def test_what_says_nothing_follows_what_it_is_tied_to() -> None:
    values = settle([0.9, 0.2, 0.2], [10, 0.1, 0.1], {(0, 1): 5})
    assert values[1] > 0.85 and values[2] == pytest.approx(0.2)


def test_a_group_of_its_own_is_not_drawn_in_by_one_thin_tie() -> None:
    apart = {(1, 2): 10.0, (1, 3): 10.0, (2, 3): 10.0}
    values = settle([0.9, 0.1, 0.1, 0.1], [10, 1, 1, 1], {**apart, (0, 1): 0.3})
    assert max(values[1:]) < 0.3


@given(st.lists(st.tuples(CHANCES, st.integers(1, 100)), min_size=1, max_size=12))
def test_the_order_of_values_is_kept(edits: list[tuple[float, int]]) -> None:
    values = [value for value, _ in edits]
    beliefs = within_diff(values, [size for _, size in edits])
    ranked = sorted(range(len(values)), key=values.__getitem__)
    assert all(beliefs[one] <= beliefs[other] for one, other in zip(ranked, ranked[1:], strict=False))


def test_an_empty_diff_has_no_beliefs() -> None:
    assert within_diff([], []) == []
