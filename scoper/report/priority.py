"""What matters first, for the formats whose readers take only so much."""

from __future__ import annotations

from collections.abc import Iterable

from scoper.finding import Finding

_FAMILIES = ("SC", "RF", "IN", "LN", "ST", "CH")  # what the tool is for first, what a formatter could mend last


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, then the surest, then by family; what is alike stays in the order of paths and lines."""
    return sorted(findings, key=lambda finding: (-finding.severity, -finding.confidence, _family(finding)))


def _family(finding: Finding) -> int:
    family = finding.rule.family
    return _FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES)
