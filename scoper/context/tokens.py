"""Counting tokens offline, with the vocabulary of a package that ships it."""

from __future__ import annotations

import importlib.util
import os
from math import ceil
from types import ModuleType
from typing import Protocol, cast

from scoper.errors import UserError

MARGINS = {"gpt": 1.0, "o1": 1.0, "o3": 1.0, "o4": 1.0}
"""Model families whose tokenizer is public: what o200k counts is what they see, or within 2 %."""
_UNKNOWN_MARGIN = 1.25  # others need up to a fifth more tokens for code, Claude among them


class _Engine(Protocol):
    def count(self, text: str) -> int: ...


class Tokenizer:
    """Counts tokens of o200k, times a margin where the model's own tokenizer is not public. ``name`` says both."""

    def __init__(self, model: str | None = None) -> None:
        family = (model or "gpt").lower()
        self._margin = next((margin for name, margin in MARGINS.items() if family.startswith(name)), _UNKNOWN_MARGIN)
        self._engine = _load()
        self.name = "o200k" if self._margin == 1 else f"o200k * {self._margin:g}"

    def count(self, text: str) -> int:
        if not text.isascii():  # a path may hold bytes that are no text, which only Python has characters for
            text = text.encode("utf-8", "replace").decode()
        return ceil(self._engine.count(text) * self._margin)


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
