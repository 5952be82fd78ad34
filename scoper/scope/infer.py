"""Request and specs → :class:`Scope`: what the task says may change.

Names are looked for where the diff is (``focus``) first, since that is what the question is about, and in the whole tree only
where the request spells a name like code. What the diff does there is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import sqrt

from scoper.facts.model import CALLABLES, MODULE, Definition, FileFacts, Kind, innermost, symbol_id
from scoper.graph.model import Tree
from scoper.scope.explicit import explicit_targets, unmatched
from scoper.scope.mentions import Mention, find_mentions
from scoper.scope.model import Provenance, Scope, Target, Task
from scoper.scope.quoted import quoted_targets
from scoper.scope.specs import negative, positive
from scoper.scope.words import request_terms, stems
from scoper.text import LineRange

_CONFIDENCE = {
    Provenance.TEST_ID: 0.97,
    Provenance.PATH: 0.95,
    Provenance.CODE_SPAN: 0.95,
    Provenance.TRACEBACK: 0.9,
    Provenance.DOTTED_NAME: 0.9,
    Provenance.IDENTIFIER: 0.8,
}
_FOLDER_CONFIDENCE = 0.7
_WORDS_CONFIDENCE = 0.6  # at best: words of prose that meet words of a name are a hint
_MAX_CANDIDATES = 8  # a name with more definitions than this says nothing
_MAX_FOREIGN_FILES = 40  # files outside the diff that are parsed to find what the request names
_MAX_WORD_TARGETS = 5


def resolve_scope(task: Task, trees: Sequence[Tree], focus: Collection[str]) -> Scope:
    """Resolve a task against the snapshots it is about, head first.

    Raises :class:`UserError` for a spec that matches nothing.
    """
    explicit = explicit_targets(positive(task.specs), trees)
    request = task.request or ""
    named: list[Target] = []
    rivals: list[Target] = []
    paths = {path for tree in trees for path in tree.paths()}
    mentions = find_mentions(request)
    facts = _facts(trees, focus)
    foreign = _foreign_facts(mentions, trees, facts)
    for mention in mentions:
        found = _resolve(mention, paths, facts) or _resolve(mention, paths, foreign)
        named += found
        if len(found) > 1 and not explicit:
            rivals += found
    named += quoted_targets(request, trees, focus)
    worded = _by_words(request, facts) if not named and not explicit else []
    targets = _strongest(explicit + tuple(named) + tuple(worded))
    terms = request_terms(request)
    rivals = _open_rivals(rivals, targets)
    forbidden = negative(task.specs)
    return Scope(
        targets=targets,
        forbidden=forbidden,
        terms=terms,
        ambiguous=bool(rivals) or (not targets and not terms and not task.is_empty),
        rivals=tuple(rivals),
        assumption=_assumption(rivals),
        unmatched=unmatched(forbidden, trees),
    )


Facts = list[tuple[str, FileFacts]]


def _facts(trees: Sequence[Tree], paths: Collection[str]) -> Facts:
    return [item for tree in trees for item in sorted(tree.facts(sorted(paths)).items())]


def _foreign_facts(mentions: Sequence[Mention], trees: Sequence[Tree], known: Facts) -> Facts:
    """Facts of files outside the focus that may define what the request names and the focus does not."""
    at_hand = {one.name for _, facts in known for one in facts.definitions if one.kind is not Kind.SECTION}
    names = {mention.name.rpartition(".")[2] for mention in mentions if mention.name}
    wanted = {name for name in names - at_hand if len(name) > 2}
    if not wanted:
        return []
    return _facts(trees[:1], sorted(trees[0].search(wanted))[:_MAX_FOREIGN_FILES])


def _resolve(mention: Mention, paths: Collection[str], facts: Facts) -> list[Target]:
    if mention.path is None:
        return _resolve_name(mention, facts)
    found = _resolve_path(mention, paths)
    if len(found) != 1:
        return found
    inside = [(path, file) for path, file in facts if path == found[0].symbol]
    if mention.name and (symbols := _resolve_name(mention, inside)):
        return symbols
    if mention.line and (symbols := _resolve_line(mention, inside)):
        return symbols
    return found


def _resolve_path(mention: Mention, paths: Collection[str]) -> list[Target]:
    """Files whose path is the mention, ends with it, or (for an absolute path of some other machine) that it ends with."""
    assert mention.path is not None
    wanted = mention.path.removeprefix("./")
    found = [wanted] if wanted in paths else [path for path in paths if path.endswith("/" + wanted)]
    if not found and mention.provenance is Provenance.TRACEBACK:
        parts = wanted.strip("/").split("/")
        suffixes = ("/".join(parts[start:]) for start in range(len(parts)))
        found = next(([suffix] for suffix in suffixes if suffix in paths), [])
    if found:
        return _share(mention, [(path, path) for path in sorted(found)], _CONFIDENCE[mention.provenance])
    folder = wanted.rstrip("/") + "/"
    if "/" in wanted and any(path.startswith(folder) for path in paths):
        return [Target(folder, None, _FOLDER_CONFIDENCE, Provenance.PATH, f"the request names {mention.text}")]
    return []


def _resolve_name(mention: Mention, facts: Facts) -> list[Target]:
    assert mention.name is not None
    wanted = mention.name.split(".")
    named = [
        (path, file, definition)
        for path, file in facts
        for definition in file.definitions
        if definition.name == wanted[-1] and _names(definition, path, wanted)
    ]
    code = [item for item in named if item[2].kind is not Kind.SECTION]
    shared = [item for item in code if not _is_local(*item[1:])]  # a stand-in inside of a test is no rival of the real one
    found = {symbol_id(path, definition.qualname): definition.qualname for path, _, definition in shared or code or named}
    # what is called like the class it is in, its constructor, is a part of it and no other meaning
    outer = [(symbol, name) for symbol, name in found.items() if symbol.rpartition(".")[0] not in found]
    return _share(mention, sorted(outer), _CONFIDENCE[mention.provenance])


def _is_local(file: FileFacts, definition: Definition) -> bool:
    """Whether it stands inside of a function, or of a block of tests."""
    parent = definition.parent
    while parent != MODULE:
        around = file.definitions[parent]
        if around.kind in CALLABLES or around.kind is Kind.SECTION:
            return True
        parent = around.parent
    return False


def _names(definition: Definition, path: str, wanted: Sequence[str]) -> bool:
    """``wanted`` ends the names of module and definition together: ``app.Flask.run`` is ``src/flask/app.py::Flask.run``."""
    stem = path.rpartition(".")[0].removesuffix("/__init__")
    full = [*stem.split("/"), *definition.qualname.split(".")]
    if full[-len(wanted) :] == list(wanted):
        return True
    # a re-export shortens the way: ``flask.redirect`` is defined in flask/helpers.py
    inner = definition.qualname.split(".")
    return len(wanted) > len(inner) and list(wanted[-len(inner) :]) == inner and wanted[0] in stem.split("/")


def _resolve_line(mention: Mention, facts: Facts) -> list[Target]:
    assert mention.line is not None
    for path, file in reversed(facts):
        if (inner := innermost(file, mention.line)) is not None:
            return _share(mention, [(symbol_id(path, inner.qualname), inner.qualname)], _CONFIDENCE[mention.provenance])
        line = LineRange(mention.line, mention.line)
        return [Target(path, line, _CONFIDENCE[mention.provenance], mention.provenance, f"the request names {mention.text}")]
    return []


def _share(mention: Mention, found: Sequence[tuple[str, str]], confidence: float) -> list[Target]:
    """One name with several meanings is worth less for each of them."""
    if len(found) > _MAX_CANDIDATES:
        return []
    share = confidence / sqrt(len(found)) if found else 0.0
    why = f"the request names {mention.text}"
    return [Target(symbol, None, share, mention.provenance, why) for symbol, _ in found]


def _by_words(request: str, facts: Facts) -> list[Target]:
    """Symbols whose names share most words with the request, where it names nothing outright."""
    terms = dict(request_terms(request))
    if not terms:
        return []
    scored: dict[str, tuple[float, str]] = {}
    for path, file in facts:
        for definition in file.definitions:
            words = stems(definition.name)
            shared = sorted(words & terms.keys())
            if shared:
                score = sum(terms[word] for word in shared) * len(shared) / len(words)
                scored[symbol_id(path, definition.qualname)] = (score, ", ".join(shared))
    best = max((score for score, _ in scored.values()), default=0.0)
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        Target(
            symbol,
            None,
            round(_WORDS_CONFIDENCE * score / best, 3),
            Provenance.WORDS,
            f"its name shares words with the request: {words}",
        )
        for symbol, (score, words) in ranked[:_MAX_WORD_TARGETS]
        if score >= best / 2
    ]


def _strongest(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Each place once, at its highest confidence; strongest first."""
    best: dict[tuple[str, LineRange | None], Target] = {}
    for target in targets:
        known = best.get((target.symbol, target.lines))
        if known is None or known.confidence < target.confidence:
            best[target.symbol, target.lines] = target
    return tuple(sorted(best.values(), key=lambda target: (-target.confidence, target.symbol)))


def _open_rivals(rivals: Sequence[Target], targets: Sequence[Target]) -> list[Target]:
    """Rivals are settled where one of them is also named in a clearer way."""
    if not rivals:
        return []
    strongest = targets[0].confidence
    return [] if any(rival.confidence < strongest for rival in rivals) else list(_strongest(rivals))


def _assumption(rivals: Sequence[Target]) -> str | None:
    if not rivals:
        return None
    return (
        f"{rivals[0].why}, which may be any of " + ", ".join(rival.symbol for rival in rivals[:3]) + "; all were taken as meant"
    )
