from __future__ import annotations

from scoper.change.model import Aligned, Alignment
from tests.change.changes import change, changed

BODY = "    total = 0\n    for item in items:\n        total += item.price\n    return total\n"


def _aligned(base: str, head: str) -> set[Aligned]:
    return set(change(changed(base, head)).aligned)


def _ids(how: Alignment, base: str | None, head: str | None) -> Aligned:
    return Aligned(how, base and f"a.py::{base}", head and f"a.py::{head}")


def test_the_same_name_is_the_same_definition_however_much_it_changed() -> None:
    assert _aligned("def f():\n    return 1\n", f"def f(items):\n{BODY}") == {_ids(Alignment.SAME, "f", "f")}


def test_different_code_under_another_name_is_removed_and_added() -> None:
    assert _aligned(f"def f(items):\n{BODY}", "def g():\n    with open(1) as x:\n        yield from x\n") == {
        _ids(Alignment.REMOVED, "f", None),
        _ids(Alignment.ADDED, None, "g"),
    }


def test_small_bodies_that_look_alike_are_no_rename_from_afar() -> None:
    rest = "".join(f"X{n} = {n}\n" for n in range(5))
    base, head = f"def f():\n    return 1\n{rest}", f"{rest}def g():\n    return 1\n"
    assert {item.how for item in _aligned(base, head)} == {Alignment.SAME, Alignment.REMOVED, Alignment.ADDED}


def test_a_rename_keeps_what_is_nested() -> None:
    base = "class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return self.f()\n"
    assert _aligned(base, base.replace("class A", "class B")) == {
        _ids(Alignment.RENAMED, "A", "B"),
        _ids(Alignment.MOVED, "A.f", "B.f"),
        _ids(Alignment.MOVED, "A.g", "B.g"),
    }


def test_the_most_alike_is_the_one_that_was_renamed() -> None:
    other = "def h(path):\n    with open(path) as file:\n        return file.read()\n"
    base, head = f"def f(items):\n{BODY}", f"{other}\n\ndef g(items):\n{BODY.replace('total', 'amount')}"
    assert _aligned(base, head) == {_ids(Alignment.RENAMED, "f", "g"), _ids(Alignment.ADDED, None, "h")}


def test_definitions_of_one_name_are_matched_in_order_or_by_their_text() -> None:
    overloads = "def f(a: int): ...\n\n\ndef f(a: str): ...\n\n\n"
    built = change(changed(overloads, overloads.replace("int", "float")))
    assert [edit.before[0].start for edit in built.edits] == [1]
    built = change(changed(overloads + "X = 1\n", "def f(a: str): ...\n\n\nX = 1\n"))
    assert built.aligned == (_ids(Alignment.SAME, "f", "f"), _ids(Alignment.SAME, "X", "X"))
    assert [edit.before[0].start for edit in built.edits] == [1]


def test_moves_go_across_files_under_the_same_name_or_another() -> None:
    long = BODY + "".join(f"    print({n}, items, total)\n" for n in range(5))
    for name in ("f", "renamed"):
        built = change(
            changed(f"X = 1\ndef f(items):\n{long}", "X = 1\n", path="one.py"),
            changed("Y = 1\n", f"Y = 1\ndef {name}(items):\n{long}", path="two.py"),
        )
        assert Aligned(Alignment.MOVED, "one.py::f", f"two.py::{name}") in built.aligned


def test_namesakes_with_nothing_in_common_did_not_move() -> None:
    built = change(
        changed(f"X = 1\ndef f(items):\n{BODY}", "X = 1\n", path="one.py"),
        changed("Y = 1\n", "Y = 1\ndef f(path):\n    with open(path) as file:\n        yield file\n", path="two.py"),
    )
    assert {item.how for item in built.aligned} == {Alignment.SAME, Alignment.REMOVED, Alignment.ADDED}
