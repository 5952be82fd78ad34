from __future__ import annotations

from pathlib import Path

from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.index import Indexed, build_index
from tests.gitrepo import GitRepo


def test_what_is_too_large_is_tried_once_for_each_limit(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"small.py": "x = 1\n", "large.py": "x = 1\n" * 100})
    store = FactStore(str(tmp_path / "cache"))
    tried: list[int] = []

    def index(limit: int) -> Indexed:
        with Repository.discover(repo.root) as repository:
            snapshot = repository.commit("HEAD")
            return build_index(snapshot, store, max_file_bytes=limit, progress=lambda done, _: tried.append(done))

    assert index(50) == Indexed(known=0, read=1, degraded=1, missing=0)
    tried.clear()
    assert index(50) == Indexed(known=1, read=0, degraded=1, missing=0)
    assert tried == [0]
    assert index(5_000) == Indexed(known=1, read=1, degraded=0, missing=0)
    store.close()
