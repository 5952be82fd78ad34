from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scoper.cli.output import emit, wants_colour, width
from scoper.errors import UserError


def test_no_colours_where_nobody_looks() -> None:
    assert not wants_colour("auto")
    assert width() == 0


@pytest.mark.parametrize(
    ("when", "env", "terminal", "output", "coloured"),
    [
        ("auto", {}, True, None, True),
        ("auto", {}, True, "-", True),
        ("auto", {}, True, "file", False),
        ("auto", {"TERM": "dumb"}, True, None, False),
        ("auto", {"NO_COLOR": "1"}, True, None, False),
        ("auto", {"NO_COLOR": ""}, True, None, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, None, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, None, False),
        ("auto", {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, True, None, False),
        ("always", {"NO_COLOR": "1"}, False, "file", True),
        ("never", {"CLICOLOR_FORCE": "1"}, True, None, False),
    ],
)
def test_when_colours_are_wanted(
    when: str, env: dict[str, str], terminal: bool, output: str | None, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert wants_colour(when, output) is coloured


def test_a_file_gets_the_whole_text(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    emit("naïve \udce9\n", str(tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == "naïve \\udce9\n".encode()
    assert capfd.readouterr().out == ""


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot write"):
        emit("x", str(tmp_path / "no" / "out"))


def test_a_reader_that_went_away_changes_no_exit_code() -> None:
    code = "import time; from scoper.cli.output import emit; time.sleep(0.3); emit('x' * 9_000_000); raise SystemExit(1)"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1
