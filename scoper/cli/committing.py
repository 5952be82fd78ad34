"""``scoper hook git pre-commit`` and ``commit-msg``: judge what is staged, twice, as only the second knows the message."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from scoper.cli.amending import is_amending
from scoper.cli.linting import LintOptions
from scoper.cli.message import stored_message
from scoper.cli.output import emit, wants_colour, width
from scoper.config import Config
from scoper.doors import tasks
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.run import clean_environment, run
from scoper.git.tree import Tree
from scoper.scope.model import Ambiguity, Task, TaskSource

if TYPE_CHECKING:
    from scoper.checks.model import Report

_SCOPE = "SC"
_INTEGRITY = "IN"
_REPLAY = "this is what was committed before, put somewhere else"
_OTHERS = {  # file of the git directory → why what is staged is no answer to the current task
    "MERGE_HEAD": "a merge brings in what others did",
    "rebase-merge": _REPLAY,
    "rebase-apply": _REPLAY,
    "CHERRY_PICK_HEAD": _REPLAY,
    "REVERT_HEAD": _REPLAY,
}


def judge_commit(repository: Repository, stage: str, arguments: Sequence[str]) -> int:
    """The exit code of one stage. ``arguments`` are those of git's hook."""
    base, head = _base(repository), repository.index()
    repository.expect(base, head)
    from scoper import gate  # half of all there is to import: git works in the meantime
    from scoper.cli.judging import judge

    config = LintOptions().over(gate.load_config(base, head))
    stored = tasks.load(repository.git_dir)
    ambiguity = Ambiguity(config.ambiguity)
    others = next((words for name, words in _OTHERS.items() if os.path.exists(os.path.join(repository.git_dir, name))), None)
    if others is not None:
        # at both stages: `git merge` by itself runs only the second one, and somebody may have installed but the first
        click.echo(f"scoper: {others}, so it is checked for integrity only")
        return tell(judge(repository, base, head, Task(), _only(config, _INTEGRITY)), config)
    if stage == "commit-msg":
        if stored:
            return _done("judged at the pre-commit stage already")
        task = Task(_message(repository, arguments), (), TaskSource.COMMIT_MESSAGE, ambiguity)
        if task.is_empty:
            return _done("the commit message is empty, so scope was not judged")
        return tell(judge(repository, base, head, task, _only(config, _SCOPE)), config)
    task = stored.task(ambiguity) if stored else Task(ambiguity=ambiguity)
    return tell(judge(repository, base, head, task, config), config)


def _base(repository: Repository) -> Tree:
    """What the new commit will stand on: HEAD, or with ``--amend`` what HEAD stands on."""
    if is_amending(os.getppid()) and repository.head_commit() is not None:
        return repository.range("HEAD").base
    return repository.head() or repository.empty()


def _message(repository: Repository, arguments: Sequence[str]) -> str:
    if len(arguments) != 1:
        raise click.UsageError("commit-msg takes the file of the message")
    path = arguments[0]
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise UserError(f"cannot read the commit message from {path}: {error.strerror}") from None
    env = clean_environment(os.environ)
    found = run(("config", "--get", "core.commentChar"), cwd=repository.git_dir, env=env, ok=(0, 1), guarded=False)
    comment = found.out.decode("utf-8", "replace").strip()
    # git sets this editor, which does nothing, for a commit that opens none
    return stored_message(data, comment="#" if comment in ("", "auto") else comment, edited=os.environ.get("GIT_EDITOR") != ":")


def _only(config: Config, family: str) -> Config:
    """The configuration with every other family of rules turned off."""
    from scoper.checks.registry import rules

    others = sorted({rule.family for rule in rules()} - {family})
    return config._replace(ignore=(*config.ignore, *others), linters=())


def tell(report: Report, config: Config, what: str = "commit") -> int:
    """In full where the commit is stopped; else in a line, with what was not judged."""
    from scoper.cli.judging import exit_code
    from scoper.report.text import headline, render

    code = exit_code(report, config.fail_on)
    colour = wants_colour("auto")
    if code:
        emit(render(report, colour=colour, width=width()))
        click.echo(f"The {what} is stopped. `git {what} --no-verify` goes past all hooks.")
        return code
    lines = headline(report, colour=colour)
    if report.findings:
        lines.append(
            "`scoper check --staged` shows what was found" if what == "commit" else "`scoper check` shows what was found"
        )
    emit("".join(f"scoper: {line}\n" for line in lines))
    return code


def _done(words: str) -> int:
    click.echo(f"scoper: {words}")
    return 0
