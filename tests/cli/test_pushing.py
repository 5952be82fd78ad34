"""What a push brings, amended commits, replays, and managers of hooks that are there already: real git throughout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CART, CHANGED, Said, Scoper
from tests.gitrepo import GitRepo

ROUNDED = CART.replace("sum(prices)", "round(sum(prices), 2)")
REQUEST = "Round what `total` gives to cents"
STRAYS = "cart.py::label"


@pytest.fixture
def hooked(shop: GitRepo, scoper: Scoper) -> GitRepo:
    shop.git("checkout", "-q", "--", ".")
    shop.git("init", "-q", "--bare", "../remote.git")
    shop.git("remote", "add", "origin", "../remote.git")
    shop.git("push", "-q", "origin", "main")
    stages = ("--stage", "pre-commit", "--stage", "commit-msg", "--stage", "pre-push")
    assert scoper("install", "git", *stages).code == 0
    return shop


def git(repo: GitRepo, *args: str, **env: str) -> Said:
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **env}
    done = subprocess.run(["git", *args], cwd=repo.root, env=environ, capture_output=True, text=True)
    return Said(done.returncode, "", done.stdout + done.stderr)  # git sends what most hooks say to stderr, of pre-push not


def test_a_push_is_judged_by_the_messages_of_what_is_new(hooked: GitRepo) -> None:
    hooked.commit({"cart.py": ROUNDED}, REQUEST)
    said = git(hooked, "push", "-q", "origin", "main")
    assert said.code == 0 and "accept: " in said.err, said.err
    said = git(hooked, "push", "-q", "--force", "origin", "main:other")
    assert said.code == 0 and "the remote has all of its commits" in said.err
    thousandths = ROUNDED.replace(", 2)", ", 3)")
    hooked.commit({"cart.py": thousandths}, "Round what `total` gives to thousandths")
    hooked.commit({"cart.py": thousandths, "names.py": "def slug(text):\n    return text\n"}, "Round `total` to thousandths")
    said = git(hooked, "push", "-q", "origin", "main:new")
    assert said.code == 1 and "names.py" in said.err and "git push --no-verify" in said.err


def test_a_push_is_judged_by_the_declared_task(hooked: GitRepo, scoper: Scoper) -> None:
    scoper("task", "start", "--scope", "cart.py::total")
    hooked.commit({"cart.py": CHANGED}, "Change everything: total and label")
    assert git(hooked, "push", "-q", "origin", "main").code == 1
    assert git(hooked, "push", "-q", "--no-verify", "origin", "main").code == 0


def test_what_was_merged_from_the_remote_is_not_judged_again(hooked: GitRepo) -> None:
    hooked.git("checkout", "-q", "-b", "feature")
    hooked.commit({"cart.py": ROUNDED}, REQUEST)
    hooked.git("checkout", "-q", "main")
    hooked.commit({"label.py": "def stray():\n    return 1\n"}, "Add label.py")
    hooked.git("push", "-q", "--no-verify", "origin", "main")
    hooked.git("checkout", "-q", "feature")
    hooked.git("merge", "-q", "--no-edit", "--no-verify", "main")
    said = git(hooked, "push", "-q", "origin", "feature")
    assert said.code == 0 and "label.py" not in said.err, said.err


def test_removing_a_branch_brings_nothing(hooked: GitRepo) -> None:
    hooked.git("push", "-q", "--no-verify", "origin", "main:gone")
    said = git(hooked, "push", "-q", "origin", ":gone")
    assert said.code == 0 and "this push brings no commits" in said.err


def test_a_hook_that_was_there_reads_the_push_too(hooked: GitRepo, scoper: Scoper) -> None:
    scoper("uninstall", "git")
    old = hooked.root / ".git" / "hooks" / "pre-push"
    old.parent.mkdir(exist_ok=True)
    old.write_text("#!/bin/sh\ncat > seen\n")
    old.chmod(0o755)
    scoper("install", "git", "--stage", "pre-push")
    hooked.commit({"cart.py": ROUNDED}, REQUEST)
    assert git(hooked, "push", "-q", "origin", "main").code == 0
    assert (hooked.root / "seen").read_text().startswith("refs/heads/main ")


def test_an_amended_commit_is_judged_whole(hooked: GitRepo) -> None:
    hooked.commit({"cart.py": CHANGED}, REQUEST)
    said = git(hooked, "commit", "-q", "--amend", "--no-edit", "--allow-empty")
    assert said.code == 1 and STRAYS in said.err
    hooked.stage({"cart.py": ROUNDED})
    said = git(hooked, "commit", "-q", "--amend", "--no-edit")
    assert said.code == 0, said.err  # taking a stray back is no stray


def test_the_first_commit_can_be_amended(hooked: GitRepo) -> None:
    hooked.stage({"cart.py": ROUNDED})
    assert git(hooked, "commit", "-q", "--amend", "-m", "Add cart.py with total and label").code == 0


def test_replays_are_checked_for_integrity_only(hooked: GitRepo, scoper: Scoper) -> None:
    hooked.git("checkout", "-q", "-b", "topic")
    other = hooked.commit({"label.py": "x = 1\n"}, "Add a label")
    hooked.git("checkout", "-q", "main")
    scoper("task", "start", "--scope", "cart.py::total")
    hooked.git("cherry-pick", "--no-commit", other)
    (hooked.root / ".git" / "CHERRY_PICK_HEAD").write_text(f"{other}\n")
    said = git(hooked, "commit", "-q", "--no-edit", "-m", "Add a label")
    assert said.code == 0 and "integrity only" in said.err, said.err
    hooked.git("reset", "-q", "--hard", "HEAD^")
    hooked.commit({"cart.py": ROUNDED}, REQUEST)
    hooked.git("checkout", "-q", "topic")
    said = git(hooked, "-c", "sequence.editor=sed -i s/^pick/reword/", "-c", "core.editor=true", "rebase", "-q", "-i", "main")
    assert said.code == 0 and "integrity only" in said.err, said.err


def test_husky_is_added_to_and_left_as_it_was(shop: GitRepo, scoper: Scoper) -> None:
    before = "npm test"
    shop.write(".husky/pre-commit", before)
    (shop.root / ".husky" / "_").mkdir()
    shop.git("config", "core.hooksPath", ".husky/_")
    assert scoper("install", "git").code == 0
    text = (shop.root / ".husky" / "pre-commit").read_text()
    assert text.startswith("npm test\n") and "scoper hook git pre-commit" in text
    assert "already installed" in scoper("install", "git").out
    done = subprocess.run(["sh", "-n", ".husky/commit-msg"], cwd=shop.root, capture_output=True)
    assert done.returncode == 0
    assert scoper("uninstall", "git").code == 0
    assert (shop.root / ".husky" / "pre-commit").read_text() == before and not (shop.root / ".husky" / "commit-msg").exists()


def test_lefthook_is_told_what_to_run(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("lefthook.yml", "pre-push:\n  commands: {}\n")
    said = scoper("install", "git")
    assert said.code == 2 and "scoper hook git commit-msg {1}" in said.err
    assert not (shop.root / ".git" / "hooks" / "pre-commit").exists()


@pytest.mark.parametrize("stage", ["pre-commit", "commit-msg", "pre-push"])
def test_the_pre_commit_framework_runs_each_stage(stage: str, hooked: GitRepo, scoper: Scoper) -> None:
    pytest.importorskip("pre_commit")
    scoper("uninstall", "git")
    hooks = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text().replace("language: python", "language: system")
    entries = hooks.replace("entry: scoper", f"entry: {sys.executable} -m scoper").replace("\n", "\n    ")
    hooked.write(".pre-commit-config.yaml", f"repos:\n- repo: local\n  hooks:\n    {entries}\n")
    hooked.stage()
    hooked.commit(message="Configure pre-commit")
    base = hooked.git("rev-parse", "HEAD")
    hooked.stage({"cart.py": CHANGED.replace("str(", "<<<<<<< HEAD\nstr(") if stage == "pre-commit" else CHANGED})
    args = []
    if stage == "commit-msg":
        hooked.write("message", REQUEST)
        args = ["--commit-msg-filename", "message"]
    if stage == "pre-push":
        head = hooked.commit(message=REQUEST)
        args = ["--from-ref", base, "--to-ref", head]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PRE_COMMIT_HOME": str(hooked.root.parent / "home")}
    command = [sys.executable, "-m", "pre_commit", "run", "--hook-stage", stage, *args]
    done = subprocess.run(command, cwd=hooked.root, env=env, capture_output=True, text=True)
    assert done.returncode == 1 and ("IN6" if stage == "pre-commit" else STRAYS) in done.stdout, done.stdout
