"""What the facts of a file depend on besides its bytes: the code that extracts them, the queries, the grammar."""

from __future__ import annotations

import functools
import importlib.util
import marshal
import os
import sys
from zlib import adler32, crc32

from scoper.lang.registry import Language, language_called

_HERE = os.path.dirname(os.path.abspath(__file__))
_LANG = os.path.join(os.path.dirname(_HERE), "lang")


@functools.cache
def fingerprint(language: Language) -> str:
    """16 hex digits that change whenever :func:`scoper.facts.extract.extract` might give another answer.

    Nothing is imported for it: a run that finds all its facts in the cache never loads a grammar.
    """
    parts = [f"{marshal.version} {sys.implementation.cache_tag} {sys.byteorder} {language!r}".encode()]
    folders = [_HERE, _LANG, os.path.join(_LANG, language.package)]
    if language.family not in ("", language.package):
        folders.append(os.path.join(_LANG, language.family))  # queries may inherit from those of the family
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            if name.endswith((".py", ".scm")):
                with open(os.path.join(folder, name), "rb") as file:
                    parts += [name.encode(), file.read()]
    for module in ("tree_sitter", language.grammar_module):
        parts.append(_stamp(module).encode())
    parts += [fingerprint(language_called(name)).encode() for name in language.parts]
    whole = b"\0".join(parts)
    return f"{crc32(whole):08x}{adler32(whole):08x}"  # telling versions apart needs no hash that takes 10 ms to import


def _stamp(module: str) -> str:
    """Size and time of a compiled module's binaries; its version would cost an import of ``importlib.metadata``."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return f"{module} is missing"
    folder = os.path.dirname(spec.origin)
    binaries = sorted(name for name in os.listdir(folder) if name.endswith((".so", ".pyd")))
    stats = [os.stat(os.path.join(folder, name)) for name in binaries]
    return " ".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in zip(binaries, stats, strict=True))
