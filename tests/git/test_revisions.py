from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.errors import UserError
from scoper.git.revisions import parse_commit
from tests.git.conftest import Open
from tests.gitrepo import GitRepo


@pytest.mark.parametrize("revision", ["HEAD", "main", "v1", "HEAD^{commit}", "main@{0}", "HEAD^{/the fir}"])
def test_names_of_one_commit(repo: GitRepo, opened: Open, revision: str) -> None:
    commit = repo.commit({"f": "x"}, message="the first")
    repo.git("tag", "-a", "v1", "-m", "annotated")
    assert opened(repo.root).resolve(revision) == commit


def test_an_abbreviated_id(repo: GitRepo, opened: Open) -> None:
    commit = repo.commit({"f": "x"})
    assert opened(repo.root).resolve(commit[:9]) == commit


@pytest.mark.parametrize("revision", ["nowhere", "HEAD:f", "HEAD~5", "HEAD..main", "^HEAD", "a b", "a\nHEAD", "f", "\0"])
def test_what_names_no_commit_is_named_in_the_error(repo: GitRepo, opened: Open, revision: str) -> None:
    repo.commit({"f": "x"})
    with pytest.raises(UserError, match="unknown revision") as caught:
        opened(repo.root).resolve(revision)
    assert revision in caught.value.message


@pytest.mark.parametrize("revision", ["", "-n", "--output=x", "--all"])
def test_options_are_no_revisions(repo: GitRepo, opened: Open, revision: str) -> None:
    repo.commit({"f": "x"})
    with pytest.raises(UserError, match="not a revision"):
        opened(repo.root).resolve(revision)


def test_the_nearest_names_are_offered(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "x"})
    repo.git("branch", "feature/login")
    repo.git("tag", "v1.2.0")
    with pytest.raises(UserError) as caught:
        opened(repo.root).resolve("feature/logon")
    assert caught.value.hints == ("did you mean feature/login?",)
    with pytest.raises(UserError) as caught:
        opened(repo.root).resolve("v1.20")
    assert "v1.2.0" in caught.value.hints[0]


def test_a_commit_whose_files_were_not_cloned(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({"sub/f": "x"})
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", "--no-checkout", "--filter=tree:0", repo.root.as_uri(), str(tmp_path / "partial"))
    with pytest.raises(UserError, match="the files of HEAD are not in this clone"):
        opened(tmp_path / "partial").commit("HEAD")


def test_the_merge_base_of_two_branches(repo: GitRepo, opened: Open) -> None:
    base = repo.commit({"f": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"g": "2"})
    repo.git("checkout", "-q", "main")
    repo.commit({"f": "3"})
    assert opened(repo.root).merge_base("main", "side") == base


def test_no_common_ancestor(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1"})
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit({"g": "1"}, message="unrelated")
    with pytest.raises(UserError, match="main and other have no common ancestor") as caught:
        opened(repo.root).merge_base("main", "other")
    assert "main..other" in caught.value.hints[0]


@pytest.mark.parametrize("text", ["plain", "subject\n\nbody\n\nwith: trailer\n", "naïve ☃", ""])
def test_messages(repo: GitRepo, opened: Open, text: str) -> None:
    tree = repo.git("mktree")
    commit = repo.git("commit-tree", tree, stdin=text.encode())
    assert opened(repo.root).message(commit) == text


def test_a_message_in_another_encoding(repo: GitRepo, opened: Open) -> None:
    tree = repo.git("mktree")
    commit = repo.git("-c", "i18n.commitEncoding=latin1", "commit-tree", tree, stdin="café".encode("latin-1"))
    assert opened(repo.root).message(commit) == "café"


def test_a_message_in_no_encoding() -> None:
    header = b"tree " + b"a" * 40 + b"\n"
    assert parse_commit(header + b"\ncaf\xe9").message == "caf\ufffd"
    assert parse_commit(header + b"encoding x-unheard-of\n\nok").message == "ok"
    assert parse_commit(header + b"encoding base64\n\nok").message == "ok"


def test_parents_are_those_of_the_header(repo: GitRepo) -> None:
    commit = parse_commit(b"tree t\nparent p1\nparent p2\nauthor a\n\nparent of all\n\nparent p3\n")
    assert commit == ("t", ("p1", "p2"), "parent of all\n\nparent p3\n")


@given(st.binary())
def test_no_commit_object_is_too_odd(data: bytes) -> None:
    assert isinstance(parse_commit(b"tree t\nencoding " + data).message, str)
