"""Telling findings apart without line numbers: the same finding has the same fingerprint wherever its lines move to.

It is made of what a finding is about (rule, foreign tool, path, symbol) and of the text that it stands on; where it stands on
no line, of its words, numbers aside. What is alike in all of that is counted. A renamed file or symbol, or other text, is
another finding.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from scoper.checks.model import Review
from scoper.finding import Finding
from scoper.text import split_lines

_VERSION = "1"
_DIGITS = 32  # of the hex digest: 128 bits
_NUMBER = re.compile(r"\d+")


def with_fingerprints(findings: Iterable[Finding], review: Review) -> list[Finding]:
    """The findings, each with its own fingerprint, in the order in which they came."""
    found = list(findings)
    lines = _lines_of({finding.location.path for finding in found if finding.location.line}, review)
    seen: Counter[str] = Counter()
    marked = []
    for finding in found:
        basis = _basis(finding, lines.get(finding.location.path, []))
        seen[basis] += 1
        digest = hashlib.sha256(f"{basis}\0{seen[basis]}".encode("utf-8", "surrogatepass")).hexdigest()
        marked.append(finding._replace(fingerprint=digest[:_DIGITS]))
    return marked


def _lines_of(paths: set[str], review: Review) -> dict[str, list[bytes]]:
    texts = {file.change.path: file.head_text for file in review.change.files if file.change.path in paths and file.head_text}
    texts |= review.head.read_many(paths - texts.keys())
    return {path: split_lines(text) for path, text in texts.items() if text}


def _basis(finding: Finding, lines: list[bytes]) -> str:
    at = finding.location
    text = lines[at.line - 1 : at.end_line or at.line] if at.line else []
    words = [line.decode("utf-8", "surrogateescape").strip() for line in text] or [_NUMBER.sub("#", finding.message)]
    source = (finding.source.tool, finding.source.code) if finding.source else ("", "")
    return "\0".join((_VERSION, finding.rule.code, *source, at.path, at.symbol or "", *words))
