"""Modules of a tree, whatever the language: which file an import names, and what a file is called by importers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from scoper.lang.python.modules import Located, PythonModules, stem_of


class ModuleIndex(Protocol):
    """What a language says of its modules. A stem names a module or a package of the tree; see ``PythonModules``."""

    def locate(self, importer: str, module: str) -> tuple[Located, ...]: ...

    def file(self, stem: str) -> str | None: ...

    def submodule(self, stem: str, name: str) -> str | None: ...

    def module_of(self, path: str) -> str | None: ...

    def is_package(self, stem: str) -> bool: ...


def module_index(paths: Iterable[str]) -> ModuleIndex:
    """The modules of a tree. Python is the only language whose imports name files so far."""
    return PythonModules(paths)


def module_of(index: ModuleIndex, path: str) -> str | None:
    """The dotted name of a file, ``None`` where it is no module."""
    return index.module_of(path)


def paths_of_module(index: ModuleIndex, dotted: str, importer: str = "") -> tuple[str, ...]:
    """The files that ``dotted`` means when the file ``importer`` imports it; rivals in order of path."""
    files = (index.file(found.stem) for found in index.locate(importer, dotted))
    return tuple(path for path in files if path is not None)


def module_stem(path: str) -> str:
    """The stem of a file that is a module."""
    return stem_of(path)
