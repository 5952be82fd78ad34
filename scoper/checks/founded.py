"""Which guesses by name are well founded: nothing else can be meant, as far as the tree goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.checks.callables import misfit_of
from scoper.checks.model import Review
from scoper.facts.model import Definition, FileFacts, Reference, Role, SymbolId, split_symbol
from scoper.graph.model import Certainty, Use
from scoper.graph.resolve import Graph
from scoper.graph.strangers import speakers
from scoper.text import split_identifier

_MOST_HOLDERS = 200  # files that hold a name; what more of them hold is an everyday word


def uses_before(review: Review, symbol: SymbolId) -> tuple[Use, ...]:
    """The uses on the base side of a symbol that is gone. Guesses only where these are asked for, or well founded, which makes
    them as good as likely."""
    graph = review.base_graph
    uses = _judged(review, graph, symbol, graph.uses_of(symbol, include_guesses=True))
    definitions = graph.definitions_of(symbol)
    return tuple(use for use in uses if use.edge.rule != "name" or _fits(graph, use, symbol, definitions))


def calls_after(review: Review, symbol: SymbolId) -> tuple[Use, ...]:
    """The calls on the head side of a function that changed; guesses by the same rule."""
    graph = review.head_graph
    return tuple(_judged(review, graph, symbol, graph.calls_of(symbol, include_guesses=True)))


def _fits(graph: Graph, use: Use, symbol: SymbolId, definitions: Sequence[Definition]) -> bool:
    call = use.written
    return isinstance(call, Reference) and misfit_of(graph, use.path, call, symbol, definitions) is None


def _judged(review: Review, graph: Graph, symbol: SymbolId, uses: tuple[Use, ...]) -> Iterator[Use]:
    guesses = [use for use in uses if use.edge.certainty is Certainty.GUESS]
    is_sole = bool(guesses) and _is_sole(review, symbol)
    for use in uses:
        if use.edge.certainty is not Certainty.GUESS:
            yield use
        elif is_sole and _is_near(graph, symbol, use):
            yield use._replace(edge=use.edge._replace(certainty=Certainty.LIKELY))
        elif review.config.report_guesses:
            yield use


def _is_sole(review: Review, symbol: SymbolId) -> bool:
    """Whether nothing else in the tree has the name of a method, on either side of the diff. Local names are no members."""
    name = symbol.rpartition(".")[2]
    path, qualname = split_symbol(symbol)
    for graph in (review.base_graph, review.head_graph):
        holders = speakers(path, graph.search([name]))
        if len(holders) > _MOST_HOLDERS:
            return False
        graph.prefetch(holders)
        for holder in holders:
            facts = graph.facts(holder) or FileFacts("")
            others = [one for one in facts.definitions if one.name == name and (holder, one.qualname) != (path, qualname)]
            if others or any(one.name == name and one.role is Role.WRITE and "." in one.dotted for one in facts.references):
                return False
    return True


def _is_near(graph: Graph, symbol: SymbolId, use: Use) -> bool:
    """Whether a call stands in a file that imports something of the tree, and in no wrapper of that name. Where the name is but
    one word, which other packages may well have, that must be from the folder of the method."""
    call, facts = use.written, graph.facts(use.path)
    if not isinstance(call, Reference) or facts is None:
        return False
    if call.scope >= 0 and facts.definitions[call.scope].name == call.name:
        return False
    imported = (edge.target for item in facts.imports for edge in graph.resolve_import(use.path, item))
    is_specific = len(split_identifier(call.name)) > 1
    return any(is_specific or _folder(one) == _folder(symbol) for one in imported)


def _folder(symbol: SymbolId) -> str:
    return split_symbol(symbol)[0].rpartition("/")[0]
