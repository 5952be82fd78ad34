"""The packages that a manifest asks for, by name. Bytes in, names out; what cannot be read names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename

_REQUIREMENTS = r"requirements[\w.-]*\.(?:txt|in)$|constraints[\w.-]*\.txt$"
_GO = r"(?m)^\s*(?:require\s+)?([\w.-]+\.[\w-]+/\S+)\s+v\d"
_GEMSPEC = r"(?m)^\s*\w+\.add_(?:runtime_|development_)?dependency\s*\(?\s*['\"]([^'\"]+)"
_GEM = r"(?m)^\s*gem\s+['\"]([^'\"]+)"
_POM = r"<dependency>(?s:.*?)<artifactId>\s*([\w.-]+)"
_GRADLE = r"(?m)^\s*\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly)\s*\(?\s*['\"][\w.-]+:([\w.-]+)"
_PROJECT = r"<PackageReference\s[^>]*\bInclude=\"([^\"]+)\""
_TABLES = r"(?:^|[-_.])(?:dependencies|requires?|require-dev|dev-packages|packages)$|[dD]ependencies$"
_LINES = {
    "go.mod": _GO,
    "Gemfile": _GEM,
    ".gemspec": _GEMSPEC,
    "pom.xml": _POM,
    "build.gradle": _GRADLE,
    "build.gradle.kts": _GRADLE,
    ".csproj": _PROJECT,
    "Directory.Packages.props": _PROJECT.replace("Reference", "Version"),
}
_DEEPEST = 8
FAMILIES = {
    "pyproject.toml": "python",
    "Pipfile": "python",
    ".txt": "python",
    ".in": "python",
    "package.json": "javascript",
    "composer.json": "php",
    "Cargo.toml": "rust",
    "go.mod": "go",
    "Gemfile": "ruby",
    ".gemspec": "ruby",
    "pom.xml": "java",
    ".gradle": "java",
    ".kts": "java",
    ".csproj": "csharp",
    ".props": "csharp",
}
"""Ends of the names of manifests → the languages whose imports they serve."""


def dependencies(path: str, text: bytes) -> set[str]:
    name, words = basename(path), text.decode("utf-8", "replace")
    if re.search(_REQUIREMENTS, name):
        return {_plain(line) for line in words.splitlines() if line.strip() and line.strip()[0] not in "#-"}
    for ending, pattern in _LINES.items():
        if name.endswith(ending):
            return {found.lower() if pattern is not _GO else found for found in re.findall(pattern, words)}
    if name not in ("pyproject.toml", "Cargo.toml", "Pipfile", "package.json", "composer.json"):
        return set()
    try:
        return {
            found
            for found in _named(_parse(name, words), "", 0)
            if found not in ("", "python", "php") and not found.startswith("ext-")
        }
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
