"""Which package of a tree a Go import names. A stem is the folder of a package; module paths come from ``go.mod`` files.

What tests define is seen by nobody but tests, and has a stem of its own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

_TESTS = ":tests"  # behind the folder, where no path has a colon but by accident
_MODULE = re.compile(rb"^\s*module\s+\"?([^\s\"]+)", re.MULTILINE)


class Modules(FlatModules):
    """The packages of one tree. Every file of a folder counts, those of other build targets too."""

    def __init__(self, paths: Collection[str], read: Callable[[Iterable[str]], Mapping[str, bytes]]) -> None:
        self._packages: dict[str, list[str]] = {}
        for path in sorted(paths):
            if path.endswith(".go"):
                self._packages.setdefault(self.stem_of(path), []).append(path)
        self._read = read
        self._manifests = sorted(path for path in paths if posixpath.basename(path) == "go.mod")
        self._modules: dict[str, str] | None = None

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        roots = self._roots()
        root = module
        while root and root not in roots:
            root = posixpath.dirname(root)
        if not root:
            return ()
        folder = posixpath.normpath(posixpath.join(roots[root], module[len(root) :].lstrip("/")))
        folder = "" if folder == "." else folder
        return (Located(folder, True),) if folder in self._packages else ()

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        return tuple(self._packages.get(stem, ()))

    def stem_of(self, path: str) -> str:
        return posixpath.dirname(path) + (_TESTS if path.endswith("_test.go") else "")

    def ambient(self, path: str) -> tuple[Located, ...]:
        stem = self.stem_of(path)
        package = Located(stem.removesuffix(_TESTS), True)
        return (package,) if stem == package.stem else (Located(stem, True), package)

    def names_of(self, stem: str) -> tuple[str, ...]:
        return (stem, *(root for root, folder in self._roots().items() if folder == stem))

    def _roots(self) -> dict[str, str]:
        """Module path → folder."""
        if self._modules is None:
            texts = self._read(self._manifests)
            found = ((path, _MODULE.search(texts.get(path, b""))) for path in self._manifests)
            self._modules = {
                match[1].decode("utf-8", "replace"): posixpath.dirname(path) for path, match in found if match is not None
            }
        return self._modules
