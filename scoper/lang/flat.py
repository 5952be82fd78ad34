"""What holds of modules in most languages."""

from __future__ import annotations

from scoper.lang.spec import Located


class FlatModules:
    """Modules hold no others, and of what is not imported nothing is seen: the answers of ``scoper.graph.modules.ModuleIndex``
    that a language overrides where they are otherwise."""

    by_namespace = False

    def submodule(self, stem: str, name: str) -> str | None:
        return None

    def ambient(self, path: str) -> tuple[Located, ...]:
        return ()

    def counterparts(self, path: str) -> tuple[str, ...]:
        return ()

    def is_package(self, stem: str) -> bool:
        return False

    def names_of(self, stem: str) -> tuple[str, ...]:
        return (stem,)
