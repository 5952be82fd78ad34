"""Which script of a tree a ``source`` names. A stem is the path of a file; one that is only known by its end is likely."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

_FOLDER = r"^[\"']?(?:\"?\$\(.*\)\"?|\$\{.*?\}|\$\w+)/"  # that is only known when the script runs
_SHELLS = (".sh", ".bash", ".zsh", ".ksh", ".bats")


class Modules(FlatModules):
    """The scripts of one tree, by path and by what paths end in."""

    def __init__(self, paths: Collection[str], read: object) -> None:
        self._files = frozenset(paths)
        self._by_name: dict[str, list[str]] = {}
        for path in sorted(paths):
            if path.endswith(_SHELLS):
                self._by_name.setdefault(posixpath.basename(path), []).append(path)

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        spelled = re.sub(_FOLDER, "", module).strip("\"'")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(importer), spelled))
        if beside in self._files:
            return (Located(beside, True),)
        tail = posixpath.normpath(spelled).lstrip("./")
        found = [path for path in self._by_name.get(posixpath.basename(tail), ()) if f"/{path}".endswith(f"/{tail}")]
        return tuple(Located(path, False) for path in found)

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        return (stem,) if stem in self._files else ()

    def stem_of(self, path: str) -> str:
        return path
