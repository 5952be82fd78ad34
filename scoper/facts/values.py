"""What an expression comes down to, as far as types go: ``&Some(f(x)?)`` to what ``f`` returns."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from scoper.facts.found import Found, Span, span_of
from scoper.facts.source import Source
from scoper.lang.spec import Language

_MAX_LAYERS = 8
_NAME_LIMIT = 256  # bytes of what is called that are looked at


class _Layers(NamedTuple):
    prefix: re.Pattern[str] | None
    suffix: re.Pattern[str] | None
    wrapper: re.Pattern[str] | None
    passing: re.Pattern[str] | None


def essence(language: Language, source: Source, found: Found, value: Span) -> tuple[Span, bool]:
    """A plain part of the expression that holds, or gives when it is called, what the whole does; and whether it is called."""
    layers = _layers(language)
    for _ in range(_MAX_LAYERS):
        called = found.calls.get(value)
        if called is not None:
            inner = _within(source, found, layers, called)
        else:
            inner = found.elements.get(value) or _bare(source, layers, value)
        if inner is None or inner == value:
            return called or value, called is not None
        value = inner
    return value, False


def _bare(source: Source, layers: _Layers, value: Span) -> Span:
    """Without what opens it and what ends it."""
    start, end = value
    if layers.prefix is not None and (match := layers.prefix.match(source.text(start, min(end, start + _NAME_LIMIT)))):
        return start + len(match[0].encode()), end
    if layers.suffix is not None and (match := layers.suffix.search(source.text(max(start, end - _NAME_LIMIT), end))):
        return start, end - len(match[0].encode())
    return value


def _within(source: Source, found: Found, layers: _Layers, called: Span) -> Span | None:
    """The one argument of a call that wraps it, or the receiver of one that hands it on."""
    start, end = called
    text = source.text(max(start, end - _NAME_LIMIT), end)
    arguments = found.arguments.get(called)
    if layers.wrapper is not None and layers.wrapper.fullmatch(text) and arguments is not None:
        children = arguments.named_children
        return span_of(children[0]) if len(children) == 1 else None
    if layers.passing is not None and (match := layers.passing.search(text)):
        receiver = end - len(match[0].encode())
        return (start, receiver) if receiver > start else None
    return None


@functools.cache
def _layers(language: Language) -> _Layers:
    patterns = (language.value_prefix, language.value_suffix, language.value_wrappers, language.value_passing)
    return _Layers(*(re.compile(pattern) if pattern else None for pattern in patterns))
