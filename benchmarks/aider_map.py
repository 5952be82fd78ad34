"""Makes aider's repository map. Runs in an environment that has aider and rs-bpe, and needs nothing of this repository.

JSON lines in: ``root`` (a checkout), ``files`` (all paths), ``chat`` (paths that are in the chat), ``request``, ``budget``
(tokens of o200k); JSON lines out: the map, or "" where aider makes none. What the request mentions is found as aider does.
"""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Any

from aider.repomap import RepoMap  # type: ignore[import-not-found]
from rs_bpe.bpe import openai  # type: ignore[import-not-found]

_count = openai.o200k_base().count
_LEAST_NAME = 5  # letters of a word that aider takes for the name of a file


class Quiet:
    """As much of aider's input and output as its map uses."""

    def read_text(self, name: str) -> str:
        with open(name, encoding="utf-8", errors="ignore") as file:
            return file.read()

    def __getattr__(self, _name: str) -> Any:
        return lambda *_, **__: None


class Model:
    def token_count(self, text: str) -> int:
        return int(_count(text))


def made(case: dict[str, Any]) -> str:
    root, paths = case["root"], case["files"]
    words = set(re.split(r"\W+", case["request"]))
    named = {word.strip("\"'`*_").rstrip(",.!;:?") for word in case["request"].split()}
    stems = {word.lower() for word in words if len(word) >= _LEAST_NAME}
    mentioned = {path for path in paths if path in named or os.path.splitext(os.path.basename(path))[0].lower() in stems}
    repo_map = RepoMap(map_tokens=case["budget"], root=root, main_model=Model(), io=Quiet(), map_mul_no_files=1)
    chat = [os.path.join(root, path) for path in case["chat"]]
    other = [os.path.join(root, path) for path in paths if path not in case["chat"]]
    return repo_map.get_repo_map(chat, other, mentioned, words) or ""


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(made(json.loads(line))), flush=True)
