from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scoper.agent.runs import Event, Kept, Run, all_runs, begin, find, last_of, prune
from scoper.errors import UserError


def test_every_event_is_written_before_anybody_is_told(tmp_path: Path) -> None:
    told: list[tuple[Event, list[Event]]] = []
    run = begin(str(tmp_path), (), (lambda event: told.append((event, Kept(run.id, run.folder).events())),))
    run.note("started", request="é\n\u2028 \ud800")
    run.note("ended")
    assert [event["event"] for event, _ in told] == ["started", "ended"]
    assert all(kept[-1] == event for event, kept in told)


def test_a_transcript_that_was_cut_off_anywhere_is_readable(tmp_path: Path) -> None:
    run = begin(str(tmp_path))
    for number in range(3):
        run.note("round", number=number)
    path = Path(run.folder) / "transcript.jsonl"
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        numbers = [event["number"] for event in Kept(run.id, run.folder).events()]
        assert numbers == list(range(whole[:size].count(b"\n"))) or whole[size : size + 1] == b"\n"
        run.note("after")
        assert last_of(Kept(run.id, run.folder).events(), "after") is not None


def test_secrets_are_struck_out_of_everything(tmp_path: Path) -> None:
    secret = 'sk-"quoted"\\key'
    run = begin(str(tmp_path), (secret, "x"))
    run.note("waiting", why=f"no such key: {secret}", fox="x")
    run.keep("reply-1.json", f"{secret} again".encode())
    kept = Kept(run.id, run.folder)
    assert kept.events()[0]["why"] == "no such key: [key]" and kept.events()[0]["fox"] == "x"
    assert kept.read("reply-1.json") == b"[key] again"


def test_runs_are_found_by_either_end(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no run is kept"):
        find(str(tmp_path), "last")
    runs = tmp_path / "scoper" / "runs"
    for name in ("20260101-000000-aaaaaa", "20260101-000000-bbbbbb", "20260202-000000-cccccc"):
        (runs / name).mkdir(parents=True)
    assert [kept.id[-6:] for kept in all_runs(str(tmp_path))] == ["aaaaaa", "bbbbbb", "cccccc"]
    assert find(str(tmp_path), "last").id.endswith("cccccc") and find(str(tmp_path), "202602").id.endswith("cccccc")
    assert find(str(tmp_path), "bbbbbb").id.endswith("bbbbbb")
    for wanted, word in (("20260101", "several"), ("zz", "no such run"), ("", "no such run")):
        with pytest.raises(UserError, match=word):
            find(str(tmp_path), wanted)


def test_old_runs_go_but_for_the_newest_and_those_of_today(tmp_path: Path) -> None:
    day, now = 24 * 3600, 10_000_000
    ages = {
        "20260101-000000-aaaaaa": 9,
        "20260102-000000-bbbbbb": 3,
        "20260103-000000-cccccc": 5,
        "20260104-000000-dddddd": 0.5,
    }
    for name, days in ages.items():
        run = Run(Kept(name, str(tmp_path / "scoper" / "runs" / name)))
        Path(run.folder).mkdir(parents=True)
        run.note("started")
        os.utime(Path(run.folder) / "transcript.jsonl", (now - days * day,) * 2)
    assert _left(tmp_path, keep=4, now=now) == "abcd"
    assert _left(tmp_path, keep=2, now=now) == "bd"  # the older run was gone on with later
    assert _left(tmp_path, keep=0, now=now) == "d"


def _left(git_dir: Path, *, keep: int, now: float) -> str:
    prune(str(git_dir), keep, now)
    return "".join(kept.id[-1] for kept in all_runs(str(git_dir)))


def test_a_file_is_kept_whole_and_read_from_nowhere_else(tmp_path: Path) -> None:
    run = begin(str(tmp_path))
    run.keep("a.json", json.dumps({}).encode())
    (tmp_path / "secret").write_text("no")
    with pytest.raises(UserError):
        Kept(run.id, run.folder).read("../../../secret")
    run.drop("a.json")
    run.drop("a.json")
    assert not (Path(run.folder) / "a.json").exists()


def test_a_run_that_leaves_no_trace_does_not_go_on(tmp_path: Path) -> None:
    run = Run(Kept("gone", str(tmp_path / "gone")))
    with pytest.raises(UserError, match="cannot write the transcript"):
        run.note("started")


def test_runs_of_one_second_are_in_order(tmp_path: Path) -> None:
    begun = [begin(str(tmp_path)).id for _ in range(20)]
    assert [kept.id for kept in all_runs(str(tmp_path))] == begun
    assert find(str(tmp_path), "last").id == begun[-1]
