"""Which file of a tree a JavaScript or TypeScript import names. It knows paths and manifests, and nothing of contents.

A stem is the path of a file without its suffix and without ``/index``; that of a component (``.vue``) is all of its path.
Packages of the tree are known by the names in their ``package.json``, further names by ``paths`` and ``baseUrl`` of the nearest
``tsconfig.json``.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs")
_COMPONENTS = (".vue", ".svelte")
_WRITTEN = re.compile(r"\.[mc]?[jt]sx?$")
_CONFIGS = ("tsconfig.json", "jsconfig.json", "tsconfig.base.json")
_MOST_MANIFESTS = 400
_MOST_EXTENDS = 5
_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r",(\s*[}\]])")
_ENTRIES = ("source", "types", "typings", "module", "main")
_BUILT = re.compile(r"^(?:\./)?(?:dist|build|lib|out|esm|cjs|es)/")


class _Config(NamedTuple):
    """What a ``tsconfig.json`` says of modules. ``paths`` are (pattern, folder-relative targets)."""

    base: str | None
    paths: tuple[tuple[str, tuple[str, ...]], ...]


class Modules(FlatModules):
    """The modules of one tree. Manifests are read at the first import that is not relative."""

    def __init__(self, paths: Collection[str], read: Callable[[Iterable[str]], Mapping[str, bytes]]) -> None:
        self._paths = paths
        self._read = read
        self._files: dict[str, list[str]] = {}
        for path in paths:
            if path.endswith(_SUFFIXES + _COMPONENTS):
                self._files.setdefault(stem_of(path), []).append(path)
        for files in self._files.values():
            files.sort(key=_preference)
        self._packages: dict[str, str] | None = None
        self._manifests: dict[str, dict[str, object]] = {}
        self._configs: dict[str, _Config | None] = {}

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        if module.startswith("."):
            stem = self._stem(posixpath.normpath(posixpath.join(posixpath.dirname(importer), module)))
            return (Located(stem, True),) if stem is not None else ()
        for candidate in self._mapped(importer, module):
            stem = self._stem(candidate)
            if stem is not None:
                return (Located(stem, True),)
        stem = self._in_package(module)
        return (Located(stem, True),) if stem is not None else ()

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        return tuple(self._files.get(stem, ())[:1])

    def submodule(self, stem: str, name: str) -> str | None:
        """What a component offers by default is all of it."""
        return stem if name == "default" and any(path.endswith(_COMPONENTS) for path in self.files(stem)) else None

    def stem_of(self, path: str) -> str:
        return stem_of(path)

    def is_package(self, stem: str) -> bool:
        return any(posixpath.basename(path).startswith("index.") for path in self._files.get(stem, ()))

    def names_of(self, stem: str) -> tuple[str, ...]:
        """Its own name, that of its package where others need say no more, and what configurations call it. The suffix of a
        component may go unsaid."""
        packages = (
            name
            for name, folder in self._folders().items()
            if _is_below(stem, folder) and (self._manifests[folder].get("exports") or self._in_package(name) == stem)
        )
        mapped = (
            pattern.replace("*", middle)
            for path in self._paths
            if posixpath.basename(path) in _CONFIGS and (config := self._config(path, _MOST_EXTENDS)) is not None
            for pattern, targets in config.paths
            for target in targets
            if (middle := _between(stem_of(target), stem)) is not None
        )
        bare = stem_of(f"{stem.rpartition('.')[0]}.js") if stem.endswith(_COMPONENTS) else stem
        return tuple(dict.fromkeys((stem, bare, *packages, *mapped)))

    def _stem(self, path: str) -> str | None:
        """The module that a path without suffix, or with the suffix that the compiled file will have, stands for."""
        if path.startswith(".."):
            return None
        path = "" if path == "." else path
        components = (f"{path}{inner}{suffix}" for inner in ("", "/index") for suffix in _COMPONENTS)
        for stem in (path, _WRITTEN.sub("", path), stem_of(path), *components):
            if stem in self._files:
                return stem
        return None

    def _mapped(self, importer: str, module: str) -> Iterable[str]:
        folder = posixpath.dirname(importer)
        while True:
            for name in _CONFIGS:
                config = self._config(posixpath.join(folder, name), _MOST_EXTENDS)
                if config is not None:
                    yield from _matches(config, module)
            if not folder:
                return
            folder = posixpath.dirname(folder)

    def _config(self, path: str, depth: int) -> _Config | None:
        if path not in self._paths or depth == 0:
            return None
        if path not in self._configs:
            self._configs[path] = None  # until it is read: configurations may extend each other in a circle
            self._configs[path] = self._read_config(path, depth)
        return self._configs[path]

    def _read_config(self, path: str, depth: int) -> _Config | None:
        document = self._json(path)
        folder = posixpath.dirname(path)
        options = document.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        base, paths = options.get("baseUrl"), options.get("paths")
        root = posixpath.normpath(posixpath.join(folder, base)) if isinstance(base, str) else None
        targets = []
        for pattern, values in paths.items() if isinstance(paths, dict) else ():
            texts = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
            found = tuple(posixpath.normpath(posixpath.join(root or folder, text)) for text in texts)
            targets.append((str(pattern), found))
        own = _Config("" if root == "." else root, tuple(targets))
        parent = document.get("extends")
        if isinstance(parent, str) and parent.startswith("."):
            name = parent if parent.endswith(".json") else f"{parent}.json"
            inherited = self._config(posixpath.normpath(posixpath.join(folder, name)), depth - 1)
            if inherited is not None:
                return _Config(own.base if own.base is not None else inherited.base, own.paths or inherited.paths)
        return own

    def _in_package(self, module: str) -> str | None:
        parts = module.split("/")
        count = 2 if module.startswith("@") else 1
        folder = self._folders().get("/".join(parts[:count]))
        if folder is None:
            return None
        inner = "/".join(parts[count:])
        manifest = self._manifests[folder]
        offered = _sources(_offered(manifest.get("exports"), f"./{inner}" if inner else "."))
        if inner:
            return self._first(folder, (*offered, f"src/{inner}", inner))
        entries = [value for key in _ENTRIES if isinstance(value := manifest.get(key), str)]
        return self._first(folder, (*offered, *_sources(entries), "src/index", "index", "src/main"))

    def _first(self, folder: str, inner: Iterable[str]) -> str | None:
        stems = (self._stem(posixpath.normpath(posixpath.join(folder, path))) for path in inner)
        return next((stem for stem in stems if stem is not None), None)

    def _folders(self) -> dict[str, str]:
        """Package name → folder."""
        if self._packages is None:
            self._packages = {}
            manifests = sorted(
                (path for path in self._paths if posixpath.basename(path) == "package.json" and "node_modules/" not in path),
                key=lambda path: (path.count("/"), path),
            )[:_MOST_MANIFESTS]
            self._read(manifests)  # in one go; single reads are then answered from memory
            for path in manifests:
                manifest = self._json(path)
                name = manifest.get("name")
                if isinstance(name, str) and name not in self._packages:
                    folder = posixpath.dirname(path)
                    self._packages[name] = folder
                    self._manifests[folder] = manifest
        return self._packages

    def _json(self, path: str) -> dict[str, object]:
        """A manifest, which may hold comments and trailing commas; empty where it is damaged."""
        text = self._read([path]).get(path, b"").decode("utf-8", "replace")
        bare = _TRAILING.sub(r"\1", _COMMENT.sub(lambda match: match[1] or "", text))
        try:
            document = json.loads(bare)
        except (ValueError, RecursionError):
            return {}
        return document if isinstance(document, dict) else {}


def stem_of(path: str) -> str:
    """``src/a/index.ts`` → ``src/a``; ``src/b.d.ts`` → ``src/b``."""
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        if path.endswith(suffix):
            path = path[: -len(suffix)]
            break
    return posixpath.dirname(path) if posixpath.basename(path) == "index" else path


def _offered(exports: object, wanted: str) -> Iterable[str]:
    """The files that ``exports`` of a ``package.json`` names for a path into the package, whatever the condition."""
    if not isinstance(exports, dict) or not any(str(key).startswith(".") for key in exports):
        yield from _texts(exports) if wanted == "." else ()
        return
    if wanted in exports:
        yield from _texts(exports[wanted])
        return
    for pattern, targets in exports.items():
        middle = _middle(str(pattern), wanted)
        if middle is not None:
            yield from (target.replace("*", middle) for target in _texts(targets))


def _texts(targets: object) -> Iterable[str]:
    if isinstance(targets, str):
        yield targets
    elif isinstance(targets, dict | list):
        for inner in targets.values() if isinstance(targets, dict) else targets:
            yield from _texts(inner)


def _sources(built: Iterable[str]) -> Iterable[str]:
    """Files of a package, with those first that they may have been built from."""
    for path in built:
        source = _BUILT.sub("", path)
        yield from (f"src/{source}", path, source) if source != path else (path,)


def _middle(pattern: str, text: str) -> str | None:
    """What the star of a pattern stands for in a text that it matches."""
    head, star, tail = pattern.partition("*")
    fits = star and text.startswith(head) and text.endswith(tail) and len(text) >= len(head) + len(tail)
    return text[len(head) : len(text) - len(tail)] if fits else None


def _between(target: str, stem: str) -> str | None:
    """What the star of a target stands for where that is the stem; empty where there is no star."""
    return _middle(target, stem) if "*" in target else "" if target == stem else None


def _is_below(stem: str, folder: str) -> bool:
    return not folder or stem == folder or stem.startswith(f"{folder}/")


def _preference(path: str) -> tuple[bool, int, str]:
    """Sources go before declarations of what was compiled from them, and components before what only adds to their name."""
    index = next((number for number, suffix in enumerate(_SUFFIXES) if path.endswith(suffix)), 0)
    return path.endswith((".d.ts", ".d.mts", ".d.cts")), index if not path.endswith(_COMPONENTS) else -1, path


def _matches(config: _Config, module: str) -> Iterable[str]:
    for pattern, targets in config.paths:
        middle = _middle(pattern, module)
        if middle is not None:
            yield from (target.replace("*", middle, 1) for target in targets)
        elif pattern == module:
            yield from targets
    if config.base is not None:
        yield posixpath.join(config.base, module)
