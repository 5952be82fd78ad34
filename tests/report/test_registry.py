from __future__ import annotations

import pytest

from scoper.report.registry import FORMATS
from tests.report.samples import inside, report


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_report(name: str) -> None:
    text = FORMATS[name](report(verdicts=(inside(1),)), colour=False, width=80, verbose=False)
    assert text.endswith("\n") and "accept" in text
