"""What a Ruby file sees: constants and top-level methods are global, whatever file has them. The one stem is empty."""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from scoper.lang.namespaces import Namespaces
from scoper.lang.spec import Located


class Modules(Namespaces):
    """All files are one namespace; a ``require`` says which of them are loaded, not which names are seen."""

    def __init__(self, paths: Collection[str], read: object) -> None:
        super().__init__(paths, read)
        self._files = {path for path in paths if path.endswith(".rb")}

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        return (Located("", True),) if self._loads(importer, module) else ()

    def _loads(self, importer: str, module: str) -> bool:
        """Whether some file of the tree may be meant: one next to the importer, or one below a folder that is searched."""
        name = module if module.endswith(".rb") else f"{module}.rb"
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
        return beside in self._files or any(path == name or path.endswith(f"/{name}") for path in self._files)
