from __future__ import annotations

import pytest

from tests.cli.conftest import Scoper
from tests.cli.conftest import scoper as scoper
from tests.gitrepo import GitRepo

BASE = "def total(x):\n    return x\n\n\ndef label(x):\n    return x\n"


def prints(scoper: Scoper, *args: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in scoper("check", "--scope", "a.py::total", "--format", "json", *args).report["findings"]:
        found.setdefault(finding["code"], []).append(finding["fingerprint"])
    return found


def test_lines_do_not_count_and_contents_do(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.root)
    repo.commit({"a.py": BASE})
    repo.write("a.py", BASE.replace("def label(x):\n    return x", "def label(x):\n    return 2"))
    first = prints(scoper)
    repo.write(
        "a.py",
        BASE.replace("    return x\n\n", "    x += 1\n    return x\n\n").replace(
            "label(x):\n    return x", "label(x):\n    return 2"
        ),
    )
    assert set(first["SC101"]) <= set(prints(scoper)["SC101"])
    repo.write("a.py", BASE.replace("def label(x):\n    return x", "def label(x):\n    return 3"))
    assert not set(first["SC101"]) & set(prints(scoper)["SC101"])


def test_what_is_alike_is_told_apart(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.root)
    repo.commit({"pyproject.toml": "[tool.ruff.lint]\nselect = ['F']\n", "a.py": "def total(x):\n    return x\n"})
    repo.write("a.py", "def total(x):\n    y\n    y\n    return x\n")
    found = prints(scoper)["LN401"]
    assert len(found) == 2 == len(set(found)) and all(len(one) == 32 for one in found)
