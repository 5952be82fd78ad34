"""``[tool.scoper]`` of ``pyproject.toml`` or ``scoper.toml`` → the fields of :class:`Config`, with every mistake reported at
once. Which files there are and how they add up is told in :mod:`scoper.settings`.

Only the form is checked here: whether a rule or a linter of that name exists is known further up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from scoper.errors import UserError
from scoper.finding import Severity
from scoper.text import nearest

SOURCES = ("scoper.toml", "pyproject.toml")
"""The files that may hold a configuration, the stronger first."""


EXTEND = "extend"
"""The key that is no field: a file whose values count where this one has none."""

SHADOWED = "{0}scoper.toml is used; [tool.scoper] of {0}pyproject.toml is ignored"
SYMBOL_KINDS = (
    "class",
    "interface",
    "enum",
    "namespace",
    "type",
    "function",
    "method",
    "variable",
    "attribute",
    "section",
)
FREEZABLE = ("tests", "api", "dependencies")
LINT_MODES = ("changed", "full")
LINT_FORMATS = ("sarif", "rdjson", "checkstyle", "junit", "pattern")
TRUST = ("none", "base", "head")


class LinterTable(NamedTuple):
    """``[tool.scoper.linter.NAME]``: a command, started in the repository's root, and how its output reads."""

    name: str
    command: tuple[str, ...]  # a word {files} stands for the changed files
    format: str  # of LINT_FORMATS
    suffixes: tuple[str, ...] = ()  # of the files that it is about
    pattern: str = ""  # a regular expression or the name of one, for the format "pattern"
    exit_codes: tuple[int, ...] = (0, 1)  # of runs whose output counts
    stream: str = "stdout"  # or stderr
    whole: bool = False  # it looks at the whole tree: run with lint = "full" only


class Config(NamedTuple):
    """The effective configuration. Globs are gitignore-style and relative to the repository root."""

    protect: tuple[str, ...] = ()  # paths that must not change unless a scope spec names them
    exclude: tuple[str, ...] = ()  # paths whose edits are listed but raise no findings
    ignore: tuple[str, ...] = ()  # rule codes, names or family prefixes that are off
    per_path_ignore: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (glob, codes)
    per_kind_ignore: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (kind of symbol, codes)
    severity: tuple[tuple[str, Severity], ...] = ()  # (code or family, severity) overrides
    per_path_severity: tuple[tuple[str, tuple[tuple[str, Severity], ...]], ...] = ()  # (glob, overrides) of single folders
    fail_on: Severity = Severity.ERROR
    ambiguity: str = "assume"  # ask, assume or refuse
    linters: tuple[str, ...] = ("auto",)  # names; auto is ruff and what else the project configures
    linter: tuple[LinterTable, ...] = ()  # declared by the project
    lint: str = "changed"  # of LINT_MODES: linters that look at files by themselves, or those of the whole program too
    lint_timeout: float = 60.0  # seconds for one run of one linter
    lint_budget: float = 600.0  # seconds for all of them
    require_lint: bool = False  # a linter that applies and cannot be run is an error
    trust: str = "none"  # of TRUST; never read from a repository, whose code it is about
    max_file_bytes: int = 1_000_000  # larger files are judged as text
    max_lines: int = 0  # added and removed lines of one diff, 0 for no limit
    max_files: int = 0  # changed files of one diff, 0 for no limit
    freeze: tuple[str, ...] = ()  # of FREEZABLE: what must stay as it is
    link: tuple[str, ...] = ()  # ignored paths that the copy of a wrapped command shares with the work tree
    report_guesses: bool = False  # whether broken references count where only a name says what is meant
    baseline: str = ".scoper-baseline.json"  # file of findings that are accepted
    known: tuple[str, ...] = ()  # fingerprints of findings that a baseline accepts
    notes: tuple[str, ...] = ()  # what the reader of a report should know about where this came from


def refuse(name: str, mistakes: Sequence[str]) -> None:
    """Raise one :class:`UserError` for all mistakes in the file or files of that name, where there are any."""
    if mistakes:
        many = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
        listed = "".join(f"\n  {mistake}" for mistake in mistakes)
        raise UserError(f"{name} has {many} in the configuration of scoper:{listed}", f"valid keys: {', '.join(_KEYS)}")


@lru_cache(maxsize=16)
def parse_toml(text: str) -> Mapping[str, object]:
    """A TOML document, parsed once for all who look into the same file; none of them may change it.

    Raises :class:`ValueError`, and :class:`RecursionError` for what is nested too deeply.
    """
    import tomllib  # most repositories have no configuration: do not pay for a parser

    return tomllib.loads(text)


def read_table(name: str, data: bytes) -> dict[str, object] | None:
    """The table of scoper in one file; ``None`` where ``pyproject.toml`` has none."""
    whole_file = not is_pyproject(name)
    if not whole_file and b"scoper" not in data:
        return None
    try:
        document = parse_toml(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not UTF-8 (byte {error.start})") from None
    except (ValueError, RecursionError) as error:
        raise UserError(f"{name} is not valid TOML: {error}") from None
    if whole_file:
        return dict(document)
    tool = document.get("tool")
    if not isinstance(tool, dict) or "scoper" not in tool:
        return None
    table: object = tool["scoper"]
    if not isinstance(table, dict):
        raise UserError(f"{name}: tool.scoper: found {_show(table)}, expected a table")
    return table


def read_fields(name: str, table: Mapping[str, object], mistakes: list[str]) -> dict[str, object]:
    """Field name and value of every known key; what is wrong with any of them goes to ``mistakes``."""
    prefix = "tool.scoper." if is_pyproject(name) else ""
    fields: dict[str, object] = {}
    for key, value in table.items():
        if (parse := _KEYS.get(key)) is None:
            mistakes.append(f"{prefix}{key}: unknown key{_did_you_mean(nearest(key.replace('_', '-'), _KEYS))}")
        else:
            fields[key.replace("-", "_")] = parse(_Found(f"{prefix}{key}", value, mistakes))
    return fields


def is_pyproject(name: str) -> bool:
    return name.rpartition("/")[2] == "pyproject.toml"


class _Found(NamedTuple):
    """A value, the key it was found at, and the list for what is wrong with it."""

    key: str
    value: object
    mistakes: list[str]

    def item(self, key: str, value: object) -> _Found:
        return _Found(f"{self.key}{key}", value, self.mistakes)

    def wrong(self, expected: str, near: list[str] | None = None) -> None:
        found = _show(self.value)
        self.mistakes.append(f"{self.key}: found {found}, expected {expected}{_did_you_mean(near or [])}")


_RULE_FORM = re.compile(r"[A-Z]{2}(?:\d{3})?|[a-z]+(?:-[a-z0-9]+)+")
_RULE_WORDS = "a rule code (SC101), a family (SC) or a rule name (out-of-scope-edit)"


def _strings(found: _Found) -> tuple[str, ...]:
    return tuple(_string(item) for item in _items(found, "a list of strings"))


def _string(found: _Found) -> str:
    if isinstance(found.value, str) and found.value.strip():
        return found.value
    found.wrong("a string that is not empty")
    return ""


def _rules(found: _Found) -> tuple[str, ...]:
    return tuple(_rule(item) for item in _items(found, "a list of rules"))


def _rule(found: _Found) -> str:
    value = found.value if isinstance(found.value, str) else ""
    if not _RULE_FORM.fullmatch(value):
        found.wrong(_RULE_WORDS, [value.upper()] if _RULE_FORM.fullmatch(value.upper()) else None)
    return value


def _per_path(found: _Found) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _table(found, "a table of glob = [rules]")
    return tuple((glob, _rules(found.item(f".{_show(glob)}", codes))) for glob, codes in table.items())


def _per_kind(found: _Found) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _table(found, "a table of kind = [rules]")
    for kind in table.keys() - set(SYMBOL_KINDS):
        found.mistakes.append(f"{found.key}.{_show(kind)}: no such kind of symbol{_did_you_mean(nearest(kind, SYMBOL_KINDS))}")
    return tuple((kind, _rules(found.item(f".{kind}", codes))) for kind, codes in table.items())


def _severities(found: _Found) -> tuple[tuple[str, Severity], ...]:
    table = _table(found, "a table of rule = severity")
    return tuple((_rule(found.item("", rule)), _severity(found.item(f".{rule}", level))) for rule, level in table.items())


def _severity(found: _Found) -> Severity:
    label = _choice(found, [level.label for level in Severity])
    return Severity[label.upper()]


def _ambiguity(found: _Found) -> str:
    return _choice(found, ["ask", "assume", "refuse"])


def _choice(found: _Found, options: list[str]) -> str:
    if isinstance(found.value, str) and found.value in options:
        return found.value
    found.wrong(f"one of {', '.join(options)}", nearest(str(found.value), options))
    return options[0]


def _flag(found: _Found) -> bool:
    if isinstance(found.value, bool):
        return found.value
    found.wrong("true or false")
    return False


def _lint_mode(found: _Found) -> str:
    return _choice(found, list(LINT_MODES))


def _lint_format(found: _Found) -> str:
    return _choice(found, list(LINT_FORMATS))


def _stream(found: _Found) -> str:
    return _choice(found, ["stdout", "stderr"])


def _pattern(found: _Found) -> str:
    text = _string(found)
    try:
        names = re.compile(text).groupindex
    except re.error as error:
        found.wrong(f"a regular expression or the name of one ({error})")
        return ""
    is_name = re.fullmatch(r"[a-z]+", text)
    if not is_name and not {"path", "line"} <= names.keys():
        found.wrong("a regular expression with the groups (?P<path>…) and (?P<line>…)")
    return text


def _exit_codes(found: _Found) -> tuple[int, ...]:
    items = _items(found, "a list of exit codes")
    for item in items:
        if not isinstance(item.value, int) or isinstance(item.value, bool):
            item.wrong("an exit code")
    return tuple(item.value for item in items if isinstance(item.value, int))


def _linter_tables(found: _Found) -> tuple[LinterTable, ...]:
    tables = _table(found, "a table of name = linter")
    return tuple(table for name, value in tables.items() if (table := _linter(found.item(f".{name}", value))) is not None)


def _linter(found: _Found) -> LinterTable | None:
    values: dict[str, Any] = {}
    for key, value in _table(found, "a table with command and format").items():
        if (parse := _LINTER_KEYS.get(key)) is None:
            near = nearest(key.replace("_", "-"), _LINTER_KEYS)
            found.mistakes.append(f"{found.key}.{key}: unknown key{_did_you_mean(near)}")
        else:
            values[_LINTER_FIELDS.get(key, key)] = parse(found.item(f".{key}", value))
    needed = ["command", "format", *(["pattern"] if values.get("format") == "pattern" else [])]
    missing = [key for key in needed if not values.get(key)]
    if missing:
        found.mistakes.append(f"{found.key}: {' and '.join(missing)} missing")
        return None
    return LinterTable(found.key.rpartition(".")[2], **values)


_LINTER_FIELDS = {"exit-codes": "exit_codes"}
_LINTER_KEYS: dict[str, Callable[[_Found], object]] = {
    "command": _strings,
    "format": _lint_format,
    "suffixes": _strings,
    "pattern": _pattern,
    "exit-codes": _exit_codes,
    "stream": _stream,
    "whole": _flag,
}


def _seconds(found: _Found) -> float:
    # bool is an int in Python, but `true` is no number of anything
    if isinstance(found.value, int | float) and not isinstance(found.value, bool) and 0 < found.value < float("inf"):
        return float(found.value)
    found.wrong("a number of seconds above 0")
    return 0.0


def _bytes(found: _Found) -> int:
    return _count(found, "a number of bytes above 0")


def _lines(found: _Found) -> int:
    return _count(found, "a number of lines above 0")


def _files(found: _Found) -> int:
    return _count(found, "a number of files above 0")


def _count(found: _Found, expected: str) -> int:
    if isinstance(found.value, int) and not isinstance(found.value, bool) and found.value > 0:
        return found.value
    found.wrong(expected)
    return 0


def _frozen(found: _Found) -> tuple[str, ...]:
    return tuple(_choice(item, list(FREEZABLE)) for item in _items(found, "a list of what is frozen"))


def _items(found: _Found, expected: str) -> list[_Found]:
    if isinstance(found.value, list):
        return [found.item(f"[{index}]", item) for index, item in enumerate(found.value)]
    found.wrong(expected)
    return []


def _table(found: _Found, expected: str) -> dict[str, object]:
    if isinstance(found.value, dict):
        return found.value
    found.wrong(expected)
    return {}


def _did_you_mean(near: list[str]) -> str:
    return f"; did you mean {_show(near[0])}?" if near else ""


def _show(value: object) -> str:
    """A found value as a person would write it in TOML, cut where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


_KEYS: dict[str, Callable[[_Found], object]] = {
    "protect": _strings,
    "exclude": _strings,
    "ignore": _rules,
    "per-path-ignore": _per_path,
    "per-kind-ignore": _per_kind,
    "severity": _severities,
    "fail-on": _severity,
    "ambiguity": _ambiguity,
    "linters": _strings,
    "linter": _linter_tables,
    "lint": _lint_mode,
    "lint-timeout": _seconds,
    "lint-budget": _seconds,
    "require-lint": _flag,
    "max-file-bytes": _bytes,
    "max-lines": _lines,
    "max-files": _files,
    "freeze": _frozen,
    "link": _strings,
    "report-guesses": _flag,
    "baseline": _string,
    EXTEND: _string,
}
