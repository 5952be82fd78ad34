"""The linters and formatters there are, listed by hand. ruff's linter has an engine of its own (``linters.ruff``)."""

from __future__ import annotations

from scoper.linters.adapter import Adapter
from scoper.linters.adapters import (
    biome,
    biome_format,
    black,
    clang_format,
    clippy,
    eslint,
    flake8,
    gofmt,
    golangci,
    govet,
    mypy,
    oxlint,
    prettier,
    pyright,
    rubocop,
    ruff_format,
    rustfmt,
    shellcheck,
    stylelint,
    tsc,
    ty,
)

ADAPTERS: tuple[Adapter, ...] = (
    *(flake8.ADAPTER, mypy.ADAPTER, pyright.PYRIGHT, pyright.BASEDPYRIGHT, ty.ADAPTER),
    *(eslint.ADAPTER, biome.ADAPTER, oxlint.ADAPTER, stylelint.ADAPTER, tsc.ADAPTER),
    *(golangci.ADAPTER, govet.ADAPTER, clippy.ADAPTER, rubocop.ADAPTER, shellcheck.ADAPTER),
)

FORMATTERS: tuple[Adapter, ...] = (
    *(ruff_format.ADAPTER, black.ADAPTER, biome_format.ADAPTER, prettier.ADAPTER),
    *(gofmt.ADAPTER, rustfmt.ADAPTER, clang_format.ADAPTER),
)
"""The first one that applies to a file is its formatter."""
