from __future__ import annotations

from scoper.change.align import Sides, align
from scoper.change.edits import cut
from scoper.change.lines import LineMap
from scoper.change.pairing import pairing
from scoper.change.side import Side
from scoper.git.model import Hunk
from tests.change.changes import facts

METHOD = "    @property\n    def {0}(self):\n        return self._{0}\n\n"


def _added_lines(hunk: Hunk) -> dict[str, list[int]]:
    """Symbol → added lines, for one method added between two, as the hunk has it."""
    base, head = (
        b"class A:\n" + "".join(METHOD.format(name) for name in names).encode() for names in (("a", "c"), ("a", "b", "c"))
    )
    lines = LineMap([hunk])
    old, new = facts("a.py", base), facts("a.py", head)
    assert old is not None and new is not None
    sides = Sides(Side("a.py", base, old, lines.base_windows()), Side("a.py", head, new, lines.head_windows()), lines)
    paired = pairing([sides], align([sides]))
    found = {}
    for draft in cut(0, sides, paired):
        place = paired.pairs[draft.slot.pair].head
        assert place is not None
        found[new.definitions[place.position].qualname] = draft.after
    return found


def test_a_block_that_fits_is_left_alone() -> None:
    assert _added_lines(Hunk(5, 0, 6, 4)) == {"A.b": [6, 7, 8]}


def test_a_block_that_starts_too_late_or_too_early_belongs_to_the_new_definition_all_the_same() -> None:
    assert _added_lines(Hunk(6, 0, 7, 4)) == {"A.b": [7, 8, 9, 10]}
    assert _added_lines(Hunk(4, 0, 5, 4)) == {"A.b": [6, 7, 8]}
