"""Which members of unknown objects may be guessed by name: those that no builtin type has."""

from __future__ import annotations

from scoper.facts.model import Reference, Role

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
