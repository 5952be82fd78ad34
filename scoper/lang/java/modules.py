"""Which package of a tree a Java import names. A stem is the folder of a package; several folders may hold parts of one.

A class is looked for in the file of its name, which is where the language wants public ones; in all files of the package
only where no folder of it has such a file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

# What holds packages, the most telling first: a folder inside of a package may be called `java` or `src`, too.
_ROOTS = (
    re.compile(r"(?:.*?/)?src/[^/]+/(?:java|kotlin|scala|groovy)/"),
    re.compile(r"(?:.*?/)??(?:java|javatests)/(?=(?:com|org|net|io|edu|dev)/)"),
    re.compile(r"(?:.*?/)??(?:java|src|test)/"),
)


class Modules(FlatModules):
    """The packages of one tree, known by the folders that hold Java files."""

    def __init__(self, paths: Collection[str], read: Callable[[Iterable[str]], Mapping[str, bytes]]) -> None:
        self._files: dict[str, list[str]] = {}
        self._by_package: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        self._paths = {path for path in paths if path.endswith(".java")}
        for path in sorted(self._paths):
            self._files.setdefault(posixpath.dirname(path), []).append(path)
        for folder in self._files:
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
        files = self._files.get(stem, [])
        path = posixpath.join(stem, f"{name}.java")
        if path in self._paths:
            return (path,)
        if name and not name[0].isupper():
            return ()  # no class, and there is nothing else in a package
        others = self._by_package.get(_package(stem), ()) if name else ()
        return () if any(posixpath.join(other, f"{name}.java") in self._paths for other in others) else tuple(files)

    def stem_of(self, path: str) -> str:
        return posixpath.dirname(path)

    def ambient(self, path: str) -> tuple[Located, ...]:
        folder = posixpath.dirname(path)
        others = (one for one in self._by_package.get(_package(folder), ()) if one != folder)
        return (Located(folder, True), *(Located(one, True) for one in others))


def _package(folder: str) -> str:
    """``core/src/main/java/a/b`` → ``a/b``: what comes behind the folder that is known to hold sources."""
    for root in _ROOTS:
        match = root.match(f"{folder}/")
        if match is not None:
            return folder[match.end() :]
    return folder
