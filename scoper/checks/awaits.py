"""Calls of functions that became asynchronous and are not awaited, or that no longer are and still are awaited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoper.checks.callables import is_replaced
from scoper.checks.founded import calls_after
from scoper.checks.model import Review
from scoper.checks.ripple import MOST_USES, Place, Rewritten, Sides, expect, finding, rewritten
from scoper.facts.awaiting import Handled, Handling, handling
from scoper.facts.model import Definition, Reference, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.model import Certainty, Use
from scoper.lang.registry import language_of
from scoper.lang.spec import Language

AWAIT_LEFT_BEHIND = Rule(
    "RF504",
    "await-left-behind",
    Severity.ERROR,
    "A call does not follow a function that became asynchronous, or no longer is.",
    """
## What it does
Follows every function that the diff makes `async`, or makes plain, to its calls in unchanged code. Reports calls whose result
is used although it is now a coroutine or a promise, and, in Python, `await` of what is no awaitable any more. What is handed to
something that waits for it (`asyncio.gather`, `create_task`, `.then`) is right; what is returned, or handed on, is a warning.

## Why it matters
A coroutine that nobody awaits never runs, in silence; an `await` of a plain value raises.

## Example
`def load(key)` becomes `async def load(key)`, and `shop/pages.py` still says `page = load(key)`.

## What to do
Await the call, and make the function around asynchronous where it is not; or keep a plain function beside the asynchronous one.
""",
)
RULES = (AWAIT_LEFT_BEHIND,)

_WAITING = frozenset(
    ["gather", "create_task", "ensure_future", "run", "wait_for", "shield", "wait", "run_until_complete", "as_completed"]
    + ["run_coroutine_threadsafe", "start_soon", "Task", "async_to_sync", "run_sync", "iscoroutine", "isawaitable", "all"]
    + ["allSettled", "race", "any", "resolve", "spawn", "block_on", "join_all", "add_task", "call_soon", "enter_async_context"]
)
_ECMA = frozenset({"javascript", "typescript", "tsx"})
_AWAITABLE = re.compile(r"Awaitable|Coroutine|Future|Task|Deferred|Any\b|^[\"']?[A-Z]\w?[\"']?$")
_RETURNED_CALL = re.compile(r"\breturn\s+\(?\s*([A-Za-z_][\w.]*)\s*\(")
_YIELD = re.compile(r"\byield\b")


def check(review: Review) -> Iterator[Finding]:
    changed = [item for item in rewritten(review) if _is_async(item.before) is not _is_async(item.after)]
    if not changed:
        return
    sides = Sides(review)
    expect(review, [item.head for item in changed])
    for item in changed:
        yield from _left_behind(review, item, sides)


def _is_async(definitions: tuple[Definition, ...]) -> bool | None:
    """``None`` where there are both, or where a decorator may change what a call gives."""
    kinds = {one.is_async for one in definitions}
    return kinds.pop() if len(kinds) == 1 and not is_replaced(definitions) else None


def _left_behind(review: Review, item: Rewritten, sides: Sides) -> Iterator[Finding]:
    language = language_of(split_symbol(item.head)[0])
    became = _is_async(item.after)
    if language is None or became is None or _is_async(item.before) is None:
        return
    if not became and (language.name != "python" or _may_give_awaitable(review, item)) or _yields(review, item):
        return
    uses = calls_after(review, item.head)
    calls = [use for use in uses if isinstance(use.written, Reference) and not sides.is_added(use.path, use.written.line)]
    count = 0
    for use, handled in _handled(review, calls):
        wrong = _wrong_certainty(review, use, handled, language, became=became)
        if wrong is None or count == MOST_USES or len(review.head_graph.resolve(use.path, _call(use))) > 1:
            continue
        count += 1
        place = Place(use.path, use.written.line, min(wrong, use.edge.certainty))
        said = "does not await" if became else "awaits"
        fate = "became asynchronous" if became else "is no longer asynchronous"
        message = f"{said} {split_symbol(item.head)[1]}, which {fate} ({item.head})"
        yield finding(review, AWAIT_LEFT_BEHIND, place, message, (item.head, item.base))


def _call(use: Use) -> Reference:
    assert isinstance(use.written, Reference)
    return use.written


def _handled(review: Review, calls: list[Use]) -> Iterator[tuple[Use, Handled]]:
    texts = review.head.read_many({use.path for use in calls})
    for path in sorted(texts):
        language = language_of(path)
        own = [use for use in calls if use.path == path]
        places = [(_call(use).line, _call(use).column) for use in own]
        found = handling(language, texts[path], places) if language is not None else {}
        for use, place in zip(own, places, strict=True):
            if place in found:
                yield use, found[place]


def _wrong_certainty(review: Review, use: Use, handled: Handled, language: Language, *, became: bool) -> Certainty | None:
    """How sure it is that a call does not follow; ``None`` where it does."""
    if not became:
        return Certainty.EXACT if handled.how is Handling.AWAITED else None
    if handled.how is Handling.AWAITED or handled.how is Handling.PASSED and handled.to in _WAITING:
        return None
    if handled.how is Handling.ASSIGNED and _is_awaited_later(review, use, handled.to):
        return None
    if language.name in _ECMA:
        return Certainty.LIKELY if handled.how in (Handling.USED, Handling.ASSIGNED) else None
    return Certainty.LIKELY if handled.how in (Handling.PASSED, Handling.RETURNED) else Certainty.EXACT


def _is_awaited_later(review: Review, use: Use, name: str) -> bool:
    """Whether the function around says somewhere that it waits for what the name holds."""
    lines = _lines(review, use.path)
    facts = review.head_graph.facts(use.path)
    scope = _call(use).scope
    end = facts.definitions[scope].end_line if facts is not None and scope >= 0 else len(lines)
    rest = "\n".join(lines[_call(use).line : end])
    waiting = "|".join(sorted(_WAITING))
    own = re.escape(name)
    return re.search(rf"\bawait\b[^\n]*\b{own}\b|\b(?:{waiting})\([^)]*\b{own}\b|\b{own}\.(?:await|then)\b", rest) is not None


def _lines(review: Review, path: str) -> list[str]:
    return review.head.read_many([path]).get(path, b"").decode("utf-8", "replace").split("\n")


def _body(review: Review, item: Rewritten) -> str:
    path = split_symbol(item.head)[0]
    return "\n".join(line for one in item.after for line in _lines(review, path)[one.signature_end - 1 : one.end_line])


def _yields(review: Review, item: Rewritten) -> bool:
    """A generator is not awaited, whichever kind it is of."""
    return _YIELD.search(_body(review, item)) is not None


def _may_give_awaitable(review: Review, item: Rewritten) -> bool:
    """Whether a plain function may return what can be awaited: its annotation says so, or it returns what a call gives that is
    asynchronous or unknown."""
    if all(one.returns is not None for one in item.after):
        return any(_AWAITABLE.search(one.returns or "") for one in item.after)
    graph, path = review.head_graph, split_symbol(item.head)[0]
    facts = graph.facts(path)
    for match in _RETURNED_CALL.finditer(_body(review, item)):
        dotted = match[1]
        inside = (one for one in facts.references if one.dotted == dotted) if facts is not None else ()
        targets = [edge.target for one in inside for edge in graph.resolve(path, one)]
        definitions = [one for target in targets for one in graph.definitions_of(target)]
        if not definitions or any(one.is_async for one in definitions):
            return True
    return False
