from __future__ import annotations

from scoper.git.history import parse_log
from scoper.git.repository import Repository
from tests.gitrepo import GitRepo


def test_subjects_and_paths_newest_first_without_merges(repo: GitRepo) -> None:
    repo.commit({"a.py": "1", "dir/ü b.py": "1"}, "First\n\nbody")
    base = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"c.py": "1"}, "Side")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    repo.commit({"a.py": "2"}, "Last")
    with Repository.discover(repo.root) as repository:
        log = repository.log(repo.git("rev-parse", "HEAD"))
        assert log is not None
        found = parse_log(log)
        assert found[0] == ("Last", ("a.py",))
        assert sorted(found[1:]) == [("First", ("a.py", "dir/ü b.py")), ("Side", ("c.py",))]  # both are of the same second
        cut = repository.log(base)
        assert cut is not None and len(parse_log(cut)) == 1


def test_an_unknown_commit_has_no_history(repo: GitRepo) -> None:
    repo.commit({"a.py": "1"})
    with Repository.discover(repo.root) as repository:
        assert repository.log("1" * 40) is None


def test_an_empty_log() -> None:
    assert parse_log(b"") == []
    assert parse_log(b"\1only words\0") == [("only words", ())]


def test_configuration_starts_nothing(repo: GitRepo) -> None:
    repo.commit({"a.py": "1"}, "First")
    marker = repo.root / "started"
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "gpg.program", f"touch {marker}")
    repo.git("config", "diff.external", f"touch {marker}")
    with Repository.discover(repo.root) as repository:
        log = repository.log(repo.git("rev-parse", "HEAD"))
    assert log is not None and parse_log(log) == [("First", ("a.py",))]
    assert not marker.exists()
