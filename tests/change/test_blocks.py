from __future__ import annotations

from scoper.change.blocks import MOST_BLOCKS, MOST_HUNKS, Block, blocks
from scoper.git.model import Hunk
from scoper.text import LineRange


def _added(text: str) -> list[tuple[LineRange, ...]]:
    lines = text.encode()
    return [block.after for block in blocks([Hunk(0, 0, 1, lines.count(b"\n"))], b"", lines)]


def test_a_hunk_without_paragraphs_is_one_block() -> None:
    assert _added("a\nb\nc\n") == [(LineRange(1, 3),)]


def test_blank_lines_inside_of_an_indented_body_do_not_cut() -> None:
    assert _added("f() {\n  a\n\n  b\n}\n") == [(LineRange(1, 5),)]


def test_two_functions_are_two_blocks_at_any_indentation() -> None:
    assert _added("f() {\n  a\n}\n\n\ng() {\n  b\n}\n") == [(LineRange(1, 3),), (LineRange(6, 8),)]
    assert _added("\n  f() {\n    a\n  }\n\n  g() {\n  }\n\n") == [(LineRange(2, 4),), (LineRange(6, 7),)]


def test_a_hunk_of_blank_lines_is_a_block() -> None:
    assert _added("\n\n") == [(LineRange(1, 2),)]


def test_removed_and_added_blocks_pair_up_where_their_numbers_agree() -> None:
    base, head = b"a\n\nb\n", b"A\n\n\nB\nB\n"
    found = blocks([Hunk(1, 3, 1, 5)], base, head)
    assert found == [
        Block((LineRange(1, 1),), (LineRange(1, 1),)),
        Block((LineRange(3, 3),), (LineRange(4, 5),)),
    ]


def test_a_small_hunk_that_does_not_pair_up_stays_together_and_a_large_one_does_not() -> None:
    assert blocks([Hunk(1, 3, 1, 1)], b"a\n\nb\n", b"A\n") == [Block((LineRange(1, 3),), (LineRange(1, 1),))]
    large = b"".join(b"line\n" for _ in range(60))
    found = blocks([Hunk(1, 3, 1, 60)], b"a\n\nb\n", large)
    assert found == [
        Block((LineRange(1, 1),), ()),
        Block((LineRange(3, 3),), ()),
        Block((), (LineRange(1, 60),)),
    ]


def test_too_many_blocks_become_hunks_and_too_many_hunks_one_block() -> None:
    paragraphs = b"a\n\n" * (MOST_BLOCKS + 1)
    whole = Hunk(0, 0, 1, 2 * (MOST_BLOCKS + 1))
    assert blocks([whole], b"", paragraphs) == [Block((), (LineRange(1, 2 * (MOST_BLOCKS + 1)),))]
    single = [Hunk(3 * n, 0, 3 * n + 1, 1) for n in range(MOST_HUNKS + 1)]
    (block,) = blocks(single, b"", paragraphs)
    assert len(block.after) == MOST_HUNKS + 1
