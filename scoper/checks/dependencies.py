"""The packages that a manifest asks for, by name. Bytes in, names out; what cannot be read names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename

_REQUIREMENTS = r"requirements[\w.-]*\.(?:txt|in)$|constraints[\w.-]*\.txt$"
_NAME = r"\s*([A-Za-z0-9][\w.-]*)"
_GO = r"(?m)^\s*(?:require\s+)?([\w.-]+\.[\w-]+/\S+)\s+v\d"
_GEM = r"(?m)^\s*gem\s+['\"]([^'\"]+)"
_TABLES = r"(?:^|[-_.])(?:dependencies|requires|dev-packages|packages)$|[dD]ependencies$"
_DEEPEST = 8


def dependencies(path: str, text: bytes) -> set[str]:
    name, words = basename(path), text.decode("utf-8", "replace")
    if re.search(_REQUIREMENTS, name):
        return {_plain(line) for line in words.splitlines() if line.strip() and line.strip()[0] not in "#-"}
    if name == "go.mod":
        return set(re.findall(_GO, words))
    if name == "Gemfile":
        return set(re.findall(_GEM, words))
    if name not in ("pyproject.toml", "Cargo.toml", "Pipfile", "package.json", "composer.json"):
        return set()
    try:
        return {found for found in _named(_parse(name, words), "", 0) if found not in ("", "python", "php")}
    except (ValueError, RecursionError):
        return set()


def _parse(name: str, text: str) -> object:
    if name.endswith(".json"):
        import json

        return json.loads(text)
    import tomllib

    return tomllib.loads(text)


def _named(value: object, key: str, depth: int) -> Iterator[str]:
    """Keys of tables, and items of lists, below a key that stands for dependencies."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        is_wanted = bool(re.search(_TABLES, key))
        for name, item in value.items():
            if is_wanted and not isinstance(item, list):
                yield _plain(str(name))
            yield from _named(item, f"{key}.dependencies" if is_wanted and isinstance(item, list) else str(name), depth + 1)
    elif isinstance(value, list) and re.search(_TABLES, key):
        yield from (_plain(str(item)) for item in value if isinstance(item, str))


def _plain(requirement: str) -> str:
    match = re.match(r"@?[A-Za-z0-9][\w./-]*", requirement.strip())
    return match[0].lower().replace("_", "-") if match else ""
