"""Judging a case file the way a command does: real git, real linters, the one gate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scoper import gate
from scoper.casefile import Case
from scoper.checks.model import Report
from scoper.finding import Finding
from scoper.git.repository import Repository
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.verdict.model import Verdict
from tests.gitrepo import GitRepo


def judge_case(case: Case, repo: GitRepo) -> Report:
    """The report on a case, whose base is committed and whose head is staged in ``repo``."""
    replace_tree(repo.root, {}, case.base)
    repo.commit()
    replace_tree(repo.root, case.base, case.head)
    repo.stage()
    specs = tuple(parse_spec(spec) for spec in case.scope)
    source = TaskSource.FLAG if case.request or specs else TaskSource.NONE
    with Repository.discover(repo.root) as repository:
        base, head = repository.head() or repository.empty(), repository.index()
        config = gate.load_config(base, head)
        return gate.judge(repository, base, head, Task(case.request, specs, source), config)


def finding_row(finding: Finding) -> str:
    at = finding.location
    return f"{at.symbol or at.path} {finding.rule.code} {finding.severity.label}"


def verdict_row(verdict: Verdict) -> str:
    edit = verdict.edit
    kinds = ",".join(kind.value for kind in edit.kinds)
    return f"{edit.symbol or edit.path} {kinds} {'in' if verdict.in_scope else 'out'} {verdict.relation.value}"


def replace_tree(root: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Turn files of one tree on disk into those of another."""
    for path in old.keys() - new.keys():
        (root / path).unlink()
    for path, content in new.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
