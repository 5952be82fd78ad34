"""``scoper edit --replay demo``: a whole run, recorded, in a small repository in a temporary folder. It needs no key."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from scoper import gate
from scoper.agent.limits import Limits
from scoper.agent.runs import Kept, begin
from scoper.agent.session import Wanted, new_job
from scoper.casefile import parse_case
from scoper.cli.demo import CASE, build
from scoper.cli.output import emit
from scoper.git.repository import Repository
from scoper.llm.profiles import load_models
from scoper.scope.model import Task, TaskSource

REPLIES = Path(__file__).with_name("demo_edit.jsonl")


_INTRO = """\
A small shop, in a temporary repository. A model is asked (its answers are a recording):

    {request}

In the first it calls a helper that it forgets to write, and tidies up next door; in the second it mends that.

"""


def replay_demo(replay: Callable[[Repository, Kept], int], *, quiet: bool) -> int:
    """Make the repository of ``scoper demo`` with a run in it whose replies are those of the recording, and replay that."""
    case = parse_case(CASE.read_text(encoding="utf-8"))
    if not quiet:
        emit(_INTRO.format(request=case.request))
    with tempfile.TemporaryDirectory(prefix="scoper-demo-", ignore_cleanup_errors=True) as folder:
        build(Path(folder), case)
        with Repository.discover(folder) as repository:
            base = repository.work_tree()
            run = begin(repository.git_dir)
            task = Task(case.request, (), TaskSource.FLAG)
            wanted = Wanted(task, gate.load_config(base, base), "recorded", "default", Limits(), use_cache=False)
            new_job(repository, base, wanted, load_models({}), run, None)
            for number, line in enumerate(REPLIES.read_text(encoding="utf-8").splitlines(), 1):
                run.note("round", number=number)
                run.note("reply", file=run.keep(f"reply-{number}.json", line.encode()))
            return replay(repository, Kept(run.id, run.folder))
