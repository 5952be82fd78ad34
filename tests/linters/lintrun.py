"""Linting what differs between two snapshots: real git, real ruff, real facts."""

from __future__ import annotations

from collections.abc import Mapping

from scoper.change.build import build_change
from scoper.change.model import Change, ChangedFile
from scoper.config import Config
from scoper.facts.load import FactLoader
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.linters.model import LintResult
from scoper.linters.run import Means, start_linters
from tests.gitrepo import GitRepo

RUFF = '[tool.ruff.lint]\nselect = ["F", "E4", "E7", "E9", "S307", "B006"]\n'

Row = tuple[str, int, str]


def lint(
    repository: Repository,
    base: Tree,
    head: Tree,
    config: Config | None = None,
    *,
    root: str | None = None,
    use_cache: bool = False,
) -> LintResult:
    changes = repository.diff(base, head)
    means = Means(root, lambda texts: repository.overlay(head, texts, "head"), use_cache)
    run = start_linters(base, head, changes, config or Config(), means)
    try:
        return run.finish(change_between(repository, base, head))
    finally:
        run.cancel()


def change_between(repository: Repository, base: Tree, head: Tree) -> Change:
    loader = FactLoader(None, max_file_bytes=1_000_000)
    changes = repository.diff(base, head)
    base_paths = [change.base_path for change in changes if change.base_path]
    head_paths = [change.head_path for change in changes if change.head_path]
    base_texts, head_texts = base.read_many(base_paths), head.read_many(head_paths)
    base_facts, head_facts = loader.load(base, base_paths), loader.load(head, head_paths)
    files = []
    for change in changes:
        before, after = change.base_path or "", change.head_path or ""
        sides = base_texts.get(before), head_texts.get(after), base_facts.get(before), head_facts.get(after)
        files.append(ChangedFile(change, *sides))
    return build_change(files)


def lint_commits(repo: GitRepo, base: Mapping[str, str | bytes], head: Mapping[str, str | bytes]) -> LintResult:
    """Commit one tree after the other and lint the second against the first. Files that the head does not name are removed."""
    repo.commit({"pyproject.toml": RUFF, **base})
    for path in base.keys() - head.keys():
        repo.remove(path)
    repo.commit(head)
    with Repository.discover(repo.root) as repository:
        return lint(repository, repository.commit("HEAD^"), repository.commit("HEAD"))


def new(result: LintResult) -> list[Row]:
    assert result.problems == ()
    return [(item.diagnostic.path, item.diagnostic.line, item.diagnostic.code) for item in result.new]
