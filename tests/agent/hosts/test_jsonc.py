from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoper.agent.hosts.jsonc import NotJson, append, parse, remove

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(max_size=5), VALUES, max_size=4)
LAYOUTS = st.sampled_from([None, 1, 2, 4, "\t"])

COMMENTED = """\
// the settings of a team
{
  "a": [1, 2,], // two
  /* nothing here: { */
  "b": {
    "c": "// no comment", // a comment, "with": quotes
  },
}
"""


@settings(max_examples=40, deadline=None)
@given(OBJECTS, LAYOUTS)
def test_plain_json_means_what_it_means_elsewhere(value: dict[str, object], indent: int | str | None) -> None:
    assert parse(json.dumps(value, indent=indent)).value == value


def test_comments_and_last_commas_are_read_over() -> None:
    assert parse(COMMENTED).value == {"a": [1, 2], "b": {"c": "// no comment"}}


@settings(max_examples=40, deadline=None)
@given(OBJECTS, LAYOUTS, VALUES)
def test_an_item_that_is_added_can_be_removed_without_trace(
    value: dict[str, object], indent: int | str | None, new: object
) -> None:
    text = json.dumps(value, indent=indent)
    longer = append(text, parse(text), new, "scoper's own")
    assert parse(longer).value == {**value, "scoper's own": new}
    root = parse(longer)
    shorter = remove(longer, root, len(root.items) - 1)
    assert parse(shorter).value == value
    if value:
        assert shorter == text


@settings(max_examples=40, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4), LAYOUTS, st.data())
def test_removing_leaves_the_others(values: list[object], indent: int | str | None, data: st.DataObject) -> None:
    text = json.dumps(values, indent=indent)
    index = data.draw(st.integers(0, len(values) - 1))
    assert parse(remove(text, parse(text), index)).value == values[:index] + values[index + 1 :]


def test_neighbours_decide_the_layout_and_comments_stay() -> None:
    longer = append(COMMENTED, parse(COMMENTED), {"d": [1]}, "new")
    assert longer == COMMENTED[:-2] + '  "new": {\n    "d": [\n      1\n    ]\n  },\n}\n'
    root = parse(longer)
    assert remove(longer, root, 2) == COMMENTED
    for index in (0, 1):
        left = remove(COMMENTED, parse(COMMENTED), index)
        assert left.count("//") >= 2 and len(parse(left).items) == 1


def test_lines_end_as_they_end_elsewhere() -> None:
    text = '{\r\n\t"a": 1\r\n}\r\n'
    assert append(text, parse(text), [2], "b") == '{\r\n\t"a": 1,\r\n\t"b": [\r\n\t\t2\r\n\t]\r\n}\r\n'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "// only",
        "{",
        '{"a" 1}',
        '{"a": 1 "b": 2}',
        "{a: 1}",
        "[1,,2]",
        "{,}",
        '{"a": 1} x',
        "'a'",
        "[" * 5_000,
        '{"a": .5}',
    ],
)
def test_what_is_no_json_is_said(text: str) -> None:
    with pytest.raises(NotJson):
        parse(text)
