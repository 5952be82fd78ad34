"""What others would show a model, at the same budget and by the same tokenizer: aider's map, and files as they are."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from types import TracebackType
from typing import IO

from scoper.context.tokens import Tokenizer
from scoper.scope.words import stems

_MAP = Path(__file__).with_name("aider_map.py")
_MAP_FILE = "\n"  # between the parts of a map, of which the first line names a file
_K1, _B = 1.2, 0.75  # of BM25, as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009)

Shown = dict[str, str]
"""What is shown of each file, by path."""
Function = tuple[str, int, int]
"""Path, first and last line."""


def cut(text: str, budget: int, tokenizer: Tokenizer) -> str:
    """As many whole lines from the top as fit."""
    lines = text.splitlines(keepends=True)
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tokenizer.count("".join(lines[:middle])) <= budget else (low, middle - 1)
    return "".join(lines[:low])


def files_in_turn(paths: Iterable[str], texts: Mapping[str, str], budget: int, tokenizer: Tokenizer) -> Shown:
    """Whole files one after the other, the last one cut."""
    shown: Shown = {}
    for path in dict.fromkeys(paths):
        budget -= tokenizer.count(path)
        if budget <= 0:
            break
        shown[path] = cut(texts.get(path, ""), budget, tokenizer)
        budget -= tokenizer.count(shown[path])
    return shown


def bm25(request: str, texts: Mapping[str, str]) -> list[str]:
    """Paths by how well their words meet those of the request, best first."""
    words = {path: Counter(_words(path) + _words(text)) for path, text in texts.items()}
    lengths = {path: sum(counts.values()) for path, counts in words.items()}
    average = sum(lengths.values()) / max(1, len(lengths)) or 1
    found = Counter(word for counts in words.values() for word in counts)
    scores = dict.fromkeys(texts, 0.0)
    for word in set(_words(request)):
        rarity = log(1 + (len(texts) - found[word] + 0.5) / (found[word] + 0.5))
        for path, counts in words.items():
            if times := counts[word]:
                scores[path] += rarity * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * lengths[path] / average))
    return sorted((path for path in scores if scores[path] > 0), key=lambda path: (-scores[path], path))


def _words(text: str) -> list[str]:
    return [stem for word in text.split() for stem in sorted(stems(word))]


class Aider:
    """A process that makes aider's maps, in the environment of ``python``."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, str(_MAP)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def __enter__(self) -> Aider:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None) -> None:
        self._stdin.close()
        self._process.wait()

    @property
    def _stdin(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin

    def map(self, root: Path, files: Sequence[str], chat: Sequence[str], request: str, budget: int) -> str:
        assert self._process.stdout is not None
        asked = {"root": str(root), "files": list(files), "chat": list(chat), "request": request, "budget": budget}
        self._stdin.write(json.dumps(asked) + "\n")
        self._stdin.flush()
        return str(json.loads(self._process.stdout.readline()))


def parts_of(text: str, paths: Iterable[str]) -> Shown:
    """A map of aider's by file. Of a file that it only names nothing is shown."""
    known = set(paths)
    shown: Shown = {}
    here: str | None = None
    for line in text.split("\n"):
        named = line.removesuffix(":")
        if named in known:
            here = named
            shown.setdefault(here, "")
        elif here is not None and line:
            shown[here] += line + _MAP_FILE
    return shown


def of_map(text: str, texts: Mapping[str, str]) -> tuple[list[str], list[Function]]:
    """The Python files that a map of aider's names, in its order, and the functions and classes whose headers it shows."""
    shown = {path: part for path, part in parts_of(text, texts).items() if path.endswith(".py")}
    found = [
        (path, start, end)
        for path, part in shown.items()
        for name, start, end in _headers(texts[path])
        if re.search(rf"\b(?:def|class) {re.escape(name)}\b", part)
    ]
    return list(shown), found


def _headers(text: str) -> Iterator[tuple[str, int, int]]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno, node.end_lineno or node.lineno
