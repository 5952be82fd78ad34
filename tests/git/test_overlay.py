from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.errors import UserError
from scoper.git.overlay import check_path
from tests.git.conftest import Open
from tests.gitrepo import GitRepo


def test_no_edits_change_nothing(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "x"})
    repository = opened(repo.root)
    base = repository.commit("HEAD")
    assert repository.overlay(base, {}, "none").id == base.id
    assert repository.overlay(base, {"f": b"x", "nowhere": None}, "same").id == base.id


def test_files_are_changed_added_and_removed(repo: GitRepo, opened: Open) -> None:
    repo.write("run.sh", "old").chmod(0o755)
    repo.commit({"keep": "k", "old/gone": "g"})
    repository = opened(repo.root)
    before = repo.state()
    laid = repository.overlay(
        repository.commit("HEAD"), {"run.sh": b"new", "old/gone": None, "a/b/c.py": b"\0\r\n", "odd\n\t\udcff": b""}, "reply"
    )
    assert laid.label == "reply"
    assert {path: entry.mode for path, entry in laid.entries().items()} == {
        "a/b/c.py": 0o100644,
        "keep": 0o100644,
        "odd\n\t\udcff": 0o100644,
        "run.sh": 0o100755,
    }
    assert laid.read_many(laid.entries()) == {"a/b/c.py": b"\0\r\n", "keep": b"k", "odd\n\t\udcff": b"", "run.sh": b"new"}
    assert repo.state() == before


def test_its_files_are_known_as_git_would_list_them(repo: GitRepo, opened: Open) -> None:
    repo.commit({"a/x": "x", "a.b": "y", "gone": "g", "made/way": "w"})
    repository = opened(repo.root)
    edits = {"a-b": b"1", "a/y": b"2", "gone": None, "made/way": None, "made": b"3", "z\udcff": b"4", "a.b": b"5"}
    laid = repository.overlay(repository.commit("HEAD"), edits, "reply")
    assert laid.is_listed
    assert list(laid.entries().items()) == list(repository.commit(laid.id).entries().items())


def test_line_ends_are_not_converted(repo: GitRepo, opened: Open) -> None:
    repo.commit({".gitattributes": "* text=auto eol=lf\n"})
    repo.git("config", "core.autocrlf", "true")
    repository = opened(repo.root)
    laid = repository.overlay(repository.commit("HEAD"), {"f": b"a\r\n"}, "x")
    assert laid.read_many(["f"]) == {"f": b"a\r\n"}


def test_an_overlay_over_an_overlay(repo: GitRepo, opened: Open) -> None:
    repository = opened(repo.root)
    first = repository.overlay(repository.empty(), {"f": b"1", "g": b"1"}, "first")
    second = repository.overlay(first, {"f": b"2"}, "second")
    assert second.read_many(["f", "g"]) == {"f": b"2", "g": b"1"}
    assert [change.path for change in repository.diff(first, second)] == ["f"]


def test_a_file_makes_room_for_a_folder(repo: GitRepo, opened: Open) -> None:
    repository = opened(repo.root)
    base = repository.overlay(repository.empty(), {"a": b"1", "d/e": b"2"}, "base")
    turned = repository.overlay(base, {"a/b": b"3", "a": None, "d": b"4", "d/e": None}, "turned")
    assert turned.read_many(turned.entries()) == {"a/b": b"3", "d": b"4"}


@pytest.mark.parametrize("edits", [{"a/b": b"x"}, {"d": b"x"}, {"n": b"x", "n/m": b"y"}])
def test_a_file_that_would_be_a_folder_too(repo: GitRepo, opened: Open, edits: dict[str, bytes]) -> None:
    repository = opened(repo.root)
    base = repository.overlay(repository.empty(), {"a": b"1", "d/e": b"2"}, "base")
    with pytest.raises(UserError, match="both a file and a folder"):
        repository.overlay(base, edits, "x")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../up", "a/../b", "a//b", "", ".", "./a", "a/", ".git/config", "x/.GIT/y", "a\0"]
)
def test_paths_that_lead_out_are_refused(repo: GitRepo, opened: Open, path: str) -> None:
    repository = opened(repo.root)
    with pytest.raises(UserError, match="not a path inside the repository"):
        repository.overlay(repository.empty(), {path: b"x"}, "x")


@given(st.lists(st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1), min_size=1).map("/".join))
def test_other_paths_are_not(path: str) -> None:
    if not {part.lower() for part in path.split("/")} & {".", "..", ".git"}:
        check_path(path)


@pytest.mark.parametrize("path", ["git~1/x", "d/GIT~1", ".g\u200cit/x", "a\\.git\\b", "con"])
def test_names_that_only_other_systems_forbid_are_not_lost(path: str, repo: GitRepo, opened: Open) -> None:
    repository = opened(repo.root)
    laid = repository.overlay(repository.empty(), {path: b"x", "f": b"y"}, "x")
    assert laid.entries().keys() == {path, "f"}
    assert repository.overlay(laid, {"f": b"z"}, "x").entries().keys() == {path, "f"}


def test_a_base_with_missing_blobs(repo: GitRepo, opened: Open) -> None:
    repo.commit({"gone": "lost", "f": "x"})
    oid = repo.git("rev-parse", "HEAD:gone")
    (repo.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    repository = opened(repo.root)
    laid = repository.overlay(repository.commit("HEAD"), {"f": b"y"}, "x")
    assert laid.entries()["gone"].oid == oid and laid.read_many(["f"]) == {"f": b"y"}
