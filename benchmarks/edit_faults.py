"""Whether a run of ``scoper edit`` ever leaves half of a change behind: ``python -m benchmarks.edit_faults``.

Each run is a process of its own (a fork, so that 200 do not import everything 200 times) against a scripted server on loopback
that fails as a seed says: refusals with and without a time to wait, dropped and cut connections, answers that are empty, cut
off, garbage, in the wrong format, or ask for what is not there. In every second run the process is killed (SIGKILL) at a
random moment. Afterwards the work tree has to be untouched or hold the whole accepted change, at the latest after the next
command (``scoper runs``), and the transcript has to be readable.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from scoper.cli import edit, runs  # noqa: F401 - imported once, before the forks
from scoper.cli.main import main as main_of_scoper
from scoper.llm.client import Endpoint, OpenAIClient
from scoper.llm.profiles import Profile
from scoper.llm.retry import Clock, Patience
from tests.llm.server import Step, serving

_FILES = {f"shop/part{number}.py": f"def total{number}(prices):\n    return sum(prices)\n" for number in range(12)}
_GOOD = "\n".join(
    f"{path}\n<<<<<<< SEARCH\n    return sum(prices)\n=======\n    return round(sum(prices), 2)\n>>>>>>> REPLACE\n"
    for path in _FILES
)
_SUMMARY = "<change_summary>\nEvery total in shop/ rounds: part0 to part11.\n</change_summary>\n"
_FAULTS = (
    Step(fault="status", status=429, headers=(("retry-after-ms", "20"),)),
    Step(fault="status", status=429),
    Step(fault="status", status=500),
    Step(fault="status", status=503, headers=(("retry-after", "0"),)),
    Step(fault="status", status=401),
    Step(fault="status", status=400, message="maximum context length exceeded"),
    Step(fault="drop"),
    Step(_GOOD, fault="cut"),
    Step(fault="garbage"),
    Step(fault="empty"),
    Step(_GOOD, fault="incomplete"),
    Step(fault="failed"),
    Step(fault="unknown-tool"),
    Step("I would rather not."),
    Step(_GOOD.replace("return sum(prices)", "return sum(prizes)")),
    Step(_GOOD.replace("round(sum(prices), 2)", "round(sum(prices, 2)")),
    Step("\n".join(_GOOD.split("\n")[: 3 * 8])),
)


class Ended(NamedTuple):
    """How one run ended: the state of the work tree, whether it was killed, and what is wrong with that."""

    tree: str
    was_killed: bool
    wrong: str | None


def main() -> int:
    # the SDK imports its parts when a client is made
    OpenAIClient(
        "x", Profile("x"), Endpoint("http://127.0.0.1:1/v1", "x"), Patience(), Clock(time.monotonic, time.sleep, random.random)
    ).close()
    return campaign(__doc__, _run, "half done or unreadable")


def campaign(usage: str | None, run: Callable[..., Ended], harm: str) -> int:
    """Runs by the arguments of the command line, every second one killed; prints how they ended, and gives the exit code."""
    parser = argparse.ArgumentParser(description=usage)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    counts: Counter[tuple[str, bool]] = Counter()
    wrong = []
    for number in range(given.runs):
        ended = run(random.Random(given.seed * 1_000_003 + number), kills=number % 2 == 1)
        counts[ended.tree, ended.was_killed] += 1
        if ended.wrong is not None:
            wrong.append(f"run {number}: {ended.wrong}")
    for (tree, was_killed), count in sorted(counts.items()):
        print(f"{count:4} runs: {tree}{', killed' if was_killed else ''}")
    print(f"{len(wrong)} of {given.runs} runs left something {harm}", *wrong, sep="\n  ")
    return int(bool(wrong))


def _run(chance: random.Random, *, kills: bool) -> Ended:
    script = [chance.choice(_FAULTS) for _ in range(chance.randrange(5))] + [Step(_GOOD + _SUMMARY)] * chance.randrange(1, 3)
    with tempfile.TemporaryDirectory(prefix="scoper-faults-") as folder, serving(script) as server:
        root = Path(folder) / "repo"
        env = {**scoper_environment(Path(folder)), "OPENAI_BASE_URL": server.url}
        make_shop(root, env)
        before = read_tree(root)
        wait = ("--max-wall-time", "20", "--scope", "shop/", "--yes", "--no-lint")
        edit = ("edit", "Round every total to two places", "--model", "scripted", *wait)
        child = fork_scoper(edit, root, env, Path(folder) / "said")
        was_killed = kill_at_random(child, root, chance) if kills else False
        code = wait_for(child)
        listed = wait_for(fork_scoper(("runs", "--json"), root, env, Path(folder) / "listed"))
        shown = wait_for(fork_scoper(("runs", "show", "last"), root, env, Path(folder) / "shown"))
        has_run = (root / ".git/scoper/runs").exists()
        after = read_tree(root)
        whole = {path: text.replace("sum(prices)", "round(sum(prices), 2)") for path, text in before.items()}
        tree = "untouched" if after == before else "whole change" if after == whole else "HALF"
        wrong = None
        if tree == "HALF":
            wrong = f"work tree: {sorted(path for path in after.keys() | before.keys() if after.get(path) != before.get(path))}"
        elif listed or (shown and has_run):
            wrong = f"transcript: {(Path(folder) / 'shown').read_text()}"
        elif code not in (0, 1, 2, -signal.SIGKILL):
            wrong = f"exit code {code}: {(Path(folder) / 'said').read_text()[-500:]}"
        elif code == 0 and tree != "whole change":
            wrong = "it says that it wrote the change, and did not"
        return Ended(tree, was_killed, wrong)


def fork_scoper(args: Sequence[str], root: Path, env: dict[str, str], output: Path) -> int:
    """Run one command of scoper in a child; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        os.environ.clear()
        os.environ.update(env)
        os.chdir(root)
        said = os.open(output, os.O_WRONLY | os.O_CREAT)
        for number, file in ((0, os.open(os.devnull, os.O_RDONLY)), (1, said), (2, said)):
            os.dup2(file, number)
        os._exit(main_of_scoper(args))
    except BaseException:
        traceback.print_exc()
        os._exit(70)


def wait_for(child: int) -> int:
    """The exit code of a child."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _is_over(child: int) -> bool:
    """Whether a child has ended; it can still be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def kill_at_random(child: int, root: Path, chance: random.Random) -> bool:
    """Kill at a moment between the first event and the end; half of the time shortly after writing began."""
    aims_at_writing = chance.random() < 0.5
    deadline = time.monotonic() + 60
    while not _is_over(child) and time.monotonic() < deadline:
        transcripts = list(root.glob(".git/scoper/runs/*/transcript.jsonl"))
        if transcripts and (not aims_at_writing or list(root.glob(".git/scoper/runs/*/writing.json"))):
            break
        time.sleep(0.0005)
    time.sleep(chance.random() * (0.03 if aims_at_writing else 1.5))
    if _is_over(child):
        return False
    os.kill(child, signal.SIGKILL)
    return True


def scoper_environment(folder: Path) -> dict[str, str]:
    """A world of its own for a child."""
    names = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@b.c",
    }
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SCOPER_CACHE_DIR": "",
        "GIT_CONFIG_NOSYSTEM": "1",
        **names,
    }


def make_shop(root: Path, env: dict[str, str]) -> None:
    """A repository with one commit."""
    for path, text in _FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for args in (("init", "-q", "."), ("add", "-A"), ("commit", "-q", "-m", "A shop")):
        subprocess.run([shutil.which("git") or "git", *args], cwd=root, env=env, check=True)


def read_tree(root: Path) -> dict[str, str]:
    """Every file of the work tree."""
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {str(path.relative_to(root)): path.read_text() for path in files}


if __name__ == "__main__":
    raise SystemExit(main())
