from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CHANGED, Scoper
from tests.gitrepo import GitRepo

SCOPE = ("--scope", "cart.py::total")
FILE = ".scoper-baseline.json"


def test_what_is_accepted_is_hidden_once_it_is_on_the_base_side(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("baseline", "create", *SCOPE)
    assert said.code == 0 and said.out.startswith(f"{shop.root / FILE}: 1 finding; it counts once it is committed")
    assert scoper("check", *SCOPE).code == 1  # a diff cannot excuse itself
    shop.git("stash", "-q", "--", "cart.py")
    shop.commit()
    shop.git("stash", "pop", "-q")
    report = scoper("check", *SCOPE, "--format", "json").report
    assert (report["verdict"], report["findings"], report["hidden"]["baseline"]) == ("accept", [], 1)
    assert "hidden findings: 1 baseline" in scoper("check", *SCOPE).out
    shop.write("cart.py", "# a longer file\n\n\n" + CHANGED)
    assert scoper("check", *SCOPE, "--format", "json").report["hidden"]["baseline"] == 1
    shop.write("cart.py", CHANGED.replace("str(len(prices))", "None"))
    assert scoper("check", *SCOPE).code == 1  # other code is another finding


def test_the_command_line_may_name_one(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    file = str(tmp_path / "known.json")
    assert scoper("baseline", "create", *SCOPE, "--file", file).code == 0
    assert scoper("check", *SCOPE, "--baseline", file).code == 0
    assert scoper("check", *SCOPE, "--baseline", "missing.json").code == 2


def test_create_update_prune_and_show(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("baseline", "show").code == 2
    assert scoper("baseline", "create", *SCOPE).code == 0
    assert scoper("baseline", "create", *SCOPE).code == 2 and "update" in scoper("baseline", "create", *SCOPE).err
    listed = scoper("baseline", "show").out.splitlines()
    assert listed[0].startswith("SC101 cart.py::label: ") and listed[-1].endswith("1 finding")
    shop.write("cart.py", CHANGED.replace("str(len(prices))", "None"))
    assert "0 findings, 0 new, 1 gone" in scoper("baseline", "update", "--prune", *SCOPE).out
    assert "1 finding, 1 new, 0 gone" in scoper("baseline", "update", *SCOPE).out
    document = json.loads((shop.root / FILE).read_bytes())
    assert document["schema"] == "scoper.baseline/1" and [row["code"] for row in document["findings"]] == ["SC101"]


def test_the_configuration_may_name_its_place(shop: GitRepo, scoper: Scoper) -> None:
    shop.git("stash", "-q")
    shop.commit({"scoper.toml": "baseline = 'ci/known.json'\n", "ci/.keep": ""})
    shop.git("stash", "pop", "-q")
    assert scoper("baseline", "create", *SCOPE).out.startswith(str(shop.root / "ci/known.json"))
    assert scoper("baseline", "show").code == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "scoper.baseline/2"}',
        '{"schema": "scoper.baseline/1"}',
        '{"schema": "scoper.baseline/1", "findings": [{"fingerprint": "x"}]}',
    ],
)
def test_what_is_no_baseline(text: str, shop: GitRepo, scoper: Scoper) -> None:
    shop.git("stash", "-q")
    shop.commit({FILE: text})
    shop.write("cart.py", CHANGED)
    said = scoper("check", *SCOPE)
    assert said.code == 2 and FILE in said.err
