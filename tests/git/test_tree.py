from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoper.git.model import Entry
from scoper.git.repository import Repository
from tests.git.conftest import Open
from tests.gitrepo import GitRepo


def head(repository: Repository) -> str:
    tree = repository.head()
    assert tree is not None
    return tree.id


def test_an_empty_tree_has_nothing(repo: GitRepo, opened: Open) -> None:
    empty = opened(repo.root).empty()
    assert empty.entries() == {} and empty.read_many(["f"]) == {} and empty.search({"x"}) == set()


def test_entries_hold_every_path_with_mode_and_id(repo: GitRepo, opened: Open) -> None:
    repo.write("run.sh", "x").chmod(0o755)
    (repo.root / "link").symlink_to("a/b.py")
    repo.commit({"a/b.py": "y"})
    entries = opened(repo.root).commit("HEAD").entries()
    oids = {path: repo.git("rev-parse", f"HEAD:{path}") for path in ("run.sh", "link", "a/b.py")}
    assert entries == {
        "a/b.py": Entry(0o100644, oids["a/b.py"]),
        "link": Entry(0o120000, oids["link"]),
        "run.sh": Entry(0o100755, oids["run.sh"]),
    }


def test_contents_are_bytes_as_committed(repo: GitRepo, opened: Open) -> None:
    files = {"crlf": b"a\r\nb\r\n", "latin": "é".encode("latin-1"), "nul": b"\0\1", "empty": b"", "no-end": b"x"}
    (repo.root / "link").symlink_to("/etc/passwd")
    repo.commit(files)
    tree = opened(repo.root).commit("HEAD")
    assert tree.read_many([*files, "link", "nowhere"]) == {**files, "link": b"/etc/passwd"}
    assert tree.missing() == frozenset()


def test_names_that_are_not_utf8(repo: GitRepo, opened: Open) -> None:
    name = b"caf\xe9\n\"'\t.py"
    with open(os.path.join(os.fsencode(repo.root), name), "wb") as file:
        file.write(b"word")
    repo.commit()
    tree = opened(repo.root).commit("HEAD")
    path = os.fsdecode(name)
    assert list(tree.entries()) == [path]
    assert tree.read_many([path]) == {path: b"word"}
    assert tree.search({"word"}) == {path}


def test_a_blob_that_is_not_in_the_store(repo: GitRepo, opened: Open) -> None:
    repo.commit({"here": "word one", "gone": "word two"})
    oid = repo.git("rev-parse", "HEAD:gone")
    (repo.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    tree = opened(repo.root).commit("HEAD")
    assert tree.read_many(["here", "gone"]) == {"here": b"word one"}
    assert tree.missing() == {"gone"}
    assert tree.search({"word"}) == {"here"}


def test_a_blob_that_a_partial_clone_left_behind(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    """It stays there, even though the remote could be asked."""
    repo.commit({"f": "left behind"})
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", repo.root.as_uri(), str(tmp_path / "partial"))
    tree = opened(tmp_path / "partial").commit("HEAD")
    assert tree.read_many(["f"]) == {} and tree.missing() == {"f"}


def test_a_submodule_has_no_content(repo: GitRepo, opened: Open) -> None:
    commit = repo.commit({"f": "x"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")
    tree = opened(repo.root).index()
    assert tree.entries()["sub"] == Entry(0o160000, commit)
    assert tree.read_many(["sub"]) == {} and tree.missing() == frozenset()


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ((), set()),
        (("",), set()),
        (("nowhere",), set()),
        (("tot",), set()),
        (("Total",), set()),
        (("total",), {"a.py", "b.md"}),
        (("total", "other"), {"a.py", "b.md", "c.py"}),
        (("a.b",), {"c.py"}),
        (("a-b", "a"), {"a.py", "c.py"}),
        (("naïve",), {"b.md"}),
        (("two\nlines", "x|y", "(", "[z]"), {"d.txt"}),
    ],
)
def test_search_finds_whole_words(repo: GitRepo, opened: Open, words: tuple[str, ...], paths: set[str]) -> None:
    repo.commit(
        {
            "a.py": "def total(a-bc): ...\n",
            "b.md": "The total is naïve.\n",
            "c.py": "other(a.b)\n",
            "d.txt": "f(x|y) [z]\n",
            "e.bin": b"total\0",
            "axb": "axb subtotal total_ totals\n",
        }
    )
    assert opened(repo.root).commit("HEAD").search(words) == paths


def test_what_stands_behind_a_word(repo: GitRepo, opened: Open) -> None:
    repo.commit(
        {
            "a.cs": "namespace A.B;\r\n",
            "b.cs": "  namespace C{ namespace Ü.D\n{",
            "c.txt": "namespace\n",
            "d.bin": b"namespace E\0",
        }
    )
    opened_repo = opened(repo.root)
    assert opened_repo.commit("HEAD").after("namespace") == {"A.B", "C", "Ü.D"}
    assert opened_repo.empty().after("namespace") == set()


def test_search_in_a_bare_repository_ignores_attributes(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({".gitattributes": "* -diff\n", "sub/f.py": "word"})
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    for folder in (repo.root, tmp_path / "bare.git"):
        assert opened(folder).commit("HEAD").search({"word"}) == {"sub/f.py"}
