"""What an expression is made of, as a *path*: names with dots between them, ``()`` for a call, ``[]`` for an element.

``await this.open(x)!.get(k)[0]`` is ``this.open.().get.().[]``. A cast opens a path as ``<Type>`` with raised dots, an object
that is written out is ``{}``. What cannot be said that way has no path. Which node of a grammar is what, is in
``Language.expressions``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scoper.facts.found import Span, span_of
from scoper.facts.source import VALUE_LIMIT, Source, naming
from scoper.lang.registry import Language

if TYPE_CHECKING:
    from tree_sitter import Node

CALLED, ITEM, OBJECT, RETURN, YIELD = "()", "[]", "{}", "return", "(yield)"
_LONGER = frozenset({"member", "call", "new", "item", "same", "cast"})
_MAX_DEPTH = 16
_MAX_MEMBERS = 40  # of an object that is written out; a longer one is a table
_MAX_BRANCHES = 4
_CHOICES = frozenset({"||", "??", "or", "?:"})


@functools.cache
def _forms(language: Language) -> Mapping[str, str]:
    return {kind: form for form, kinds in language.expressions for kind in kinds}


def _is_choice(node: Node) -> bool:
    """Of what has two operands, only some operators give one of them."""
    operator = node.child(1)
    return node.child_count != 3 or (operator is not None and operator.type in _CHOICES)


class Paths:
    """Paths of one file's expressions; none in a language that does not say what its nodes are."""

    def __init__(self, language: Language, source: Source) -> None:
        self._source = source
        self._forms = _forms(language)
        self._names = naming(language)

    def __bool__(self) -> bool:
        return bool(self._forms)

    def of(self, node: Node, depth: int = 0) -> str | None:
        """The path of an expression; ``None`` where it has none, or several (see :meth:`branches`)."""
        form = self._forms.get(node.type)
        if form == "name":
            return self._source.text(node.start_byte, node.end_byte)
        if form is None or depth >= _MAX_DEPTH or form == "object":
            return OBJECT if form == "object" else None
        children = node.named_children
        if form == "cast" and len(children) > 1:
            return self.typed(children[-1].start_byte, children[-1].end_byte)
        if form == "new" and len(children) > 1 and self._forms.get(children[1].type) == "arguments of types":
            return self.typed(children[0].start_byte, children[1].end_byte)
        if form not in _LONGER or not children:
            return None
        path = self.of(children[0], depth + 1)
        if path is None or form in ("same", "cast") or path == OBJECT:
            return path if form in ("same", "cast") else None
        if form != "member":
            return f"{path}.{ITEM if form == 'item' else CALLED}"
        name = self._source.text(children[-1].start_byte, children[-1].end_byte)
        return f"{path}.{name}" if self._names.is_name(name) else None  # else it covers what is beyond the grammar

    def expected(self, function: Node, depth: int = 0) -> str | None:
        """The path of what is expected where an expression stands: ``f.(1)`` for the second argument of ``f``."""
        parent = function.parent
        form = self._forms.get(parent.type) if parent is not None and depth < _MAX_DEPTH else None
        if parent is None or form is None:
            return None
        if form == "same":
            return self.expected(parent, depth + 1)
        if form == "arguments" and parent.parent is not None:
            called = self._inner(parent.parent, 0, depth)
            position = next(at for at, one in enumerate(parent.named_children) if one.id == function.id)
            return f"{called}.({position})" if called is not None else None
        if form == "declared":
            annotation = parent.child_by_field_name("type")
            return self.typed(*span_of(annotation.named_children[0])) if annotation is not None else None
        if form == "assigned" and parent.named_children[0].id != function.id:
            return self._inner(parent, 0, depth)
        if form == "pair" and parent.parent is not None:
            around = self.expected(parent.parent, depth + 1)
            name = self._source.text(*span_of(parent.named_children[0]))
            return f"{around}.{name}" if around is not None and self._names.is_name(name) else None
        return None

    def typed(self, start: int, end: int) -> str | None:
        """The path that a type opens."""
        text = self._source.brief(start, end)
        return f"<{text.replace('.', '·')}>" if len(text) < VALUE_LIMIT else None

    def branches(self, node: Node) -> list[str | None]:
        """The paths of all that an expression may give: ``a ? b : c`` gives either. Nothing at all is no branch."""
        found: list[str | None] = []
        queue = [node]
        while queue:
            one = queue.pop()
            form = self._forms.get(one.type)
            if form == "either" and _is_choice(one) and len(found) + len(queue) < _MAX_BRANCHES:
                queue += reversed(one.named_children[-2:])
            elif form == "same" and one.named_child_count == 1:
                queue += one.named_children
            elif form != "nothing":
                found.append(self.of(one))
        return found

    def members(self, node: Node) -> Iterator[tuple[str, str]]:
        """The members of an object that is written out, with their paths."""
        while self._forms.get(node.type) in ("same", "cast") and node.named_child_count:
            node = node.named_children[0]
        if self._forms.get(node.type) != "object":
            return
        for member in node.named_children[:_MAX_MEMBERS]:
            key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
            path = self.of(value if value is not None else member)
            name = self._source.text(*span_of(key if key is not None else member))
            if path is not None and path != OBJECT and self._names.is_name(name):
                yield name, path

    def is_pattern(self, node: Node) -> bool:
        """Whether it takes a value apart."""
        return self._forms.get(node.type) in ("apart", "in order")

    def parts(self, pattern: Node, path: str, depth: int = 0) -> Iterator[tuple[Span, str]]:
        """The names that a pattern takes a value apart into, with the paths of what they are bound to."""
        form = self._forms.get(pattern.type)
        if depth >= _MAX_DEPTH:
            return
        if form == "taken":  # ``{ name }``
            yield span_of(pattern), f"{path}.{self._source.text(*span_of(pattern))}"
        elif form == "name":
            yield span_of(pattern), path
        elif form == "renamed" and pattern.named_child_count == 2:
            key, inner = pattern.named_children
            name = self._source.text(*span_of(key))
            if self._names.is_name(name):
                yield from self.parts(inner, f"{path}.{name}", depth + 1)
        elif form == "defaulted" and pattern.named_child_count:
            yield from self.parts(pattern.named_children[0], path, depth + 1)
        elif form in ("apart", "in order"):
            inner_path = f"{path}.{ITEM}" if form == "in order" else path
            for inner in pattern.named_children:
                yield from self.parts(inner, inner_path, depth + 1)

    def _inner(self, node: Node, index: int, depth: int) -> str | None:
        inner = node.named_child(index)
        return self.of(inner, depth + 1) if inner is not None else None
