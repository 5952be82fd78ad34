"""Modules of a tree, language by language: which files an import names, and what a file sees without one.

A *stem* names a module: a file, a folder of files that are one module (a Go package), or a declared namespace; what it looks
like is up to the language. Languages that see each other's files are one *family*, and a family has one index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from importlib import import_module
from typing import Protocol, cast

from scoper.lang.spec import Located

ReadFiles = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Contents of files that say where modules are (``package.json``, ``go.mod``); paths that are not there are left out."""


class ModuleIndex(Protocol):
    """What ``scoper/lang/<family>/modules.py`` offers as ``Modules(paths, read)``: paths and manifests are all it knows."""

    @property
    def by_namespace(self) -> bool:
        """Whether files say themselves which module they belong to, so that a name has to be searched for.

        A stem is then a namespace with dots (``FileFacts.namespace``), and :meth:`files` is not asked.
        """
        ...

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        """What ``module``, as the facts of the file ``importer`` have it, means; empty where it is no module of the tree."""
        ...

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        """The files of a module, in order; those that may define ``name`` where that can be told from paths."""
        ...

    def submodule(self, stem: str, name: str) -> str | None:
        """The stem of the module ``name`` inside of the module ``stem``, where there is one."""
        ...

    def stem_of(self, path: str) -> str:
        """The module that a file belongs to."""
        ...

    def ambient(self, path: str) -> tuple[Located, ...]:
        """Modules whose names a file sees without importing them, the nearest first, its own not included where that is
        the file alone."""
        ...

    def counterparts(self, path: str) -> tuple[str, ...]:
        """Files that hold the other half of what this one declares or defines: header and source."""
        ...

    def is_package(self, stem: str) -> bool:
        """Whether the module holds others."""
        ...

    def names_of(self, stem: str) -> tuple[str, ...]:
        """What files outside of a module may call it: the last word of one of these stands in every file that imports it."""
        ...


def module_index(family: str, paths: Collection[str], read: ReadFiles) -> ModuleIndex:
    """The modules that languages of one family see in a tree."""
    package: object = import_module(f"scoper.lang.{family}.modules")
    return cast(_Package, package).Modules(paths, read)


class _Package(Protocol):
    def Modules(self, paths: Collection[str], read: ReadFiles) -> ModuleIndex: ...
