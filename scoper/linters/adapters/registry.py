"""The linters there are, listed by hand. ruff has an engine of its own (``linters.ruff``) and is always there."""

from __future__ import annotations

from scoper.linters.adapter import Adapter
from scoper.linters.adapters import (
    biome,
    clippy,
    eslint,
    flake8,
    golangci,
    govet,
    mypy,
    oxlint,
    pyright,
    rubocop,
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
