"""Every case file is a test. With ``SCOPER_UPDATE_CASES=1`` the ``findings`` blocks are rewritten to what is found now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoper.casefile import parse_case, with_findings
from tests.cases import finding_row, judge_case, verdict_row
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[1]
CASES = [*sorted((ROOT / "fixtures" / "cases").glob("*/*.md")), ROOT / "scoper" / "cli" / "demo.md"]


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(ROOT)))
def test_case(path: Path, repo: GitRepo) -> None:
    text = path.read_text(encoding="utf-8")
    case = parse_case(text)
    report = judge_case(case, repo)
    found = tuple(sorted(finding_row(finding) for finding in report.findings))
    if os.environ.get("SCOPER_UPDATE_CASES") and found != tuple(sorted(case.findings)):
        path.write_text(with_findings(text, found), encoding="utf-8")
        return
    assert found == tuple(sorted(case.findings)), "\n".join(f.message for f in report.findings)
    if case.verdicts is not None:
        assert sorted(verdict_row(verdict) for verdict in report.verdicts) == sorted(case.verdicts)
