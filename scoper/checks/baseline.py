"""A baseline: findings that are accepted as they are, by fingerprints that know no line numbers.

It is JSON, one finding a line, in the order of paths, so that two branches that change it merge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from scoper.errors import UserError
from scoper.finding import Finding

SCHEMA = "scoper.baseline/1"
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


class Known(NamedTuple):
    """One accepted finding. Only the fingerprint counts; the rest is for people."""

    fingerprint: str
    code: str
    path: str
    symbol: str | None
    message: str


def known(findings: Iterable[Finding]) -> tuple[Known, ...]:
    """What a baseline that accepts these findings holds."""
    entries = {
        finding.fingerprint: Known(
            finding.fingerprint, finding.rule.code, finding.location.path, finding.location.symbol, finding.message
        )
        for finding in findings
    }
    return tuple(sorted(entries.values(), key=lambda entry: (entry.path, entry.symbol or "", entry.code, entry.fingerprint)))


def write_baseline(entries: Iterable[Known]) -> bytes:
    rows = ",\n".join(f"  {json.dumps(entry._asdict())}" for entry in entries)
    listed = f"[\n{rows}\n ]" if rows else "[]"
    return f'{{"schema": "{SCHEMA}",\n "findings": {listed}}}\n'.encode()


def read_baseline(name: str, data: bytes) -> tuple[Known, ...]:
    """Raises :class:`UserError` where it is no baseline, or one of a later version."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{name} is no baseline: {error}", "`scoper baseline create` writes one") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise UserError(f"{name} is no baseline of this version: its schema is {schema!r}, not {SCHEMA!r}")
    rows = document.get("findings")
    if not isinstance(rows, list):
        raise UserError(f"{name} is no baseline: it has no list of findings")
    return tuple(_entry(name, number, row) for number, row in enumerate(rows))


def fingerprints(text: bytes) -> set[str]:
    """All that stands in a baseline which may be broken."""
    return {found.decode() for found in re.findall(rb'"fingerprint":\s*"([0-9a-f]{32})"', text)}


def _entry(name: str, number: int, row: object) -> Known:
    values = row if isinstance(row, dict) else {}
    fingerprint = values.get("fingerprint")
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint):
        raise UserError(f"{name}: findings[{number}] has no fingerprint of 32 hexadecimal digits")
    code, path, symbol, message = (values.get(key) for key in ("code", "path", "symbol", "message"))
    return Known(fingerprint, str(code), str(path), symbol if isinstance(symbol, str) else None, str(message))
