"""Settings of tools, out of TOML, INI and JSON files: ``table.key`` → value. Bytes in, a mapping out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_FILES = (
    r"(?:^|/)(?:pyproject\.toml|\.?ruff\.toml|scoper\.toml|setup\.cfg|tox\.ini|\.flake8|\.coveragerc|\.?mypy\.ini|pytest\.ini|\.?pylintrc"
    r"|\.eslintrc(?:\.json)?|tsconfig[\w.-]*\.json|package\.json|\.stylelintrc(?:\.json)?|clippy\.toml|biome\.json)$"
)
_OWN = r"^(?:project|build-system|tool\.(?:poetry|hatch|setuptools|uv|pdm|flit)|metadata|options|dependencies|scripts)\b"
_LISTS = r"[,\n]"
_MOST_BYTES = 500_000
_DEEPEST = 12


def read_settings(path: str, text: bytes) -> dict[str, object] | None:
    """The settings of one file by their dotted names, without those of packaging; ``None`` for files that configure no check,
    and what cannot be read."""
    if not re.search(_FILES, path) or len(text) > _MOST_BYTES:
        return None
    try:
        document = _parse(path, text.decode())
    except (ValueError, RecursionError):
        return None
    return {key: value for key, value in _flat(document, "", 0) if not re.match(_OWN, key)}


def _parse(path: str, text: str) -> object:
    if path.endswith(".toml"):
        import tomllib

        return tomllib.loads(text)
    if path.endswith(".json") or text.lstrip().startswith("{"):
        import json

        return json.loads(text)
    return _ini(text)


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
