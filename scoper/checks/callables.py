"""What a call takes at its place: the signatures of what it may mean, as seen from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoper.facts.model import CALLABLES, TYPES, Definition, Kind, Reference, Role, SymbolId, split_symbol
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph
from scoper.graph.signature import Signature, is_lenient, misfit, signature_of
from scoper.lang.registry import language_of
from scoper.lang.spec import Language

# What leaves the arguments of a function as they are.
_KEEPING = frozenset(
    ["staticmethod", "classmethod", "abstractmethod", "override", "final", "cache", "lru_cache", "overload", "contextmanager"]
    + ["asynccontextmanager", "deprecated", "no_type_check", "Override", "Deprecated", "SuppressWarnings", "Nullable"]
)
_NOT_CALLED = frozenset({"property", "cached_property", "setter", "getter", "deleter", "hybrid_property", "fixture"})
_OVERLOADED = frozenset({"java", "csharp", "cpp", "c"})
"""Languages where another definition of the name, which a class inherits or a header holds, may be the one that is called."""

_OWN_CLASS_METHODS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})


class Misfit(NamedTuple):
    """Why a call does not fit, and how sure that is."""

    why: str
    certainty: Certainty


def misfit_of(graph: Graph, path: str, call: Reference, symbol: SymbolId, definitions: Iterable[Definition]) -> Misfit | None:
    """Whether a call of a file fits none of these definitions of ``symbol``; ``None`` too where that cannot be known."""
    language = language_of(split_symbol(symbol)[0])
    found = [one for one in definitions if one.kind in CALLABLES]
    if language is None or not found:
        return None
    why: str | None = None
    for one in found:
        if _decorators(one) & _NOT_CALLED:
            return None
        signature = signature_of(one, language)
        why = misfit(_seen_from(graph, path, call, one, signature, language), call) if signature is not None else None
        if why is None:
            return None
    is_sure = len(found) == 1 and language.name not in _OVERLOADED and not is_lenient(language)
    if why is None or (language.name == "go" and call.call_arity == 1 and _is_given_call(graph, path, call)):
        return None  # f(g()) may give all that f takes
    return Misfit(why, Certainty.EXACT if is_sure and not _decorators(found[0]) - _KEEPING else Certainty.LIKELY)


def called(graph: Graph, symbol: SymbolId) -> tuple[SymbolId, tuple[Definition, ...]] | None:
    """The function or method that a call of a symbol runs, with its definitions; of a class, its one constructor."""
    definitions = graph.definitions_of(symbol)
    if not definitions:
        return None
    if definitions[0].kind not in TYPES:
        return symbol, definitions
    one = definitions[0]
    if len(definitions) > 1 or one.decorators or "metaclass" in one.signature or graph.members.is_dynamic(symbol):
        return None
    constructors = graph.members.constructors(symbol)
    return (constructors[0], graph.definitions_of(constructors[0])) if len(constructors) == 1 else None


def _is_given_call(graph: Graph, path: str, call: Reference) -> bool:
    """Whether another call stands behind the name on the line, which may be the argument. A value that is written out with its
    type is but one."""
    facts = graph.facts(path)
    behind = (
        [one for one in facts.references if one.line == call.line and one.column > call.column] if facts is not None else []
    )
    return any(one.role is Role.CALL and not _is_of_type(graph, path, one) for one in behind)


def _is_of_type(graph: Graph, path: str, reference: Reference) -> bool:
    found = [one for edge in graph.resolve(path, reference) for one in graph.definitions_of(edge.target)]
    return bool(found) and all(one.kind in TYPES for one in found)


def is_replaced(definitions: Sequence[Definition]) -> bool:
    """Whether decorators may have made something else of the function."""
    return any(_decorators(one) - _KEEPING for one in definitions)


def _decorators(one: Definition) -> frozenset[str]:
    return frozenset(name.partition("(")[0].rpartition(".")[2] for name in one.decorators)


def _seen_from(
    graph: Graph, path: str, call: Reference, one: Definition, signature: Signature, language: Language
) -> Signature:
    """Without the parameter that is filled by the object, where the call is made through one."""
    first_is_object = language.name == "python" or signature.positional[:1] == ("self",)
    if one.kind is not Kind.METHOD or not first_is_object or "staticmethod" in _decorators(one):
        return signature
    is_named = call.name == one.name  # else the class is called
    if one.name == "__new__" and is_named:
        return signature
    if "classmethod" in _decorators(one) or one.name in _OWN_CLASS_METHODS or not is_named:
        return signature.without_first()
    return signature if graph.members.is_on_class(path, call) else signature.without_first()
