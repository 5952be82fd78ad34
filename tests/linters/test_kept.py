"""Folders that linters keep between runs."""

from __future__ import annotations

import os
import time
from pathlib import Path

from scoper.linters.kept import clear, evict, keep


def test_a_place_has_its_own_folder(tmp_path: Path) -> None:
    first = keep(str(tmp_path), "go vet", "/srv", "a b", "base")
    assert keep(str(tmp_path), "go vet", "/srv", "a b", "base") == first
    assert keep(str(tmp_path), "go vet", "/srv", "a", "b base") != first
    assert os.path.isdir(first) and " " not in os.path.basename(first)


def test_what_was_not_used_for_a_month_goes(tmp_path: Path) -> None:
    old, used = keep(str(tmp_path), "mypy", "old"), keep(str(tmp_path), "mypy", "used")
    Path(old, "cache.json").write_text("{}")
    long_ago = time.time() - 40 * 86_400
    for folder in (old, used):
        os.utime(folder, (long_ago, long_ago))
    keep(str(tmp_path), "mypy", "used")
    evict(str(tmp_path))
    assert not os.path.exists(old) and os.path.isdir(used)


def test_clearing_says_whether_there_was_anything(tmp_path: Path) -> None:
    evict(str(tmp_path))
    assert not clear(str(tmp_path))
    keep(str(tmp_path), "mypy", "x")
    assert clear(str(tmp_path)) and not (tmp_path / "lint").exists()
