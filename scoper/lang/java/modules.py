"""Which package of a tree a Java import names. A stem is the folder of a package; several folders may hold parts of one.

A class is looked for in the file of its name, which is where the language wants public ones.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from scoper.lang.spec import Located

_ROOT = re.compile(r"(?:^|.*/)(?:java|src|kotlin)/")


class Modules:
    """The packages of one tree, known by the folders that hold Java files."""

    by_namespace = False

    def __init__(self, paths: Collection[str], read: Callable[[Iterable[str]], Mapping[str, bytes]]) -> None:
        self._files = {path for path in paths if path.endswith(".java")}
        self._by_package: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for folder in sorted({posixpath.dirname(path) for path in self._files}):
            self._by_package.setdefault(_package(folder), []).append(folder)
            self._by_last.setdefault(posixpath.basename(folder), []).append(folder)

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        inner = module.replace(".", "/")
        exact = self._by_package.get(inner)
        if exact is not None:
            return tuple(Located(folder, True) for folder in exact)
        near = [folder for folder in self._by_last.get(posixpath.basename(inner), ()) if folder.endswith(f"/{inner}")]
        return tuple(Located(folder, len(near) == 1) for folder in near)

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        path = posixpath.join(stem, f"{name}.java")
        return (path,) if path in self._files else ()

    def submodule(self, stem: str, name: str) -> str | None:
        return None

    def stem_of(self, path: str) -> str:
        return posixpath.dirname(path)

    def ambient(self, path: str) -> tuple[Located, ...]:
        folder = posixpath.dirname(path)
        others = (one for one in self._by_package.get(_package(folder), ()) if one != folder)
        return (Located(folder, True), *(Located(one, True) for one in others))

    def counterparts(self, path: str) -> tuple[str, ...]:
        return ()

    def is_package(self, stem: str) -> bool:
        return False

    def module_of(self, path: str) -> str | None:
        return _package(path.removesuffix(".java")).replace("/", ".") if path in self._files else None


def _package(folder: str) -> str:
    """``core/src/main/java/a/b`` → ``a/b``: what comes behind the last folder that is known to hold sources."""
    match = _ROOT.match(f"{folder}/")
    return folder[match.end() :] if match else folder
