"""Settings of tools, out of TOML, INI, JSON, YAML, NEON and scripts that say them plainly: ``table.key`` → value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_FILES = (
    r"(?:^|/)(?:pyproject\.toml|\.?ruff\.toml|scoper\.toml|setup\.cfg|tox\.ini|\.flake8|\.coveragerc|\.?mypy\.ini|pytest\.ini|\.?pylintrc"
    r"|\.eslintrc(?:\.json)?|tsconfig[\w.-]*\.json|package\.json|\.stylelintrc(?:\.json)?|clippy\.toml|Cargo\.toml|biome\.json|composer\.json"
    r"|\.golangci\.ya?ml|\.rubocop[\w.-]*\.yml|\.?codecov\.ya?ml|\.eslintrc\.ya?ml|\.stylelintrc\.ya?ml|\.swiftlint\.yml|phpstan[\w.-]*\.neon)$"
)
_SCRIPTS = (
    r"(?:^|/)(?:(?:eslint|jest|vitest|vite|stylelint|karma|nyc|commitlint)\.conf(?:ig)?\.[cm]?[jt]s"
    r"|\.(?:eslint|stylelint)rc\.[cm]?js)$"
)
_PAIR = r"(?<![\w'\"/-])(['\"]?)([@\w][\w/@-]*)\1\s*:\s*\[?\s*(['\"]?)([\w.-]+)\3(?=\s*(?:[,}\]/]|$))"
_LONGEST = 1_000  # characters of a line of a script
_LEVELLED = re.compile(r"(?:^|\.)rules\.|^[@\w-]+/[\w-]+$|^[a-z]+(?:-[a-z]+)+$")
_LEVELS = {"0": "off", "1": "warn", "2": "error"}  # how ESLint counts them
_OWN = (
    r"^(?:project|package|workspace|features|dev-dependencies|require(?:-dev)?|autoload|build-system"
    r"|tool\.(?:poetry|hatch|setuptools|uv|pdm|flit)|metadata|options|dependencies|scripts)\b"
)
_LISTS = r"[,\n]"
_ENTRY = (
    r"(?P<indent>\s*)(?:- +(?P<item>[^#:]+?)|(?P<key>[\w/.@-]+):(?: +(?P<value>[^#]+?))?)\s*(?:#.*)?$"  # a line of YAML or NEON
)
_MOST_BYTES = 500_000
_DEEPEST = 12


def read_settings(path: str, text: bytes) -> dict[str, object] | None:
    """The settings of one file by their dotted names, without those of packaging; ``None`` for files that configure no check,
    and what cannot be read."""
    is_script = bool(re.search(_SCRIPTS, path))
    if not (is_script or re.search(_FILES, path)) or len(text) > _MOST_BYTES:
        return None
    try:
        document = _scripted(text.decode()) if is_script else _parse(path, text.decode())
    except (ValueError, RecursionError):
        return None
    return {key: _level(key, value) for key, value in _flat(document, "", 0) if not re.match(_OWN, key)}


def _level(key: str, value: object) -> object:
    """The level of a rule by its name, where it is a number."""
    first, *rest = value if isinstance(value, list) and value else [value]
    if type(first) not in (int, str) or str(first) not in _LEVELS or not _LEVELLED.search(key):
        return value
    return [_LEVELS[str(first)], *rest] if rest else _LEVELS[str(first)]


def _scripted(text: str) -> object:
    """What a script writes out as one plain value behind one key; keys that come more than once say too little alone."""
    lines = [line for line in text.splitlines() if len(line) <= _LONGEST and not line.lstrip().startswith(("//", "*"))]
    pairs = [(match[2], match[4]) for line in lines for match in re.finditer(_PAIR, line)]
    keys = [key for key, _ in pairs]
    return {key: value for key, value in pairs if keys.count(key) == 1}


def _parse(path: str, text: str) -> object:
    if path.endswith(".toml"):
        import tomllib

        return tomllib.loads(text)
    if path.endswith(".json") or text.lstrip().startswith("{"):
        import json

        return json.loads(text)
    return _indented(text) if path.endswith((".yml", ".yaml", ".neon")) else _ini(text)


def _indented(text: str) -> object:
    """Keys, lists and plain values of YAML and NEON, which is what such settings are made of; the rest is left out."""
    root: dict[str, object] = {}
    open_keys: list[tuple[int, dict[str, object], str]] = [(-1, {"": root}, "")]
    for line in text.splitlines():
        match = re.match(_ENTRY, line)
        if match is None:
            continue
        indent, (_, holder, name) = len(match["indent"]), open_keys[-1]
        while len(open_keys) > 1 and (indent < open_keys[-1][0] or (indent == open_keys[-1][0] and not match["item"])):
            open_keys.pop()
        _, holder, name = open_keys[-1]
        if match["item"]:
            items = holder[name]
            if not isinstance(items, list):
                items = holder[name] = []
            items.append(match["item"].strip("'\""))
            continue
        inside = holder[name]
        if not isinstance(inside, dict):
            inside = holder[name] = {}
        value = match["value"] or ""
        inside[match["key"]] = _listed(value) if value else {}
        if not value:
            open_keys.append((indent, inside, match["key"]))
    return root


def _listed(value: str) -> object:
    if value.startswith("[") and value.endswith("]"):
        return [part.strip(" '\"") for part in value[1:-1].split(",") if part.strip()]
    return value.strip("'\"")


def _ini(text: str) -> object:
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ValueError(str(error)) from None
    return {section: {key: _value(value) for key, value in parser.items(section)} for section in parser.sections()}


def _value(text: str | None) -> object:
    """A list where a value has commas or lines."""
    plain = (text or "").strip()
    parts = [part.strip() for part in re.split(_LISTS, plain) if part.strip()]
    return parts if len(parts) > 1 or "\n" in (text or "") else plain


def _flat(value: object, name: str, depth: int) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping) and depth < _DEEPEST:
        for key, item in value.items():
            yield from _flat(item, f"{name}.{key}" if name else str(key), depth + 1)
    else:
        yield name, value
