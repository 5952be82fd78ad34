"""Fits the numbers of ``scoper/verdict/weights.py``, and says how well they do on repositories that had no part in it.

usage: python -m benchmarks.fit_verdict --repo CLONE [--repo CLONE …] [--pairs 24] [--seed 1] [--half]

Needs PyTorch (``pip install torch``). Every clone gives pairs of small real commits: the message of the first is the request,
the patch of the second, laid on top, is foreign; and the first of them alone, where nothing is. With --half it is fitted on
every other repository and scored on the rest; without, on all, and the numbers are printed.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import torch
from torch import Tensor

from benchmarks.composed import Composed, candidates, compose
from scoper import gate
from scoper.change.model import Change
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.graph.resolve import Graph
from scoper.scope.model import Scope, Spec, Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.verdict.features import Features
from scoper.verdict.judge import judge, weigh
from scoper.verdict.model import Verdict
from scoper.verdict.ties import Tie

_EDITS = 60  # of one diff at most, so that all fit into one tensor
_ROUNDS, _STEP, _SHRINK = 250, 0.08, 3e-4
_LARGE = 0.7  # the power of its lines that an edit counts
_ALONE = 0.7  # what the loss of commits without anything foreign counts beside that of pairs
_FIELD = 0.3  # what the loss of the field itself counts beside that of the verdict


class Case(NamedTuple):
    """One diff: features of its edits, ties between them, lines asked for and foreign of each."""

    features: Sequence[Sequence[float]]
    ties: Sequence[tuple[int, int, Tie, float]]
    lines: Sequence[tuple[int, int]]


class Batch(NamedTuple):
    features: Tensor  # case × edit × feature
    ties: Tensor  # tie × case × edit × edit
    lines: Tensor  # case × edit × 2
    there: Tensor  # case × edit


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", action="append", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--pairs", type=int, default=24, help="of each repository")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(0)
    found = [collect(repo, args.pairs, args.seed) for repo in args.repo]
    pairs, alone = [both[0] for both in found], [both[1] for both in found]
    use = slice(None, None, 2) if args.half else slice(None)
    model = fit(batch(_flat(pairs[use])), batch(_flat(alone[use])))
    rest = slice(1, None, 2) if args.half else slice(None)
    print(score(model, batch(_flat(pairs[rest])), batch(_flat(alone[rest]))))
    if not args.half:
        print(model.numbers())
    return 0


def _flat(cases: Sequence[Sequence[Case]]) -> list[Case]:
    return [case for one in cases for case in one]


def collect(repo: Path, count: int, seed: int) -> tuple[list[Case], list[Case]]:
    """Pairs of a repository, each with the words of the request alone and with the file it is mostly about as its border; and
    the asked-for commits alone."""
    pairs: list[Case] = []
    alone: list[Case] = []
    with Repository.discover(repo) as repository:
        for asked, foreign in candidates(repo, random.Random(seed)):
            composed = compose(repository, repo, asked, foreign)
            if composed is None:
                continue
            pairs += [case for case in _cases(repository, composed, bordered=True) if len(case.lines) <= _EDITS]
            single = composed._replace(head=repository.commit(asked), theirs=set())
            alone += [case for case in _cases(repository, single, bordered=False) if len(case.lines) <= _EDITS]
            if len(pairs) >= 2 * count:
                break
    print(f"{repo}: {len(pairs) // 2} pairs")
    return pairs, alone


def _cases(repository: Repository, composed: Composed, *, bordered: bool) -> list[Case]:
    cases: list[Case] = []

    def record(change: Change, task: Task, scope: Scope, base: Graph, head: Graph) -> tuple[Verdict, ...]:
        lines = [composed.share(edit) for edit in change.edits]
        for specs in [(), *([_border(change, lines)] if bordered else [])]:
            features, strengths = weigh(change, scope, specs, base, head)
            ties = [(*pair, tie, value) for pair, kinds in strengths.mutual.items() for tie, value in kinds.items()]
            ties += [(*pair, Tie.INTERFACE, value) for pair, value in strengths.leads.items()]
            cases.append(Case(features, ties, lines))
        return judge(change, task, scope, base, head)

    with patch.object(gate, "judge_edits", record):
        task = Task(composed.request, (), TaskSource.FLAG)
        try:
            gate.judge(repository, composed.base, composed.head, task, Config(linters=()))
        except UserError:
            return []
    return cases


def _border(change: Change, lines: Sequence[tuple[int, int]]) -> tuple[Spec, ...]:
    asked: dict[str, int] = {}
    for edit, (own, _) in zip(change.edits, lines, strict=True):
        asked[edit.path] = asked.get(edit.path, 0) + own
    return (parse_spec(max(sorted(asked), key=asked.__getitem__)),) if asked else ()


def batch(cases: Sequence[Case]) -> Batch:
    made = Batch(
        torch.zeros(len(cases), _EDITS, len(Features._fields)),
        torch.zeros(len(Tie), len(cases), _EDITS, _EDITS),
        torch.zeros(len(cases), _EDITS, 2),
        torch.zeros(len(cases), _EDITS),
    )
    order = {tie: at for at, tie in enumerate(Tie)}
    for number, case in enumerate(cases):
        edits = len(case.lines)
        made.features[number, :edits] = torch.tensor(case.features)
        made.lines[number, :edits] = torch.tensor(case.lines, dtype=torch.float32)
        made.there[number, :edits] = 1
        for one, other, tie, value in case.ties:
            made.ties[order[tie], number, other, one] = value  # of what leads from one to the other, the row is the other
            if tie is not Tie.INTERFACE:
                made.ties[order[tie], number, one, other] = value
    return made


class Model:
    """:mod:`scoper.verdict.belief`, so that it can be differentiated."""

    def __init__(self) -> None:
        self.chance = torch.zeros(len(Features._fields), requires_grad=True)
        self.sureness = torch.zeros(len(Features._fields), requires_grad=True)
        self.ties = torch.zeros(len(Tie), requires_grad=True)  # logarithms
        self.verdict = torch.tensor([0.0, 1.0, 0.0, 0.0, 0.0], requires_grad=True)

    def parameters(self) -> list[Tensor]:
        return [self.chance, self.sureness, self.ties, self.verdict]

    def field(self, cases: Batch) -> Tensor:
        mutual = torch.tensor([tie is not Tie.INTERFACE for tie in Tie])
        weights = torch.einsum("k,kbij->bij", torch.exp(self.ties) * mutual, cases.ties)
        leads = torch.einsum("k,kbij->bij", torch.exp(self.ties) * ~mutual, cases.ties)
        chance = torch.sigmoid(cases.features @ self.chance)
        sureness = torch.exp((cases.features @ self.sureness).clamp(-6, 6))
        values = _solve(weights, sureness, sureness * chance)
        led = (leads @ values.unsqueeze(2)).squeeze(2)
        return _solve(weights, sureness + leads.sum(2), sureness * chance + led)

    def beliefs(self, cases: Batch) -> Tensor:
        values = self.field(cases)
        low, middle, high = (_quantile(values, cases, share) for share in (0.25, 0.5, 1.0))
        bias, own, to_low, to_middle, to_high = self.verdict
        odds = torch.logit(values.clamp(0.01, 0.99))
        return torch.sigmoid(
            bias + own * odds + to_low * (values - low) + to_middle * (values - middle) + to_high * (values - high)
        )

    def penalty(self) -> Tensor:
        return ((self.ties - 1) ** 2).sum() + sum((one**2).sum() for one in (self.chance, self.sureness, self.verdict))

    def numbers(self) -> str:
        def named(names: Sequence[str], values: Tensor) -> str:
            return ", ".join(f"{name}={value:.2f}" for name, value in zip(names, values.tolist(), strict=True))

        return "\n".join(
            (
                f"CHANCE: {named(Features._fields, self.chance)}",
                f"SURENESS: {named(Features._fields, self.sureness)}",
                f"TIES: {named([tie.name for tie in Tie], torch.exp(self.ties))}",
                f"VERDICT: {named(('bias', 'own', 'to_low', 'to_middle', 'to_high'), self.verdict)}",
            )
        )


def _solve(weights: Tensor, sureness: Tensor, wanted: Tensor) -> Tensor:
    system = torch.diag_embed(weights.sum(2) + sureness) - weights
    solved: Tensor = torch.linalg.solve(system, wanted.unsqueeze(2))
    return solved.squeeze(2)


def _quantile(values: Tensor, cases: Batch, share: float) -> Tensor:
    sizes = cases.lines.sum(2)
    ordered, order = torch.where(cases.there > 0, values, 9.0).sort(1)
    seen = torch.cumsum(sizes.gather(1, order), 1)
    at = (seen < share * sizes.sum(1, keepdim=True) - 1e-6).sum(1, keepdim=True)
    return ordered.gather(1, at.clamp(max=_EDITS - 1))


def fit(pairs: Batch, alone: Batch) -> Model:
    model = Model()
    optimizer = torch.optim.Adam(model.parameters(), lr=_STEP)
    for _ in range(_ROUNDS):
        optimizer.zero_grad()
        loss = (
            _loss(model.beliefs(pairs), pairs)
            + _FIELD * _loss(model.field(pairs), pairs)
            + _ALONE * _loss(model.beliefs(alone), alone)
        )
        (loss + _SHRINK * model.penalty()).backward()
        optimizer.step()
    return model


def _loss(beliefs: Tensor, cases: Batch) -> Tensor:
    """Log loss, in which the asked-for and the foreign half of each diff count the same."""
    beliefs = beliefs.clamp(1e-4, 1 - 1e-4)
    asked, foreign = cases.lines[..., 0] ** _LARGE, cases.lines[..., 1] ** _LARGE
    missed = (asked * -torch.log(beliefs)).sum(1) / (asked.sum(1) + 1e-6)
    passed = (foreign * -torch.log(1 - beliefs)).sum(1) / (foreign.sum(1) + 1e-6)
    return missed.mean() + passed.mean()


def score(model: Model, pairs: Batch, alone: Batch) -> str:
    with torch.no_grad():
        out, out_alone = model.beliefs(pairs) < 0.5, model.beliefs(alone) < 0.5
    asked, foreign = pairs.lines[..., 0], pairs.lines[..., 1]
    caught, wronged = share(foreign, out), share(asked, out)
    return (
        f"foreign lines flagged {caught:.3f}, asked-for lines flagged {wronged:.3f}, "
        f"balanced accuracy {(caught + 1 - wronged) / 2:.3f}; "
        f"lines of commits alone flagged {share(alone.lines[..., 0], out_alone):.3f}"
    )


def share(lines: Tensor, out: Tensor) -> float:
    return float(lines[out].sum() / lines.sum())


if __name__ == "__main__":
    raise SystemExit(main())
