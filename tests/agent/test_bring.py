"""Bringing back: nothing of the user's is overwritten, and a kill at any point leaves the whole change or none of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scoper.agent import bring
from scoper.agent.bring import JOURNAL, Recovered, bring_back, recover
from scoper.agent.runs import Run, begin
from scoper.errors import UserError
from scoper.git import disk
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from tests.gitrepo import GitRepo

BEFORE = {"a.txt": "one\ntwo\nthree\nfour\nfive\n", "b.txt": "b\n", "dir/c.txt": "c\n", "d.txt": "d\n"}
AFTER: Mapping[str, bytes | None] = {
    "a.txt": b"ONE\ntwo\nthree\nfour\nfive\n",
    "b.txt": None,
    "new/n.txt": b"n\n",
    "dir/c.txt": b"C\n",
}


class Bench:
    """A repository with a change to bring back."""

    def __init__(self, repo: GitRepo, repository: Repository) -> None:
        self.repo, self.repository = repo, repository
        self.base = repository.work_tree()
        self.after: Tree = repository.overlay(self.base, AFTER, "after")
        self.run: Run = begin(repository.git_dir)

    def bring(self) -> bring.Brought:
        return bring_back(self.repository, self.run, self.base, self.after)

    def files(self) -> dict[str, str]:
        paths = [path for path in self.repo.root.rglob("*") if path.is_file() and ".git" not in path.parts]
        return {str(path.relative_to(self.repo.root)): path.read_text() for path in paths}

    @property
    def journal(self) -> Path:
        return Path(self.run.folder) / JOURNAL


@pytest.fixture
def bench(repo: GitRepo) -> Bench:
    repo.commit(BEFORE)
    return Bench(repo, Repository.discover(repo.root))


WHOLE = {**BEFORE, **{path: text.decode() for path, text in AFTER.items() if text is not None}}
WHOLE.pop("b.txt")


def test_everything_is_written(bench: Bench) -> None:
    brought = bench.bring()
    assert bench.files() == WHOLE and brought.merged == () and not bench.journal.exists()
    assert set(brought.paths) == AFTER.keys()
    assert bench.bring().paths == ()  # it is there already


def test_what_the_user_did_elsewhere_stays(bench: Bench) -> None:
    bench.repo.write("d.txt", "mine\n")
    bench.repo.write("mine.txt", "mine\n")
    bench.bring()
    assert bench.files() == {**WHOLE, "d.txt": "mine\n", "mine.txt": "mine\n"}


def test_what_both_changed_in_different_places_is_merged(bench: Bench) -> None:
    bench.repo.write("a.txt", "one\ntwo\nthree\nfour\nFIVE\n")
    assert bench.bring().merged == ("a.txt",)
    assert bench.files()["a.txt"] == "ONE\ntwo\nthree\nfour\nFIVE\n"


@pytest.mark.parametrize(
    "path, text", [("a.txt", "uno\ntwo\nthree\nfour\nfive\n"), ("a.txt", None), ("b.txt", "mine\n"), ("new/n.txt", "mine\n")]
)
def test_what_both_changed_in_one_place_stops_everything(bench: Bench, path: str, text: str | None) -> None:
    if text is None:
        bench.repo.remove(path)
    else:
        bench.repo.write(path, text)
    before = bench.files()
    with pytest.raises(UserError, match=f"{path} changed in the meantime"):
        bench.bring()
    assert bench.files() == before and not bench.journal.exists()


class Killed(BaseException):
    """Stands for the process: nothing after it runs."""


def kill_at(bench: Bench, monkeypatch: pytest.MonkeyPatch, puts: int) -> None:
    """Bring back, and be killed before so many files are written: with no clean-up, as that is what a kill is."""
    done = 0

    def put(root: str, path: str, file: disk.DiskFile | None) -> None:
        nonlocal done
        if done == puts:
            (bench.repo.root / f".scoper-{'0' * 16}").write_text("half")
            raise Killed
        done += 1
        original(root, path, file)

    def no_way_back(root: str, before: Mapping[str, disk.DiskFile | None], after: Mapping[str, disk.DiskFile | None]) -> None:
        for path in sorted(after, key=lambda path: (after[path] is not None, path)):
            put(root, path, after[path])

    original = disk._put
    with monkeypatch.context() as patched:
        patched.setattr("scoper.untangle.place.write_files", no_way_back)
        patched.setattr(Run, "drop", lambda *_: None)
        with pytest.raises(Killed):
            bench.bring()


@pytest.mark.parametrize("puts", range(4))
def test_a_kill_between_two_files_is_mended_by_the_next_command(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, puts: int
) -> None:
    kill_at(bench, monkeypatch, puts)
    assert bench.journal.exists()
    (done,) = recover(bench.repository)
    assert done.how == ("completed" if puts else "untouched")
    assert bench.files() == (WHOLE if puts else BEFORE)
    assert recover(bench.repository) == [] and not bench.journal.exists()


def test_a_cut_change_is_taken_back_where_the_user_went_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_at(bench, monkeypatch, 2)
    bench.repo.write("new/n.txt", "mine\n")
    assert recover(bench.repository) == [Recovered(bench.run.id, "put back", tuple(sorted(AFTER)))]
    assert bench.files() == {**BEFORE, "new/n.txt": "mine\n"}


def test_a_damaged_journal_is_said(bench: Bench) -> None:
    bench.run.keep(JOURNAL, b"{")
    with pytest.raises(UserError, match="damaged"):
        recover(bench.repository)
