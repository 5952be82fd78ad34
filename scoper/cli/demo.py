"""``scoper demo``: a small repository in which an agent's edit strays, judged before your eyes. Leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from scoper import gate
from scoper.casefile import Case, parse_case
from scoper.cli.output import COLOURS, emit, wants_colour, width
from scoper.git.repository import Repository
from scoper.git.run import clean_environment, run
from scoper.report.terminal import paint
from scoper.report.text import render
from scoper.scope.model import Task, TaskSource

CASE = Path(__file__).with_name("demo.md")

_INTRO = """\
A small shop, in a temporary repository. An agent was asked:

{request}

Its answer changes {files} files:

{diff}
What scoper says of it (scoper check --verbose --request "{start} …"):

"""
_OUTRO = """
In a repository of yours:

    scoper check HEAD                    judge the last commit by its own message
    scoper task start "what you asked"   then `scoper check` judges the work tree by that
    scoper install git                   judge every commit
    scoper rule SC101                    what a rule means
"""


@click.command(name="demo", short_help="A small repository in which an agent's edit strays.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
def command(colour: str) -> int:
    """Build a small repository in a temporary folder, let an agent's edit stray in it, and judge it."""
    case = parse_case(CASE.read_text(encoding="utf-8"))
    coloured = wants_colour(colour)
    with tempfile.TemporaryDirectory(prefix="scoper-demo-", ignore_cleanup_errors=True) as folder:
        build(Path(folder), case)
        diff = _change(Path(folder), case)
        with Repository.discover(folder) as repository:
            base, head = repository.head() or repository.empty(), repository.work_tree()
            config = gate.load_config(base, head)
            report = gate.judge(repository, base, head, Task(case.request, (), TaskSource.FLAG), config, use_cache=False)
    request = case.request or ""
    changed = sum(case.base.get(path) != content for path, content in case.head.items())
    shown = "".join(_paint(line, colour=coloured) for line in diff.splitlines(keepends=True))
    asked = paint(f"    {request}", "bold", colour=coloured)
    emit(_INTRO.format(request=asked, files=changed, diff=shown, start=request[:24]))
    emit(render(report, colour=coloured, width=width(), verbose=True))
    emit(_OUTRO)
    return 0


def build(root: Path, case: Case) -> None:
    """A repository of which the base side is the only commit."""
    env = _environment()
    who = ("-c", "user.name=scoper demo", "-c", "user.email=demo@scoper.invalid")
    run(("init", "-q", "."), cwd=str(root), env=env)
    _write(root, case.base)
    run(("add", "--all"), cwd=str(root), env=env)
    run((*who, "commit", "-q", "-m", "A shop"), cwd=str(root), env=env)


def _change(root: Path, case: Case) -> str:
    """Write the head side into the work tree, and give the diff between the two sides."""
    for path in case.base.keys() - case.head.keys():
        (root / path).unlink()
    _write(root, case.head)
    return run(("diff", "-U1", "--no-color", "--no-prefix"), cwd=str(root), env=_environment()).out.decode()


def _environment() -> dict[str, str]:
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TEMPLATE_DIR": ""}
    return clean_environment(os.environ) | nothing


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def _paint(line: str, *, colour: bool) -> str:
    """One line of a diff, indented; the lines on modes and blob ids say nothing to a reader."""
    if line.startswith(("diff ", "index ", "--- ")):
        return ""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    name = line.startswith("+++ ")
    text = line[4:] if name else line
    style = "bold" if name else styles.get(line[:1])
    body = text.rstrip()
    return f"    {paint(body, style, colour=colour) if style else body}\n"
