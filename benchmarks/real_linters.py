"""Run the real linters and formatters end to end: each case of ``fixtures/linters/`` in a repository of its own, through
``scoper check``, in a temporary folder below one that holds configuration which must not be read.

    python -m benchmarks.real_linters [TOOL …] [--record]

Tools have to be on the PATH; those that are not are named as missing. ``--record`` keeps what each tool printed for the head
side as ``recorded.txt`` and what the adapter reads in it as ``expected.json``, which the tests go by.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from scoper.casefile import Case, parse_case
from scoper.linters.adapter import Adapter, Job, Trust
from scoper.linters.adapters.registry import ADAPTERS, FORMATTERS
from scoper.linters.programs import Missing, environment, find_program

ROOT = Path(__file__).parents[1]
CASES = ROOT / "fixtures" / "linters"
_OUTSIDE = {
    ".editorconfig": "[*]\nindent_style = space\nindent_size = 7\n",
    ".eslintrc.json": '{"parser": "./nowhere.js"}\n',
    ".prettierrc": "{not read",
    "eslint.config.js": "throw new Error('configuration outside of the repository was read');\n",
    "pyproject.toml": "[tool.black]\nline-length = 1\n",
    "ruff.toml": "not read",
    "rustfmt.toml": "not read",
}
"""What stands above the folder in which the tools run; none of it is the project's."""
_CHECK = ("check", "--staged", "--trust", "head", "--lint", "full", "--require-lint", "--format", "json", "--fail-on", "never")


def folder_of(adapter: Adapter) -> Path:
    return CASES / adapter.name.replace(" ", "-")


def run(adapter: Adapter, case: Case, root: Path) -> tuple[list[str], float]:
    """The findings of the lint family, as rows of a case file, and the seconds of the second run of two."""
    git = ("git", "-c", "user.name=n", "-c", "user.email=e@x")
    subprocess.run([*git, "init", "-q"], cwd=root, check=True)
    write(root, case.base)
    subprocess.run([*git, "add", "-A"], cwd=root, check=True)
    subprocess.run([*git, "commit", "-qm", "base"], cwd=root, check=True)
    write(root, case.head)
    subprocess.run([*git, "add", "-A"], cwd=root, check=True)
    outside = root / ".git" / "outside"
    write(outside, {path: text.encode() for path, text in _OUTSIDE.items()})
    env = {**os.environ, "SCOPER_CACHE_DIR": str(root / ".git" / "cache"), "TMPDIR": str(outside)}
    began = 0.0
    for _ in range(2):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "scoper", *_CHECK], cwd=root, env=env, capture_output=True, text=True)
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(done.stderr)
    rows = []
    for finding in json.loads(done.stdout)["findings"]:
        tool = (finding.get("source") or {}).get("tool")
        if finding["code"] == "LN403":
            rows.append(f"{finding['message']}")
        elif tool == adapter.name:
            rows.append(f"{finding['symbol'] or finding['path']} {finding['code']} {finding['severity']}")
    return sorted(rows), took


def write(root: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def record(adapter: Adapter, case: Case, root: Path, program: str) -> None:
    """Keep what the tool prints for the head side, with the folder's name left out."""
    write(root, case.head)
    files = () if adapter.whole else tuple(path for path in case.head if path.endswith(adapter.suffixes))
    command = [program, *adapter.arguments(Job(files, {}))]
    done = subprocess.run(command, cwd=root, env=environment(os.environ, adapter.env("")), capture_output=True, text=True)
    output = (done.stderr + done.stdout if adapter.to_either else done.stderr if adapter.to_errors else done.stdout).replace(
        f"{root}/", "/repository/"
    )
    folder = folder_of(adapter)
    (folder / "recorded.txt").write_text(output, encoding="utf-8")
    (folder / "expected.json").write_text(expected(adapter, output, case), encoding="utf-8")


def expected(adapter: Adapter, output: str, case: Case) -> str:
    """What the adapter reads in a recorded output, one diagnostic a line."""
    read = adapter.parse(output, lambda path: case.head.get(path.removeprefix("/repository/")))
    lines = ",\n".join(json.dumps([*item[:10], item.severity.label, *item.edits], ensure_ascii=False) for item in read)
    return f"[\n{lines}\n]\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tools", nargs="*")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    wrong = 0
    asked = [tool for tool in (*ADAPTERS, *FORMATTERS) if not options.tools or tool.name in options.tools]
    for adapter, path in [(tool, path) for tool in asked for path in sorted(folder_of(tool).glob("*.md"))]:
        case = parse_case(path.read_text(encoding="utf-8"))
        try:
            program = find_program(adapter.binary, None, "", Trust.NONE)
        except Missing as error:
            print(f"{adapter.name:14} {error}")
            continue
        if options.record and path.name == "case.md" and not adapter.rewrites:
            with tempfile.TemporaryDirectory() as folder:
                record(adapter, case, Path(os.path.realpath(folder)), program)
        with tempfile.TemporaryDirectory() as folder:
            found, seconds = run(adapter, case, Path(folder))
        good = found == sorted(case.findings)
        wrong += not good
        print(f"{adapter.name:14} {'exact' if good else 'WRONG'}  {seconds:5.2f} s from the cache  {'' if good else found}")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
