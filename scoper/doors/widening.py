"""What the current task becomes when somebody adds to its scope. Apart from the task itself, which hooks load at every step of
an agent: what a report is made of would cost them more than all the rest."""

from __future__ import annotations

from scoper.checks.model import Report
from scoper.doors.tasks import Stored
from scoper.scope.model import Spec
from scoper.scope.specs import parse_spec, positive, spec_text
from scoper.verdict.model import Relation

_ASKED = (Relation.TARGET, Relation.RELATED)  # by the request itself, and not by what is in scope already


def widened(stored: Stored, report: Report, spec: Spec) -> Stored:
    """A task whose scope has this spec too. Where the request alone decided so far, what it asked for is written down
    beside it: an explicit scope decides alone."""
    kept = stored.specs
    if not positive(kept):
        asked = [spec_text(target) for target in report.scope.targets]
        asked += [one.edit.symbol or one.edit.path for one in report.verdicts if one.in_scope and one.relation in _ASKED]
        kept = (*(parse_spec(text) for text in dict.fromkeys(asked)), *kept)
    return stored._replace(specs=tuple(dict.fromkeys((*kept, spec))))
