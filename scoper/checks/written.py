"""Names of code in what is not code: strings, settings and documentation that still say where something was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from scoper.change.model import Alignment
from scoper.checks.model import Review
from scoper.checks.ripple import MOST_SYMBOLS, MOST_USES, Place, Sides, expect, fate, finding, gone
from scoper.facts.model import FileFacts, Reference, Role, SymbolId, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.model import Certainty
from scoper.lang.registry import language_of
from scoper.text import split_identifier, split_lines

PATH_LEFT_BEHIND = Rule(
    "RF507",
    "dotted-path-left-behind",
    Severity.ERROR,
    "A string or a setting names something that is gone by its path.",
    """
## What it does
Reports dotted paths in strings and settings, in unchanged files too, that named a Python definition or module which the diff
removed, renamed or moved: targets of `mock.patch`, import strings, entry points in `pyproject.toml` and `setup.cfg`, settings
in YAML, JSON and INI files. A path counts where it led to the definition before, from a module of the repository on.

## Why it matters
No tool that reads code sees them, and they fail late: when the test runs, when the command is started, in production.

## Example
`shop.names.slugify` becomes `shop.names.to_slug`, and a test still says `mock.patch("shop.names.slugify")`.

## What to do
Change the path.
""",
)
MENTION_LEFT_BEHIND = Rule(
    "RF508",
    "mention-left-behind",
    Severity.WARNING,
    "Documentation names something that is gone.",
    """
## What it does
Reports documentation, in unchanged files too, that names a Python definition which the diff removed, renamed or moved: by its
dotted path, or, in a span of code, by a name of several words that nothing else in the tree has. Changelogs, release notes and
what tells of upgrades are left alone: they tell what was.

## Why it matters
Readers try what the documentation says, and models are told it as a fact.

## Example
`load_config` becomes `read_config`, and `docs/usage.md` still says to call `load_config()`.

## What to do
Change the documentation.
""",
)
RULES = (PATH_LEFT_BEHIND, MENTION_LEFT_BEHIND)

_DOCUMENTS = re.compile(r"\.(?:md|markdown|rst|txt|adoc|mdx)$", re.IGNORECASE)
_SETTINGS = re.compile(r"\.(?:cfg|ini|conf|ya?ml|json|jsonc|env)$", re.IGNORECASE)
_HISTORY = re.compile(
    r"change|history|news|release|upgrad|migrat|whats?[_-]?new|archive|licen[cs]e|todo|(?:^|/)\d+\.\d+", re.IGNORECASE
)
_MOST_BYTES = 1_000_000
_SPAN = re.compile(r"`+([^`\n]+)`+")
_FAMILY = "python"  # whose modules a dotted path starts from: what else is gone has no name in what is not code


class _Gone(NamedTuple):
    symbol: SymbolId
    how: Alignment
    head: SymbolId | None


def check(review: Review) -> Iterator[Finding]:
    sides = Sides(review)
    lost = list(islice((one for one in _gone(review) if _has_dotted_path(one.symbol)), MOST_SYMBOLS))
    expect(review, [one.symbol for one in lost])
    for one in lost:
        yield from islice(chain(_strings(review, one, sides), _texts(review, one, sides)), MOST_USES)


def _has_dotted_path(symbol: SymbolId) -> bool:
    language = language_of(split_symbol(symbol)[0])
    return language is not None and language.family == _FAMILY


def _gone(review: Review) -> Iterator[_Gone]:
    """Definitions, and files, that no longer stand where they stood."""
    yield from (_Gone(symbol, item.how, item.head) for item, symbol, _ in gone(review))
    for file in review.change.files:
        path = file.change.base_path
        if path is not None and path not in review.head.entries() and file.base_facts is not None:
            yield _Gone(path, Alignment.MOVED if file.change.head_path else Alignment.REMOVED, file.change.head_path)


def _strings(review: Review, lost: _Gone, sides: Sides) -> Iterator[Finding]:
    for path, written, certainty in _quoted(review, lost.symbol):
        place = sides.head_place(path, written.line)
        facts = sides.readable(place[0]) if place is not None else None
        if place is None or facts is None:
            continue
        same = [one for one in facts.references if one.line == place[1] and one.dotted == written.dotted]
        if same and not any(review.head_graph.resolve(place[0], one) for one in same):
            yield _finding(review, PATH_LEFT_BEHIND, lost, Place(*place, certainty), written.dotted)


def _quoted(review: Review, symbol: SymbolId) -> Iterator[tuple[str, Reference, Certainty]]:
    """The strings of the base side that are a dotted path to the symbol. Files whose text has no such string are not read."""
    graph, name = review.base_graph, _last_name(symbol)
    held = [one for one in graph.search([name]) if (language := language_of(one)) and language.paths_in_strings == _FAMILY]
    said = re.compile(rf"""[.:]{re.escape(name)}["']""".encode())
    for path in sorted(path for path, text in review.base.read_many(held).items() if said.search(text)):
        facts = graph.facts(path)
        for one in facts.references if facts is not None else ():
            if one.role is Role.STRING and one.name == name:
                yield from ((path, one, edge.certainty) for edge in graph.resolve(path, one) if edge.target == symbol)


def _last_name(symbol: SymbolId) -> str:
    """What a dotted path to a symbol, or to the module of a file, ends with."""
    path, qualname = split_symbol(symbol)
    parts = path.rpartition(".")[0].removesuffix("/__init__").split("/")
    return qualname.rpartition(".")[2] or parts[-1]


def _texts(review: Review, lost: _Gone, sides: Sides) -> Iterator[Finding]:
    """The same in files of which no facts say what their strings mean."""
    name = split_symbol(lost.symbol)[1].rpartition(".")[2]
    if not name:
        return
    held = [one for one in review.base_graph.search([name]) if _DOCUMENTS.search(one) or _SETTINGS.search(one)]
    texts = review.base.read_many(one for one in held if not _HISTORY.search(one))
    dotted = re.compile(rf"(?<![\w./-])[A-Za-z_][\w.]*[.:]{re.escape(name)}(?![\w/-])")
    for one, text in sorted(texts.items()):
        if len(text) > _MOST_BYTES:
            continue
        for number, raw in enumerate(split_lines(text), 1):
            line = raw.decode("utf-8", "replace")
            place = sides.head_place(one, number) if name in line else None
            if place is None:
                continue
            found = next((said for said in dotted.findall(line) if _was_meant(review, lost, said)), None)
            is_document = _DOCUMENTS.search(one) is not None
            if found is None and is_document and _is_told(review, name, line):
                found = name
            if found is not None:
                rule = MENTION_LEFT_BEHIND if is_document else PATH_LEFT_BEHIND
                yield _finding(review, rule, lost, Place(*place, Certainty.LIKELY), found)


def _was_meant(review: Review, lost: _Gone, said: str) -> bool:
    """Whether a dotted path led to the symbol on the base side, and leads to nothing now."""
    dotted = said.replace(":", ".")
    targets = {target for target, _ in review.base_graph.named(_FAMILY, dotted)}
    return lost.symbol in targets and not review.head_graph.named(_FAMILY, dotted)


def _is_told(review: Review, name: str, line: str) -> bool:
    """Whether a span of code in the line is the name alone, or a call of it, and the name is one that nothing else has."""
    if len(split_identifier(name)) < 2:
        return False
    spans = [span.strip() for span in _SPAN.findall(line)]
    if not any(re.fullmatch(rf"(?:\w+\.)?{re.escape(name)}(?:\(.*\))?", span) for span in spans):
        return False
    found = (review.head_graph.facts(path) for path in review.head_graph.search([name]) if not _DOCUMENTS.search(path))
    return not any(name in _names(facts) for facts in found if facts is not None)


def _names(facts: FileFacts) -> set[str]:
    """Every name that a file gives to something, or uses."""
    return (
        {one.name for one in facts.definitions} | {one.name for one in facts.references} | {one.name for one in facts.bindings}
    )


def _finding(review: Review, rule: Rule, lost: _Gone, place: Place, said: str) -> Finding:
    name = split_symbol(lost.symbol)[1] or lost.symbol
    message = f"still names {said}: {name} was {fate(lost.how, lost.head)} ({lost.symbol})"
    return finding(review, rule, place, message, (lost.symbol, lost.head))
