from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper import gate
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.untangle.merge import Piece, cut, lines_of, merge
from scoper.untangle.recombine import Recombination
from scoper.untangle.slide import slide
from tests.gitrepo import GitRepo
from tests.untangle.test_merge import hunks_of

LINES = st.lists(st.sampled_from([b"}\n", b"{\n", b"\n", b"x\n"]), max_size=14)


@given(LINES, LINES, st.dictionaries(st.integers(0, 2), st.integers(1, 3)), st.data())
def test_what_the_pieces_add_up_to_stays(
    base: list[bytes], head: list[bytes], overhang: dict[int, int], data: st.DataObject
) -> None:
    old, new = ({n: data.draw(st.integers(0, 2)) for n in range(1, len(side) + 1)} for side in (base, head))
    pieces = slide(cut(base, head, hunks_of(base, head), old, new, 0), base, head, overhang)
    for chosen, side in (({0, 1, 2}, head), (set[int](), base)):
        assert [line.text for line in merge(pieces, base, head, chosen)] == side


BODY = "function {0}() {{\n  return {1};\n}}\n"


def functions(**values: int) -> str:
    return "\n".join(BODY.format(name, value) for name, value in values.items())


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (functions(one=1), functions(one=2, two=3)),
        (functions(one=1), functions(one=2, two=3, three=4)),
        (functions(one=2, two=3), functions(one=1)),
        (functions(one=1, last=9), functions(one=2, two=3, last=9)),
    ],
)
def test_each_function_keeps_its_own_end(base: str, head: str, repo: GitRepo) -> None:
    with Repository.discover(repo.root) as repository:
        old, new = (repository.lay(repository.empty(), {"a.js": (0o100644, text.encode())}, "side") for text in (base, head))
        with gate.open_change(repository, old, new, Config(linters=()), use_cache=False) as compared:
            recombination, edits = Recombination(compared.change), compared.change.edits
        whole = set(range(len(edits)))
        for number, edit in enumerate(edits):
            for chosen in ({number}, whole - {number}):
                text = b"".join(line.text for line in recombination.lines("a.js", chosen) or ())
                lines = text.decode().split("\n")
                assert sum(line.startswith("function") for line in lines) == lines.count("}"), edit.symbol
                assert [line for line in lines if line.startswith("}")] == lines[2::4], text


def test_pieces_without_such_an_end_stay_as_they_are() -> None:
    base, head = lines_of(b"a\n}\n"), lines_of(b"b\nx\nc\n}\n")
    pieces = [Piece(None, 0, 0, 0, 0), Piece(0, 0, 1, 0, 2), Piece(1, 1, 1, 2, 3), Piece(None, 1, 2, 3, 4)]
    assert slide(pieces, base, head, {1: 1}) == pieces
