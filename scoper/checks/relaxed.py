"""Configuration of checks that asks for less than before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scoper.checks.baseline import fingerprints
from scoper.checks.model import Review
from scoper.checks.settings import read_settings
from scoper.checks.words import listed
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.text import counted

CHECKS_RELAXED = Rule(
    "IN607",
    "checks-relaxed",
    Severity.WARNING,
    "The configuration of a linter, a type checker or of coverage asks for less.",
    """
## What it does
Reads TOML, INI, JSON, YAML, NEON and plain JavaScript configuration on both sides and reports thresholds that were lowered
(`fail_under`), limits that were raised (`max-complexity`, `max-warnings`), rules that are ignored now or no longer selected,
and strictness that was switched off (`strict`, `disallow_untyped_defs`, rules set to `off`); steps of continuous integration,
hooks and makefiles whose failure no longer counts (`continue-on-error: true`, `|| true`); findings that the baseline of scoper
accepts and did not before. Silent where the request speaks of the configuration, the step, or the baseline.

## Why it matters
Findings that the checker no longer looks for are still there.

## Example
Asked to fix the build, the diff lowers `fail_under` from 90 to 80.

## What to do
Put the setting back and mend what it found, or ask for the change.
""",
)
RULES = (CHECKS_RELAXED,)

_ASKED = (
    r"(?i)\b(?:config\w*|settings?|(?:re)?lint\w*|ruff|flake8|pylint|mypy|pyright|eslint|tsconfig|coverage|strict\w*|rules?|ignor\w*|thresholds?"
    r"|complexity|pre-commit|tooling|migrat\w*)\b"
)
_IGNORED = r"(?i)ignore|exclude|disable|omit|skip|allow"
_WANTED = r"(?i)^(?:extend-)?(?:select|enable|include|enabled_rules)$|enable_error_code"
_FLOOR = r"(?i)fail.?under|threshold|min[-_]|minimum|^(?:branches|functions|lines|statements|target|level)$"
_CEILING = r"(?i)^max[-_]|max-warnings|^maxWarnings"
_STRICT = (
    r"(?i)^(?:strict|enabled$|disallow_|warn_|check_|no_implicit|noImplicit|noUnused|noUnchecked|filterwarnings|xfail_strict)"
)
_LEVELS = {"off": 0, "allow": 0, "warn": 1, "warning": 1, "error": 2, "deny": 2, "forbid": 3}
_WORDS_OF_SWITCHES = ("", "true", "false", "yes", "no", "on", "off", *_LEVELS)
_SWITCH = r"(?i)ignore|disable|skip"


_STEPS = (
    r"(?:^|/)(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|azure-pipelines\.yml|\.circleci/config\.yml|\.travis\.yml|Jenkinsfile"
    r"|Makefile|\.pre-commit-config\.yaml|lefthook\.yml|package\.json|tox\.ini|noxfile\.py|justfile|\.husky/[^/]+)$"
)
_FORGIVEN = (
    r"\bcontinue-on-error:\s*true|\ballow_failure:\s*true|\|\|\s*(?:true|:|exit 0)(?![\w-])|--exit-zero\b|--passWithNoTests\b"
)
_ASKED_OF_STEPS = r"(?i)\b(?:ci|workflows?|pipelines?|steps?|jobs?|fail\w*|allow\w*|optional|non-?blocking|continue)\b"


def check(review: Review) -> Iterator[Finding]:
    yield from _accepted(review)
    yield from _forgiven(review)
    for file in review.change.files:
        if file.base_text is None or file.head_text is None:
            continue
        old, new = read_settings(file.change.path, file.base_text), read_settings(file.change.path, file.head_text)
        if old is None or new is None:
            continue
        if (words := list(_relaxed(old, new))) and not re.search(_ASKED, review.task.request or ""):
            yield _finding(file.change.path, f"asks for less than before: {listed(words)}", review)


def _forgiven(review: Review) -> Iterator[Finding]:
    """Steps whose failure no longer counts."""
    for file in review.change.files:
        path, old, new = file.change.path, file.base_text, file.head_text
        if old is None or new is None or not re.search(_STEPS, path) or re.search(_ASKED_OF_STEPS, review.task.request or ""):
            continue
        before, after = (re.findall(_FORGIVEN, text.decode("utf-8", "replace")) for text in (old, new))
        if len(after) > len(before):
            yield _finding(path, f"a failure no longer counts: {listed(sorted({*after} - {*before} or {*after}))}", review)


def _accepted(review: Review) -> Iterator[Finding]:
    """What the diff adds to the baseline of scoper itself."""
    for file in review.change.files:
        path = file.change.path
        if path != review.config.baseline or file.head_text is None:
            continue
        more = len(fingerprints(file.head_text) - fingerprints(file.base_text or b""))
        if more and not re.search(r"(?i)\bbaselines?\b", review.task.request or ""):
            yield _finding(path, f"accepts {counted(more, 'finding')} more than before, from the next commit on", review)


def _finding(path: str, words: str, review: Review) -> Finding:
    edit = next((edit.id for edit in review.change.edits if edit.path == path), None)
    where = Location(path, path)
    return Finding(CHECKS_RELAXED, Severity.WARNING, Confidence.MEDIUM, where, f"{path}: {words}", edit)


def _relaxed(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """What asks for less, in words."""
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        name = key.rpartition(".")[2]
        more, less = _items(after) - _items(before), _items(before) - _items(after)
        if re.search(_SWITCH, name) and _level(after) == "true":
            yield f"{key} is on now"
        elif more and re.search(_IGNORED, key):
            yield f"{key} has {listed(sorted(more))} now"
        elif less and re.search(_WANTED, name):
            yield f"{key} has {listed(sorted(less))} no longer"
        elif _is_lower(name, before, after):
            yield f"{key} was {_shown(before)}, is {_shown(after)}"


def _is_lower(name: str, before: object, after: object) -> bool:
    one, two = _number(before), _number(after)
    if one is not None and two is not None:
        return (two < one and bool(re.search(_FLOOR, name))) or (two > one and bool(re.search(_CEILING, name)))
    if one is not None and after is None:
        return bool(re.search(_FLOOR, name))
    levels = _LEVELS.get(_level(before)), _LEVELS.get(_level(after))
    if levels[0] is not None and levels[1] is not None:
        return levels[1] < levels[0]
    return bool(re.search(_STRICT, name)) and _level(before) == "true" and _level(after) in ("false", "none")


def _level(value: object) -> str:
    first = value[0] if isinstance(value, list | tuple) and value else value
    return str(first).lower()


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(str(value).rstrip("%"))
    except ValueError:
        return None


def _items(value: object) -> set[str]:
    """The items of a list; INI files have one of a single item as plain text."""
    if isinstance(value, str):
        return set(value.split()) if value.lower() not in _WORDS_OF_SWITCHES else set()
    return {str(item) for item in value} if isinstance(value, list | tuple) else set()


def _shown(value: object) -> str:
    return "not set" if value is None else str(value)
