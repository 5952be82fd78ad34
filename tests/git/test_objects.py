from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from scoper.git.objects import ObjectReader
from scoper.git.run import clean_environment
from tests.gitrepo import GitRepo


@pytest.fixture
def reader(repo: GitRepo) -> Iterator[ObjectReader]:
    reader = ObjectReader(cwd=str(repo.root), env=clean_environment(os.environ), limit=1_000)
    yield reader
    reader.close()


def write(repo: GitRepo, content: bytes) -> str:
    return repo.git("hash-object", "-w", "--stdin", stdin=content)


def test_objects_come_in_the_order_asked_and_missing_ones_are_none(repo: GitRepo, reader: ObjectReader) -> None:
    oids = [write(repo, content) for content in (b"one", b"", b"thr\nee\n", b"x" * 1_001)]
    asked = [oids[2], "1" * 40, oids[1], oids[3], oids[0]]
    found = [(oids[2], b"thr\nee\n"), ("1" * 40, None), (oids[1], b""), (oids[3], None), (oids[0], b"one")]
    assert reader.read(asked) == found
    assert reader.read([]) == []
    assert reader.read(asked) == found


def test_more_than_both_pipes_can_hold_does_not_block(repo: GitRepo, reader: ObjectReader) -> None:
    oid = write(repo, b"y" * 400)
    found = reader.read([oid] * 4_000)
    assert len(found) == 4_000 and all(content == b"y" * 400 for _, content in found)


def test_what_is_written_while_it_runs_is_found(repo: GitRepo, reader: ObjectReader) -> None:
    reader.read([write(repo, b"early")])
    late = write(repo, b"late")
    assert reader.read([late]) == [(late, b"late")]


def test_after_a_damaged_object_and_after_closing_it_reads_on(repo: GitRepo, reader: ObjectReader) -> None:
    whole, damaged = write(repo, b"whole"), write(repo, os.urandom(900))
    path = repo.root / ".git" / "objects" / damaged[:2] / damaged[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-6])
    assert reader.read([whole, damaged, whole]) == [(whole, b"whole")]
    assert reader.read([whole]) == [(whole, b"whole")]
    reader.close()
    reader.close()
    assert reader.read([whole]) == [(whole, b"whole")]
