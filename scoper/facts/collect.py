"""Runs the ``facts`` query of a language over a tree and sorts its matches by what they capture.

The vocabulary of ``facts.scm``; helpers of a pattern are in brackets:

==========================  ==============================================================================================
``@reference``              any name; a use of it, unless it is marked as something else
``@member``                 a chain that ends in a name [``@name``, where that is no ``@reference`` by itself]: ``a.b.c``,
                            ``f(x).y``; or that name, where its chain starts at
                            [``@from``] or with the chain that this ends
``@definition.KIND``        a function, class, interface, enum, namespace or section, with [``@name``], and where there are
                            any [``@colon`` ``@body`` ``@parameters`` ``@returns``]; ``@colon`` ends its header, else the
                            start of ``@body`` does; [``@outer``], once or more, names the class of a method outside of it;
                            of a section, ``#set! named header`` has all from ``@name`` to the end of its header for its
                            name, and ``#set! level N`` makes it a heading, which reaches to the next one of level N or less;
                            one of level 0 is none, and with [``@annotation``] its name is bound
                            ``#set! opening`` is what stands in front of a name without being part of it (``:``), and
                            ``#set! until`` what stands behind it; ``#set! declares function`` finds the name inside of
                            [``@declarator``], as ``declares variable`` and ``declares anything`` do in targets and parameters
``@detail.*``               something about the definition [``@owner``]: ``async``, ``visibility``, ``decorator``, ``base``,
                            ``opens`` (its type parameters, from where on names belong to its scope), ``wrapped``;
                            [``@extent``] is what of the file belongs to the definition as well
``@inner``                  the body of a function without a name: what is assigned there is no variable of what is around it
``@region``                 a stretch in which names are bound: a block, or as ``@region.function`` a function without a name;
``@hoisted``                binds for all of the function around
``@returned``               what a function gives back; ``@yielded``, what it gives while it runs
``@narrowed``               a name that is an instance of [``@value``] [``@within``] a stretch
``@space``                  a namespace that the file knows: in front of the name of a function it is no class
``@namespace``              the name that a file declares its top level to be part of
``@docstring``              a string that stands alone; documentation where it opens a body
``@target``                 an assigned expression [``@annotation`` ``@value`` ``@statement``, and ``@outer``, the variable
                            that it is a member of]; without ``@statement`` it is
                            part of a pattern, and belongs to the statement that holds it, if there is one; ``#set! kind``
                            where it defines something else than a variable or attribute (a ``type``); ``#set! of class``
                            where it is a parameter of a method and an attribute of its class as well
``@write``, ``@delete``     expressions that change what a name stands for without defining it
``@binding``                a name bound by other means [``@annotation`` ``@value``]; ``#set! element`` where it is bound to
                            the elements of the value
``@aliased``                binds its last part to its first; as ``@instance``, to an instance of its first
``@typevar``                a type parameter [``@annotation``: its bounds], where its [``@list``] is that of a definition
``@constrained``            a use of a type that gives bounds to it [``@annotation``], where it is a type parameter
``@parameter``              with [``@parameters`` ``@annotation`` ``@default``] and ``#set! kind`` as in ``model.Parameter``;
``@separator``              a bare ``/`` or ``*`` among them
``@global``                 a name that the function takes from outside
``@call``                   a call: its first part is called with its last, or all from its start to [``@called``], or
                            [``@callee``], with [``@arguments``]; ``@keyword`` names an argument of [``@arguments``],
                            ``@unpacked`` is an unpacked one, ``@padding`` is none (a comment), ``@single`` is a whole
                            argument list that is but one argument
``@element``                an expression that takes an element out of [``@held``], where that has no members of its own
``@base``, ``@decorator``   uses with a role of their own; ``@head.base`` says it of the first part of an expression
``@type``, ``@quoted``      a region that holds a type; a string, which is read as one inside of such a region
``@import``                 a statement [``@module`` ``@imported`` ``@bound``]; ``#set! module``, ``name`` and ``bound`` stand
                            for what is not written; ``#set! binds`` is ``head``, ``last``, ``end`` (a part) or ``nothing``;
                            ``#set! within`` is the node type of the statement where that is further out, and ``#set! behind``
                            that of what in between has a ``path`` of its own, which stands in front of the module
``@component``              a use that calls what it names; its [``@arguments``] are no list
``@skip``                   a name that is no use
``@absent``                 no name at all, though it looks like one
``@comment``                a comment
``@error``, ``@missing``    what the grammar could not make sense of
==========================  ==============================================================================================
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from scoper.facts.declarators import declared
from scoper.facts.found import Detail, Found, Mark, Span, span_of
from scoper.facts.model import maker
from scoper.lang.registry import Language, compile_query, patterns_of, query_source

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_ABOVE_ALL = 1_000_000  # a rank; no query has that many patterns
_CHECK_EVERY = 4096  # matches; looking at the clock costs as much as sorting one in

_ONE_NODE = re.compile(r"^\(\w+\) @(\w+)$")
_BYTES = attrgetter("byte_range")

_mark = maker(Mark)


def collect(language: Language, root: Node, is_late: Callable[[], bool], found: Found | None = None) -> Found | None:
    """Every match below ``root``, beside those that ``found`` holds already; ``None`` where ``is_late`` said so before the end.

    The matches themselves cannot be interrupted (a progress callback crashes py-tree-sitter 0.26), but as patterns are
    shallow they take no longer than parsing did.
    """
    import tree_sitter  # already loaded by whoever parsed

    found = Found() if found is None else found
    places, others, handlers = prepare(language)
    if places is not None:
        for kind, nodes in tree_sitter.QueryCursor(places).captures(root).items():
            _PLACES[kind](found, sorted(map(_BYTES, nodes)))  # they come in no order
    for count, (index, captures) in enumerate(tree_sitter.QueryCursor(others).matches(root)):
        kind, handler, rank, settings = handlers[index]
        if "declares" in settings and not _unwrap(found, kind, settings["declares"], captures):
            continue
        handler(found, captures[kind][0].byte_range, _mark((kind, rank, captures, settings)))
        if count % _CHECK_EVERY == 0 and is_late():
            return None
    return found


_Handler = Callable[[Found, Span, Mark], None]


class Queries(NamedTuple):
    """The ``facts`` query of a language in two parts: most of what it finds are mere places, and a capture costs a third of a
    match, which is a dictionary of lists. ``places`` has the patterns that are one node; others would take long to compile."""

    places: Query | None  # where names are of no interest, it is not worth its compile
    others: Query
    handlers: Sequence[tuple[str, _Handler, int, Mapping[str, str | None]]]
    """For each pattern of ``others`` what it is about, who sorts its matches in, its rank and its settings."""


@functools.cache
def prepare(language: Language) -> Queries:
    """Both parts, compiled; done once for each process."""
    lines = query_source(language, "facts").split("\n")
    places = [line for line in lines if (match := _ONE_NODE.match(line)) and match[1] in _PLACES]
    if not any("@reference" in line for line in places):
        places = []
    rest = "\n".join(line for line in lines if line not in places)
    others = compile_query(language, rest)
    handlers = [
        (pattern.primary, _HANDLERS.get(pattern.primary.partition(".")[0], _put), rank, pattern.settings)
        for rank, pattern in enumerate(patterns_of(others, rest))
    ]
    return Queries(compile_query(language, "\n".join(places)) if places else None, others, handlers)


def _unwrap(found: Found, kind: str, wanted: str | None, captures: dict[str, list[Node]]) -> bool:
    """Puts the name that a declarator declares into its place; false where that is no function (``wanted``), or no variable."""
    inner = declared(captures.pop("declarator", captures[kind])[0])
    if inner is None or wanted != "anything" and (wanted == "function") != (inner.function is not None):
        return False
    if inner.function is None or wanted == "anything":
        captures[kind] = [inner.name]
        if not inner.is_plain:
            captures.pop("value", None)  # the type that a function gives
        return True
    captures["name"] = [inner.name]
    if inner.owner is not None:
        captures["outer"] = [inner.owner]
    parameters = inner.function.child_by_field_name("parameters")
    if parameters is not None:
        captures["parameters"] = [parameters]
        opens = Detail("opens", span_of(parameters), None)
        found.details.setdefault(captures[kind][0].start_byte, []).append(opens)
    return True


def _put(found: Found, span: Span, mark: Mark) -> None:
    old = found.marks.get(span)
    if old is None or old.rank <= mark.rank:
        found.marks[span] = mark


def _definition(found: Found, span: Span, mark: Mark) -> None:
    name = span_of(mark.captures["name"][0])
    old = found.definitions.get(span)
    if name[0] != name[1] and (old is None or old.rank <= mark.rank):
        found.definitions[span] = mark
    is_bound = mark.settings.get("level") == "0" and "annotation" in mark.captures
    found_as = mark._replace(kind="binding", rank=_ABOVE_ALL + 1) if is_bound else mark._replace(kind="skip", rank=_ABOVE_ALL)
    _put(found, name, found_as)


def _detail(found: Found, span: Span, mark: Mark) -> None:
    detail = Detail(mark.kind.partition(".")[2], span, mark.span("extent"))
    found.details.setdefault(mark.captures["owner"][0].start_byte, []).append(detail)


def _import(found: Found, _span: Span, mark: Mark) -> None:
    within, behind = mark.settings.get("within"), mark.settings.get("behind")
    if within is None:
        found.imports.append(mark)
        return
    statement: Node | None = mark.captures["import"][0]
    modules = list(mark.captures.get("module", ()))
    while statement is not None and statement.type != within:
        statement = statement.parent
        path = statement.child_by_field_name("path") if statement is not None and statement.type == behind else None
        modules[:0] = [path] if path is not None else []
    if statement is not None and modules:
        found.imports.append(mark._replace(captures={**mark.captures, "import": [statement], "module": modules}))


def _element(found: Found, span: Span, mark: Mark) -> None:
    found.elements[span] = span_of(mark.captures["held"][0])


def _head(found: Found, _span: Span, mark: Mark) -> None:
    first = mark.captures[mark.kind][0].named_child(0)
    if first is not None:
        _put(found, span_of(first), mark._replace(kind=mark.kind.partition(".")[2]))


def _aliased(found: Found, span: Span, mark: Mark) -> None:
    parts = mark.captures[mark.kind][0].named_children
    found.aliased[span[1]] = span_of(parts[0])
    _put(found, span_of(parts[-1]), mark._replace(kind="binding"))


def _references(found: Found, spans: Iterable[Span]) -> None:
    found.names.extend(span for span in spans if span[0] != span[1])  # else the grammar only made it up to go on


def _members(found: Found, spans: Iterable[Span]) -> None:
    members = found.members
    for start, end in spans:
        members[end] = min(start, members.get(end, start))  # of several chains with one end the longest


def _member(found: Found, span: Span, mark: Mark) -> None:
    start = span[0]
    if "from" in mark.captures:
        start, end = span_of(mark.captures["from"][0])
        start = found.members.get(end, start)
    _members(found, ((start, span[1]),))
    found.chains[span[1]] = mark.captures["member"][0]
    if "name" in mark.captures:
        _references(found, (span_of(mark.captures["name"][0]),))


def _binding(found: Found, span: Span, mark: Mark) -> None:
    if "value" in mark.captures:
        found.loops.append(mark)
    _put(found, span, mark)


def _component(found: Found, span: Span, mark: Mark) -> None:
    called = (found.members.get(span[1], span[0]), span[1])
    arguments = mark.span("arguments")
    if arguments is not None:
        found.calls[called[0], arguments[1]] = called
    _put(found, called, mark)


def _parameter(found: Found, span: Span, mark: Mark) -> None:
    found.parameters.setdefault(mark.captures["parameters"][0].start_byte, []).append(mark)
    _put(found, span, mark)


def _target(found: Found, span: Span, mark: Mark) -> None:
    old = found.statements.get(span[0])
    if "statement" in mark.captures and (old is None or old.rank <= mark.rank):
        found.statements[span[0]] = mark
    _write(found, span, mark)


def _write(found: Found, span: Span, mark: Mark) -> None:
    found.assigned[span] = None
    _put(found, span, mark)


def _call(found: Found, span: Span, mark: Mark) -> None:
    call = mark.captures["call"][0]
    arguments: Node | None
    if "callee" in mark.captures or "called" in mark.captures:
        arguments = mark.captures["arguments"][0] if "arguments" in mark.captures else None
        if "callee" in mark.captures:
            expression = span_of(mark.captures["callee"][0])
        else:
            name = mark.captures["called"][0]
            expression = (call.start_byte, name.end_byte)
            if call.start_byte != name.start_byte:
                found.members[name.end_byte] = call.start_byte
    else:
        called, arguments = call.named_child(0), call.named_child(call.named_child_count - 1)
        if called is None:
            return
        expression = span_of(called)
        if arguments == called:
            arguments = None
    found.calls[span] = expression
    if arguments is not None:
        found.arguments[expression] = arguments
    _put(found, expression, mark)


def _keyword(found: Found, span: Span, mark: Mark) -> None:
    found.keywords.setdefault(mark.captures["arguments"][0].start_byte, []).append(span)
    found.keyword_starts.add(span[0])
    _put(found, span, mark)


def _special(found: Found, _span: Span, mark: Mark) -> None:
    found.special.setdefault(mark.captures["arguments"][0].start_byte, []).append(mark.kind)


_PLACES: Mapping[str, Callable[[Found, Iterable[Span]], None]] = {
    "reference": _references,
    "member": _members,
    "absent": lambda found, spans: found.absent.update(spans),
    "docstring": lambda found, spans: found.docstrings.update(spans),
    "single": lambda found, spans: found.singles.update(start for start, _ in spans),
    "instance": lambda found, spans: found.instances.update(end for _, end in spans),
    "type": lambda found, spans: found.types.extend(spans),
    "quoted": lambda found, spans: found.quoted.extend(spans),
    "namespace": lambda found, spans: found.namespaces.extend(spans),
    "space": lambda found, spans: found.spaces.extend(spans),
    "inner": lambda found, spans: found.inner.extend(spans),
    "region": lambda found, spans: found.regions.extend((span, False) for span in spans),
    "hoisted": lambda found, spans: found.hoisted.extend(spans),
    "comment": lambda found, spans: found.comments.extend(spans),
}
"""What to do with captures of which nothing but the place matters."""


def _at(kind: str) -> _Handler:
    place = _PLACES[kind]
    return lambda found, span, _: place(found, (span,))


_HANDLERS: Mapping[str, _Handler] = {
    **{kind: _at(kind) for kind in _PLACES},
    "definition": _definition,
    "detail": _detail,
    "head": _head,
    "aliased": _aliased,
    "member": _member,
    "component": _component,
    "parameter": _parameter,
    "separator": _parameter,
    "target": _target,
    "write": _write,
    "call": _call,
    "keyword": _keyword,
    "unpacked": _special,
    "padding": _special,
    "import": _import,
    "element": _element,
    "region": lambda found, span, mark: found.regions.append((span, mark.kind == "region.function")),
    "returned": lambda found, _, mark: found.returned.append(mark.captures["returned"][0]),
    "yielded": lambda found, _, mark: found.yielded.append(mark.captures["yielded"][0]),
    "narrowed": lambda found, _, mark: found.narrowed.append(mark),
    "binding": _binding,
    "error": lambda found, span, _: found.problems.append(("error", span)),
    "missing": lambda found, span, _: found.problems.append(("missing", span)),
}
