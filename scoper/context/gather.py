"""Targets → everything that may be packed, each with its duty, reason and relevance. Files come through the tree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from scoper.context.forms import Lines, call_lines, options
from scoper.context.literals import RULE, literal_edges
from scoper.context.model import Candidate, Duty, Form, Option
from scoper.context.rank import PastCommit, Words, by_file, fuse, history_scores, walk
from scoper.facts.model import CALLABLES, MODULE, TYPES, Definition, FileFacts, Kind, Role, SymbolId, split_symbol, symbol_id
from scoper.graph.model import Edge, Tree
from scoper.graph.resolve import Graph
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.scope.model import Target

_MOST_FILES = 40  # whose uses are resolved, of importers of the targets and of all files
_MOST_READ = 120  # that are read to find importers
_MOST_REFERENCES = 5_000  # in these files: a thousand take from twenty to a hundred milliseconds
_LISTED_FILES = 20  # whose definitions may be shown
_NAMED_FILES = 50  # that may be named
_MOST_TARGETS = 40  # definitions of a target whose overrides are looked for
_TEST_SHARE = 0.4  # of the relevance of what is no test
_PROSE_SHARE = 0.4  # likewise, of what is no code
_FILE_NAME_VALUE = 0.5
_BASE = 0.3  # the least relevance of a definition within its file; the rest is how near it is, and what it says
_MOST_LINES = 200  # of a definition that are read for words
_PLACES = 10  # a place down to which ranks of files and of definitions say much
_WORD = re.compile(rb"[^\W\d]\w*")
_FAR = 0.1  # the relevance of a file that no signal knows

_DUTY_SHARE = {Duty.CONTRACT: 1.0, Duty.CALLER: 0.8, Duty.SIBLING: 0.8, Duty.TEST: 0.6, Duty.COMPANION: 0.4}
_SAID = {"graph": "near by uses", "text": "holds words of the request", "history": "changed together, or for like requests"}


class Ranking(NamedTuple):
    """Files by relevance, best first and 1 at most, the signal that says most for each, and the walk by symbol."""

    files: Mapping[str, float]
    reasons: Mapping[str, str]
    symbols: Mapping[SymbolId, float]
    edges: tuple[Edge, ...]


class Ground(NamedTuple):
    """What a pack is built on. ``texts`` are the files that may be shown."""

    graph: Graph
    tree: Tree
    texts: Mapping[str, bytes]
    words: Words
    history: Sequence[PastCommit]
    request: str


def first_ranking(ground: Ground, targets: Collection[str]) -> dict[str, float]:
    """Files by words and history alone; code before prose and tests."""
    paths = ground.texts.keys()
    history = history_scores(ground.history, frozenset(targets), ground.request)
    signals = {"text": ground.words.files(), "history": {path: score for path, score in history.items() if path in paths}}
    return {path: score * _share(path) for path, score in fuse(signals).items()}


def rank(ground: Ground, targets: Sequence[Target]) -> Ranking:
    """All files by all signals. Only the files that come first by words, history and imports are resolved."""
    seeds = _seeds(ground, targets)
    files = sorted({split_symbol(seed)[0] for seed in seeds})
    paths = ground.texts.keys()
    history = history_scores(ground.history, frozenset(files), ground.request)
    signals = {"text": ground.words.files(), "history": {path: score for path, score in history.items() if path in paths}}
    first = fuse(signals)
    edges = (*_edges(ground, files, first), *literal_edges(ground.graph, ground.texts, seeds))
    symbols = walk(edges, seeds)
    graph = {path: score for path, score in by_file(symbols).items() if path in paths}
    signals["graph"] = graph
    fused = {path: score * _share(path) for path, score in fuse(signals).items()}
    best = max((score for path, score in fused.items() if path not in files), default=1.0)
    ordered = sorted(fused.items(), key=lambda item: (-item[1], item[0]))
    return Ranking({path: min(1.0, score / best) for path, score in ordered}, _reasons(signals), symbols, edges)


def _share(path: str) -> float:
    return _TEST_SHARE if is_test_path(path) else _PROSE_SHARE if not _is_code(path) else 1.0


def _is_code(path: str) -> bool:
    language = language_of(path)
    return language is not None and not language.document


def _seeds(ground: Ground, targets: Sequence[Target]) -> tuple[SymbolId, ...]:
    """Where the walk starts: target symbols, and of a target file what the request means, or all of it."""
    seeds: list[SymbolId] = []
    for target in targets:
        seeds += [target.symbol] if target.symbol in ground.texts or "::" in target.symbol else []
    return tuple(dict.fromkeys(seeds))


def _edges(ground: Ground, files: Sequence[str], first: Mapping[str, float]) -> tuple[Edge, ...]:
    """Uses in the targets, in the best of their importers and in the best of all files, as far as the bounds go."""
    graph = ground.graph

    def by_relevance(path: str) -> tuple[float, str]:
        return -first.get(path, 0.0) * _share(path), path

    known = ground.texts.keys()
    importers = sorted({path for file in files for path in graph.may_import(file) if path in known}, key=by_relevance)
    near = {*_importers(graph, files, importers), *sorted(first, key=by_relevance)[:_MOST_FILES]}
    graph.prefetch(near)
    edges: list[Edge] = []
    left = _MOST_REFERENCES
    own = {one.name for path in files for one in _nameable(graph.facts(path))}
    for path in dict.fromkeys([*files, *sorted(near, key=by_relevance)]):
        facts = graph.facts(path)
        is_aside = is_test_path(path) and path not in files  # what else a test uses says little of the targets
        if facts is not None and not is_aside:
            left -= len(facts.references)
        if left < 0 and path not in files:
            break
        found = graph.uses_of_names(path, own) if is_aside else graph.uses(path)
        edges += (edge for edge in found if split_symbol(edge.target)[0] in known)
    return tuple(edges)


def _importers(graph: Graph, files: Sequence[str], among: Sequence[str]) -> list[str]:
    """The first of some files that import one of ``files``, which are the most relevant of them."""
    found: list[str] = []
    for start in range(0, _MOST_READ, _MOST_FILES):
        some = among[start : start + _MOST_FILES]
        graph.prefetch(some)
        found += [path for path in some if any(graph.imports(path, file, renamed=False) for file in files)]
        if len(found) >= _MOST_FILES:
            break
    return found[:_MOST_FILES]


def _nameable(facts: FileFacts | None) -> list[Definition]:
    return [one for one in facts.definitions if is_nameable(facts, one)] if facts is not None else []


def candidates(ground: Ground, targets: Sequence[Target], ranking: Ranking) -> list[Candidate]:
    """Everything but targets and conventions."""
    target_files = {split_symbol(target.symbol)[0] for target in targets}
    meant = _Meant(targets)
    ties = _ties(ground, ranking.edges, meant)
    spoken = frozenset(name for path in sorted(target_files) for name in _names_in(ground.texts.get(path, b"")))
    found: list[Candidate] = []
    listed = [path for path in ranking.files if path not in target_files]
    for path in listed[:_NAMED_FILES]:
        found.append(_file(path, ranking))
    shown = {*listed[:_LISTED_FILES], *target_files}
    further = [path for path in dict.fromkeys(split_symbol(symbol)[0] for symbol in ties) if path not in shown]
    for path in [*listed[:_LISTED_FILES], *further]:
        if path in ground.texts:
            found += _definitions(ground, path, ranking, ties, meant, spoken)
    for path in sorted(target_files):
        found += _definitions(ground, path, ranking, ties, meant, spoken)
    return found


class _Meant:
    """Which symbols the targets hold."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self.symbols = {target.symbol for target in targets}

    def __contains__(self, symbol: object) -> bool:
        if not isinstance(symbol, str):
            return False
        path, qualname = split_symbol(symbol)
        if symbol in self.symbols or path in self.symbols:
            return True
        parts = qualname.split(".")
        return any(symbol_id(path, ".".join(parts[:end])) in self.symbols for end in range(1, len(parts)))


class _Tie(NamedTuple):
    duty: Duty
    why: str
    confidence: str
    lines: tuple[int, ...] = ()


def _ties(ground: Ground, edges: Iterable[Edge], meant: _Meant) -> dict[SymbolId, _Tie]:
    """What is tied to the targets by one step, with the strongest tie first: contracts, then overrides, callers, tests."""
    out: dict[SymbolId, _Tie] = {}
    into: dict[SymbolId, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.source in meant and edge.target not in meant and "::" in edge.target:
            verb = "named" if edge.rule == RULE else "used"
            out.setdefault(edge.target, _Tie(Duty.CONTRACT, f"{verb} by {edge.source}", edge.certainty.label))
        elif edge.target in meant and edge.source not in meant:
            into[edge.source].append(edge)
    for symbol in _overrides(ground, meant):
        if symbol not in meant:
            out.setdefault(symbol, _Tie(Duty.SIBLING, "overrides or implements the target, or the other way round", "exact"))
    for source, uses in into.items():
        if "::" in source and source not in out:
            duty = Duty.TEST if is_test_path(split_symbol(source)[0]) else Duty.CALLER
            is_route = all(edge.rule == RULE for edge in uses)
            verb = "names a route of" if is_route else "calls" if any(edge.role is Role.CALL for edge in uses) else "uses"
            lines = tuple(dict.fromkeys(edge.line for edge in uses))
            out[source] = _Tie(duty, f"{verb} {uses[0].target}", uses[0].certainty.label, lines)
    return out


def _overrides(ground: Ground, meant: _Meant) -> list[SymbolId]:
    methods = [symbol for symbol in sorted(meant.symbols) if "." in split_symbol(symbol)[1]][:_MOST_TARGETS]
    return [other for one in methods for other in (*ground.graph.overridden_by(one), *ground.graph.overrides(one))]


def _file(path: str, ranking: Ranking) -> Candidate:
    """The bare name of a file."""
    name = Option(Form.NAME, 0, 0, path, _FILE_NAME_VALUE)
    return Candidate(path, path, _duty(path), ranking.reasons[path], "likely", ranking.files[path], (name,))


def _duty(path: str) -> Duty:
    return Duty.TEST if is_test_path(path) else Duty.COMPANION


def _reasons(signals: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Of each file, the signal in which it comes first."""
    places: dict[str, tuple[int, str]] = {}
    for signal in sorted(signals):
        ordered = sorted(signals[signal].items(), key=lambda item: (-item[1], item[0]))
        for place, (path, _) in enumerate(ordered):
            places[path] = min(places.get(path, (place, signal)), (place, signal))
    return {path: _SAID[signal] for path, (_, signal) in places.items()}


def _names_in(text: bytes) -> set[str]:
    return {word.decode("utf-8", "replace") for word in _WORD.findall(text)}


def _definitions(
    ground: Ground,
    path: str,
    ranking: Ranking,
    ties: Mapping[SymbolId, _Tie],
    meant: _Meant,
    spoken: AbstractSet[str],
) -> list[Candidate]:
    """The definitions of one file that others can name, each with its relevance."""
    facts = ground.graph.facts(path)
    if facts is None or facts.degraded or path not in ground.texts:
        return []
    lines = Lines(ground.texts[path])
    rated: dict[SymbolId, tuple[int, float, float]] = {}
    for index, one in enumerate(facts.definitions):
        symbol = symbol_id(path, one.qualname)
        is_tied = one.kind is Kind.SECTION and symbol in ties and ties[symbol].duty in (Duty.TEST, Duty.CONTRACT)
        is_worth_it = is_tied or (is_nameable(facts, one) and (symbol in ties or one.kind in CALLABLES | TYPES))
        if is_worth_it and symbol not in meant and symbol not in rated:
            rated[symbol] = (index, *_rate(ground, path, one, ranking, lines))
    nearest = max((near for _, near, _ in rated.values()), default=0.0) or 1.0
    best = max((said for _, _, said in rated.values()), default=0.0) or 1.0
    found = []
    for symbol, (index, near, said) in rated.items():
        tie = ties.get(symbol) or _Tie(_duty(path), ranking.reasons.get(path, _SAID["graph"]), "likely")
        share = _DUTY_SHARE[tie.duty if symbol in ties else Duty.COMPANION]
        relevance = _BASE + (1 - _BASE) / 2 * (near / nearest + said / best)
        score = ranking.files.get(path, _FAR) * relevance * share
        forms = options(facts, index, lines, tie.duty, spoken)
        if tie.lines and facts.definitions[index].kind in CALLABLES:
            forms = (*forms[:2], call_lines(tie.lines, facts.definitions[index], lines))
        found.append(Candidate(path, symbol, tie.duty, tie.why, tie.confidence, score, forms))
    return found


def by_request(ground: Ground, ranking: Ranking, found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates rated anew where the request names nothing: by the place of the file, and by that of what they say themselves
    among all definitions, which tells more than how they compare with others of their file."""
    found = list(found)
    said = {symbol: score for path in sorted({one.path for one in found}) for symbol, score in _said(ground, path)}
    places = {symbol: place for place, symbol in enumerate(sorted(said, key=lambda symbol: (-said[symbol], symbol)))}
    files = {path: place for place, path in enumerate(ranking.files)}

    def rated(one: Candidate) -> Candidate:
        if one.symbol not in places:
            return one
        return one._replace(score=(_nearness(files.get(one.path, len(files))) + _nearness(places[one.symbol])) / 2)

    return [rated(one) for one in found]


def _nearness(place: int) -> float:
    return _PLACES / (_PLACES + place)


def _said(ground: Ground, path: str) -> list[tuple[SymbolId, float]]:
    facts = ground.graph.facts(path)
    if facts is None or path not in ground.texts:
        return []
    lines = Lines(ground.texts[path])
    named = [one for one in facts.definitions if one.kind in CALLABLES | TYPES and is_nameable(facts, one)]
    return [(symbol_id(path, one.qualname), _meets(ground, one, lines)) for one in named]


def _meets(ground: Ground, one: Definition, lines: Lines) -> float:
    body = lines.text(one.start_line, min(one.end_line, one.start_line + _MOST_LINES)).encode()
    return 2 * ground.words.name(one.name) + ground.words.text(body)


def _rate(ground: Ground, path: str, one: Definition, ranking: Ranking, lines: Lines) -> tuple[float, float]:
    """How near a definition is by uses, and how well it meets the request."""
    return ranking.symbols.get(symbol_id(path, one.qualname), 0.0), _meets(ground, one, lines)


def is_nameable(facts: FileFacts, one: Definition) -> bool:
    """Whether a definition is one of the file or of a class, and no local of a function or of a block of tests."""
    parent = one.parent
    while parent != MODULE:
        around = facts.definitions[parent]
        if around.kind in CALLABLES or around.kind is Kind.SECTION:
            return False
        parent = around.parent
    return one.kind is not Kind.SECTION
