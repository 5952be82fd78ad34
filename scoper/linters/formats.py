"""Formats that many linters share → diagnostics: SARIF 2.1.0, rdjson and rdjsonl (reviewdog's), Checkstyle XML, JUnit XML, and
lines that a regular expression with named groups reads. Pure; each raises ValueError, KeyError or TypeError for anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scoper.finding import Severity
from scoper.linters.adapter import found, severity_of
from scoper.linters.model import Diagnostic

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Reader = Callable[[str], Iterable[Diagnostic]]

PATTERNS: Mapping[str, str] = {
    "gcc": r"(?P<path>[^:\s][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)? (?:(?P<severity>[a-z]+)(?: error)?: )?"
    r"(?P<message>.*?)(?: \[(?P<code>[^\]\s]+)\])?",
    "pylint": r"(?P<path>[^:\s][^:]*):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]\d+): (?P<message>.*)",
    "unix": r"(?P<path>[^:\s][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<message>.*)",
    "msbuild": r"\s*(?P<path>\S.*?)\((?P<line>\d+)(?:,(?P<column>\d+))?\): (?P<severity>error|warning|info) "
    r"(?P<code>\w+): (?P<message>.*?)(?: \[[^\]]*\])?",
}
"""Patterns that have a name. ``path`` and ``line`` are needed; ``column``, ``code``, ``severity`` and ``message`` may be."""

_Json = Any  # what JSON can hold; each use below fails with one of the errors above where the shape is another


def read_sarif(output: str) -> Iterator[Diagnostic]:
    """SARIF 2.1.0: results of all runs, at their first location. Results that are suppressed, absent or passed are left out."""
    for run in json.loads(output)["runs"]:
        driver = run["tool"]["driver"]
        rules = {rule["id"]: rule for rule in driver.get("rules", ())}
        for result in run.get("results", ()):
            is_out = result.get("suppressions") or result.get("baselineState") == "absent"
            if not is_out and result.get("kind", "fail") in ("fail", "review"):
                yield _sarif_result(result, rules)


def _sarif_result(result: _Json, rules: Mapping[str, _Json]) -> Diagnostic:
    from urllib.parse import unquote  # few linters speak this format

    code = result.get("ruleId") or result.get("rule", {}).get("id") or "result"
    rule = rules.get(code, {})
    level = result.get("level") or rule.get("defaultConfiguration", {}).get("level") or "warning"
    place = result["locations"][0]["physicalLocation"]
    path, region = unquote(place["artifactLocation"]["uri"].removeprefix("file://")), place.get("region", {})
    line = region.get("startLine", 1)
    last = region.get("endLine", line)
    end = (last, region.get("endColumn", 0)) if "endLine" in region or "endColumn" in region else None
    message = result["message"].get("text") or rule.get("shortDescription", {}).get("text") or code
    start = (line, region.get("startColumn", 1))
    return found("", code, message, path, start, end, severity=severity_of(level), url=rule.get("helpUri"))


def read_rdjson(output: str) -> Iterator[Diagnostic]:
    """reviewdog's diagnostic format: one document with ``diagnostics``, or one diagnostic a line (rdjsonl)."""
    try:
        document = json.loads(output)
        rows = document.get("diagnostics", [document])
        severity = document.get("severity", "ERROR")
    except json.JSONDecodeError:
        rows, severity = [json.loads(line) for line in output.splitlines() if line.strip()], "ERROR"
    for row in rows:
        place = row["location"]
        span = place.get("range", {})
        start, last = span.get("start", {}), span.get("end")
        begin = (start.get("line", 1), start.get("column", 1))
        end = (last.get("line", begin[0]), last.get("column", 0)) if last else None
        code = row.get("code") or {}
        level = severity_of(row.get("severity") or severity)
        name, url = code.get("value") or "diagnostic", code.get("url")
        yield found("", str(name), row["message"], place["path"], begin, end, severity=level, url=url)


def read_checkstyle(output: str) -> Iterator[Diagnostic]:
    for file in _xml(output, "checkstyle").iter("file"):
        for row in file.iter("error"):
            source = row.get("source") or "error"
            start = (int(row.get("line") or 1), int(row.get("column") or 1))
            severity = severity_of(row.get("severity") or "error")
            yield found("", source, row.get("message") or source, file.attrib["name"], start, severity=severity)


def read_junit(output: str) -> Iterator[Diagnostic]:
    """JUnit XML as linters write it: a failure's case has a ``file`` attribute, or its text has ``path:line``."""
    for case in _xml(output, "testsuites", "testsuite").iter("testcase"):
        for row in (*case.iter("failure"), *case.iter("error")):
            text = f"{row.get('message') or ''}\n{row.text or ''}".strip()
            path, line = case.get("file"), case.get("line")
            if path is None:
                match = re.search(r"([^\s:]+):(\d+)", text) or re.search(r"([^\s:]+):(\d+)", case.get("name") or "")
                if match is None:
                    raise ValueError(f"a failure without a place: {case.get('name')}")
                path, line = match.groups()
            code = row.get("type") or case.get("classname") or "failure"
            yield found("", code, text or code, path, (int(line or 1), 1))


def pattern_reader(pattern: str) -> Reader:
    """Lines that match a named pattern, or a regular expression, as a whole; others are prose. Where something was printed
    and nothing matched, it is not the output that was declared."""
    compiled = re.compile(PATTERNS.get(pattern, pattern))

    def read(output: str) -> Iterator[Diagnostic]:
        matches = [match for line in output.splitlines() if (match := compiled.fullmatch(line.rstrip()))]
        if output.strip() and not matches:
            raise ValueError("no line is as the pattern says")
        for match in matches:
            groups = {name: value for name, value in match.groupdict().items() if value}
            severity = severity_of(groups["severity"]) if "severity" in groups else Severity.ERROR
            place = (int(groups["line"]), int(groups.get("column", 1)))
            code = groups.get("code") or "finding"
            yield found("", code, groups.get("message") or code, groups["path"], place, severity=severity)

    return read


READERS: Mapping[str, Reader] = {
    "sarif": read_sarif,
    "rdjson": read_rdjson,
    "checkstyle": read_checkstyle,
    "junit": read_junit,
}


def _xml(output: str, *roots: str) -> Element:
    """The root element. Entities are refused: nothing that a linter has to say needs one of its own."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in output or "<!ENTITY" in output:
        raise ValueError("a document type")
    try:
        root = ElementTree.fromstring(output)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    if root.tag not in roots:
        raise ValueError(f"<{root.tag}>")
    return root
