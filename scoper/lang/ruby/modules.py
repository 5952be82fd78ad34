"""What a Ruby file sees: constants and top-level methods are global, whatever file has them. The one stem is empty."""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from scoper.lang.spec import Located


class Modules:
    """All files are one namespace; a ``require`` says which of them are loaded, not which names are seen."""

    by_namespace = True

    def __init__(self, paths: Collection[str], read: object) -> None:
        self._files = {path for path in paths if path.endswith(".rb")}

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        return (Located("", True),) if self._loads(importer, module) else ()

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        return ()

    def submodule(self, stem: str, name: str) -> str | None:
        return None

    def stem_of(self, path: str) -> str:
        return ""

    def ambient(self, path: str) -> tuple[Located, ...]:
        return ()

    def counterparts(self, path: str) -> tuple[str, ...]:
        return ()

    def is_package(self, stem: str) -> bool:
        return False

    def module_of(self, path: str) -> str | None:
        return None

    def _loads(self, importer: str, module: str) -> bool:
        """Whether some file of the tree may be meant: one next to the importer, or one below a folder that is searched."""
        name = module if module.endswith(".rb") else f"{module}.rb"
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
        return beside in self._files or any(path == name or path.endswith(f"/{name}") for path in self._files)
