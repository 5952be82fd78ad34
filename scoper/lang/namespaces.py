"""Modules of languages whose files say themselves which namespace they are in: paths tell nothing, names are searched for."""

from __future__ import annotations

from collections.abc import Collection

from scoper.lang.spec import Located


class Namespaces:
    """Every namespace may be one of the tree: whether it is shows when a name in it is looked for. A stem is a namespace."""

    by_namespace = True

    def __init__(self, paths: Collection[str], read: object) -> None:
        pass

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        return (Located(module, True),)

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

    def names_of(self, stem: str) -> tuple[str, ...]:
        return (stem,)
