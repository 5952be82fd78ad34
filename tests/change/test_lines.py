from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.change.lines import LineMap
from scoper.git.model import Hunk
from scoper.text import LineRange, split_lines
from tests.change.changes import hunks

MAP = LineMap([Hunk(3, 2, 3, 1), Hunk(8, 0, 8, 2), Hunk(12, 1, 12, 0)])
"""Base 3-4 become head 3; head 8-9 are new after base 8; base 12 is gone after head 12."""


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ((1, 2), (1, 2)),
        ((4, 4), (3, 3)),
        ((2, 5), (2, 4)),
        ((5, 8), (4, 7)),
        ((8, 9), (7, 10)),
        ((9, 8), (8, 9)),
        ((12, 12), (13, 12)),
    ],
)
def test_ranges_are_found_on_the_other_side(base: tuple[int, int], head: tuple[int, int]) -> None:
    assert MAP.to_head(LineRange(*base)) == LineRange(*head)


def test_a_gap_stands_for_what_was_added_there() -> None:
    assert MAP.to_base(LineRange(8, 9)) == LineRange(9, 8)
    assert MAP.to_base(LineRange(13, 12)) == LineRange(12, 12)


def test_hunks_are_shared_only_where_they_replace() -> None:
    assert MAP.share_hunk(LineRange(4, 6), LineRange(1, 3))
    assert not MAP.share_hunk(LineRange(1, 2), LineRange(1, 9))
    assert not MAP.share_hunk(LineRange(7, 9), LineRange(7, 9))


def test_what_is_touched_and_covered() -> None:
    assert MAP.touches(LineRange(4, 4), LineRange(20, 21)) and MAP.touches(LineRange(1, 1), LineRange(9, 20))
    assert not MAP.touches(LineRange(5, 11), LineRange(4, 7))
    assert MAP.covers_base([3, 4, 12]) and not MAP.covers_base([3, 5]) and MAP.covers_head([8, 9]) and not MAP.covers_head([12])


_TEXT = st.lists(st.sampled_from([b"a", b"b", b"c", b""]), max_size=12).map(
    lambda lines: b"".join(line + b"\n" for line in lines)
)


@given(_TEXT, _TEXT)
def test_unchanged_lines_map_to_their_equals_and_back(base: bytes, head: bytes) -> None:
    lines = LineMap(hunks(base, head))
    old, new = split_lines(base), split_lines(head)
    for number in range(1, len(old) + 1):
        if not lines.covers_base([number]):
            there = lines.to_head(LineRange(number, number))
            assert there.start == there.end and new[there.start - 1] == old[number - 1]
            assert lines.to_base(there) == LineRange(number, number)
