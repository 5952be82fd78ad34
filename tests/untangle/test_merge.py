from __future__ import annotations

import difflib
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scoper.git.model import Hunk
from scoper.untangle.merge import Piece, cut, lines_of, merge

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\r\n", b"\n", b"\r\n", b"\xff\x00d\n", b" \n"]), max_size=12)
TEXTS = st.builds(lambda lines, last: b"".join(lines) + last, LINES, st.sampled_from([b"", b"x", b"\r"]))


def hunks_of(base: list[bytes], head: list[bytes]) -> list[Hunk]:
    codes = difflib.SequenceMatcher(None, base, head, autojunk=False).get_opcodes()
    return [
        Hunk(i + (j > i), j - i, k + (end > k), end - k) for tag, i, j, k, end in codes if tag != "equal"
    ]  # fmt: skip


def pieces_of(base: bytes, head: bytes, data: st.DataObject) -> tuple[list[Piece], list[bytes], list[bytes]]:
    """Pieces with owners drawn for lines that are not blank, as edits have them."""
    old, new = lines_of(base), lines_of(head)
    hunks = hunks_of(old, new)
    owners = st.integers(0, 3)
    of_old = {
        n: data.draw(owners) for h in hunks for n in range(h.base_start, h.base_start + h.base_count) if old[n - 1].strip()
    }
    of_new = {
        n: data.draw(owners) for h in hunks for n in range(h.head_start, h.head_start + h.head_count) if new[n - 1].strip()
    }
    return cut(old, new, hunks, of_old, of_new, 0), old, new


def text(pieces: list[Piece], old: list[bytes], new: list[bytes], chosen: set[int]) -> bytes:
    return b"".join(line.text for line in merge(pieces, old, new, chosen))


@given(TEXTS)
def test_lines_add_up_to_the_text(data: bytes) -> None:
    lines = lines_of(data)
    assert b"".join(lines) == data and all(line.endswith(b"\n") for line in lines[:-1]) and b"" not in lines


@given(TEXTS, TEXTS, st.data())
def test_all_edits_give_the_head_and_none_the_base(base: bytes, head: bytes, data: st.DataObject) -> None:
    pieces, old, new = pieces_of(base, head, data)
    assert text(pieces, old, new, {0, 1, 2, 3}) == head
    assert text(pieces, old, new, set()) == base


@given(TEXTS, TEXTS, st.data())
def test_pieces_follow_each_other_on_both_sides(base: bytes, head: bytes, data: st.DataObject) -> None:
    pieces, old, new = pieces_of(base, head, data)
    assert all(a.base_end == b.base_start and a.head_end == b.head_start for a, b in pairwise(pieces))
    assert all(old[p.base_start : p.base_end] == new[p.head_start : p.head_end] for p in pieces if p.owner is None)


@given(TEXTS, TEXTS, st.sets(st.integers(0, 3)), st.data())
def test_each_line_of_a_part_is_from_the_side_that_its_edit_was_chosen_for(
    base: bytes, head: bytes, chosen: set[int], data: st.DataObject
) -> None:
    pieces, old, new = pieces_of(base, head, data)
    merged = merge(pieces, old, new, chosen)
    for line in merged:
        assert line.from_head == (line.owner in chosen)
        assert line.text.rstrip(b"\r\n") == (new if line.from_head else old)[line.number - 1].rstrip(b"\r\n")
    assert all(line.text.endswith(b"\n") for line in merged[:-1])


def merged(base: bytes, head: bytes, old: dict[int, int], new: dict[int, int], chosen: set[int]) -> bytes:
    before, after = lines_of(base), lines_of(head)
    return text(cut(before, after, hunks_of(before, after), old, new, 0), before, after, chosen)


def test_blank_lines_before_an_added_definition_come_with_it() -> None:
    head = b"a\n\nb\n\nc\n"
    owners = {3: 1, 5: 2}
    assert merged(b"a\n", head, {}, owners, {1}) == b"a\n\nb\n"
    assert merged(b"a\n", head, {}, owners, {2}) == b"a\n\nc\n"


def test_blank_lines_behind_an_added_definition_come_with_it() -> None:
    head = b"b\n\nc\n\na\n"
    owners = {1: 1, 3: 2}
    assert merged(b"a\n", head, {}, owners, {1}) == b"b\n\na\n"
    assert merged(b"a\n", head, {}, owners, {2}) == b"c\n\na\n"


def test_edits_of_one_hunk_stay_in_their_order() -> None:
    base, head = b"a\nb\nc\n", b"A\nB\nC\n"
    owners = {1: 1, 2: 2, 3: 3}
    assert merged(base, head, owners, owners, {2}) == b"a\nB\nc\n"
    assert merged(base, head, owners, owners, {1, 3}) == b"A\nb\nC\n"


def test_a_last_line_without_an_end_gets_one_where_something_follows() -> None:
    assert merged(b"a", b"A\nb", {1: 1}, {1: 1, 2: 2}, {2}) == b"a\nb"
    assert merged(b"x\r\na", b"x\r\nA\r\nb", {2: 1}, {2: 1, 3: 2}, {2}) == b"x\r\na\r\nb"
