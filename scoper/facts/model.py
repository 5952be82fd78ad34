"""The facts of one file. NamedTuples of plain values: they exist by the million and are stored with ``marshal``.

Lines are 1-based and inclusive, bytes are 0-based and half-open. A *definition index* is a position in
``FileFacts.definitions``; ``MODULE`` (-1) stands for the file itself.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar, cast

MODULE = -1
_Record = TypeVar("_Record", bound=NamedTuple)

SymbolId = str
"""``path::Qual.name``, as in pytest node ids; the bare path stands for the file itself. Stable when lines shift."""


class Kind(enum.StrEnum):
    """What a definition is."""

    CLASS = "class"  # also a struct, a record, a trait's implementation
    INTERFACE = "interface"  # also a trait, a protocol
    ENUM = "enum"
    NAMESPACE = "namespace"  # also a module inside of a file
    TYPE = "type"  # a name for a type
    FUNCTION = "function"
    METHOD = "method"
    VARIABLE = "variable"  # constant or variable of a module or namespace
    ATTRIBUTE = "attribute"  # assigned or declared in a class body, or to ``self`` in a method
    SECTION = "section"  # of a document: a heading, key, selector, element or block with what is under it


TYPES = frozenset({Kind.CLASS, Kind.INTERFACE, Kind.ENUM})
"""What has members and can be an annotation."""
CONTAINERS = TYPES | {Kind.NAMESPACE, Kind.SECTION}
CALLABLES = frozenset({Kind.FUNCTION, Kind.METHOD})
VALUES = frozenset({Kind.VARIABLE, Kind.ATTRIBUTE, Kind.TYPE})
"""What holds something and nothing is inside of."""


class Role(enum.StrEnum):
    """How a reference uses the name."""

    CALL = "call"
    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    BASE = "base"
    DECORATOR = "decorator"
    TYPE = "type"
    KEYWORD = "keyword"  # the name of a keyword argument at a call
    STRING = "string"  # a dotted path from a module on, in a string: ``mock.patch("shop.cart.total")``, ``"shop.cli:main"``


class Parameter(NamedTuple):
    """One parameter as written. ``kind`` is ``"/"``, ``""``, ``"*"``, ``"**"`` or ``"kw"`` (keyword-only)."""

    name: str
    kind: str
    default: str | None
    annotation: str | None


class Definition(NamedTuple):
    """One definition of a symbol.

    ``start_line``..``end_line`` holds the whole of it, decorators included. ``signature_start``..``signature_end`` are the
    lines from ``def``/``class`` to the colon or brace; ``docstring_start``..``docstring_end`` are 0, 0 where there is none, and
    stand above ``start_line`` where documentation is a comment in front. ``visibility`` is empty for what everybody may use.
    ``parent`` is the definition around it; ``qualname`` may name another owner (``Server.Run`` of ``func (s *Server) Run``).
    ``signature`` is its header with white space normalised (``def f(a, b=1) -> int``, ``class C(Base)``); for a variable the
    annotated name. Two definitions of one qualified name (overloads, conditional definitions) are both kept, in file order.
    """

    name: str
    qualname: str
    kind: Kind
    parent: int
    start_line: int
    end_line: int
    signature_start: int
    signature_end: int
    docstring_start: int
    docstring_end: int
    name_line: int
    signature: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[str, ...]
    bases: tuple[str, ...]
    returns: str | None
    is_async: bool
    value: str | None  # right-hand side of a variable or attribute, cut at 200 characters
    visibility: str  # "", "private", "protected", "internal"


class Reference(NamedTuple):
    """One use of a name.

    ``dotted`` is the whole chain that ends here (``self.client.get``) where it is made of plain names, and starts with ``?``
    where the receiver is an expression (``?.get``); ``name`` is its last part. ``scope`` is the innermost definition
    (function, method or class, never a variable) whose body holds it. ``call_arity`` is the count of positional arguments,
    -1 where it is no call or arguments are unpacked.
    """

    name: str
    dotted: str
    role: Role
    line: int
    column: int  # 1-based, in bytes
    scope: int
    call_arity: int
    keywords: tuple[str, ...]
    path: str = ""  # where ``dotted`` starts with ``?``: the whole expression, if it has a path


class Receiver(NamedTuple):
    """What is in front of a reference that starts with ``?``: the reference that it ends with, mostly a call."""

    line: int
    column: int
    of_line: int
    of_column: int


class Import(NamedTuple):
    """One imported name. ``import a.b`` binds ``a`` (``name`` is ``None``); ``import a.b as c`` binds ``c``;
    ``from .a import b as c`` has module ``.a``, name ``b``, bound ``c``; a star import has name and bound ``*``.

    An empty module is the file itself: ``export { a as b }`` has name ``a``, bound ``b``; a default export is bound as
    ``default``. An import for its effects alone binds nothing.
    """

    module: str
    name: str | None
    bound: str
    line: int
    end_line: int
    scope: int


class Binding(NamedTuple):
    """A local name bound inside a function (parameter, assignment, loop or with target, nested def, comprehension).

    ``value`` is the dotted name called or named on the right (``Cls`` for ``x = Cls()`` with ``is_call``), where there is one;
    of something longer the path, in languages whose expressions have one (``scoper.facts.expressions``), else ``?12:5``, where
    the reference that it ends with is at that line and column. Languages with paths bind three things more: ``=x`` is what a
    module, namespace or class gives to its variable ``x``, ``return`` what a function gives back, and ``x.y`` the member ``y``
    of an object that is written out as the value of ``x``.
    ``first_line``..``last_line`` are those where the name is bound; 0, 0 where that is all of the scope.
    """

    name: str
    scope: int
    line: int
    value: str | None
    is_call: bool
    annotation: str | None
    first_line: int = 0
    last_line: int = 0


class Comment(NamedTuple):
    start_line: int
    end_line: int
    text: str
    own_line: bool


class SyntaxProblem(NamedTuple):
    """A region that the grammar could not make sense of."""

    line: int
    end_line: int
    what: str


class FileFacts(NamedTuple):
    """All that one blob says on its own. ``degraded`` says why there is less than everything (too large, timed out)."""

    language: str
    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    imports: tuple[Import, ...] = ()
    bindings: tuple[Binding, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    comments: tuple[Comment, ...] = ()
    exports: tuple[str, ...] | None = None  # ``__all__``, where it is a plain list
    namespace: str = ""  # what the file declares its top level to be part of, with dots: ``package a.b``, ``namespace A\B``
    problems: tuple[SyntaxProblem, ...] = ()
    degraded: str | None = None


def maker(record: type[_Record]) -> Callable[[Iterable[object]], _Record]:
    """Makes records from all of their fields in a row, in half the time: ``record._make`` without its check of the length."""
    return cast(Callable[[Iterable[object]], _Record], partial(tuple.__new__, record))


def namespaces_around(definitions: Sequence[Definition], scope: int) -> int:
    """How many namespaces of the file hold a scope, itself included."""
    count = 0
    while scope != MODULE:
        count += definitions[scope].kind is Kind.NAMESPACE
        scope = definitions[scope].parent
    return count


def symbol_id(path: str, qualname: str) -> SymbolId:
    return f"{path}::{qualname}" if qualname else path


def split_symbol(symbol: SymbolId) -> tuple[str, str]:
    """``path::Qual.name`` → ``(path, "Qual.name")``; the qualified name of a file is empty."""
    path, _, qualname = symbol.partition("::")
    return path, qualname


def innermost(facts: FileFacts, line: int) -> Definition | None:
    """The definition that holds a line and no other one around that line; ``None`` at the top of the file."""
    holding = [item for item in facts.definitions if item.start_line <= line <= item.end_line]
    return max(holding, key=lambda item: (item.start_line, -item.end_line), default=None)
