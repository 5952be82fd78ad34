from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo


def test_every_value_and_where_it_comes_from(shop: GitRepo, scoper: Scoper) -> None:
    shop.git("stash", "-q")
    shop.commit({"pyproject.toml": "[tool.scoper]\nignore = ['CH203']\nfail-on = 'note'\n"})
    shop.commit({"api/scoper.toml": "severity = {SC = 'note'}\n", "web/scoper.toml": "ignore = ['LN']\n"})
    said = scoper("config")
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert said.code == 0
    assert 'ignore = ["CH203"] # pyproject.toml' in lines and 'ambiguity = "assume" # default' in lines
    assert lines[lines.index("below api/, in addition:") + 1] == 'severity = {"SC" = "note"} # api/scoper.toml'
    below_web = scoper("config", "web/index.ts", "--format", "json").out
    document = json.loads(below_web)
    assert document["settings"][-1] == {"key": "ignore", "value": ["LN"], "file": "web/scoper.toml", "folder": "web/"}
    assert not [row for row in document["settings"] if row["folder"] == "api/"]
    assert [row["value"] for row in document["settings"] if row["key"] == "fail-on"] == ["note"]
    assert "default" in scoper("config", "--rev", "HEAD~2").out and "CH203" not in scoper("config", "--rev", "HEAD~2").out


def test_what_is_not_committed_is_said_to_count_later(shop: GitRepo, scoper: Scoper) -> None:
    assert "counts from the next commit on" not in scoper("config").out
    shop.write("scoper.toml", "ignore = ['CH']\n")
    said = scoper("config").out
    assert "counts from the next commit on" in said and "ignore = []" in said


def test_settings_of_a_folder_count_there_only(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "def f(x):\n    return x\n"
    repo.commit(
        {
            "a/m.py": code,
            "b/m.py": code,
            "t.py": code,
            "a/scoper.toml": "severity = {SC = 'note'}\n",
            "b/scoper.toml": "ignore = ['SC']\n",
        }
    )
    for path in ("a/m.py", "b/m.py", "t.py"):
        repo.write(path, code.replace("return x", "return 2"))
    repo.write("c.py", "")
    monkeypatch.chdir(repo.root)
    report = scoper("check", "--scope", "c.py", "--format", "json").report
    assert sorted((f["path"], f["severity"]) for f in report["findings"] if f["code"].startswith("SC")) == [
        ("a/m.py", "note"),
        ("t.py", "error"),
    ]
    assert report["hidden"]["ignored for this path"] == 1
