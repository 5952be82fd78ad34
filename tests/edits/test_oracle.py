"""V4A against the applier of the openai-agents package: where both accept a diff, they make the same of it."""

from __future__ import annotations

from agents.apply_diff import apply_diff
from hypothesis import assume, given
from hypothesis import strategies as st

from scoper.edits import v4a
from scoper.edits.apply import apply
from scoper.edits.diff import update
from scoper.edits.model import Applied, Edits
from tests.edits.memory import Memory

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "    a", "  b", "x = 1", "def f():"]), min_size=1, max_size=12)


def diff_of(base: list[str], head: list[str]) -> str:
    patch = v4a.render(Edits((update("a", base, head, marked=True),)))
    return "\n".join(patch.splitlines()[2:-1])


@given(LINES, LINES)
def test_our_patches_mean_the_same_to_the_other_applier(base: list[str], head: list[str]) -> None:
    assume(base != head and base[-1] and head[-1])
    assert apply_diff("\n".join(base) + "\n", diff_of(base, head)) == "\n".join(head) + "\n"


@given(LINES, LINES, st.data())
def test_where_both_accept_a_damaged_patch_they_agree(base: list[str], head: list[str], data: st.DataObject) -> None:
    assume(base != head and base[-1] and head[-1])
    rows = diff_of(base, head).split("\n")
    at = data.draw(st.integers(0, len(rows) - 1))
    if rows[at][:1] == " ":
        rows[at] = data.draw(st.sampled_from([rows[at] + "  ", rows[at].rstrip(), rows[at]]))
    try:
        theirs = apply_diff("\n".join(base) + "\n", "\n".join(rows))
    except ValueError:
        return
    done = apply(v4a.parse_operation("update_file", "a", "\n".join(rows) + "\n"), Memory({"a": "\n".join(base) + "\n"}))
    if isinstance(done, Applied):
        assert (done.changed["a"] or b"").decode() == theirs


def test_a_new_file_is_the_same() -> None:
    done = apply(v4a.parse_operation("create_file", "a", "+one\n+two"), Memory({}))
    assert isinstance(done, Applied)
    assert done.changed["a"] == (apply_diff("", "+one\n+two", mode="create") + "\n").encode()
