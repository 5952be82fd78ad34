"""Change + scope → one verdict per edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper.change.model import Change, Edit
from scoper.graph.resolve import Graph
from scoper.scope.model import Provenance, Scope, Spec, SpecKind, Task
from scoper.scope.specs import is_precise, positive
from scoper.verdict.belief import believe
from scoper.verdict.evidence import Background, Evidence, gather
from scoper.verdict.features import Features, describe
from scoper.verdict.generated import generated_links
from scoper.verdict.leftovers import left_behind, unheard_of
from scoper.verdict.links import Link, lock_links, name_links, neighbour_links, paragraph_links, whole_file_links
from scoper.verdict.literals import file_links, literal_links, moved_links
from scoper.verdict.model import Relation, Step, Verdict
from scoper.verdict.packages import package_links
from scoper.verdict.reach import THRESHOLD, Reached, reach, trace
from scoper.verdict.seeds import Seed, covers, plant
from scoper.verdict.spelled import mention_links, spelled_links
from scoper.verdict.symbols import symbol_links
from scoper.verdict.ties import Strengths, ties

_WORDED = 0.85  # where the request names nothing outright that was found
_INSIDE_A_BORDER = 0.6  # the file was named, and the request was not about this part of it, as far as words tell
_DOUBT_AT_A_BORDER = 0.2  # what a weak tie takes from the confidence where it could not have let the edit in
_LEFT_BEHIND = 0.75  # of 12 commits in taken_back.dev with such files, 9 were taken back in that part
_MAX_LINKED = 3_000  # edits; a larger diff is judged by seeds alone, which is said in the report


class _Trial(NamedTuple):
    """What all verdicts of one diff are made from. ``ceiling`` is how sure a verdict can be at best."""

    edits: Sequence[Edit]
    seeds: Sequence[Seed]
    reached: Sequence[Reached]
    specs: Sequence[Spec]
    ceiling: float
    left: frozenset[str]  # paths of files that look like leftovers of the work
    is_open: bool  # whether the words of the request decide, and not a border alone


class Links(NamedTuple):
    """The edges of the edit graph: read from resolved code, from shared names, from the order of documents, from names of
    files, from literals, and from lines that went from one edit to another."""

    symbols: list[Link]
    names: list[Link]
    prose: list[Link]
    files: list[Link]
    literals: list[Link]
    moved: list[Link]

    def every(self) -> list[Link]:
        return self.symbols + self.names + self.prose + self.files + self.literals + self.moved


def judge(change: Change, task: Task, scope: Scope, base_graph: Graph, head_graph: Graph) -> tuple[Verdict, ...]:
    """One verdict per edit, in the order of ``change.edits``."""
    if task.is_empty or not change.edits:
        return tuple(_unknown(edit, "there is no task") for edit in change.edits)
    trial = _try(change, task, scope, base_graph, head_graph)
    return tuple(_forbidden(edit, scope.forbidden) or _verdict(number, trial) for number, edit in enumerate(change.edits))


def weigh(
    change: Change, scope: Scope, specs: Sequence[Spec], base_graph: Graph, head_graph: Graph
) -> tuple[list[Features], Strengths]:
    """What :func:`scoper.verdict.belief.believe` is asked with."""
    evidence, background = gather(change)
    links = links_between(change, evidence, background, base_graph, head_graph)
    return describe(scope, specs, evidence, background), ties(evidence, *links)


def _try(change: Change, task: Task, scope: Scope, base_graph: Graph, head_graph: Graph) -> _Trial:
    evidence, background = gather(change)
    specs = positive(task.specs)
    seeds = plant(task, scope, evidence, background)
    lines_only = any(spec.kind is SpecKind.LINES for spec in specs)
    links = links_between(change, evidence, background, base_graph, head_graph, same_symbol=not lines_only)
    is_open = bool(scope.terms) and not any(is_precise(spec) for spec in specs)
    if is_open and any(seed.strength > 0 for seed in seeds):
        features = describe(scope, specs, evidence, background)
        beliefs = believe(features, ties(evidence, *links), [edit.size for edit in change.edits])
        reached = trace(beliefs, seeds, links.every())
    else:
        reached = reach(seeds, links.every(), weak_proves=not specs)
    left = unheard_of(left_behind(change, task.request or ""), evidence)
    return _Trial(change.edits, seeds, reached, specs, _ceiling(specs, scope), left, is_open or not specs)


def _ceiling(specs: Sequence[Spec], scope: Scope) -> float:
    """How sure a verdict can be at best, given how the task was put."""
    if specs or any(target.provenance is not Provenance.WORDS for target in scope.targets):
        return 1.0
    return _WORDED


def links_between(
    change: Change,
    evidence: Sequence[Evidence],
    background: Background,
    base_graph: Graph,
    head_graph: Graph,
    *,
    same_symbol: bool = True,
) -> Links:
    """All edges of the edit graph; none for a diff that is too large to be linked. ``same_symbol`` as in
    :func:`scoper.verdict.symbols.symbol_links`."""
    if len(change.edits) > _MAX_LINKED:
        return Links([], [], [], [], [], [])
    prose = neighbour_links(evidence) + paragraph_links(evidence) + lock_links(evidence) + whole_file_links(change)
    prose += generated_links(change) + package_links(change, evidence, base_graph, head_graph)
    symbols = symbol_links(change, base_graph, head_graph, same_symbol=same_symbol)
    names, files = name_links(evidence, background), file_links(change, evidence)
    literals = literal_links(evidence) + spelled_links(evidence) + mention_links(evidence)
    return Links(symbols, names, prose, files, literals, moved_links(evidence))


def _unknown(edit: Edit, why: str) -> Verdict:
    return Verdict(edit, True, Relation.UNKNOWN, why, 0.0, ())


def _forbidden(edit: Edit, forbidden: Sequence[Spec]) -> Verdict | None:
    spec = next((spec for spec in forbidden if covers(spec, edit)), None)
    if spec is None:
        return None
    return Verdict(edit, False, Relation.FORBIDDEN, f"{spec.text.strip().removeprefix('!')} must not change", 1.0, ())


def _verdict(number: int, trial: _Trial) -> Verdict:
    edit, found = trial.edits[number], trial.reached[number]
    if not trial.specs and not any(seed.strength > 0 for seed in trial.seeds):
        return _unknown(edit, "nothing in this diff can be tied to the request")
    if found.inside and edit.path in trial.left and not any(covers(spec, edit) for spec in trial.specs):
        why = "a new file that looks like a leftover of the work, and nothing asks for it or refers to it"
        return Verdict(edit, False, Relation.UNREACHED, why, _LEFT_BEHIND, ())
    if found.inside:
        relation, why = _reason(number, trial)
        confidence = round(found.strength * trial.ceiling, 3)
        return Verdict(edit, True, relation, why, confidence, _proof(number, trial))
    if spec := next((spec for spec in trial.specs if covers(spec, edit)), None):
        why = f"inside {spec.text}, but nothing ties it to the request"
        return Verdict(edit, False, Relation.UNREACHED, why, _INSIDE_A_BORDER, ())
    doubt = found.strength if trial.is_open else found.strength * _DOUBT_AT_A_BORDER
    return Verdict(
        edit, False, Relation.UNREACHED, _nearest_miss(found, trial.edits), round((1 - doubt) * trial.ceiling, 3), ()
    )


def _reason(number: int, trial: _Trial) -> tuple[Relation, str]:
    link, seed = trial.reached[number].link, trial.seeds[number]
    if link is not None:
        return link.relation, link.why
    return (Relation.TARGET, seed.why) if seed.why else (Relation.RELATED, "stands among what is in scope")


def _nearest_miss(found: Reached, edits: Sequence[Edit]) -> str:
    if found.link is None or found.strength < THRESHOLD / 2:
        return "nothing ties it to what was asked for"
    other = edits[found.link.source].symbol or edits[found.link.source].path
    return f"only weakly tied to what was asked for, by {other}: {found.link.why}"


def _proof(number: int, trial: _Trial) -> tuple[Step, ...]:
    """From the seed to this edit. Links only lead from edits that were in scope before, so the walk back ends."""
    steps: list[Step] = []
    at = number
    while (link := trial.reached[at].link) is not None:
        steps.append(Step(trial.edits[at].id, link.relation, link.why))
        at = link.source
    steps.append(Step(trial.edits[at].id, *_reason(at, trial)))
    return tuple(reversed(steps))
