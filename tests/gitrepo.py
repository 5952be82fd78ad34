"""Building small git repositories for tests."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class GitRepo(NamedTuple):
    root: Path

    def git(self, *args: str, check: bool = True, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> str:
        """Standard output of one git command, decoded and stripped of its last newline."""
        done = subprocess.run(["git", *args], cwd=self.root, capture_output=True, input=stdin, env=env)
        if check and done.returncode:
            raise AssertionError(f"git {' '.join(args)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="surrogateescape").rstrip("\n")

    def write(self, path: str, content: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def stage(self, files: Mapping[str, str | bytes] | None = None) -> None:
        """Write these files and stage everything."""
        for path, content in (files or {}).items():
            self.write(path, content)
        self.git("add", "-A")

    def commit(self, files: Mapping[str, str | bytes] | None = None, message: str = "a commit") -> str:
        """Write these files, commit everything (empty commits too) and give the commit id."""
        self.stage(files)
        self.git("commit", "-q", "--allow-empty", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD")

    def state(self) -> dict[str, tuple[int, bytes]]:
        """What must not change when a repository is judged: every byte and mode below its top, the git directory included."""
        return {str(path): (path.lstat().st_mode, _content(path)) for path in sorted(self.root.rglob("*"))}


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return os.fsencode(path.readlink())
    return hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
