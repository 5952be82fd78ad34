"""Reports built by hand."""

from __future__ import annotations

from scoper.change.model import ChangedFile, Edit, EditKind
from scoper.checks.model import Outcome, Report
from scoper.finding import FIX, Confidence, Finding, Location, Mend, Problem, Rule, Severity, Source
from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.scope.model import Provenance, Scope, Target, Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.text import LineRange, Replacement
from scoper.verdict.model import Relation, Step, Verdict

STRAY = Rule("SC101", "out-of-scope-edit", Severity.ERROR, "An edit that nothing asked for.", "doc")
LINT = Rule("LN401", "new-lint", Severity.ERROR, "A lint finding that is new.", "doc")
CHURN = Rule("CH201", "format-churn", Severity.WARNING, "Only the format changed.", "doc")

TASK = Task("Round the total.\n\nTo cents.", (parse_spec("shop/cart.py::Cart.total"), parse_spec("!docs/")), TaskSource.FLAG)
SCOPE = Scope(
    targets=(Target("shop/cart.py::Cart.total", None, 0.931, Provenance.SPEC, "named by --scope"),),
    forbidden=(TASK.specs[1],),
    terms=(("total", 1.0),),
    ambiguous=False,
    rivals=(),
    assumption=None,
)
NO_SCOPE = Scope((), (), (), False, (), None)


def inside(number: int, symbol: str = "shop/cart.py::Cart.total", relation: Relation = Relation.TARGET) -> Verdict:
    path = symbol.partition("::")[0]
    edit = Edit(f"e{number}", path, None, symbol, None, (EditKind.BODY,), (LineRange(10, 12),), (LineRange(10, 14),))
    return Verdict(edit, True, relation, "named by --scope", 0.931, (Step(f"e{number}", relation, "named by --scope"),))


def stray(number: int, symbol: str | None = "shop/names.py::slugify", path: str = "shop/names.py") -> Verdict:
    edit = Edit(
        f"e{number}", path, None, symbol, None, (EditKind.SIGNATURE, EditKind.BODY), (LineRange(3, 3),), (LineRange(3, 9),)
    )
    return Verdict(edit, False, Relation.UNREACHED, "nothing in scope uses it", 0.8, ())


def unjudged(number: int) -> Verdict:
    return inside(number)._replace(in_scope=False, relation=Relation.UNKNOWN, why="there is no task", proof=())


def stray_finding(number: int, confidence: Confidence = Confidence.HIGH) -> Finding:
    where = Location("shop/names.py", "shop/names.py::slugify", 3, 9, 1)
    return Finding(
        STRAY, Severity.ERROR, confidence, where, "slugify changed; trim it", f"e{number}", "trim", fingerprint=f"f{number}"
    )


def lint_finding(line: int | None = 2, message: str = "`os` imported but unused") -> Finding:
    where = Location("shop/cart.py", "shop/cart.py", line, line, 8)
    return Finding(
        LINT, Severity.ERROR, Confidence.HIGH, where, message, None, None, Source("ruff", "F401"), (), f"f-F401-{line}"
    )


def fixable_finding(*, owned: bool = True) -> Finding:
    mend = Mend((Replacement(1, 1, ""), Replacement(2, 0, "b = 2\n")), owned)
    where = Location("new.py", "new.py", 1, 1, 1)
    source = Source("ruff", "I001")
    return Finding(LINT, Severity.ERROR, Confidence.HIGH, where, "sort", "e3", FIX, source, fingerprint="f-I001", mend=mend)


def new_file() -> ChangedFile:
    """The file of :func:`fixable_finding`, which the diff adds."""
    change = FileChange(Status.ADDED, None, "new.py", None, Entry(0o100644, "0" * 40), (Hunk(0, 0, 1, 2),))
    return ChangedFile(change, None, b"import os\na = 1\n", None, None)


def churn_finding() -> Finding:
    where = Location("shop/cart.py", "shop/cart.py::Cart.total", 30, 31, 1)
    return Finding(CHURN, Severity.WARNING, Confidence.LOW, where, "only the format changed", "e1", fingerprint="f-CH201")


def report(
    outcome: Outcome = Outcome.ACCEPT,
    verdicts: tuple[Verdict, ...] = (),
    findings: tuple[Finding, ...] = (),
    *,
    task: Task = TASK,
    scope: Scope = SCOPE,
    hidden: dict[str, int] | None = None,
    problems: tuple[Problem, ...] = (),
    notices: tuple[str, ...] = (),
) -> Report:
    return Report(
        "b" * 40, "h" * 40, task, scope, outcome, verdicts, findings, hidden or {}, problems, notices, {"total": 12.34}
    )


def no_task(verdicts: tuple[Verdict, ...], findings: tuple[Finding, ...] = ()) -> Report:
    notices = ("scope was not judged: there is no task",)
    return report(Outcome.UNKNOWN, verdicts, findings, task=Task(), scope=NO_SCOPE, notices=notices)
