from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CHANGED, Scoper
from tests.gitrepo import GitRepo
from tests.scip.indices import Use, index, symbol


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


def test_a_scip_index_is_taken_in(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    file = tmp_path / "index.scip"
    files = {"cart.py": CHANGED, "use.py": "def bill(any):\n    return any.total()\n"}
    shop.write("use.py", files["use.py"])
    total = symbol("cart/total().")
    file.write_bytes(
        index(files, {"cart.py": [Use(0, "total", total, True)], "use.py": [Use(1, "total", total)], "gone.py": []})
    )
    assert scoper("index", "--import", str(file)).out == "1 uses in 2 files taken in; 1 are not in the work tree\n"
    assert "use.py::bill  call at use.py:2 [exact, scip]" in scoper("graph", "::total").out


def test_an_index_that_cannot_be_taken_in_is_named(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    file = tmp_path / "index.scip"
    assert f"{file} cannot be read" in scoper("index", "--import", str(file)).err
    for data, said in (
        (b"nonsense", "it is no SCIP index"),
        (b"", "it speaks of 0 files"),
        (index({}, {"/a.py": []}), "outside"),
    ):
        file.write_bytes(data)
        told = scoper("index", "--import", str(file))
        assert told.code == 2 and f"{file} cannot be imported" in told.err and said in told.err


def test_an_index_that_is_too_large_is_not_read(
    shop: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoper.cli.index.MAX_BYTES", 10)
    file = tmp_path / "index.scip"
    file.write_bytes(b"x" * 11)
    assert "it has 11 bytes" in scoper("index", "--import", str(file)).err
