"""The report on the example of ``scoper demo``."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from scoper.casefile import parse_case
from scoper.checks.model import Report
from tests.cases import judge_case
from tests.gitrepo import GitRepo

CASE = Path(__file__).parents[1] / "scoper" / "cli" / "demo.md"


def demo_report() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
        repo = GitRepo(Path(folder))
        for name, value in (("user.name", "Ada Author"), ("user.email", "ada@example.com")):
            repo.git("config", name, value)
        return judge_case(parse_case(CASE.read_text(encoding="utf-8")), repo)
