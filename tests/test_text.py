from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.text import LineRange, nearest, split_identifier, split_lines, to_ranges


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a", [b"a"]),
        (b"a\n", [b"a"]),
        (b"a\n\n", [b"a", b""]),
        (b"\n", [b""]),
        (b"a\r\nb", [b"a\r", b"b"]),
        (b"a\x0cb\x85c\rd\n", [b"a\x0cb\x85c\rd"]),
    ],
)
def test_a_line_is_what_git_calls_a_line(data: bytes, lines: list[bytes]) -> None:
    assert split_lines(data) == lines


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\x0c"])).map(b"".join))
def test_splitting_loses_nothing(data: bytes) -> None:
    joined = b"\n".join(split_lines(data))
    assert data in (joined, joined + b"\n")


@pytest.mark.parametrize(
    ("lines", "ranges"),
    [
        ([], ()),
        ([3], (LineRange(3, 3),)),
        ([3, 1, 2, 2], (LineRange(1, 3),)),
        ([1, 3, 4, 9], (LineRange(1, 1), LineRange(3, 4), LineRange(9, 9))),
    ],
)
def test_ranges_are_the_shortest_cover(lines: list[int], ranges: tuple[LineRange, ...]) -> None:
    assert to_ranges(lines) == ranges


@given(st.sets(st.integers(1, 60)))
def test_ranges_cover_exactly_their_lines(lines: set[int]) -> None:
    ranges = to_ranges(lines)
    assert {n for r in ranges for n in range(r.start, r.end + 1)} == lines
    assert sum(r.end - r.start + 1 for r in ranges) == len(lines)
    assert all(one.end + 1 < other.start for one, other in zip(ranges, ranges[1:], strict=False))


def test_a_range_holds_its_ends() -> None:
    assert 3 in LineRange(3, 5) and 5 in LineRange(3, 5)
    assert 2 not in LineRange(3, 5) and 6 not in LineRange(3, 5)
    assert not LineRange(3, 5).__contains__("3")


@pytest.mark.parametrize(("one", "other", "do"), [((1, 2), (3, 4), False), ((1, 3), (3, 4), True), ((1, 9), (3, 4), True)])
def test_overlap_is_symmetric(one: tuple[int, int], other: tuple[int, int], do: bool) -> None:
    assert LineRange(*one).overlaps(LineRange(*other)) is do
    assert LineRange(*other).overlaps(LineRange(*one)) is do


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", ()),
        ("_", ()),
        ("total", ("total",)),
        ("snake_case_2", ("snake", "case", "2")),
        ("HTTPServer_error2", ("http", "server", "error", "2")),
        ("parseURL", ("parse", "url")),
        ("__dunder__", ("dunder",)),
    ],
)
def test_words_in_names(name: str, words: tuple[str, ...]) -> None:
    assert split_identifier(name) == words


def test_nearest_is_best_first_and_never_far() -> None:
    assert nearest("totl", ["discount", "total", "totals"])[0] == "total"
    assert nearest("zzz", ["discount", "total"]) == []
