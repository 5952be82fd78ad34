from __future__ import annotations

import pytest

from scoper.report.registry import FORMATS
from tests.report.samples import inside, lint_finding, report


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_report(name: str) -> None:
    sample = report(verdicts=(inside(1),), findings=(lint_finding(),), notices=("ruff timed out",))
    text = FORMATS[name](sample, colour=False, width=80, verbose=False)
    assert text.endswith("\n") and "imported but unused" in text and "ruff timed out" in text
