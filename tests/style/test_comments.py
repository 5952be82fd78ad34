from __future__ import annotations

import pytest

from scoper.style.comments import Remark, characters, kind_of, of_remark, remarks


def kind(text: str, below: str = "") -> str | None:
    return kind_of(Remark(1, 1, text, True), below)


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("# the API counts from 1", "amount = sum(prices[1:])"),
        ("# must come first, see #12", "load(config)"),
        ("# return early: an empty cart has no owner", "if not items:"),
        ("// 2048 bytes is what the device takes at once", "write(chunk)"),
    ],
)
def test_comments_that_say_why_are_plain(text: str, below: str) -> None:
    assert kind(text, below) == "plain"


@pytest.mark.parametrize("text", ["# type: ignore", "# noqa: E501", "// eslint-disable-next-line", "#!/bin/sh", "# TODO: more"])
def test_what_is_meant_for_tools_is_of_no_kind(text: str) -> None:
    assert kind(text, "x = 1") is None


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("# Return the result", "return result"),
        ("# increment the counter", "counter += 1"),
        ("// Loop over the users", "for (const user of users) {"),
        ("# Check if the user is valid", "if user.is_valid():"),
    ],
)
def test_comments_that_say_what_the_code_says_are_narrating(text: str, below: str) -> None:
    assert kind(text, below) == "narrating"


@pytest.mark.parametrize("text", ["# ----------", "// ===== Helpers =====", "# ##########", "/* ---- sizes ---- */"])
def test_dividers(text: str) -> None:
    assert kind(text) == "divider"


@pytest.mark.parametrize("text", ["# Step 1: load the file", "# 2. sort it", "// First, open the door"])
def test_steps(text: str) -> None:
    assert kind(text) == "step"


@pytest.mark.parametrize(
    "text", ["# x = compute(y)", "// const total = 1;", "# return result", "# if total > limit:", "// foo(bar);"]
)
def test_code_that_was_commented_out(text: str) -> None:
    assert kind(text) == "code"


def test_comments_on_lines_that_follow_each_other_are_one() -> None:
    found = [Remark(1, 1, "# a", True), Remark(2, 2, "# b", True), Remark(4, 4, "# c", True), Remark(5, 5, "# d", False)]
    assert [(one.line, one.last, one.text) for one in remarks(found)] == [(1, 2, "# a\n# b"), (4, 4, "# c"), (5, 5, "# d")]


def test_characters() -> None:
    said = {
        "plain": ["ascii"],
        "größer": [],
        "done \u2705": ["emoji"],
        "a \u2192 b": ["typographic"],
        "a \u2014 b": ["typographic"],
    }
    assert {text: list(characters(text)) for text in said} == said


@pytest.mark.parametrize(
    ("text", "opening", "ending"),
    [
        ("# Rounded as the tax office does.", "capital", "stop"),
        ("// rounded as the tax office does", "small", "open"),
        ("# Rounded\n# as the tax office does?", "capital", "stop"),
        ("/* 2 decimals */", None, "open"),
    ],
)
def test_how_comments_open_and_end(text: str, opening: str | None, ending: str) -> None:
    found = {one.feature: one.value for one in of_remark(Remark(3, 3, text, True), "plain")}
    assert (found.get("comment-opening"), found["comment-ending"]) == (opening, ending)


def test_what_is_no_prose_neither_opens_nor_ends() -> None:
    assert {one.feature for one in of_remark(Remark(3, 3, "# ------", True), "divider")} == {"comment-place", "comment-kind"}
    assert [one.feature for one in of_remark(Remark(3, 3, "# noqa", False), None)] == ["comment-place"]
