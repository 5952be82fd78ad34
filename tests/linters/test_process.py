from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from scoper.linters import process


def start(tmp_path: Path, script: str, timeout: float = 20) -> process.Running:
    return process.start([sys.executable, "-S", "-c", script], str(tmp_path), {"NAME": "value"}, timeout)


def test_output_is_collected_whole_however_much_it_is(tmp_path: Path) -> None:
    running = start(tmp_path, "import sys; sys.stdout.write('x' * 300_000); sys.stderr.write('why'); sys.exit(3)")
    ended = process.finish(running)
    assert (ended.returncode, len(ended.output), ended.errors, ended.failure) == (3, 300_000, b"why", None)


def test_it_sees_only_the_environment_that_it_is_given(tmp_path: Path) -> None:
    ended = process.finish(start(tmp_path, "import os; print(os.environ.get('NAME'), os.environ.get('HOME'), os.getcwd())"))
    assert ended.output.decode().split() == ["value", "None", os.path.realpath(tmp_path)]


def test_too_late_means_nothing_is_trusted_and_nothing_is_left(tmp_path: Path) -> None:
    child = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'])"
    running = start(tmp_path, f"{child}; print('partial', flush=True); time.sleep(60)", timeout=0.4)
    ended = process.finish(running)
    assert ended == process.Ended(-1, b"", b"", "it took too long and was stopped")
    assert wait_for_end_of_group(running.process.pid)


def test_killing_is_harmless_at_any_time(tmp_path: Path) -> None:
    running = start(tmp_path, "import time; time.sleep(60)")
    process.kill(running)
    process.kill(running)
    assert running.process.returncode


def test_the_deadline_counts_from_the_start(tmp_path: Path) -> None:
    running = start(tmp_path, "import time; time.sleep(60)", timeout=0.2)
    time.sleep(0.3)
    began = time.monotonic()
    assert process.finish(running).failure
    assert time.monotonic() - began < 5


def test_what_cannot_be_started_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        process.start([str(tmp_path / "nowhere")], str(tmp_path), {}, 1)


def wait_for_end_of_group(group: int) -> bool:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except OSError:
            return True
        time.sleep(0.02)
    return False
