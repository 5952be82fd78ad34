from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from scoper import __version__
from scoper.cli import main as entry
from scoper.errors import UserError

ROOT = Path(__file__).parents[2]


def raise_in_command(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    @click.command()
    @click.argument("arguments", nargs=-1)
    def broken(arguments: tuple[str, ...]) -> None:
        raise error

    monkeypatch.setattr(entry.LazyGroup, "get_command", lambda *_: broken)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--version"]) == 0
    assert capsys.readouterr().out == f"scoper {__version__}\n"


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_nothing_heavy_is_loaded_to_say_hello(argument: str) -> None:
    code = f"import sys; from scoper.cli.main import main; main([{argument!r}]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "scoper.cli.main" in loaded
    ours = {name for name in loaded if name.startswith("scoper.")}
    assert ours == {
        "scoper.agent",
        "scoper.agent.hosts",
        "scoper.agent.hosts.names",
        "scoper.cli",
        "scoper.cli.main",
        "scoper.cli.process",
        "scoper.errors",
    }
    assert not loaded & {"tree_sitter", "git", "rich", "sqlite3", "tomllib", "platformdirs", "importlib.metadata"}


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {name} " in out for name in entry.COMMANDS)


@pytest.mark.parametrize("args", [["nonsense"], ["--nonsense"], ["check", "--format", "nonsense"]])
def test_usage_errors_end_in_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(args) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("error: ") and "nonsense" in lines[0]
    assert lines[1:] and all(line.startswith("hint: ") for line in lines[1:])


def test_a_misspelt_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["chek"]) == 2
    assert "hint: did you mean check" in capsys.readouterr().err


def test_without_arguments_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main([]) == 2
    assert "Commands:" in capsys.readouterr().err


def test_user_errors_are_a_line_and_hints(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    raise_in_command(monkeypatch, UserError("no such \x1b[31mthing\nand more", "try this", "or that"))
    assert entry.main(["rule"]) == 2
    assert capsys.readouterr() == ("", "error: no such \\x1b[31mthing\nand more\nhint: try this\nhint: or that\n")


def test_interruption_ends_in_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    raise_in_command(monkeypatch, KeyboardInterrupt())
    assert entry.main(["rule"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_leaves_a_log_that_can_be_pasted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SCOPER_STATE_DIR", str(tmp_path / "state"))
    raise_in_command(monkeypatch, ZeroDivisionError("oops"))
    assert entry.main(["rule", "SC101"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("error: this is a bug in scoper: ZeroDivisionError: oops\n") and "Traceback" not in err
    (log,) = (tmp_path / "state").iterdir()
    assert str(log) in err
    text = log.read_text()
    assert f"scoper {__version__}" in text and "```\nscoper rule SC101\n```" in text
    assert "Traceback (most recent call last)" in text and text.count("```") == 4


def test_a_bug_is_told_in_full_where_no_log_can_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    in_the_way = tmp_path / "state"
    in_the_way.write_text("")
    monkeypatch.setenv("SCOPER_STATE_DIR", str(in_the_way))
    raise_in_command(monkeypatch, ZeroDivisionError("oops"))
    assert entry.main(["rule"]) == 3
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_old_logs_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCOPER_STATE_DIR", str(tmp_path))
    for number in range(30):
        (tmp_path / f"bug-2000-{number:02}.md").touch()
    (tmp_path / "mine.txt").touch()
    raise_in_command(monkeypatch, ZeroDivisionError("oops"))
    entry.main(["rule"])
    assert len(list(tmp_path.glob("bug-*.md"))) == 21 and (tmp_path / "mine.txt").exists()


def test_python_dash_m_is_the_same_door() -> None:
    done = subprocess.run([sys.executable, "-m", "scoper", "--version"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"scoper {__version__}\n")
