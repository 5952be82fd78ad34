"""Links between names as different places spell them: ``--max-items`` and ``args.max_items``, a function and the changelog."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations

from scoper.scope.words import stems
from scoper.text import split_identifier
from scoper.verdict.evidence import Evidence
from scoper.verdict.links import Link, is_companion_path, relation_of
from scoper.verdict.model import Relation

_COMPOUND = re.compile(rb"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+|[a-z]+[0-9]*(?:[A-Z][a-z0-9]*)+|(?:[A-Z][a-z0-9]+){2,}")
_IN_PROSE = rb"(?<![\w.-])%s(?![\w-])"
_AS_CODE = (
    rb"`+[^`\n]*(?<![\w-])%s(?![\w-])[^`\n]*`+|(?<=[.:])%s\b|(?<![\w-])%s\("  # in a span, behind a dot or a colon, called
)
_SPELLED = 0.7
_MENTIONED = 0.8
_HINT = 0.35  # a document that names a function is no reason to change it
_MOST_HOLDERS = 8  # edits; a name that more of them hold ties nothing together


def spelled_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Edits that add, or take away, one name of several words in different spellings."""
    links: dict[tuple[int, int], Link] = {}
    for side in (_gained, _lost):
        for _, spellings in sorted(_spellings(evidence, side).items()):
            pairs = permutations(sorted(spellings), 2) if len(spellings) <= _MOST_HOLDERS else ()
            for source, target in pairs:
                if spellings[source].isdisjoint(spellings[target]):  # else they share the name itself
                    there, here = (min(spellings[number]).decode("ascii") for number in (source, target))
                    relation = relation_of(evidence[target].edit.path)
                    links.setdefault(
                        (source, target), Link(source, target, relation, _SPELLED, False, f"spells {there} as {here}")
                    )
    return list(links.values())


def _spellings(
    evidence: Sequence[Evidence], side: Callable[[Evidence], set[bytes]]
) -> Mapping[tuple[str, ...], Mapping[int, set[bytes]]]:
    """The words of each name → the edits that hold it → how these spell it."""
    found: dict[tuple[str, ...], dict[int, set[bytes]]] = defaultdict(dict)
    for number, item in enumerate(evidence):
        for spelling in side(item):
            words = split_identifier(spelling.decode("ascii"))
            if len(stems(" ".join(words))) > 1:
                found[words].setdefault(number, set()).add(spelling)
    return found


def _gained(item: Evidence) -> set[bytes]:
    return _compounds(item.added) - _compounds(item.removed)


def _lost(item: Evidence) -> set[bytes]:
    return _compounds(item.removed) - _compounds(item.added)


def _compounds(lines: Iterable[bytes]) -> set[bytes]:
    return set(_COMPOUND.findall(b"\n".join(lines)))


def mention_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Changed lines of documents that name what another edit changes, whether or not the name is new: an entry of a changelog,
    a paragraph of a manual."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        name = (item.edit.symbol or "").partition("::")[2].rpartition(".")[2]
        if name and not is_companion_path(item.edit.path):
            named[name].append(number)
    mentions = {name: _mention(name) for name, numbers in named.items() if len(numbers) <= _MOST_HOLDERS and len(name) > 2}
    links: list[Link] = []
    for number, item in enumerate(evidence):
        if not is_companion_path(item.edit.path):
            continue
        text = b"\n".join(item.added + item.removed)
        for name in (name for name, is_there in mentions.items() if is_there(text)):
            for other in named[name]:
                links.append(Link(other, number, Relation.COMPANION, _MENTIONED, False, f"speaks of {name}"))
                links.append(Link(number, other, Relation.RELATED, _HINT, True, f"is {name}, which is spoken of"))
    return links


def _mention(name: str) -> Callable[[bytes], object]:
    """A plain word is a name where it stands among code; one that no text has by accident, anywhere."""
    is_plain = len(split_identifier(name)) < 2 or not re.fullmatch(r"\w+", name)
    word = re.escape(name.encode())
    return re.compile(_AS_CODE % (word, word, word) if is_plain else _IN_PROSE % word).search
