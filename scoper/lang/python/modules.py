"""Which file of a tree a Python import names. Pure: it knows the paths and nothing of their contents.

A *stem* is the slash path of a module without suffix and without ``/__init__`` (``src/pkg/mod``); the stem of a folder that
only holds modules is that folder (a namespace package). An import root is the folder that a dotted name is looked up from;
the empty one is the top of the tree. Roots are tried in the order in which they are believable for the importing file, and
only the best root that has the module counts. A name of the standard library stands for the library, unless the importing
file lies in the very package of that name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

_SUFFIXES = (".py", ".pyi")
_SOURCE_ROOTS = frozenset({"src", "lib", "python"})
# What lies in such a folder serves that folder: `tests/requests/` must never answer for the package `requests`.
_PRIVATE_ROOTS = frozenset(
    [
        "tests",
        "test",
        "testing",
        "docs",
        "doc",
        "examples",
        "example",
        "samples",
        "sample",
        "demo",
        "demos",
        "benchmarks",
        "benchmark",
        "fixtures",
        "testdata",
        "vendor",
        "vendored",
        "third_party",
        "third-party",
        "thirdparty",
        "extern",
        "external",
        "node_modules",
        "build",
        "dist",
        "site-packages",
    ]
)


class Modules(FlatModules):
    """The modules of one tree, indexed once: a few string operations for each path."""

    def __init__(self, paths: Iterable[str], read: object = None) -> None:
        self._files: dict[str, str] = {}
        self._folders: set[str] = {""}
        self._packages: set[str] = set()
        self._located: dict[tuple[str, str], tuple[Located, ...]] = {}
        for path in sorted(paths):
            if path.endswith(_SUFFIXES):
                self._add(path)
        self._package_roots = self._roots_by_package()
        self._top_roots = sorted(folder for folder in self._folders if folder and "/" not in folder)

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        """The file of a module; none for a namespace package."""
        path = self._files.get(stem)
        return (path,) if path is not None else ()

    def stem_of(self, path: str) -> str:
        return stem_of(path)

    def has(self, stem: str) -> bool:
        return stem in self._files or stem in self._folders

    def submodule(self, stem: str, name: str) -> str | None:
        """The stem of ``name`` inside the package ``stem``, where there is one."""
        inner = f"{stem}/{name}" if stem else name
        return inner if stem in self._folders and self.has(inner) else None

    def is_package(self, stem: str) -> bool:
        return stem in self._packages

    def root_of(self, path: str) -> str:
        """The folder above the outermost regular package that holds ``path``."""
        folder = path.rpartition("/")[0]
        while folder and folder in self._packages:
            folder = folder.rpartition("/")[0]
        return folder

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        """What ``module`` (``a.b``, ``..a``) means in the file ``importer``; empty where it is no module of the tree."""
        folder = importer.rpartition("/")[0]
        key = (folder, module)
        if key not in self._located:
            self._located[key] = self._relative(folder, module) if module.startswith(".") else self._absolute(importer, module)
        return self._located[key]

    def _add(self, path: str) -> None:
        stem = stem_of(path)
        known = self._files.get(stem)
        if known is None or _preference(path) < _preference(known):
            self._files[stem] = path
        folder = path.rpartition("/")[0]
        if stem == folder:
            self._packages.add(stem)
        while folder not in self._folders:
            self._folders.add(folder)
            folder = folder.rpartition("/")[0]

    def _roots_by_package(self) -> dict[str, tuple[str, ...]]:
        roots: dict[str, list[str]] = {}
        for package in sorted(self._packages):
            root, _, name = package.rpartition("/")
            if root not in self._packages:
                roots.setdefault(name, []).append(root)
        return {name: tuple(found) for name, found in roots.items()}

    def _relative(self, folder: str, module: str) -> tuple[Located, ...]:
        rest = module.lstrip(".")
        parts = folder.split("/") if folder else []
        up = len(module) - len(rest) - 1
        if up > len(parts):
            return ()
        stem = "/".join([*parts[: len(parts) - up], *(rest.split(".") if rest else [])])
        return (Located(stem, True),) if self.has(stem) else ()

    def _absolute(self, importer: str, module: str) -> tuple[Located, ...]:
        inner = module.replace(".", "/")
        head = module.partition(".")[0]
        own_root = self.root_of(importer)
        own_top = importer[len(own_root) + 1 if own_root else 0 :].partition("/")[0]
        if head in sys.stdlib_module_names and head != own_top:
            return ()
        best: tuple[int, list[Located]] | None = None
        for rank, root, sure in self._roots(importer, own_root, head):
            if best is not None and rank > best[0]:
                break
            stem = f"{root}/{inner}" if root else inner
            if self.has(stem):
                best = best or (rank, [])
                best[1].append(Located(stem, sure))
        if best is None:
            return ()
        found = sorted(set(best[1]))
        return tuple(found) if len(found) == 1 else tuple(Located(stem, False) for stem, _ in found)

    def _roots(self, importer: str, own_root: str, head: str) -> Iterable[tuple[int, str, bool]]:
        """``(rank, root, sure)`` in order of rank; roots of one rank are rivals."""
        folder = importer.rpartition("/")[0]
        if folder in self._packages:
            yield 0, own_root, True
        elif folder and not self._inside_package(folder):  # of the script, or where pytest puts a test's folder
            yield 1, folder, folder in _SOURCE_ROOTS and f"{folder}/{head}" in self._packages
        yield 1, "", True
        for root in self._top_roots:
            if root not in self._packages and root not in _PRIVATE_ROOTS:
                regular = f"{root}/{head}" in self._packages
                if regular or root in _SOURCE_ROOTS:
                    yield 2, root, regular and root in _SOURCE_ROOTS
        rank = 3
        while folder:
            if not self._inside_package(folder):
                yield rank, folder, False
                rank += 1
            folder = folder.rpartition("/")[0]
        for root in self._package_roots.get(head, ()):
            if _serves(root, importer):
                yield rank, root, False

    def _inside_package(self, folder: str) -> bool:
        """A folder inside a package is never on the search path, even where it has no ``__init__`` of its own."""
        while folder:
            if folder in self._packages:
                return True
            folder = folder.rpartition("/")[0]
        return False


def stem_of(path: str) -> str:
    """``src/pkg/__init__.py`` → ``src/pkg``; ``src/pkg/mod.pyi`` → ``src/pkg/mod``."""
    stem = path.rpartition(".")[0]
    return stem.rpartition("/")[0] if stem.rpartition("/")[2] == "__init__" else stem


def _preference(path: str) -> tuple[bool, bool]:
    """A package goes before a module of its name, and a source before its stub: the first found is what Python runs."""
    return "__init__." not in path.rpartition("/")[2], path.endswith(".pyi")


def _serves(root: str, importer: str) -> bool:
    """Whether a root deep inside a tree of several projects is one that ``importer`` may look up."""
    parts = root.split("/")
    shared = 0
    for ours, theirs in zip(parts, importer.split("/"), strict=False):
        if ours != theirs:
            break
        shared += 1
    if _PRIVATE_ROOTS.intersection(parts[shared:]):
        return False
    return shared > 0 or parts[-1] in _SOURCE_ROOTS
