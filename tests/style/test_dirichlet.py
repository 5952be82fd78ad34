from __future__ import annotations

import random
from math import comb, exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.style.dirichlet import concentration_of, log_likelihood, posterior, precision, tail

_SHARES = st.floats(0.01, 0.99)


def test_no_draws_are_certain() -> None:
    assert tail(0, 5, 0.1, 3.0) == 1.0


def test_with_a_strong_prior_it_is_the_binomial_distribution() -> None:
    expected = sum(comb(6, k) * 0.3**k * 0.7 ** (6 - k) for k in range(4, 7))
    assert isclose(tail(4, 6, 0.3, 1e9), expected, rel_tol=1e-4)


def test_bursts_make_many_of_a_kind_likelier() -> None:
    assert tail(5, 5, 0.1, 2.0) > 10 * tail(5, 5, 0.1, 100.0)


@given(st.integers(1, 30), _SHARES, st.floats(0.1, 200))
def test_the_tail_is_a_probability_that_falls(total: int, share: float, strength: float) -> None:
    found = [tail(count, total, share, strength) for count in range(total + 1)]
    assert all(0 <= one <= 1 for one in found)
    assert all(a >= b - 1e-9 for a, b in zip(found, found[1:], strict=False))


@given(st.integers(1, 12), _SHARES, st.floats(0.2, 50))
def test_the_tail_adds_up_the_likelihoods(total: int, share: float, strength: float) -> None:
    mean = {"yes": share, "no": 1 - share}
    sequences = [exp(log_likelihood({"yes": k, "no": total - k}, mean, strength)) * comb(total, k) for k in range(total + 1)]
    assert isclose(sum(sequences), 1.0, rel_tol=1e-6)
    assert isclose(tail(1, total, share, strength), sum(sequences[1:]), rel_tol=1e-6)


def test_a_mean_lies_between_its_counts_and_what_is_above() -> None:
    mean = posterior({"yes": 8}, {"yes": 0.2, "no": 0.8}, 8.0)
    assert mean == pytest.approx({"yes": 0.6, "no": 0.4})


def test_without_counts_the_mean_is_that_above() -> None:
    assert posterior({}, {"yes": 0.2, "no": 0.8}, 3.0) == pytest.approx({"yes": 0.2, "no": 0.8})


def test_doubts_add_up() -> None:
    assert precision(1e9, 5.0) == pytest.approx(5.0, rel=1e-3)
    assert precision(5.0, 5.0) == pytest.approx(2.0)
    assert precision(0.0, 0.0) > 0


@pytest.mark.parametrize("true", [1.0, 20.0])
def test_a_concentration_is_found_again(true: float) -> None:
    rng = random.Random(0)
    mean = {"yes": 0.3, "no": 0.7}
    children = []
    for _ in range(300):
        share = rng.betavariate(0.3 * true, 0.7 * true)
        yes = sum(rng.random() < share for _ in range(30))
        children.append(({"yes": yes, "no": 30 - yes}, mean))
    assert concentration_of(children) == pytest.approx(true, rel=0.35)
