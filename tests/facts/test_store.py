from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from scoper.facts.extract import extract
from scoper.facts.fingerprint import fingerprint
from scoper.facts.model import FileFacts
from scoper.facts.store import FILE_NAME, FactStore
from scoper.lang.registry import Language, language_of

OID = "1" * 40
FILES = {FILE_NAME, FILE_NAME + "-wal", FILE_NAME + "-shm"}


@pytest.fixture
def python() -> Language:
    language = language_of("a.py")
    assert language is not None
    return language


@pytest.fixture
def facts(python: Language) -> FileFacts:
    return extract(
        python,
        b"import os\n\n\nclass C(Base):\n    x: int = 1\n\n    def m(self, a, *, b=2):\n        return os.fspath(a)  # hi\n",
    )


def test_nothing_is_kept_without_a_folder(python: Language, facts: FileFacts) -> None:
    store = FactStore(None)
    store.put_many(python, {OID: facts})
    assert store.get_many(python, [OID]) == {}


def test_what_was_put_comes_back_equal(python: Language, facts: FileFacts, tmp_path: Path) -> None:
    one = FactStore(str(tmp_path))
    one.put_many(python, {OID: facts})
    one.close()
    other = FactStore(str(tmp_path))
    assert other.get_many(python, [OID, "2" * 40]) == {OID: facts}
    assert type(other.get_many(python, [OID])[OID].definitions[0]) is type(facts.definitions[0])


def test_two_processes_may_write(python: Language, facts: FileFacts, tmp_path: Path) -> None:
    stores = [FactStore(str(tmp_path)) for _ in range(2)]
    for number, store in enumerate(stores):
        store.put_many(python, {str(number) * 40: facts})
    assert [len(store.get_many(python, ["0" * 40, "1" * 40])) for store in stores] == [2, 2]
    assert [store.problems for store in stores] == [[], []]


def test_many_may_make_the_cache_at_the_same_moment(python: Language, facts: FileFacts, tmp_path: Path) -> None:
    start = Barrier(8)

    def use(folder: Path, number: int) -> list[str]:
        store = FactStore(str(folder))
        start.wait()
        store.put_many(python, {str(number) * 40: facts})
        assert store.get_many(python, [str(number) * 40])
        store.close()
        return store.problems

    with ThreadPoolExecutor(8) as pool:
        for turn in range(20):
            folder = tmp_path / str(turn)
            assert list(pool.map(use, [folder] * 8, range(8))) == [[]] * 8
            assert len(FactStore(str(folder)).known(python, [str(number) * 40 for number in range(8)])) == 8
            assert {path.name for path in folder.iterdir()} <= {"CACHEDIR.TAG", "README", *FILES}


def test_a_damaged_cache_is_made_anew(python: Language, facts: FileFacts, tmp_path: Path) -> None:
    store = FactStore(str(tmp_path))
    store.put_many(python, {OID: facts})
    store.close()
    for path in tmp_path.iterdir():
        if path.is_file():
            path.write_bytes(b"not a database" * 100)
    again = FactStore(str(tmp_path))
    assert again.get_many(python, [OID]) == {}
    again.put_many(python, {OID: facts})
    assert again.get_many(python, [OID]) == {OID: facts}


def test_a_folder_that_cannot_be_made_is_a_problem_and_no_failure(python: Language, facts: FileFacts, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = FactStore(str(tmp_path / "file" / "cache"))
    store.put_many(python, {OID: facts})
    assert store.get_many(python, [OID]) == {}
    assert len(store.problems) == 1


def test_the_fingerprint_follows_the_code_that_extracts(
    python: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from scoper.facts import fingerprint as module

    before = fingerprint(python)
    copy = tmp_path / "facts"
    shutil.copytree(Path(module.__file__).parent, copy)
    (copy / "extract.py").write_text((copy / "extract.py").read_text() + "\n# another answer\n")
    monkeypatch.setattr(module, "_HERE", str(copy))
    fingerprint.cache_clear()
    try:
        assert fingerprint(python) != before
    finally:
        monkeypatch.undo()
        fingerprint.cache_clear()
    assert fingerprint(python) == before
