from __future__ import annotations

from scoper.checks.model import Outcome
from scoper.finding import Confidence, Problem, Severity
from scoper.report.text import headline, render
from scoper.scope.model import Task, TaskSource
from scoper.verdict.model import Relation
from tests.report.samples import churn_finding, inside, lint_finding, no_task, report, stray, stray_finding, unjudged


def test_nothing_changed_is_said() -> None:
    assert render(report()) == "nothing was checked: nothing changed\n"
    assert render(report(notices=("nothing was checked: same",))) == "nothing was checked: same\n"


def test_a_problem_without_an_edit_is_no_check() -> None:
    text = render(report(Outcome.UNKNOWN, task=Task(), problems=(Problem("a.py", "it could not be read"),)))
    assert text.startswith("unknown: no edits\n") and "not checked: a.py: it could not be read" in text


def test_all_in_scope() -> None:
    assert (
        render(report(verdicts=(inside(1), inside(2))))
        == """\
accept: all 2 edits are within what was asked for
  asked: Round the total.
  may change: shop/cart.py::Cart.total
  must not change: docs/

in scope: 2 edits in 1 file (--verbose shows them)
"""
    )


def test_a_rejection_names_what_strays_first_and_why() -> None:
    rejected = report(
        Outcome.REJECT,
        (inside(1), stray(2), stray(3), stray(4, None, "notes.txt")),
        (lint_finding(), churn_finding(), stray_finding(2), stray_finding(3)),
        hidden={"suppressed": 2, "baseline": 0},
        problems=(
            Problem("big.py", "too large"),
            Problem("huge.py", "too large"),
            Problem(None, "no lint: ruff timed out"),
        ),
    )
    assert (
        render(rejected)
        == """\
reject: 2 of 4 edits are outside what was asked for, 1 more may be; 1 error, 1 warning
  asked: Round the total.
  may change: shop/cart.py::Cart.total
  must not change: docs/

outside what was asked for
  shop/names.py::slugify · signature, body · lines 3-9 · error SC101
      nothing in scope uses it
  notes.txt · signature, body · lines 3-9
      nothing in scope uses it

found
  shop/cart.py:2:8: error LN401 ruff F401: `os` imported but unused
  shop/cart.py:30:1: warning CH201 only the format changed (unsure)

in scope: 1 edit in 1 file (--verbose shows them)

not checked: big.py, huge.py: too large
no lint: ruff timed out

hidden findings: 2 suppressed
"""
    )


def test_without_a_task_silence_is_no_acceptance() -> None:
    text = render(no_task((unjudged(1), unjudged(2)), (lint_finding(),)))
    assert text.startswith("unknown: no task, so scope was not judged; other checks ran on 2 edits; 1 error\n")
    assert "outside" not in text and "in scope:" not in text
    assert text.rstrip().endswith("scope was not judged: there is no task")


def test_a_request_that_resolves_to_nothing_is_said() -> None:
    text = render(report(Outcome.UNKNOWN, (unjudged(1),)))
    assert text.startswith("unknown: nothing can be tied to the request, so scope was not judged; other checks ran on 1 edit\n")


def test_a_single_edit_is_called_so() -> None:
    assert render(report(Outcome.REJECT, (stray(1),), (stray_finding(1),))).startswith("reject: the only edit is outside")
    assert render(report(verdicts=(stray(1),))).startswith("accept: the only edit may be outside what was asked for\n")


def test_a_request_of_one_endless_line_is_cut() -> None:
    text = render(report(verdicts=(inside(1),), task=Task("a\x1b" * 100_000, (), TaskSource.FLAG)))
    assert len(text) < 1_000 and "…\n" in text


def test_verbose_shows_what_is_in_scope_and_by_which_relation() -> None:
    text = render(report(verdicts=(inside(1), inside(2, "tests/test_cart.py::test_total", Relation.TEST))), verbose=True)
    assert "  shop/cart.py::Cart.total · body · lines 10-14 · target: named by --scope\n" in text
    assert "  tests/test_cart.py::test_total · body · lines 10-14 · test: named by --scope\n" in text


def test_a_deletion_shows_the_lines_it_had() -> None:
    gone = stray(1)
    text = render(report(Outcome.REJECT, (gone._replace(edit=gone.edit._replace(after=())),)))
    assert "signature, body · was line 3\n" in text


def test_long_lists_are_cut_and_counted_unless_everything_is_wanted() -> None:
    many = report(Outcome.REJECT, tuple(stray(n, f"a.py::f{n}", "a.py") for n in range(100)))
    text = render(many)
    assert text.count("nothing in scope uses it") == 30
    assert "  … and 70 more (--verbose shows all)\n" in text
    assert render(many, verbose=True).count("nothing in scope uses it") == 100


def test_no_word_is_lost_and_no_line_too_long_in_a_narrow_terminal() -> None:
    why = " ".join(f"word{n}" for n in range(40))
    text = render(report(Outcome.REJECT, (stray(1)._replace(why=why),)), width=40)
    told = [line for line in text.splitlines() if "word" in line]
    assert all(len(line) <= 40 for line in told)
    assert " ".join(line.strip() for line in told) == why


def test_what_may_stray_is_no_rejection() -> None:
    text = render(report(verdicts=(inside(1), stray(2)), findings=(stray_finding(2)._replace(severity=Severity.WARNING),)))
    assert text.startswith("accept: 1 of 2 edits may be outside what was asked for\n") and "warning SC101" in text


def test_a_file_that_is_reported_whole_is_shown_once() -> None:
    finding = stray_finding(1)
    whole = finding._replace(location=finding.location._replace(symbol="shop/names.py"))
    text = render(report(Outcome.REJECT, (stray(1), stray(2, "shop/names.py::other")), (whole,)))
    assert "  shop/names.py · signature, body · lines 3-9 · error SC101\n" in text
    assert text.startswith("reject: 2 of 2 edits are outside") and "::slugify" not in text


def test_stray_code_at_module_level_hides_no_other_symbol() -> None:
    module, other = stray_finding(1), stray_finding(2)
    module = module._replace(location=module.location._replace(symbol="shop/names.py"))
    text = render(report(Outcome.REJECT, (stray(1, "shop/names.py"), stray(2)), (module, other)))
    assert "  shop/names.py · " in text and "  shop/names.py::slugify · " in text


def test_the_gravest_comes_first() -> None:
    text = render(report(Outcome.REJECT, (stray(1, "shop/names.py::a"), stray(2, "shop/names.py::b")), (stray_finding(2),)))
    assert text.index("names.py::b") < text.index("names.py::a")


def test_an_unsure_finding_says_so() -> None:
    text = render(report(Outcome.REJECT, (stray(2),), (stray_finding(2, Confidence.LOW),)))
    assert "error SC101 (unsure)\n" in text


def test_where_the_request_came_from() -> None:
    task = Task("\n Round\tit \x1b[2J\nmore", (), TaskSource.COMMIT_MESSAGE)
    assert "  asked by the commit message: Round it \\x1b[2J\n" in render(report(verdicts=(inside(1),), task=task))


def test_colours_change_no_word() -> None:
    rejected = report(Outcome.REJECT, (inside(1), stray(2)), (stray_finding(2), lint_finding()), notices=("n",))
    coloured = render(rejected, colour=True)
    assert "\x1b[1;31mreject\x1b[0m" in coloured
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(rejected)


def test_nothing_untrusted_reaches_the_terminal_as_it_is() -> None:
    evil = "\x1b]0;owned\x07\n\u202e"
    task = Task(evil, (), TaskSource.FLAG)
    bad = report(
        Outcome.REJECT,
        (stray(1, f"a{evil}.py::f", f"a{evil}.py")._replace(why=evil), inside(2, f"{evil}.py")._replace(why=evil)),
        (lint_finding(message=evil),),
        task=task,
        problems=(Problem(evil, evil),),
        notices=(evil,),
        hidden={evil: 1},
    )
    for verbose in (False, True):
        text = render(bad, verbose=verbose) + "".join(headline(bad))
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_the_headline_alone_keeps_what_was_not_judged() -> None:
    assert headline(no_task((unjudged(1),))) == [
        "unknown: no task, so scope was not judged; other checks ran on 1 edit",
        "scope was not judged: there is no task",
    ]
    assert headline(report()) == ["nothing was checked: nothing changed"]
