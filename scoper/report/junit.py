"""JUnit XML as Jenkins and GitLab read it (``junit-10.xsd`` of the xUnit plugin): a test case for every edit, and one for
every finding that no edit caused. What makes the exit code 1 is a failure, other findings are output; what was not checked is
skipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from scoper.checks.model import Report
from scoper.finding import Finding
from scoper.report.concise import concise_line
from scoper.report.terminal import clean

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    suite = Xml.Element("testsuite", name="scoper", errors="0")
    edits = {verdict.edit.id for verdict in report.verdicts}
    caused: defaultdict[str | None, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        caused[finding.edit if finding.edit in edits else None].append(finding)
    failures = skipped = 0
    for verdict in report.verdicts:
        edit = verdict.edit
        kinds = ", ".join(kind.value for kind in edit.kinds)
        case = _case(suite, edit.path, f"{edit.id} {edit.symbol or edit.path} ({kinds})")
        failures += _findings(case, caused[edit.id], report)
    for finding in caused[None]:
        case = _case(suite, finding.location.path, f"{finding.rule.code} {finding.location.symbol or finding.location.path}")
        failures += _findings(case, [finding], report)
    for where, reason in (*(("scoper", n) for n in report.notices), *((p.path or "scoper", p.reason) for p in report.problems)):
        Xml.SubElement(_case(suite, where, "not checked"), "skipped", message=_xml(clean(reason)))
        skipped += 1
    suite.attrib.update(tests=str(len(suite)), failures=str(failures), skipped=str(skipped), time=_seconds(report))
    Xml.SubElement(suite, "system-out").text = f"verdict: {report.outcome.value}"
    suites = Xml.Element("testsuites", name="scoper", tests=suite.attrib["tests"], failures=str(failures), errors="0")
    suites.append(suite)
    Xml.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(suites, encoding="unicode")}\n'


def _case(suite: Xml.Element, path: str, name: str) -> Xml.Element:
    return Xml.SubElement(suite, "testcase", name=_xml(clean(name)), classname=_xml(clean(path)))


def _findings(case: Xml.Element, findings: Iterable[Finding], report: Report) -> int:
    """The number of failures, which is at most one: that is how test cases are counted."""
    grave = [finding for finding in findings if finding.severity >= report.fail_on]
    others = [finding for finding in findings if finding.severity < report.fail_on]
    if grave:
        first = grave[0]
        failure = Xml.SubElement(case, "failure", type=first.rule.code, message=_xml(clean(first.message)))
        failure.text = _xml("\n".join(map(concise_line, grave)))
    if others:
        Xml.SubElement(case, "system-out").text = _xml("\n".join(map(concise_line, others)))
    return len(grave[:1])


def _seconds(report: Report) -> str:
    return f"{report.timing_ms.get('total', 0.0) / 1000:.3f}"


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return _NO_XML.sub("\ufffd", text)
