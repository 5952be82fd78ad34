"""Applies replies with aider's own coders. Runs in an environment that has aider, and needs nothing of this repository.

JSON lines in: ``format``, ``path``, ``base``, ``text``; JSON lines out: the file after the reply, or null where aider
refuses, or finds no answer within ten seconds.
"""

from __future__ import annotations

import importlib
import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

_SECONDS = 10  # some of its searches take time that grows with the square of the lines, or worse
_CODERS = {
    "search-replace": ("editblock_coder", "EditBlockCoder"),
    "udiff": ("udiff_coder", "UnifiedDiffCoder"),
    "v4a": ("patch_coder", "PatchCoder"),
    "whole": ("wholefile_coder", "WholeFileCoder"),
}


class Files:
    """As much of aider's input and output as its coders use to edit."""

    def read_text(self, name: str, *_: object, **__: object) -> str:
        with open(name, encoding="utf-8", newline="") as file:
            return file.read()

    def write_text(self, name: str, text: str, *_: object, **__: object) -> None:
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


def applied(case: dict[str, str]) -> str | None:
    if case["format"] not in _CODERS:
        return None
    module, name = _CODERS[case["format"]]
    kind = getattr(importlib.import_module(f"aider.coders.{module}"), name)
    with tempfile.TemporaryDirectory() as root:
        file = Path(root).resolve() / case["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(case["base"].encode())
        coder = kind.__new__(kind)
        vars(coder).update(
            io=Files(),
            root=str(Path(root).resolve()),
            fence=("```", "```"),
            partial_response_content=case["text"],
            abs_fnames={str(file)},
            abs_read_only_fnames=set(),
            shell_commands=[],
            abs_root_path_cache={},
            repo=None,
        )
        coder.get_multi_response_content_in_progress = lambda final=False: case["text"]
        signal.alarm(_SECONDS)
        try:
            edits = coder.get_edits()
            if not edits:
                return None
            coder.apply_edits(edits)
        except Exception:  # whatever a coder raises goes back to the model: a refusal
            return None
        finally:
            signal.alarm(0)
        return file.read_bytes().decode("utf-8", "replace")


def give_up(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, give_up)
    for line in sys.stdin:
        print(json.dumps(applied(json.loads(line))), flush=True)
