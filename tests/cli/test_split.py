from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CART, CHANGED, Scoper
from tests.gitrepo import GitRepo

REQUEST = "Round what `total` gives to cents"
FAR = "def slug(name):\n    return name.lower()\n"


@pytest.fixture
def two(shop: GitRepo) -> GitRepo:
    """Two concerns in the work tree."""
    shop.write("cart.py", CART)
    shop.commit({"names.py": FAR})
    shop.write("cart.py", CART.replace("sum(prices)", "round(sum(prices), 2)"))
    shop.write("names.py", FAR.replace("lower", "strip"))
    return shop


def test_the_plan_is_printed_and_nothing_changes(two: GitRepo, scoper: Scoper) -> None:
    before = two.state()
    said = scoper("split")
    assert said.code == 0 and said.err == ""
    first = "1. cart.py::total\n  cart.py::total · body · line 2\n"
    assert said.out == f"2 parts\n\n{first}\n2. names.py::slug\n  names.py::slug · body · line 2\n"
    assert two.state() == before


def test_patches_apply_one_after_the_other(two: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    scoper("split", "--output-dir", str(tmp_path / "out"))
    two.git("stash", "-q")
    patches = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in patches] == ["0001-cart-py-total.patch", "0002-names-py-slug.patch"]
    for patch in patches:
        two.git("apply", str(patch))
    assert two.git("diff", "stash@{0}") == ""


def test_a_folder_that_is_not_empty_is_left_alone(two: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    said = scoper("split", "--output-dir", str(tmp_path / "out"))
    assert said.code == 2 and "not empty" in said.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_commits_are_made_on_a_new_branch_alone(two: GitRepo, scoper: Scoper) -> None:
    head, status = two.git("rev-parse", "HEAD"), two.git("status", "--porcelain")
    said = scoper("split", "--commits", "parts", "--request", REQUEST)
    assert said.code == 0 and "committed on the new branch parts" in said.out
    assert two.git("log", "--format=%s", "main..parts").splitlines() == ["names.py::slug", REQUEST]
    assert two.git("diff", "parts") == "" and two.git("fsck", "--strict") == ""
    assert (two.git("rev-parse", "HEAD"), two.git("status", "--porcelain")) == (head, status)


def test_a_branch_that_is_there_is_left_alone(two: GitRepo, scoper: Scoper) -> None:
    two.git("branch", "parts")
    before = two.git("rev-parse", "parts")
    for name in ("parts", "parts/more"):
        said = scoper("split", "--commits", name)
        assert said.code == 2 and "there is a branch" in said.err
    assert two.git("rev-parse", "parts") == before
    assert scoper("split", "--commits", "bad..name").code == 2


@pytest.mark.parametrize("staged", [True, False])
def test_commits_are_made_on_the_current_branch_where_that_is_asked(two: GitRepo, scoper: Scoper, staged: bool) -> None:
    two.write("new.txt", "new\n")
    if staged:
        two.stage()
        two.write("unstaged.txt", "mine\n")
    said = scoper("split", "--here", *(["--staged"] if staged else []))
    assert said.code == 0 and said.out.endswith("committed on the current branch\n")
    assert two.git("rev-list", "--count", "HEAD") == "5"
    assert two.git("status", "--porcelain") == ("?? unstaged.txt" if staged else "")
    assert two.git("log", "-1", "-g", "--format=%gs") == "scoper split" and two.git("branch", "--show-current") == "main"


def test_what_is_staged_beside_the_work_tree_is_not_lost(two: GitRepo, scoper: Scoper) -> None:
    two.stage({"cart.py": "staged = 1\n"})
    two.write("cart.py", "later = 1\n")
    before = two.state()
    said = scoper("split", "--here")
    assert said.code == 2 and "something is staged" in said.err
    assert two.state() == before
    assert scoper("split", "HEAD", "--here").code == 2


def test_a_range_of_the_first_commit_is_split_into_commits(two: GitRepo, scoper: Scoper) -> None:
    first = two.git("rev-list", "--max-parents=0", "HEAD")
    assert scoper("split", first, "--commits", "again").code == 0
    assert two.git("rev-parse", "again^{tree}") == two.git("rev-parse", f"{first}^{{tree}}")
    assert two.git("rev-list", "--max-parents=0", "again") != first or two.git("rev-parse", "again") != first


def test_nothing_to_split(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("cart.py", CART)
    assert scoper("split").out == "nothing to split: the two sides do not differ\n"
    assert scoper("split", "--commits", "none").code == 2


def test_one_concern_is_one_part(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("cart.py", CHANGED.replace("str(", "total("))
    assert scoper("split").out.startswith("1 part: all edits belong together\n")


def test_programs_get_json(two: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    document = json.loads(scoper("split", "--format", "json", "--output-dir", str(tmp_path / "out")).out)
    assert document["schema"] == "scoper.split/1" and document["judged"] is True and document["commit"] is None
    assert [part["title"] for part in document["parts"]] == ["cart.py::total", "names.py::slug"]
    assert all(Path(part["patch"]).is_file() and part["flaws"] == [] and part["asked"] is None for part in document["parts"])


def test_each_of_several_requests_is_a_commit_of_its_own(two: GitRepo, scoper: Scoper) -> None:
    two.write("far.py", "def shout(word):\n    return word.upper()\n")
    other = "Strip what `slug` gives"
    said = scoper("split", "--request", REQUEST, "--request", other, "--commits", "apart")
    assert said.code == 0
    titles = [line for line in said.out.splitlines() if line[:1].isdigit() and ". " in line]
    assert titles == [
        "1. cart.py::total (asked for by request 1)",
        "2. names.py::slug (asked for by request 2)",
        "3. far.py::shout (not asked for)",
    ]
    assert two.git("log", "--format=%s", "-3", "apart").split("\n")[1:] == [other, REQUEST]
