"""Counting tokens offline, with the vocabulary of a package that ships it."""

from __future__ import annotations

import importlib.util
import os
from math import ceil
from types import ModuleType
from typing import Protocol, cast

from scoper.errors import UserError

MARGINS = {
    "gpt-4o": 1.0,
    "gpt-4.": 1.0,
    "gpt-5": 1.0,
    "gpt-oss": 1.0,
    "chatgpt": 1.0,
    "o1": 1.0,
    "o3": 1.0,
    "o4": 1.0,
    "codex": 1.0,
    "gpt": 1.03,  # cl100k: within 2 % of o200k
}
"""By the first letters of a model's name, the longest that fit: what a text may take, beside what o200k counts."""
_UNKNOWN_MARGIN = 1.25  # of all others: counts that are a fifth too low, which is said of Claude's for code


class _Engine(Protocol):
    def count(self, text: str) -> int: ...


class Tokenizer:
    """Counts tokens of o200k, times a margin where the model's own tokenizer is not public. ``name`` says both."""

    def __init__(self, model: str | None = None) -> None:
        self._margin = margin_of(model)
        self._engine = _load()
        self.name = "o200k" if self._margin == 1 else f"o200k * {self._margin:g}"

    def count(self, text: str) -> int:
        if not text.isascii():  # a path may hold bytes that are no text, which only Python has characters for
            text = text.encode("utf-8", "replace").decode()
        return ceil(self._engine.count(text) * self._margin)


def margin_of(model: str | None) -> float:
    """What to multiply counts of o200k by for a model; a provider in front of its name (``anthropic/…``) does not matter."""
    if not model:
        return 1.0
    name = model.lower().rpartition("/")[2]
    fitting = [family for family in MARGINS if name.startswith(family)]
    return MARGINS[max(fitting, key=len)] if fitting else _UNKNOWN_MARGIN


def _load() -> _Engine:
    """The engine alone: the package around it reads all of its vocabularies when it is imported, which takes a second."""
    package = importlib.util.find_spec("bpe_openai")
    folder = os.path.dirname(package.origin) if package is not None and package.origin is not None else ""
    finder = importlib.util.spec_from_file_location
    for name in sorted(os.listdir(folder)) if folder else ():
        if name.startswith("_bindings.") and name.endswith((".so", ".pyd")):
            spec = finder("bpe_openai._bindings", os.path.join(folder, name))
            if spec is not None and spec.loader is not None:
                module: ModuleType = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                return cast(_Engine, module.tokenizer_for_encoding("o200k_base"))
    raise UserError("tokens cannot be counted: the package bpe-openai is missing", "pip install bpe-openai")
