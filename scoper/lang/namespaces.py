"""Modules of languages whose files say themselves which namespace they are in: paths tell nothing, names are searched for."""

from __future__ import annotations

from collections.abc import Collection

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located


class Namespaces(FlatModules):
    """Every namespace may be one of the tree: whether it is shows when a name in it is looked for. A stem is a namespace."""

    by_namespace = True

    def __init__(self, paths: Collection[str], read: object) -> None:
        pass

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        return (Located(module, True),)

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        return ()

    def stem_of(self, path: str) -> str:
        return ""
