"""What a request quotes: error messages, texts in quotes, CLI flags, routes and configuration keys, and what holds them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import sqrt

from scoper.facts.model import Kind, innermost, symbol_id
from scoper.graph.model import Tree
from scoper.lang.paths import is_test_path
from scoper.scope.model import Provenance, Target
from scoper.scope.template import clean_request
from scoper.text import split_lines

_QUOTED = re.compile(r"(?<!\w)\"([^\"\n]{4,200})\"|(?<!\w)'([^'\n]{4,200})'(?!\w)|`([^`\n]{4,200})`")
_RAISED = re.compile(r"(?m)^[ \t>]*(?:[\w.]+[.:])?\w*(?:Error|Exception|Warning|panic|error): +([^\n]{6,200}?)\s*$")
_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z0-9]+(?:-[a-z0-9]+)*")
_ROUTE = re.compile(r"(?<![\w.:/<>])/[\w{}<>:-]+(?:/[\w{}<>*:-]+)+(?![\w./])")
_SEVERAL = re.compile(r"\w\W+\w|^--?\w|^/")  # one word in quotes is a name, and names are looked for as such
_FILLED_IN = re.compile(r"['\"`:{(<=\d]")  # where a message goes on with what was put into it
_MIN_WORDS = 3  # of what stands before that
_MAX_QUOTATIONS = 20
_MAX_REQUEST = 20_000  # characters read; a request is data from strangers
_MAX_FILES = 200  # read for one quotation
_RAREST = 3  # of its words, the longest, have to be in a file that is read
_MAX_BYTES = 1_000_000  # of one file
_MAX_HOLDERS = 3  # what more definitions than this hold points at none of them
_CONFIDENCE = 0.8


def find_quotations(request: str) -> tuple[str, ...]:
    """What may be quoted from the code, each text once, messages first."""
    text = clean_request(request[:_MAX_REQUEST])
    found = [match[1] for match in _RAISED.finditer(text)]
    found += [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    found += [match[0] for pattern in (_FLAG, _ROUTE) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(one.strip() for one in found if _SEVERAL.search(one.strip())))[:_MAX_QUOTATIONS]


def quoted_targets(request: str, trees: Sequence[Tree], focus: Collection[str]) -> list[Target]:
    """The definitions that hold what the request quotes, looked for in ``focus`` first and then in the whole of the first
    tree; the file, where no definition is around it. A message counts up to where something was filled in."""
    targets: list[Target] = []
    for quotation in find_quotations(request):
        holders = _anywhere(quotation, trees, focus)
        share = _CONFIDENCE / sqrt(len(holders)) if holders else 0.0
        why = f"it holds what the request quotes: {quotation}"
        targets += [Target(symbol, None, share, Provenance.QUOTED, why) for symbol in holders]
    return targets


def _anywhere(quotation: str, trees: Sequence[Tree], focus: Collection[str]) -> Sequence[str]:
    for wanted in _forms(quotation):
        near = {tree: focus if len(focus) <= _MAX_FILES else _with_words(wanted, tree) & set(focus) for tree in trees}
        if holders := _holders(wanted, near) or _holders(wanted, {trees[0]: _with_words(wanted, trees[0])}):
            return holders
    return ()


def _with_words(wanted: str, tree: Tree) -> set[str]:
    words = sorted(set(re.findall(r"\w+", wanted)), key=lambda word: (-len(word), word))[:_RAREST]
    tree.expect(words)
    return set.intersection(*(tree.search({word}) for word in words))


def _forms(quotation: str) -> Iterator[str]:
    """All of it; what stands before something that was filled in; and without its last word, which may have been."""
    yield quotation
    for head in (_FILLED_IN.split(quotation, maxsplit=1)[0].strip(), quotation.rpartition(" ")[0]):
        if head != quotation and len(head.split()) >= _MIN_WORDS:
            yield head


def _holders(wanted: str, places: Mapping[Tree, Collection[str]]) -> list[str]:
    """The symbols around what is wanted: of code before prose, of anything before tests; none where they are too many."""
    found: dict[str, int] = {}
    for tree, paths in places.items():
        for path, content in tree.texts(sorted(paths)[:_MAX_FILES]).items():
            if len(content) <= _MAX_BYTES and wanted.encode() in content:
                found.update(_around(path, content, wanted.encode(), tree))
    best = min(found.values(), default=0)
    holders = sorted(symbol for symbol, rank in found.items() if rank == best)
    return holders if len(holders) <= _MAX_HOLDERS else []


def _around(path: str, content: bytes, wanted: bytes, tree: Tree) -> Iterator[tuple[str, int]]:
    """Each symbol with its rank: code, prose, tests."""
    facts = tree.facts([path]).get(path)
    for number, line in enumerate(split_lines(content), 1):
        if wanted in line:
            inner = innermost(facts, number) if facts is not None else None
            is_prose = inner is None or inner.kind is Kind.SECTION
            yield symbol_id(path, inner.qualname) if inner else path, 2 if is_test_path(path) else int(is_prose)
