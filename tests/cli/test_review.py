"""``scoper review`` in lines: real git, real editors; what a person says comes from a pipe or a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ASKED, CART, CHANGED, REQUEST, STRAY, Review, Scoper, cart
from tests.gitrepo import GitRepo


def test_what_is_rejected_is_taken_out_and_comes_back(shop: GitRepo, review: Review, scoper: Scoper) -> None:
    said = review("n y", "--request", REQUEST)
    assert said.code == 0 and cart(shop) == ASKED
    assert "outside what was asked for: cart.py::label · body · line 6\n  nothing ties it to what was asked for\n" in said.out
    assert "    6 -     return len(prices)\n    6 +     return str(len(prices))\n" in said.out
    assert said.out.endswith(
        "2 parts: 1 accepted, 1 rejected\naccept: the only edit is within what was asked for\n"
        "written: cart.py\n`scoper trim --undo` takes it back\n"
    )
    assert scoper("trim", "--undo").code == 0 and cart(shop) == CHANGED


def test_nothing_but_enter_does_as_the_verdict_says(shop: GitRepo, review: Review) -> None:
    said = review(" ", "--request", REQUEST)
    assert "[y,N," in said.out and "[Y,n," in said.out
    assert said.code == 0 and cart(shop) == ASKED


def test_what_is_left_open_stays_in_a_work_tree_and_is_told(shop: GitRepo, review: Review) -> None:
    said = review("n", "--request", REQUEST)  # and then the input ends
    assert said.code == 1 and cart(shop) == ASKED and "1 rejected, 1 open" in said.out
    shop.write("cart.py", CHANGED)
    said = review("", "--request", REQUEST)
    assert "decided before: 2 parts: 1 rejected, 1 open" in said.out and "(2/2)" in said.out and "(1/2)" not in said.out
    assert cart(shop) == ASKED


def test_writing_nothing_keeps_what_was_decided(shop: GitRepo, review: Review) -> None:
    before = shop.git("status", "--porcelain")
    said = review("n Q", "--request", REQUEST)
    assert said.code == 1 and cart(shop) == CHANGED and shop.git("status", "--porcelain") == before
    assert "nothing was written; what was decided is kept" in said.out
    said = review("u Q", "--request", REQUEST)
    assert "nothing to undo" in said.out  # undo is for this sitting
    said = review("k y y", "--request", REQUEST, "--dry-run")
    assert said.code == 0 and cart(shop) == CHANGED and "2 accepted" in said.out


def test_a_dry_run_writes_nothing(shop: GitRepo, review: Review) -> None:
    said = review("n y", "--request", REQUEST, "--dry-run")
    assert said.code == 0 and cart(shop) == CHANGED and "written" not in said.out


def test_the_index_is_reviewed(shop: GitRepo, review: Review) -> None:
    shop.stage()
    said = review("n y", "--staged", "--request", REQUEST)
    assert said.code == 0 and shop.git("show", ":cart.py") + "\n" == ASKED == cart(shop)


def test_of_a_range_the_accepted_part_is_a_patch(shop: GitRepo, review: Review, tmp_path: Path) -> None:
    shop.commit(message=REQUEST)
    before = shop.state()
    said = review("n y", "HEAD")
    assert said.code == 0 and said.out.startswith("diff --git") and "Accept this edit" in said.err
    assert "+    return round(sum(prices), 2)" in said.out and "str(len" not in said.out
    again = review(" ", "HEAD", "--output", str(tmp_path / "a.patch"))
    assert (tmp_path / "a.patch").read_text() == said.out and "decided before: 2 parts: 1 accepted, 1 rejected" in again.out
    after = {path: one for path, one in shop.state().items() if ".git/scoper" not in path}
    assert after == before


def test_what_is_left_open_goes_nowhere_by_itself(shop: GitRepo, review: Review) -> None:
    shop.commit(message=REQUEST)
    said = review("q", "HEAD")
    assert (said.code, said.out) == (1, "") and "2 parts: 2 open" in said.err


def test_a_report_is_reviewed(shop: GitRepo, review: Review, scoper: Scoper, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    scoper("check", "--request", REQUEST, "--no-lint", "--format", "json", "--output", str(report))
    said = review("n y", str(report))
    assert said.code == 0 and cart(shop) == ASKED
    said = review("n y", str(report))
    assert said.code == 2 and "which is not in this repository" in said.err and "judge again" in said.err
    shop.stage()
    scoper("check", "--staged", "--request", REQUEST, "--format", "json", "--output", str(report))
    shop.write("cart.py", CART)
    assert review("n", str(report)).code == 0 and shop.git("diff", "--cached") == ""
    shop.commit({"cart.py": CHANGED}, REQUEST)
    scoper("check", "HEAD", "--format", "json", "--output", str(report))
    assert review("n y", str(report)).out.startswith("diff --git")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"schema": "scoper.report/2"}',
        '{"schema": "scoper.report/1", "base": "--output=x", "head": "HEAD"}',
        '{"schema": "scoper.report/1", "base": "BASE", "head": "BASE"}',
        '{"schema": "scoper.report/1", "base": "BASE", "head": "BASE", "task": {"source": "nobody"}}',
        '{"schema": "scoper.report/1", "base": "BASE", "head": "BASE", "task": {"source": "flag", "scope": 7}}',
    ],
)
def test_what_is_no_report_is_told(text: str, shop: GitRepo, review: Review, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(text.replace("BASE", shop.git("rev-parse", "HEAD^{tree}")))
    said = review("", str(report))
    assert said.code == 2 and "report.json" in said.err and "bug" not in said.err


def test_contradictions_are_refused(shop: GitRepo, review: Review) -> None:
    assert review("", "HEAD", "--run", "last").code == 2
    assert review("", "--run", "last", "--request", "x").code == 2
    assert "standard input is for the answers" in review("", "--patch", "-").err
    assert "no run is kept" in review("", "--run", "last").err


def test_nothing_to_review(shop: GitRepo, review: Review) -> None:
    shop.commit()
    said = review("")
    assert (said.code, said.err) == (0, "nothing to review: the two sides do not differ\n")


def test_the_keys(shop: GitRepo, review: Review) -> None:
    said = review("? x j k g g2 g9 /total /zzz s u v", "--request", REQUEST, "--dry-run")
    assert "leave it open and go to the next" in said.out
    assert "% sure: nothing ties it to what was asked for" in said.out and "to let it in: --scope cart.py::label" in said.out
    places = re.findall(r"\((\d)/2\) Accept", said.out)
    assert places[:10] == ["1", "1", "1", "2", "1", "1", "2", "2", "2", "2"]
    assert "nothing holds that" in said.out and "it is one statement" in said.out and "nothing to undo" in said.out
    assert "2 parts: 1 accepted, 1 rejected" in said.out


def test_a_whole_file_at_once(shop: GitRepo, review: Review) -> None:
    shop.write("other.py", "X = 1\n")
    said = review("d", "--request", REQUEST, "--dry-run")  # the stray function, and all behind it in its file
    assert "3 parts: 2 rejected, 1 open" in said.out or "3 parts: 1 rejected, 2 open" in said.out


def test_statements_are_taken_one_by_one_and_undone(shop: GitRepo, review: Review) -> None:
    shop.write("cart.py", CART.replace("    return len(prices)", "    x = 1\n    y = 2\n    return len(prices)"))
    said = review("s n y", "--request", REQUEST)
    assert "2 statements" in said.out and cart(shop) == CART.replace("    return len", "    y = 2\n    return len")
    assert "cart.py::label · body · line 6\n" in said.out and "cart.py::label · body · line 7\n" in said.out


def editor(tmp_path: Path, code: str) -> str:
    path = tmp_path / "editor.py"
    path.write_text(f"import sys\npath = sys.argv[1]\n{code}\n")
    return f"'{sys.executable}' '{path}'"


def test_what_is_written_in_the_editor_is_accepted_byte_by_byte(
    shop: GitRepo, review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    code = f"data = open(path, 'rb').read()\nopen({str(seen)!r}, 'wb').write(path.encode() + b' ' + data)\n"
    code += "open(path, 'wb').write(b'    return len(prices)  # \\xff\\r\\n\\r\\n')\nimport os\nos.utime(path, (1, 1))"
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    said = review("e y", "--request", REQUEST)
    assert said.code == 0
    assert (shop.root / "cart.py").read_bytes() == ASKED.encode().replace(b"len(prices)\n", b"len(prices)  # \xff\r\n\r\n")
    assert seen.read_bytes().partition(b" ")[0].endswith(b".py") and b" return str(len(prices))\n" in seen.read_bytes()


@pytest.mark.parametrize("program", ["false", "no-such-editor", "true"])
def test_an_editor_that_fails_or_saves_nothing_decides_nothing(
    program: str, shop: GitRepo, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", program)
    said = review("e", "--request", REQUEST)
    assert said.code == 1 and "2 open" in said.out and cart(shop) == CHANGED


def test_what_is_staged_is_not_taken_out_of_the_work_tree(shop: GitRepo, review: Review) -> None:
    shop.stage({"cart.py": STRAY})
    shop.write("cart.py", CHANGED)
    said = review("n y", "--request", REQUEST)
    assert said.code == 1 and "it stays: it is staged" in said.out and cart(shop) == CHANGED


def test_nothing_that_a_terminal_would_obey_is_shown(shop: GitRepo, review: Review) -> None:
    shop.write("cart.py", CART.replace("len(prices)", 'len("\x1b]52;c;eA==\x07\u202e")'))
    said = review("x n", "--request", "Round \x1b[31mtotal")
    assert "\x1b" not in said.out + said.err and "\u202e" not in said.out and "\\x1b]52" in said.out


def test_an_interruption_writes_nothing(shop: GitRepo, review: Review, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    stdin = io.StringIO()
    monkeypatch.setattr(stdin, "readline", interrupted)
    monkeypatch.setattr(sys, "stdin", stdin)
    assert scoper("review", "--no-lint", "--request", REQUEST).code == 130
    assert cart(shop) == CHANGED


def test_a_dumb_terminal_is_asked_in_lines(shop: GitRepo) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "scoper", "review", "--no-lint", "--request", REQUEST]
    env = {**os.environ, "TERM": "dumb", "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, cwd=shop.root, env=env, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, b"n\ny\n")
        said = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:
                break
            if not more:
                break
            said += more
    os.close(ours)
    assert process.returncode == 0 and cart(shop) == ASKED
    assert b"(2/2) Accept this edit" in said and b"\x1b" not in said


def test_the_third_time_the_configuration_is_offered(shop: GitRepo, review: Review, scoper: Scoper) -> None:
    shop.commit({f"lib/{name}.py": "def one():\n    return 1\n\n\ndef two():\n    return 1\n" for name in "abc"})
    shop.commit({"cart.py": CART})
    told = []
    for name in "abc":
        before = "def one():\n    return 1\n\n\ndef two():\n    return 1\n"
        shop.write("cart.py", ASKED)
        shop.write(f"lib/{name}.py", before.replace("return 1", "return 2", 1))
        said = review("y y y", "--request", REQUEST)
        assert said.code == 0
        told.append("was overruled 3 times under /lib/" in said.out)
        shop.git("checkout", "-q", "--", ".")
    assert told == [False, False, True]
    said = scoper("learn")
    assert "in scoper.toml, under [per-path-ignore]:" in said.out and '"/lib/" = ["SC101"]' in said.out
    shop.write("lib/a.py", "def one():\n    return 5\n\n\ndef two():\n    return 1\n")
    shop.write("cart.py", ASKED)
    assert scoper("check", "--request", REQUEST).code == 1
    said = scoper("learn", "--apply", "1", "--yes")
    assert said.code == 0 and '+"/lib/" = ["SC101"]' in said.out
    shop.git("add", "scoper.toml")
    shop.git("commit", "-q", "-m", "taste", "scoper.toml")
    assert scoper("check", "--request", REQUEST).code == 0
    assert scoper("learn").out.startswith("nothing to offer")


def test_learning_for_programs_and_mistakes(shop: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scoper("learn", "--json").report == {"schema": "scoper.learn/1", "offers": []}
    assert "there is no offer 1" in scoper("learn", "--apply", "1").err
    memory = shop.root / ".git/scoper/overruled.jsonl"
    memory.parent.mkdir(exist_ok=True)
    rows = [{"rule": "CH202", "path": "cart.py", "kind": "function", "finding": str(n), "upheld": False} for n in range(3)]
    memory.write_text("garbage\n" + "".join(json.dumps(row) + "\n" for row in rows))
    shop.write("pyproject.toml", 'tool.scoper.per-path-ignore = {"/x" = ["CH"]}\n')
    [offer] = scoper("learn", "--json").report["offers"]
    assert (offer["file"], offer["table"], offer["line"]) == (
        "pyproject.toml",
        "tool.scoper.per-path-ignore",
        '"/cart.py" = ["CH202"]',
    )
    assert "only you can change" in scoper("learn", "--apply", "1").err
    shop.write("pyproject.toml", "[tool.scoper] # mine\nlint = 'full'\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert scoper("learn", "--apply", "1").code == 1
    assert (shop.root / "pyproject.toml").read_text() == "[tool.scoper] # mine\nlint = 'full'\n"
    assert scoper("learn", "--apply", "1", "--yes").code == 0
    assert (shop.root / "pyproject.toml").read_text() == (
        '[tool.scoper] # mine\nlint = \'full\'\n\n[tool.scoper.per-path-ignore]\n"/cart.py" = ["CH202"]\n'
    )
