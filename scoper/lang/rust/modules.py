"""Which module of a tree a Rust path names. A stem is the path of a module's file without suffix, for a crate its folder."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

_ROOTS = ("lib.rs", "main.rs")
_TARGETS = frozenset({"tests", "examples", "benches"})


class Modules(FlatModules):
    """The modules of one tree. Crates are known by ``lib.rs`` and ``main.rs``, and by the names in their ``Cargo.toml``."""

    def __init__(self, paths: Collection[str], read: Callable[[Iterable[str]], Mapping[str, bytes]]) -> None:
        self._files: dict[str, str] = {}
        self._roots: set[str] = set()
        for path in sorted(paths):
            if path.endswith(".rs"):
                self._files.setdefault(stem_of(path), path)
                if posixpath.basename(path) in _ROOTS:
                    self._roots.add(posixpath.dirname(path))
        self._read = read
        self._manifests = dict.fromkeys(sorted(path for path in paths if posixpath.basename(path) == "Cargo.toml"))
        self._crates: dict[str, str] | None = None

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        if module.endswith(".rs"):  # written in an attribute
            stem = stem_of(posixpath.normpath(posixpath.join(posixpath.dirname(importer), module)))
            return (Located(stem, True),) if stem in self._files else ()
        head, *rest = module.split(".")
        starts: list[tuple[str, bool]] = []
        if head == "crate":
            root = self._root(importer)
            starts = [(root, True)] if root is not None else []
        elif head == "self":
            starts = [(stem_of(importer), True)]
        elif head == "super":
            starts = [(posixpath.dirname(stem_of(importer)), True)]
        elif (inner := self.submodule(stem_of(importer), head)) is not None:
            starts = [(inner, True)]
        elif head in self._by_name():
            starts = [(self._by_name()[head], True)]
        found = ((self._walk(stem, rest), sure) for stem, sure in starts)
        return tuple(Located(stem, sure) for stem, sure in found if stem is not None)

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        path = self._files.get(stem)
        return (path,) if path is not None else ()

    def submodule(self, stem: str, name: str) -> str | None:
        folder = posixpath.dirname(stem)
        for outer in (stem, folder) if self._holds_crates(folder) else (stem,):
            inner = posixpath.join(outer, name)
            if inner in self._files:
                return inner
        return None

    def stem_of(self, path: str) -> str:
        return stem_of(path)

    def is_package(self, stem: str) -> bool:
        return any(other.startswith(f"{stem}/") for other in self._files)

    def names_of(self, stem: str) -> tuple[str, ...]:
        return (stem, *(name for name, root in self._by_name().items() if root == stem))

    def _walk(self, stem: str, parts: Iterable[str]) -> str | None:
        for part in parts:
            inner = posixpath.dirname(stem) if part == "super" else self.submodule(stem, part)
            if inner is None:
                return None
            stem = inner
        return stem if stem in self._files else None

    def _holds_crates(self, folder: str) -> bool:
        """Whether each file of a folder is a crate of its own, and its modules lie beside it."""
        parent, name = posixpath.split(folder)
        if name == "bin":
            return posixpath.basename(parent) == "src"
        return name in _TARGETS and posixpath.join(parent, "Cargo.toml") in self._manifests

    def _root(self, path: str) -> str | None:
        folder = posixpath.dirname(path)
        while folder not in self._roots:
            if not folder:
                return None
            folder = posixpath.dirname(folder)
        return folder

    def _by_name(self) -> dict[str, str]:
        """Crate name, as code spells it → folder of its root."""
        if self._crates is None:
            self._crates = {}
            texts = self._read(self._manifests)
            for path in self._manifests:
                name, written = _library(texts.get(path, b""))
                folder = posixpath.dirname(path)
                places = (posixpath.join(folder, "src"), folder)
                root = (
                    stem_of(posixpath.join(folder, written)) if written else next((p for p in places if p in self._roots), None)
                )
                if name and root in self._files:
                    self._crates[name.replace("-", "_")] = root
        return self._crates


def _library(manifest: bytes) -> tuple[str, str]:
    """The name of a crate, and the path of its library where the manifest says one."""
    import tomllib  # only for trees that have manifests

    try:
        document = tomllib.loads(manifest.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return "", ""
    package, library = (table if isinstance(table := document.get(key), dict) else {} for key in ("package", "lib"))
    name, path = library.get("name", package.get("name")), library.get("path")
    return name if isinstance(name, str) else "", path if isinstance(path, str) else ""


def stem_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return folder if name in (*_ROOTS, "mod.rs") else path.removesuffix(".rs")
