"""The context pack at every door: one snapshot, a task and a budget in, a :class:`~scoper.context.model.Pack` out."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from scoper import gate
from scoper.config import Config
from scoper.context.build import Wish, build
from scoper.context.conventions import conventions
from scoper.context.exclude import SECRET, excluded_paths, excluded_text
from scoper.context.gather import Ground, first_ranking, rank
from scoper.context.model import Duty, Item, Pack
from scoper.context.rank import PastCommit, Words
from scoper.context.tokens import Tokenizer
from scoper.facts.model import Role, split_symbol
from scoper.facts.store import FactStore
from scoper.git.history import parse_log
from scoper.git.model import EXECUTABLE, REGULAR
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.graph.model import Edge
from scoper.lang.registry import language_of
from scoper.scope.infer import resolve_scope
from scoper.scope.model import Provenance, Scope, SpecKind, Target, Task
from scoper.scope.specs import matches_path, negative, positive

_MOST_FILES = 20_000  # that are read for words of the request
_MOST_TARGETS = 20  # files of a folder or glob
_FOCUS = 30  # files in which a request without scope is looked for
_INFERRED = 3  # files that are targets where the request names nothing
_GUESSED = 0.3  # how sure these are
_LISTED = 10  # files left out for one reason that are told one by one
_OF_FILES = (SpecKind.FOLDER, SpecKind.GLOB, SpecKind.PATH)
_PROSE = (".md", ".rst", ".txt", ".toml", ".cfg", ".ini")

Problems = list[tuple[str | None, str]]


def build_pack(
    repository: Repository,
    snapshot: Snapshot,
    commit: str | None,
    task: Task,
    config: Config,
    wish: Wish,
    *,
    model: str | None = None,
    use_cache: bool = True,
) -> Pack:
    """A pack for a task in a snapshot. ``commit`` is the one whose history counts, that of the snapshot or what it is
    built on; ``model`` names who is to read it. Errors as in :func:`scoper.gate.resolve_scope`."""
    tokenizer = Tokenizer(model)
    request = task.request or ""
    with gate.open_graph(snapshot, config, use_cache=use_cache) as (graph, tree):
        texts, problems = _texts(snapshot, config, {spec.path for spec in positive(task.specs) if spec.path is not None})
        history = _history(repository, commit, use_cache=use_cache)
        ground = Ground(graph, tree, texts, Words(request, texts), history, request)
        scope, targets, notices = _targets(ground, task)
        notices += _unshown(scope, targets, dict(problems))
        ranking = rank(ground, targets)
        shown = [split_symbol(target.symbol)[0] for target in targets]
        built = build(ground, targets, ranking, conventions(ground, shown), wish, tokenizer)
    if built.needed is not None:
        notices.append(f"the targets are not shown whole: that takes a budget of {built.needed} tokens")
    return Pack(
        snapshot.id,
        task,
        scope,
        wish.budget,
        built.tokens,
        tokenizer.name,
        built.items,
        built.left_out,
        tuple(_brief(problems)),
        tuple(notices),
        built.needed,
        built.text,
        _between(ranking.edges, built.items),
        tuple(dict.fromkeys([*shown, *ranking.files])),
    )


def _between(edges: Iterable[Edge], items: Iterable[Item]) -> tuple[Edge, ...]:
    """The uses that have both ends in a pack, mere imports left out."""
    shown = {item.symbol for item in items if item.duty is not Duty.CONVENTION}

    def is_telling(edge: Edge) -> bool:
        is_import = "::" not in edge.source and edge.role is Role.READ
        return edge.source != edge.target and "::" in edge.target and not is_import

    return tuple(edge for edge in edges if is_telling(edge) and {edge.source, edge.target} <= shown)


def _texts(snapshot: Snapshot, config: Config, wanted: AbstractSet[str]) -> tuple[dict[str, bytes], Problems]:
    """The files that may be shown, and why others are not. ``wanted`` are shown whatever they are, but for secrets."""
    problems: Problems = []
    paths = []
    attributes = snapshot.read_many([".gitattributes"]).get(".gitattributes", b"")
    excluded = excluded_paths(snapshot.entries().keys(), config.exclude, attributes)
    for path, entry in snapshot.entries().items():
        reason = excluded.get(path)
        if entry.mode not in (REGULAR, EXECUTABLE):
            continue
        if reason is not None and (path not in wanted or reason == SECRET):
            problems.append((path, reason))
        elif language_of(path) is not None or path.endswith(_PROSE) or path in wanted:
            paths.append(path)
    if len(paths) > _MOST_FILES:
        problems.append((None, f"of {len(paths)} files only {_MOST_FILES} were read"))
        paths = [*(path for path in paths if path in wanted), *paths][:_MOST_FILES]
    texts = snapshot.read_many(paths)
    for path in list(texts):
        if reason := excluded_text(texts[path], config.max_file_bytes):
            problems.append((path, reason))
            del texts[path]
    return texts, problems


def _brief(problems: Problems) -> Problems:
    """What was left out, each by itself where there are few or it may be a secret, else counted."""
    counts = Counter(reason.partition(":")[0] for _, reason in problems)
    brief = [(path, reason) for path, reason in problems if counts[reason.partition(":")[0]] <= _LISTED or reason == SECRET]
    many = [(None, f"{count} files are left out: {kind}") for kind, count in sorted(counts.items()) if count > _LISTED]
    return [*brief, *((path, text) for path, text in many if not text.endswith(SECRET))]


def _unshown(scope: Scope, targets: Sequence[Target], problems: Mapping[str | None, str]) -> list[str]:
    """What to say of targets that are not in the pack."""
    shown = {split_symbol(target.symbol)[0] for target in targets}
    missing = dict.fromkeys(split_symbol(target.symbol)[0] for target in scope.targets if target.provenance is Provenance.SPEC)
    return [f"{path} is not shown: {problems[path]}" for path in missing if path not in shown and path in problems]


def _history(repository: Repository, commit: str | None, *, use_cache: bool) -> list[PastCommit]:
    if commit is None:
        return []
    store = FactStore.open() if use_cache else FactStore(None)
    try:
        key = f"history-1:{commit}"
        kept = store.recall(key)
        data = zlib.decompress(kept) if kept is not None else repository.log(commit)
        if data is not None and kept is None:
            store.keep(key, zlib.compress(data, 1))
    finally:
        store.close()
    return [PastCommit(*one) for one in parse_log(data or b"")]


def _targets(ground: Ground, task: Task) -> tuple[Scope, list[Target], list[str]]:
    """The scope room's inference where names lead to something, else the files that words and history point at; and what a
    reader should know of that."""
    first = first_ranking(ground, ())
    barred = negative(task.specs)
    free = [path for path in first if not any(spec.kind in _OF_FILES and matches_path(spec, path) for spec in barred)]
    best = sorted(free, key=lambda path: (-first[path], path))
    scope = resolve_scope(task, (ground.tree,), () if positive(task.specs) else best[:_FOCUS])
    notices = [*([f"assumed: {scope.assumption}"] if scope.assumption else []), *scope.unmatched]
    explicit = [target for target in scope.targets if target.provenance is Provenance.SPEC]
    named = [target for target in scope.targets if target.provenance not in (Provenance.SPEC, Provenance.WORDS)]
    found = _expanded(task, explicit or _innermost(named), ground.texts, best)
    if len(found) > _MOST_TARGETS:
        notices.append(f"of {len(found)} targets the {_MOST_TARGETS} that meet the request most were taken")
    if not (explicit or named):
        found = [
            Target(path, None, _GUESSED, Provenance.WORDS, "words of the request, and history") for path in best[:_INFERRED]
        ]
        said = f"assumed from its words: {', '.join(best[:_INFERRED])}" if found else "so there is nothing to show"
        notices.append(f"the request names nothing that is in the tree; {said}")
    return scope, found[:_MOST_TARGETS], notices


def _innermost(targets: Sequence[Target]) -> list[Target]:
    """Without what only names the place of something else that is named: the class of a method, the file of a function."""
    symbols = [target.symbol for target in targets]
    return [one for one in targets if not any(other.startswith((f"{one.symbol}.", f"{one.symbol}::")) for other in symbols)]


def _expanded(task: Task, targets: Iterable[Target], texts: Mapping[str, bytes], best: list[str]) -> list[Target]:
    """Folders and globs as the files that they hold, the most relevant first."""
    specs = {spec.path: spec for spec in positive(task.specs) if spec.kind in _OF_FILES}
    found: list[Target] = []
    for target in targets:
        path = split_symbol(target.symbol)[0]
        if path in texts:
            found.append(target)
            continue
        spec = specs.get(path)
        inside = [p for p in texts if (matches_path(spec, p) if spec else p.startswith(path))]
        places = {p: place for place, p in enumerate(best)}
        inside.sort(key=lambda p: (places.get(p, len(places)), p))
        found += [target._replace(symbol=p) for p in inside]
    return found
