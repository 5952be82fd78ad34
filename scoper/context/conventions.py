"""How the files of the targets are written, in a few lines that are measured and not guessed. Pure.

What is not the same nearly everywhere in them is no convention, and is not spoken of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from scoper.context.gather import Ground
from scoper.context.model import Duty, Form, Item
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.style.habits import habits
from scoper.style.observe import is_read, observe

_MOST_HABITS = 8  # that are told
_MOST_FILES = 5  # targets that are measured
_NEARLY_ALL = 0.8
_ENOUGH = 5  # below this many cases there is no telling
_INDENT = re.compile(rb"^(\t+| +)\S", re.MULTILINE)
_LINTERS = {
    "ruff": (("ruff.toml", ".ruff.toml"), b"[tool.ruff"),
    "black": ((), b"[tool.black"),
    "flake8": ((".flake8",), b"[flake8]"),
    "mypy": (("mypy.ini", ".mypy.ini"), b"[tool.mypy"),
    "pylint": ((".pylintrc", "pylintrc"), b"[tool.pylint"),
    "eslint": (("eslint.config.js", "eslint.config.mjs", "eslint.config.ts", ".eslintrc.json", ".eslintrc.js"), b'"eslint"'),
    "prettier": ((".prettierrc", ".prettierrc.json", "prettier.config.js"), b'"prettier"'),
    "biome": (("biome.json", "biome.jsonc"), b'"@biomejs/biome"'),
    "golangci-lint": ((".golangci.yml", ".golangci.yaml"), b""),
    "rustfmt": (("rustfmt.toml", ".rustfmt.toml"), b""),
}
_MANIFESTS = ("pyproject.toml", "setup.cfg", "tox.ini", "package.json")
_FRAMEWORKS = {"pytest": b"import pytest", "unittest": b"import unittest", "vitest": b"'vitest'", "jest": b"jest."}


def conventions(ground: Ground, paths: Iterable[str]) -> tuple[Item, ...]:
    """One item for each thing that can be said of the files, which are those of the targets."""
    files = [path for path in dict.fromkeys(paths) if path in ground.texts][:_MOST_FILES]
    if not files:
        return ()
    said = [*_written(ground, files), *_habits(ground, files), *_tested(ground), *_linted(ground)]
    why = "measured in the files of the targets"
    return tuple(Item(files[0], files[0], 0, 0, Form.SIGNATURE, Duty.CONVENTION, why, "exact", 0, text, 1.0) for text in said)


def _written(ground: Ground, files: Sequence[str]) -> Iterator[str]:
    texts = [ground.texts[path] for path in files]
    indents = [match[1] for text in texts for match in _INDENT.finditer(text)]
    if indent := _indentation(indents):
        yield f"indentation: {indent}"
    longest = sorted(len(line) for text in texts for line in text.split(b"\n"))
    if len(longest) >= _ENOUGH:
        yield f"lines: at most {longest[int(0.995 * (len(longest) - 1))]} columns"


def _indentation(indents: Sequence[bytes]) -> str | None:
    if not indents:
        return None
    if _nearly_all(sum(indent[:1] == b"\t" for indent in indents), len(indents)):
        return "tabs"
    widths = [len(indent) for indent in indents if indent[:1] == b" "]
    for width in (4, 2, 8, 3):
        if _nearly_all(sum(one % width == 0 for one in widths), len(indents)):
            return f"{width} spaces"
    return None


def _habits(ground: Ground, files: Sequence[str]) -> Iterator[str]:
    """What is telling of how the files are written, in the language that most of them are in."""
    languages = [language for path in files if (language := language_of(path)) is not None and is_read(language)]
    if not languages:
        return
    language = max(languages, key=languages.count)
    counts: dict[str, Counter[str]] = {}
    for path in files:
        if (own := language_of(path)) is not None and own.package == language.package:
            for key, lines in observe(own, ground.texts[path]).items():
                feature, _, value = key.partition("=")
                counts.setdefault(feature, Counter())[value] += len(lines)
    yield from (habit.text for habit in habits(counts, language)[:_MOST_HABITS])


def _tested(ground: Ground) -> Iterator[str]:
    tests = [ground.texts[path] for path in ground.texts if is_test_path(path)]
    counts = {name: sum(mark in text for text in tests) for name, mark in _FRAMEWORKS.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best]:
        yield f"tests: {best}"


def _linted(ground: Ground) -> Iterator[str]:
    paths = ground.tree.paths()
    manifests = b"\n".join(ground.texts[path] for path in _MANIFESTS if path in ground.texts)
    configured = [name for name, (files, mark) in _LINTERS.items() if _has(paths, files) or (mark and mark in manifests)]
    if configured:
        yield f"configured: {', '.join(configured)}"


def _has(paths: Collection[str], files: Iterable[str]) -> bool:
    return any(file in paths for file in files)


def _nearly_all(count: int, total: int) -> bool:
    return total >= _ENOUGH and count >= _NEARLY_ALL * total
