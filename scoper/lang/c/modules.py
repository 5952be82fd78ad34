"""Which file of a tree a ``#include`` names. A stem is the path of a file; where includes are looked up is only likely.

Build systems say where headers are, and scoper reads none: an include names the file beside it, or the one file of the tree
whose path ends as the include is spelled.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from scoper.lang.flat import FlatModules
from scoper.lang.spec import Located

# Headers that are the system's, whatever a tree calls its own: those of C and POSIX.
_SYSTEM = frozenset(
    "aio assert complex cpio ctype dirent dlfcn errno fcntl fenv float fmtmsg fnmatch ftw glob grp iconv inttypes iso646"
    " langinfo libgen limits locale malloc math memory monetary mqueue ndbm netdb nl_types poll pthread pwd regex sched"
    " search semaphore setjmp signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string"
    " strings stropts syslog tar termios tgmath threads time trace uchar ulimit unistd utime utmpx wchar wctype windows"
    " wordexp".split()
)
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".ipp", ".inl")
_SOURCES = (".c", ".cc", ".cpp", ".cxx")


class Modules(FlatModules):
    """The headers and sources of one tree, by path and by what paths end in."""

    def __init__(self, paths: Collection[str], read: object) -> None:
        self._files = {path for path in paths if path.endswith((*_HEADERS, *_SOURCES))}
        self._by_name: dict[str, list[str]] = {}
        self._by_base: dict[str, list[str]] = {}
        for path in sorted(self._files):
            name = posixpath.basename(path)
            self._by_name.setdefault(name, []).append(path)
            self._by_base.setdefault(name.rpartition(".")[0], []).append(path)

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        spelled = module.strip("<>")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(importer), spelled))
        if beside in self._files and not module.startswith("<"):
            return (Located(beside, True),)
        tail = posixpath.normpath(spelled)
        found = [path for path in self._by_name.get(posixpath.basename(tail), ()) if path == tail or path.endswith(f"/{tail}")]
        is_angled, is_bare = module.startswith("<"), "/" not in tail
        if is_angled and is_bare and tail.removesuffix(".h") in _SYSTEM:
            return ()
        return tuple(Located(path, len(found) == 1 and not (is_angled and is_bare)) for path in found)

    def files(self, stem: str, name: str = "") -> tuple[str, ...]:
        return (stem,) if stem in self._files else ()

    def stem_of(self, path: str) -> str:
        return path

    def counterparts(self, path: str) -> tuple[str, ...]:
        """Headers of a source and sources of a header: of its name, in the nearest folder where there are several."""
        base, _, suffix = posixpath.basename(path).rpartition(".")
        wanted = _SOURCES if f".{suffix}" in _HEADERS else _HEADERS
        found = [other for other in self._by_base.get(base, ()) if other.endswith(wanted)]
        beside = [other for other in found if posixpath.dirname(other) == posixpath.dirname(path)]
        return tuple(beside or (found if len(found) == 1 else ()))
