from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SCOPER_CACHE_DIR", str(folder))
    return folder


def test_what_is_known_is_not_read_again(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("index").out == "1 files read, 0 known already\n"
    assert scoper("index").out == "0 files read, 1 known already\n"
    shop.write("cart.py", "x = 1\n")
    assert scoper("index").out == "1 files read, 0 known already\n"


def test_many_files_are_read_by_several_processes(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit({f"pkg/m{number}.py": f"def f{number}(): ...\n" for number in range(70)})
    assert scoper("index", "--workers", "2").out == "71 files read, 0 known already\n"
    assert "71 files" in scoper("cache", "show").out
    assert "pkg/m7.py::f7" in scoper("graph", "::f7").out


def test_the_cache_travels(shop: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scoper("index")
    file = tmp_path / "facts.db"
    assert scoper("cache", "export", str(file)).out == f"{file}: 1 files\n"
    monkeypatch.setenv("SCOPER_CACHE_DIR", str(tmp_path / "other"))
    assert scoper("cache", "import", str(file)).out == "1 files added\n"
    assert scoper("cache", "import", str(file)).out == "0 files added\n"
    assert scoper("index").out == "0 files read, 1 known already\n"


def test_clearing(shop: GitRepo, scoper: Scoper, cache: Path) -> None:
    assert scoper("cache", "show").out == f"{cache}: empty\n"
    scoper("index")
    assert scoper("cache", "clear").out == f"{cache}: cleared\n"
    assert scoper("cache", "clear").out == f"{cache}: there was nothing\n"


def test_what_is_no_cache_is_not_imported(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello " * 1000)
    said = scoper("cache", "import", str(tmp_path / "notes.txt"))
    assert said.code == 2 and "cannot be imported" in said.err
    assert scoper("cache", "import", "nowhere").code == 2


def test_without_a_cache_there_is_nothing_to_do(shop: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOPER_CACHE_DIR", "")
    assert "there is no cache" in scoper("index").err and "there is no cache" in scoper("cache", "show").err
