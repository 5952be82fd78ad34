"""Which findings are shown: the one place where configuration and comments of the code turn findings off or re-weigh them.

A comment ``scoper: ignore[CODE, …] reason`` counts on the line of a finding, on the line above, and on the first line of the
symbol. It has to have been there before: a change must not excuse itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.change.model import ChangedFile
from scoper.checks.fingerprint import with_fingerprints
from scoper.checks.model import Hidden, Review, Withheld
from scoper.checks.paths import matcher
from scoper.config import Config
from scoper.facts.model import Kind, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.text import split_lines

_DIRECTIVE = re.compile(r"(?:#|//|/\*|<!--|--|;|%)\s*scoper:\s*ignore\[([^\]\n]+)\]")
_OWN_DOING = "the comment that would suppress this comes from the same change, and does not count"


class _Source(NamedTuple):
    """The head side of one file. ``held`` are codes by line, ``added`` the lines among them that the diff put there."""

    held: Mapping[int, frozenset[str]]
    added: Mapping[int, frozenset[str]]
    file: ChangedFile | None


class Silence:
    """Where the configuration turns rules off."""

    def __init__(self, config: Config) -> None:
        self._excluded = matcher(config.exclude)
        self._off = config.ignore
        self._waived = [(matcher((glob,)), codes) for glob, codes in config.per_path_ignore]
        self._kinds = dict(config.per_kind_ignore)

    def reason(self, rule: Rule, path: str, kind: str | None) -> Hidden | None:
        """Why a rule is not reported on a symbol of this kind in this file; ``None`` where it is."""
        if self._excluded(path):
            return Hidden.EXCLUDED
        if _is_any(rule, self._off):
            return Hidden.IGNORED
        if any(_is_any(rule, codes) and matches(path) for matches, codes in self._waived):
            return Hidden.IGNORED_HERE
        return Hidden.IGNORED_KIND if kind is not None and _is_any(rule, self._kinds.get(kind, ())) else None


def kind_at(symbol: str | None, file: ChangedFile | None) -> Kind | None:
    """What a symbol of a changed file is: on the head side, or on the base side where it is gone."""
    qualname = split_symbol(symbol or "")[1]
    sides = (file.head_facts, file.base_facts) if file is not None and qualname else ()
    definitions = (definition for facts in sides if facts is not None for definition in facts.definitions)
    return next((definition.kind for definition in definitions if definition.qualname == qualname), None)


def visible(findings: Iterable[Finding], review: Review) -> tuple[tuple[Finding, ...], tuple[Withheld, ...]]:
    """The findings to show, with their configured severities, and those that are hidden."""
    config = review.config
    silence = Silence(config)
    severities = dict(config.severity)
    overrides = [(matcher((glob,)), dict(levels)) for glob, levels in config.per_path_severity]
    known = frozenset(config.known)
    files = {file.change.path: file for file in review.change.files} if config.per_kind_ignore else {}
    shown, withheld = [], []
    for finding in with_fingerprints(findings, review):
        path = finding.location.path
        kind = kind_at(finding.location.symbol, files.get(path)) if files else None
        if (reason := silence.reason(finding.rule, path, kind)) is not None:
            withheld.append(Withheld(finding, reason))
        elif finding.fingerprint in known:
            withheld.append(Withheld(finding, Hidden.BASELINE))
        else:
            its = [levels for matches, levels in reversed(overrides) if matches(path)]
            shown.append(finding._replace(severity=_severity(finding, [*its, severities])))
    kept = list(_without_suppressed(shown, review, withheld))
    return tuple(sorted(kept, key=_order)), tuple(withheld)


def _order(finding: Finding) -> tuple[str, int, str]:
    return finding.location.path, finding.location.line or 0, finding.rule.code


def _is_any(rule: Rule, codes: Iterable[str]) -> bool:
    return any(code in (rule.code, rule.name, rule.family) for code in codes)


def _severity(finding: Finding, severities: Sequence[Mapping[str, Severity]]) -> Severity:
    """The configured severity of the rule, else of its family, else what the check said; of the nearest folder first."""
    rule = finding.rule
    configured = (levels.get(name) for levels in severities for name in (rule.code, rule.name, rule.family))
    return next((severity for severity in configured if severity is not None), finding.severity)


def _without_suppressed(findings: Sequence[Finding], review: Review, withheld: list[Withheld]) -> Iterator[Finding]:
    sources = _sources(review, {finding.location.path for finding in findings})
    for finding in findings:
        source = sources.get(finding.location.path)
        places = _places(finding, source) if source else ()
        if source and any(_is_any(finding.rule, source.held.get(line, ())) for line in places):
            withheld.append(Withheld(finding, Hidden.SUPPRESSED))
        elif source and any(_is_any(finding.rule, source.added.get(line, ())) for line in places):
            yield finding._replace(message=f"{finding.message} ({_OWN_DOING})")
        else:
            yield finding


def _places(finding: Finding, source: _Source) -> tuple[int, ...]:
    """Lines whose comments speak for a finding."""
    places = [line for line in (finding.location.line,) if line]
    facts = source.file.head_facts if source.file else None
    qualname = split_symbol(finding.location.symbol or "")[1]
    for definition in facts.definitions if facts and qualname else ():
        if definition.qualname == qualname:
            places += [definition.start_line, definition.signature_start, definition.name_line]
    return tuple(dict.fromkeys(near for line in places for near in (line, line - 1)))


def _sources(review: Review, paths: Iterable[str]) -> dict[str, _Source]:
    files = {file.change.path: file for file in review.change.files}
    untouched = review.head.read_many([path for path in paths if path not in files])
    sources = {path: _Source(_directives(text), {}, None) for path, text in untouched.items()}
    for path in paths:
        if path in files:
            sources[path] = _of_changed(files[path])
    return sources


def _of_changed(file: ChangedFile) -> _Source:
    """Comments that the diff added count only where they replace a line that said so before."""
    head, base = _directives(file.head_text or b""), _directives(file.base_text or b"")
    held, added = dict(head), {}
    for hunk in file.change.hunks:
        before = [base.get(hunk.base_start + offset, frozenset()) for offset in range(hunk.base_count)] if base else []
        known: frozenset[str] = frozenset().union(*before)
        for line in range(hunk.head_start, hunk.head_start + hunk.head_count):
            if line in head:
                held[line], added[line] = head[line] & known, head[line] - known
    return _Source(held, added, file)


def _directives(text: bytes) -> dict[int, frozenset[str]]:
    if b"scoper:" not in text:
        return {}
    found = {}
    for number, line in enumerate(split_lines(text), 1):
        if match := _DIRECTIVE.search(line.decode("utf-8", "replace")):
            found[number] = frozenset(code.strip() for code in match[1].split(","))
    return found
