"""Which members of unknown objects may be guessed by name, and as what: those that no builtin type has, and one method does."""

from __future__ import annotations

from scoper.facts.model import FileFacts, Kind, Reference, Role, SymbolId, split_symbol, symbol_id
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.strangers import speakers
from scoper.graph.values import Form, Value

_BUILTIN_TYPES = (str, bytes, int, float, list, tuple, dict, set, frozenset, object, type, BaseException)
_COMMON = frozenset(
    [
        "read",
        "write",
        "readline",
        "readlines",
        "close",
        "flush",
        "seek",
        "tell",
        "fileno",
        "open",
        "run",
        "start",
        "stop",
        "join",
        "send",
        "recv",
        "connect",
        "execute",
        "commit",
        "rollback",
        "cursor",
        "fetchone",
        "fetchall",
        "match",
        "search",
        "sub",
        "group",
        "acquire",
        "release",
        "submit",
        "result",
        "cancel",
        "done",
        "wait",
        "parse",
        "load",
        "loads",
        "dump",
        "dumps",
        "exists",
        "mkdir",
        "unlink",
        "resolve",
        "put",
        "task_done",
        "log",
        "debug",
        "info",
        "warning",
        "error",
        "exception",
        "critical",
        "parse_args",
        "add_argument",
        "now",
        "today",
        "total_seconds",
        "sort_values",
        "apply",
    ]
)
_BUILTIN_MEMBERS = _COMMON.union(*(dir(kind) for kind in _BUILTIN_TYPES))


def may_guess(reference: Reference) -> bool:
    """A called member whose name no builtin type, nor any everyday type of the standard library, has."""
    return reference.role is Role.CALL and "." in reference.dotted and reference.name not in _BUILTIN_MEMBERS


class Guesses:
    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._methods: dict[tuple[str, str], tuple[SymbolId, ...]] = {}

    def of(self, path: str, name: str) -> tuple[Value, ...]:
        """The one method of that name in all files that a file may know of."""
        key = self._sources.family(path), name
        if key not in self._methods:
            paths = sorted(speakers(path, self._sources.tree.search({name})))
            self._sources.prefetch(paths)
            self._methods[key] = tuple(
                dict.fromkeys(
                    symbol_id(path, one.qualname)
                    for path in paths
                    for one in (self._sources.facts(path) or FileFacts("")).definitions
                    if one.name == name and one.kind is Kind.METHOD
                )
            )
        methods = self._methods[key]
        return (Value(Form.SYMBOL, *split_symbol(methods[0]), Certainty.GUESS, "name"),) if len(methods) == 1 else ()
