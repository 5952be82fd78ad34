"""Whether a run of ``scoper wrap`` ever leaves half of a change, a process or a folder behind:
``python -m benchmarks.wrap_faults``.

Each run wraps a script that changes twelve files one by one, commits, strays, and starts processes of its own; a seed says what
else happens to it: it fails, hangs until its time is over, removes its repository, floods its output, or is killed. In every
second run scoper is killed (SIGKILL) at a random moment, half of those while it writes. After the next command
(``scoper runs``) the work tree has to be untouched or hold the whole change that was in scope; the branches, the index and the
stash have to be as they were; no process and no temporary folder may be left.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.edit_faults import (
    Ended,
    campaign,
    fork_scoper,
    kill_at_random,
    make_shop,
    read_tree,
    scoper_environment,
    wait_for,
)
from scoper.cli import runs, wrap  # noqa: F401 - imported once, before the forks

_EDIT = "for file in shop/*.py; do sed -i 's/sum(prices)/round(sum(prices), 2)/' $file; sleep 0.0{pause}; done\n"
_AROUND = (
    "",
    "echo stray > stray.txt\n",
    "git commit -qam 'Round the totals'\n",
    "git stash -q; git stash pop -q\n",
    "sleep 600 & setsid sleep 600 &\n",
    "rm -rf .git\n",
    "git branch side; git checkout -q side; git commit -qam side\n",
)
_ENDS = ("", "", "", "exit 3\n", "sleep 600\n", "kill -9 $$\n", "yes\n")


def main() -> int:
    return campaign(__doc__, _run, "half done or behind")


def _run(chance: random.Random, *, kills: bool) -> Ended:
    script = _EDIT.format(pause=chance.randrange(4)) + chance.choice(_AROUND) + chance.choice(_AROUND) + chance.choice(_ENDS)
    with tempfile.TemporaryDirectory(prefix="wrap-faults-") as folder:
        root, temporary = Path(folder) / "repo", Path(folder) / "temporary"
        temporary.mkdir()
        env = {**scoper_environment(Path(folder)), "TMPDIR": str(temporary)}
        make_shop(root, env)
        before, repository = read_tree(root), _repository(root, env)
        bounds = (
            "--max-wall-time",
            "5",
            "--max-output",
            "1000000",
            "--keep-commits" if chance.random() < 0.3 else "--no-cache",
        )
        words = ("wrap", "--request", "Round every total", "--scope", "shop/", "--no-lint", *bounds, "--", "sh", "-c", script)
        child = fork_scoper(words, root, env, Path(folder) / "said")
        was_killed = kill_at_random(child, root, chance) if kills else False
        code = wait_for(child)
        listed = wait_for(fork_scoper(("runs", "--json"), root, env, Path(folder) / "listed"))
        after = read_tree(root)
        whole = {path: text.replace("sum(prices)", "round(sum(prices), 2)") for path, text in before.items()}
        tree = "untouched" if after == before else "whole change" if after == whole else "HALF"
        kept = "--keep-commits" in bounds and "git commit" in script
        wrong = None
        if tree == "HALF":
            wrong = f"work tree: {sorted(path for path in after.keys() | before.keys() if after.get(path) != before.get(path))}"
        elif not kept and _repository(root, env) != repository:
            wrong = "branches, index or stash changed"
        elif listed or (code not in (0, 1, 2) and not was_killed):
            wrong = f"exit codes {code} and {listed}: {(Path(folder) / 'said').read_text()[-500:]}"
        elif left := _left(temporary):
            wrong = f"left behind: {left}"
        return Ended(tree, was_killed, wrong)


def _repository(root: Path, env: dict[str, str]) -> list[bytes]:
    """What git says of branches, the index and the stash."""
    questions = (("for-each-ref",), ("ls-files", "--stage"), ("stash", "list"), ("reflog",))
    return [subprocess.run(["git", *args], cwd=root, env=env, capture_output=True).stdout for args in questions]


def _left(temporary: Path) -> list[str]:
    """Folders, and processes that work or worked in one; those that were just killed get a moment to go."""
    deadline = time.monotonic() + 5
    while (found := _processes(temporary)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [*found, *(path.name for path in temporary.iterdir())]


def _processes(temporary: Path) -> list[str]:
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if str(link.readlink()).startswith(str(temporary)):
                found.append(f"process {link.parent.name}")
        except OSError:
            continue
    return found


if __name__ == "__main__":
    raise SystemExit(main())
