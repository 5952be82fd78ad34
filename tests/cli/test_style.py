from __future__ import annotations

import json

import pytest

from scoper.cli.main import main
from tests.gitrepo import GitRepo

QUIET = "".join(f"def f{n}(a, b):\n    return a + '{n}'\n\n\n" for n in range(12))


def run(capsysbinary: pytest.CaptureFixture[bytes], *args: str) -> tuple[int, str]:
    code = main(["style", *args])
    return code, capsysbinary.readouterr().out.decode()


@pytest.fixture
def shop(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    repo.commit({"shop/a.py": QUIET, "shop/b.py": "x = 1  # one\n", "web/a.ts": "const a = 'b';\n", "README.md": "# Shop\n"})
    monkeypatch.chdir(repo.root)
    return repo


def test_a_file_is_shown_beside_its_folder_and_its_repository(
    shop: GitRepo, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, text = run(capsysbinary, "shop/a.py")
    assert code == 0
    assert "this file (1 file)" in text and "its folder (2 files)" in text and "the repository (2 files)" in text
    assert "12 no" in text and "strings are in single quotes (12 of 12)" in text and "typescript" not in text


def test_all_languages_of_a_repository(shop: GitRepo, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, text = run(capsysbinary)
    assert code == 0 and "python" in text and "typescript" in text and "this file" not in text


def test_json_has_the_counts_of_every_level(shop: GitRepo, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, text = run(capsysbinary, "shop/a.py", "--format", "json")
    document = json.loads(text)
    (python,) = document["languages"]
    assert code == 0 and document["schema"] == "scoper.style/1" and document["path"] == "shop/a.py"
    assert [(level["level"], level["files"]) for level in python["levels"]] == [
        ("file", 1),
        ("directory", 2),
        ("repository", 2),
    ]
    assert python["levels"][0]["features"]["quotes"] == {"single": 12}
    assert {"feature": "quotes", "value": "single", "times": 12, "of": 12, "text": "strings are in single quotes"} in python[
        "conventions"
    ]


def test_the_same_tree_gives_the_same_bytes(shop: GitRepo, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    first, second = run(capsysbinary, "--format", "json"), run(capsysbinary, "--format", "json", "--no-cache")
    assert first == second


@pytest.mark.parametrize(("path", "words"), [("missing.py", "there is no missing.py"), ("README.md", "nothing to measure")])
def test_what_cannot_be_shown_is_said(shop: GitRepo, capsys: pytest.CaptureFixture[str], path: str, words: str) -> None:
    assert main(["style", path]) == 2
    assert words in capsys.readouterr().err
