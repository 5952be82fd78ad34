"""Running commands repeatedly and telling what they cost: wall clock, CPU of all their processes, peak memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_LOOK_EVERY = 0.02  # seconds


class Sample(NamedTuple):
    wall_ms: float
    cpu_ms: float
    peak_mb: float
    code: int


class Timing(NamedTuple):
    """What a number of runs of one command cost. Machines are shared, so the minimum is the figure to trust."""

    name: str
    runs: int
    best_ms: float
    median_ms: float
    cpu_ms: float
    peak_mb: float


def once(command: Sequence[str], folder: Path, env: Mapping[str, str], *, all_memory: bool = False) -> Sample:
    """One run. The peak is that of its largest process or, at the price of looking at them all the time, of all together."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    peak = max(_memory_of(process.pid), default=0.0) if all_memory else 0.0
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)  # already reaped, so that Popen does not wait again
    peak = peak or usage.ru_maxrss / 1024
    return Sample(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, peak, process.returncode)


def _memory_of(leader: int) -> Iterator[float]:
    """The megabytes of all processes of a session, again and again until its first one has ended; shared pages count once."""
    while os.waitid(os.P_PID, leader, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        total = 0
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                total += _shared_out(int(entry.name), leader)
        yield total / 1024
        time.sleep(_LOOK_EVERY)


def _shared_out(pid: int, leader: int) -> int:
    """The kilobytes of a process of the session, of shared pages its part; 0 for others, and for one that is gone."""
    try:
        if os.getsid(pid) != leader:
            return 0
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (OSError, ValueError):
        return 0
    return int(text.partition("\nPss:")[2].split()[0]) if "\nPss:" in text else 0


def compare(
    commands: Mapping[str, Sequence[str]],
    folder: Path,
    env: Mapping[str, str],
    *,
    runs: int,
    before: Mapping[str, Callable[[], None]],
    all_memory: bool = False,
) -> list[Timing]:
    """Time the commands in turns, so that a busy moment hits all of them alike. ``before`` runs ahead of each run of a name."""
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            before.get(name, _nothing)()
            sample = once(command, folder, env, all_memory=all_memory)
            if sample.code not in (0, 1):
                raise SystemExit(f"{name}: {' '.join(command)} ended with {sample.code}")
            if turn:  # the first turn warms page caches and the tools' own
                samples[name].append(sample)
    return [_summary(name, found) for name, found in samples.items()]


def table(timings: Sequence[Timing], *, against: str) -> str:
    """Markdown, with the ratio of the best times to that of one row."""
    floor = next(timing.best_ms for timing in timings if timing.name == against)
    rows = ["| command | best ms | median ms | CPU ms | peak MB | ratio |", "|---|---|---|---|---|---|"]
    for timing in timings:
        rows.append(
            f"| {timing.name} | {timing.best_ms:.0f} | {timing.median_ms:.0f} | {timing.cpu_ms:.0f} | {timing.peak_mb:.0f} "
            f"| {timing.best_ms / floor:.2f} |"
        )
    return "\n".join(rows)


def _summary(name: str, samples: Sequence[Sample]) -> Timing:
    walls = [sample.wall_ms for sample in samples]
    return Timing(
        name,
        len(samples),
        min(walls),
        median(walls),
        min(sample.cpu_ms for sample in samples),
        max(sample.peak_mb for sample in samples),
    )


def _nothing() -> None:
    return None
