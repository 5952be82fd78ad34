"""What models are told, and what they say beside their edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.agent.apply import how
from scoper.agent.disclosure import undisclosed
from scoper.agent.marks import read_marks
from scoper.agent.words import instructions
from scoper.change.model import Edit, EditKind
from scoper.llm.profiles import load_models
from scoper.text import LineRange

PROFILES = load_models({"SCOPER_MODELS": ""}).profiles


def edit(path: str, symbol: str | None) -> Edit:
    return Edit("e1", path, None, symbol, None, (EditKind.BODY,), (LineRange(1, 1),), (LineRange(1, 1),))


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_has_instructions_that_stay_the_same(name: str) -> None:
    profile = PROFILES[name]
    said = instructions(profile, how(profile))
    assert said == instructions(profile, how(profile)) and how(profile) in said
    assert ("no more" in said) == profile.overeager and ("Keep going" in said) == profile.persistence


def test_marks_are_read_and_taken_out() -> None:
    text = "Edits.\n<change_summary>\n`f` changed.\n</change_summary>\n<assumption_made>two\nplaces</assumption_made>\nrest\n"
    marks = read_marks(text)
    assert (marks.rest, marks.summary, marks.assumptions) == ("Edits.\nrest\n", "`f` changed.", ("two places",))


def test_questions_have_options_and_are_few() -> None:
    text = "<open_question>\nWhich\none?\n- a\n* b\n3. c\n</open_question>\n" * 5
    questions = read_marks(text).questions
    assert len(questions) == 3 and questions[0].text == "Which one?" and questions[0].options == ("a", "b", "c")


@pytest.mark.parametrize(
    "text", ["x = '<change_summary>a</change_summary>'\n", "<change_summary>never closed\n", "<summary>a</summary>\n"]
)
def test_code_that_mentions_marks_is_left_alone(text: str) -> None:
    marks = read_marks(text)
    assert marks.rest == text and marks.summary is None


@given(st.text(alphabet="<>/_abopen_questionchange_summary\n- ", max_size=200))
def test_reading_marks_never_fails(text: str) -> None:
    assert len(read_marks(text).rest) <= len(text)


@pytest.mark.parametrize(
    "summary, path, symbol, told",
    [
        ("`total` rounds", "cart.py", "cart.py::Cart.total", True),
        ("Cart rounds", "cart.py", "cart.py::Cart.total", True),
        ("everything in cart.py", "cart.py", "cart.py::Cart.total", True),
        ("everything in shop/cart.py", "shop/cart.py", None, True),
        ("the cart imports more", "shop/cart.py", "shop/cart.py", True),
        ("totally different", "cart.py", "cart.py::Cart.total", False),
        ("", "cart.py", None, False),
        (None, "cart.py", "cart.py::f", False),
    ],
)
def test_what_a_summary_tells(summary: str | None, path: str, symbol: str | None, told: bool) -> None:
    assert bool(undisclosed(summary, [edit(path, symbol)])) is not told


def test_naming_one_symbol_of_a_file_is_not_naming_the_others() -> None:
    edits = [edit("cart.py", "cart.py::total"), edit("cart.py", "cart.py::label")]
    assert undisclosed("`total` in cart.py rounds", edits) == (edits[1],)
