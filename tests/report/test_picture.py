"""Where symbols stand in the picture."""

from __future__ import annotations

from scoper.checks.model import Outcome
from scoper.finding import Location, Rule, Severity
from scoper.report.picture import MOST_NODES, draw, tone_of
from scoper.verdict.model import Relation, Step, Verdict
from tests.report.samples import inside, lint_finding, no_task, report, stray, unjudged


def entailed(number: int, *before: str) -> Verdict:
    steps = tuple(Step(edit, Relation.USE, "uses it") for edit in (*before, f"e{number}"))
    return inside(number, f"a.py::f{number}", Relation.USE)._replace(proof=steps)


def test_columns_are_steps_of_the_proof_and_strays_stand_last() -> None:
    left = lint_finding()._replace(
        rule=Rule("RF501", "x-y", Severity.ERROR, "s", "d"), location=Location("use.py", "use.py::bill", 4), edit="e1"
    )
    picture = draw(report(Outcome.REJECT, (inside(1), entailed(2, "e1"), entailed(3, "e1", "e2"), stray(4)), (left,)))
    assert picture is not None
    by_name = {node.name: node for node in picture.nodes}
    xs = [by_name[name].x for name in ("shop/cart.py::Cart.total", "a.py::f2", "a.py::f3", "shop/names.py::slugify")]
    assert xs == sorted(set(xs)) and by_name["use.py::bill"].x == xs[-1]
    assert [node.tone for node in picture.nodes] == ["target", "entailed", "entailed", "behind", "stray"]
    assert [head.text for head in picture.heads] == [
        "asked for",
        "follows from it",
        "follows from it",
        "not asked for, left behind",
    ]
    assert len(picture.edges) == 3 and picture.edges[0].title == "use: uses it"
    boxes = [(node.x, node.y) for node in picture.nodes]
    assert len(set(boxes)) == len(boxes) and picture.left_out == 0
    assert all(node.x + node.width <= picture.width and node.y + node.height <= picture.height for node in picture.nodes)


def test_a_symbol_with_a_stray_edit_is_shown_as_stray() -> None:
    picture = draw(report(Outcome.REJECT, (inside(1), stray(2, "shop/cart.py::Cart.total", "shop/cart.py"))))
    assert picture is not None and [(node.tone, node.edit) for node in picture.nodes] == [("stray", "e2")]


def test_of_many_every_tone_is_drawn_and_the_rest_is_counted() -> None:
    many = [inside(n, f"a.py::t{n}") for n in range(1, 300)] + [stray(n, f"b.py::s{n}", "b.py") for n in range(300, 303)]
    picture = draw(report(Outcome.REJECT, tuple(many)))
    assert picture is not None
    assert len(picture.nodes) == MOST_NODES and picture.left_out == len(many) - MOST_NODES
    assert sum(node.tone == "stray" for node in picture.nodes) == 3


def test_nothing_to_draw() -> None:
    assert draw(report()) is None and draw(no_task((unjudged(1),))) is None
    assert tone_of(unjudged(1)) == "unknown"
