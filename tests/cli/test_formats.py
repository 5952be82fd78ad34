"""Several formats at once, and where each goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoper.report.registry import FORMATS
from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo

SCOPE = ("--scope", "cart.py::total")


def test_several_at_once(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    sarif, page = tmp_path / "out.sarif", tmp_path / "out=1.md"
    said = scoper(
        "check", *SCOPE, "--output-format", "concise", "--output-format", f"sarif={sarif}", "--format", f"markdown={page}"
    )
    assert said.code == 1 and said.out.startswith("cart.py:6:1: SC101 ")
    assert json.loads(sarif.read_bytes())["runs"][0]["results"][0]["ruleId"] == "SC101"
    assert "SC101" in page.read_text(encoding="utf-8")


def test_both_spellings_and_the_file_for_all(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    for spelling in ("--output-format", "--format"):
        for output in ("--output-file", "--output", "-o"):
            assert scoper("check", *SCOPE, spelling, "json", output, str(target)).out == ""
            assert json.loads(target.read_bytes())["verdict"] == "reject"
            target.unlink()


def test_the_environment(shop: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOPER_OUTPUT_FORMAT", f"concise json={tmp_path / 'r.json'}")
    assert scoper("check", *SCOPE).out.startswith("cart.py:6:1: SC101 ")
    assert json.loads((tmp_path / "r.json").read_bytes())["verdict"] == "reject"
    assert scoper("check", *SCOPE, "--format", "json").report["verdict"] == "reject"  # the command line is the stronger
    monkeypatch.setenv("SCOPER_OUTPUT_FILE", str(tmp_path / "c.txt"))
    assert scoper("check", *SCOPE).out == "" and (tmp_path / "c.txt").read_bytes().startswith(b"cart.py:6:1")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--format", "sarf"], "did you mean sarif?"),
        (["--format", "sarif="], "names no file"),
        (["--format", "json", "--format", "text"], "two formats would go to standard output"),
        (["--format", "json=-", "--format", "text"], "two formats would go to standard output"),
        (["--format", "json=a", "--format", "text=a"], "two formats would go to a"),
        (["--format", "json=a", "--output-file", "b"], "nothing to write"),
    ],
)
def test_what_contradicts_itself(args: list[str], words: str, shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", *SCOPE, *args)
    assert said.code == 2 and words in said.err and not (shop.root / "a").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reaches_standard_output(name: str, shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", *SCOPE, "--format", name)
    assert (said.code, said.err) == (1, "") and "SC101" in said.out + said.out.replace("out-of-scope-edit", "SC101")
