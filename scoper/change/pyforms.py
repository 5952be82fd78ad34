"""Python's syntax trees as nested tuples, in which older idioms and their modern equals are the same.

The idioms: ``typing.List`` and its like for ``list``; ``Optional`` and ``Union`` for ``|``; ``%`` and ``str.format`` for
f-strings; ``super(C, self)``; ``class C(object)``; ``set([…])``, ``dict()``; ``open(…, "r")``; ``encode("utf-8")``;
``str("…")``; aliases of ``OSError``; ``lru_cache(maxsize=None)``; ``not x in y``; quoted annotations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

# Any: nodes of the interpreter's syntax trees, whose classes are not imported here, and have no common shape

_GENERICS = {"List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Type": "type"}
_OS_ERRORS = frozenset({"IOError", "EnvironmentError", "WindowsError"})
_TYPING = frozenset({"typing", "typing_extensions", "t"})
_ABSTRACT = ("typing", "typing_extensions", "collections.abc", "collections")
_LITERALS = frozenset({"str", "bytes", "int", "float", "bool"})
_NO_SPEC = {"s": ("", ""), "d": ("", ""), "r": ("r", ""), "i": ("", "")}
_PERCENT = re.compile(r"%(?:\((\w+)\))?([.\d]*)([a-zA-Z%])")
_IGNORED = frozenset({"ctx", "type_comment", "kind", "type_ignores", "lineno", "col_offset", "end_lineno", "end_col_offset"})
_DEEPEST = 120  # expressions; deeper ones are read by nobody


class TooDeep(ValueError):
    """The tree is too deep to be folded."""


class Forms(NamedTuple):
    """Which spellings count as the same. ``names`` are local names, by what they count as."""

    idioms: bool
    annotations: bool
    names: Mapping[str, str]

    def of(self, node: Any) -> Hashable:
        try:
            return self._form(node, 0)
        except TooDeep:
            return id(node)  # like nothing else

    def _form(self, node: Any, depth: int) -> Hashable:
        if depth > _DEEPEST:
            raise TooDeep
        if isinstance(node, list):
            return tuple(self._form(item, depth + 1) for item in node)
        if not hasattr(node, "_fields"):
            return type(node).__name__, node
        kind = type(node).__name__
        if kind == "Name":
            return self._name(node.id)
        if kind == "ExceptHandler" and node.name:
            node.name = self.names.get(node.name, node.name)
        if not self.annotations and (bare := self._unannotated(kind, node, depth)) is not None:
            return bare
        if self.idioms and (rule := _RULES.get(kind)) is not None and (found := rule(self, node, depth)) is not None:
            return found
        return kind, *(self._form(getattr(node, name, None), depth + 1) for name in self._shown(kind, node))

    def _shown(self, kind: str, node: Any) -> Iterator[str]:
        hidden = (
            ()
            if self.annotations
            else {"arg": ("annotation",), "FunctionDef": ("returns",)}.get(kind.removeprefix("Async"), ())
        )
        return (name for name in node._fields if name not in _IGNORED and name not in hidden)

    def _name(self, name: str) -> Hashable:
        name = self.names.get(name, name)
        if self.idioms:
            name = "OSError" if name in _OS_ERRORS else _GENERICS.get(name, name)
        return "Name", name

    def _unannotated(self, kind: str, node: Any, depth: int) -> Hashable | None:
        if kind != "AnnAssign" or node.value is None:
            return None
        return "Assign", (self._form(node.target, depth + 1),), self._form(node.value, depth + 1)

    def _attribute(self, node: Any, depth: int) -> Hashable | None:
        owner = getattr(node.value, "id", None)
        if owner in _TYPING:
            return self._name(node.attr)
        return ("Name", "open") if (owner, node.attr) == ("io", "open") else None

    def _subscript(self, node: Any, depth: int) -> Hashable | None:
        of = self._form(node.value, depth + 1)
        if of == ("Name", "Optional"):
            return "union", (*_members(self._form(node.slice, depth + 1)), _NONE)
        if of == ("Name", "Union"):
            parts = node.slice.elts if type(node.slice).__name__ == "Tuple" else [node.slice]
            return self._union(parts, depth)
        return None

    def _union(self, parts: Sequence[Any], depth: int) -> Hashable:
        return "union", tuple(member for part in parts for member in _members(self._form(part, depth + 1)))

    def _operation(self, node: Any, depth: int) -> Hashable | None:
        operator = type(node.op).__name__
        if operator == "BitOr":
            return self._union([node.left, node.right], depth)
        template = getattr(node.left, "value", None)
        if operator != "Mod" or not isinstance(template, str):
            return None
        values = node.right.elts if type(node.right).__name__ == "Tuple" else [node.right]
        return self._text(_percent_pieces(template), {str(i): v for i, v in enumerate(values)}, depth)

    def _negation(self, node: Any, depth: int) -> Hashable | None:
        inner = node.operand
        if type(node.op).__name__ != "Not" or type(inner).__name__ != "Compare" or len(inner.ops) != 1:
            return None
        opposite = {"In": "NotIn", "Is": "IsNot"}.get(type(inner.ops[0]).__name__)
        if opposite is None:
            return None
        return "Compare", self._form(inner.left, depth + 1), ((opposite,),), self._form(inner.comparators, depth + 1)

    def _joined(self, node: Any, depth: int) -> Hashable | None:
        pieces: list[Hashable] = []
        for part in node.values:
            if type(part).__name__ == "Constant":
                pieces.append(part.value)
                continue
            conversion = chr(part.conversion) if part.conversion >= 0 else ""
            spec = self._form(part.format_spec, depth + 1) if part.format_spec is not None else ("text", ())
            pieces.append((self._form(part.value, depth + 1), conversion, spec))
        return _merged(pieces)

    def _text(self, template: Sequence[_Piece] | None, values: Mapping[str, Any], depth: int) -> Hashable | None:
        """A template with its values filled in; ``None`` where not all of them are there, or one is not used."""
        if template is None or {piece.field for piece in template if piece.field} != values.keys():
            return None
        pieces: list[Hashable] = []
        for piece in template:
            pieces.append(piece.literal)
            if piece.field:
                pieces.append((self._form(values[piece.field], depth + 1), piece.conversion, _merged([piece.spec])))
        return _merged(pieces)

    def _call(self, node: Any, depth: int) -> Hashable | None:
        function, arguments = node.func, node.args
        attribute, name = getattr(function, "attr", ""), getattr(function, "id", "")
        plain = not node.keywords
        if attribute == "format" and isinstance(getattr(function.value, "value", None), str):
            values = {str(i): value for i, value in enumerate(arguments)} | {k.arg or "": k.value for k in node.keywords}
            return self._text(_format_pieces(function.value.value), values, depth)
        if (
            attribute == "encode"
            and plain
            and [getattr(a, "value", None) for a in arguments] in (["utf-8"], ["utf8"], ["UTF-8"])
        ):
            return "Call", self._form(function, depth + 1), (), ()
        if "lru_cache" in (attribute, name) and not arguments and _keywords(node) == {"maxsize": None}:
            return "Name", "cache"
        if name == "super" and plain and len(arguments) == 2:
            return "Call", ("Name", "super"), (), ()
        if name in ("dict", "list", "tuple") and plain and not arguments:
            return (name.title(), (), ()) if name == "dict" else (name.title(), ())
        if name == "set" and plain and len(arguments) == 1 and type(arguments[0]).__name__ in ("List", "Tuple"):
            return "Set", self._form(arguments[0].elts, depth + 1)
        if name in _LITERALS and plain and len(arguments) == 1 and type(getattr(arguments[0], "value", None)).__name__ == name:
            return self._form(arguments[0], depth + 1)
        if name == "open" or (attribute == "open" and getattr(function.value, "id", "") == "io"):
            kept = arguments[:1] if len(arguments) == 2 and getattr(arguments[1], "value", None) in ("r", "rt") else arguments
            return "Call", ("Name", "open"), self._form(kept, depth + 1), self._form(node.keywords, depth + 1)
        return None

    def _class(self, node: Any, depth: int) -> Hashable | None:
        node.bases = [base for base in node.bases if getattr(base, "id", None) != "object"]
        return None

    def _import(self, node: Any, depth: int) -> Hashable | None:
        if node.level or node.module not in _ABSTRACT:
            return None
        names = sorted((alias.name, alias.asname or "") for alias in node.names if alias.name not in _GENERICS)
        return "ImportFrom", "typing", tuple(names)

    def _annotated(self, node: Any, depth: int) -> Hashable | None:
        """Quotes around an annotation say nothing but when it is read."""
        for field in ("annotation", "returns"):
            quoted = getattr(getattr(node, field, None), "value", None)
            if isinstance(quoted, str) and (tree := _expression(quoted)) is not None:
                setattr(node, field, tree)
        return None


_NONE = ("Constant", ("NoneType", None))


class _Piece(NamedTuple):
    """Literal text, and the field behind it, which has no name where there is none."""

    literal: str
    field: str = ""
    conversion: str = ""
    spec: str = ""


def _members(form: Hashable) -> tuple[Hashable, ...]:
    return (
        form[1] if isinstance(form, tuple) and len(form) == 2 and form[0] == "union" and isinstance(form[1], tuple) else (form,)
    )


def _merged(pieces: Sequence[Hashable]) -> Hashable:
    merged: list[Hashable] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return "text", tuple(merged)


def _percent_pieces(template: str) -> list[_Piece] | None:
    pieces, at, number = [], 0, 0
    for match in _PERCENT.finditer(template):
        literal, at = template[at : match.start()], match.end()
        if match[3] == "%":
            pieces.append(_Piece(literal + "%"))
            continue
        if match[1] or (match[3] not in _NO_SPEC and match[3] not in "fxXeEgG") or (match[2] and match[3] in "sr"):
            return None
        conversion, spec = _NO_SPEC.get(match[3], ("", match[3])) if not match[2] else ("", match[2] + match[3])
        pieces.append(_Piece(literal, str(number), conversion, spec))
        number += 1
    return [*pieces, _Piece(template[at:])]


def _format_pieces(template: str) -> list[_Piece] | None:
    import string  # only for a template of ``format``

    pieces, number = [], 0
    try:
        for literal, field, spec, conversion in string.Formatter().parse(template):
            if field is None:
                pieces.append(_Piece(literal))
                continue
            if not field:
                field, number = str(number), number + 1
            if not re.fullmatch(r"\w+", field) or "{" in (spec or ""):
                return None
            pieces.append(_Piece(literal, field, conversion or "", spec or ""))
    except ValueError:
        return None
    return pieces


def _keywords(node: Any) -> dict[str, object]:
    return {keyword.arg: getattr(keyword.value, "value", keyword) for keyword in node.keywords}


def _expression(text: str) -> object | None:
    import ast

    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


_RULES: Mapping[str, Callable[[Forms, Any, int], Hashable | None]] = {
    "Attribute": Forms._attribute,
    "Subscript": Forms._subscript,
    "BinOp": Forms._operation,
    "UnaryOp": Forms._negation,
    "JoinedStr": Forms._joined,
    "Call": Forms._call,
    "ClassDef": Forms._class,
    "ImportFrom": Forms._import,
    "arg": Forms._annotated,
    "AnnAssign": Forms._annotated,
    "FunctionDef": Forms._annotated,
    "AsyncFunctionDef": Forms._annotated,
}
