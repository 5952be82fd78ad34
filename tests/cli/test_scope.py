from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo


def test_targets_come_with_confidence_and_reason(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("scope", "Round what `total` gives")
    assert said.code == 0 and said.out.startswith("may change:\n")
    assert "%  cart.py::total  (" in said.out


def test_json(shop: GitRepo, scoper: Scoper) -> None:
    document = json.loads(scoper("scope", "--scope", "cart.py::total", "--scope", "!docs/", "--format", "json").out)
    assert document["schema"] == "scoper.scope/1"
    assert [target["symbol"] for target in document["targets"]] == ["cart.py::total"]
    assert document["forbidden"] == ["!docs/"]


def test_a_request_that_resolves_to_nothing_is_said(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("scope", "zzzz qqqq")
    assert said.code == 0 and said.out.startswith("the request resolves to nothing")


def test_what_must_not_change_leaves_the_rest(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("scope", "--scope", "!cart.py").out == "may change: anything else\nmust not change: cart.py\n"


def test_a_bare_repository_is_looked_at_as_committed(
    shop: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert "cart.py::total" in scoper("scope", "Round what `total` gives").out


def test_nothing_to_resolve(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("scope").code == 2
