from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoper.context.model import Candidate, Duty, Form, Option
from scoper.context.pack import Choice

FORMS = (Form.NAME, Form.SIGNATURE, Form.SOURCE)


def words(text: str) -> int:
    return len(text.split())


def candidate(name: str, score: float, *sizes: int) -> Candidate:
    forms = tuple(
        Option(form, 1, 1, name if form is Form.NAME else "w " * size, value)
        for form, size, value in zip(FORMS, sizes, (0.3, 0.7, 1.0), strict=False)
    )
    return Candidate("a.py", f"a.py::{name}", Duty.COMPANION, "why", "exact", score, forms)


def chosen(choice: Choice) -> dict[str, Form]:
    return {item.symbol: item.form for item in choice.items()}


def test_the_best_value_for_a_token_comes_first() -> None:
    choice = Choice([candidate("low", 0.1, 1, 50), candidate("high", 0.9, 1, 5)], words)
    choice.fill(25)
    assert chosen(choice) == {"a.py::high": Form.SIGNATURE, "a.py::low": Form.NAME}


def test_nothing_fits_and_nothing_is_taken() -> None:
    choice = Choice([candidate("f", 1.0, 1)], words)
    choice.fill(2)
    assert choice.items() == ()
    assert [(one.symbol, one.why, one.rank) for one in choice.left_out()] == [("a.py::f", "budget", 1)]


def test_what_does_not_fit_makes_room_for_what_does() -> None:
    choice = Choice([candidate("big", 1.0, 1, 10, 500), candidate("small", 0.1, 1, 3, 5)], words)
    choice.fill(60)
    assert chosen(choice) == {"a.py::big": Form.SIGNATURE, "a.py::small": Form.SOURCE}


def test_left_out_is_cheapest_first() -> None:
    long = candidate("long", 0.9, 1)._replace(options=(Option(Form.SOURCE, 1, 9, "w " * 50, 1.0),))
    choice = Choice([long, candidate("short", 0.1, 1)], words)
    assert [one.symbol for one in choice.left_out()] == ["a.py::short", "a.py::long"]


def test_taking_back_goes_to_the_form_before_and_does_not_come_again() -> None:
    choice = Choice([candidate("f", 1.0, 1, 5, 20)], words)
    choice.fill(200)
    assert chosen(choice) == {"a.py::f": Form.SOURCE}
    assert choice.undo()
    assert chosen(choice) != {"a.py::f": Form.SOURCE}
    before = chosen(choice)
    choice.fill(200)
    assert chosen(choice) == before
    while choice.undo():
        pass
    assert choice.items() == ()


@given(st.lists(st.tuples(st.floats(0.01, 1), st.integers(1, 40), st.integers(1, 80)), max_size=12), st.integers(0, 300))
def test_the_estimated_cost_never_passes_the_budget(rows: list[tuple[float, int, int]], budget: int) -> None:
    choice = Choice([candidate(f"f{n}", score, 1, one, other) for n, (score, one, other) in enumerate(rows)], words)
    choice.fill(budget)
    assert sum(item.tokens for item in choice.items()) <= budget
    assert len(choice.items()) + len(choice.left_out()) == len(rows)
