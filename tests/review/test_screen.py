"""The screen, driven by textual's pilot. What stands on it is compared as text; pictures are in the folder ``screens``."""

from __future__ import annotations

import asyncio
import html
import os
import pty
import re
import select
import subprocess
import sys
import termios
from collections.abc import Awaitable, Callable
from pathlib import Path

import pyte
import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from scoper.cli.review import Options, full_screen, question
from scoper.errors import UserError
from scoper.review.desk import Desk
from scoper.review.model import Decision, Reviewed, begin
from scoper.review.screen.app import Editor, ReviewApp
from scoper.review.store import Store, digests
from tests.gitrepo import GitRepo
from tests.review.matters import CART, CHANGED, REQUEST, desk, opened

_COLUMN, _ROW, _TOP = 12.2, 24.4, 20.0  # pixels of a picture that textual takes
SCREENS = Path(__file__).parent / "screens"
A, R = Decision.ACCEPTED, Decision.REJECTED
LABEL, SLUGIFY, TOTAL, CENTS = "Cart.label", "slugify", "Cart.total", "to_cents"

Play = Callable[[Pilot[Reviewed], ReviewApp], Awaitable[None]]


def no_editor(text: bytes, path: str, say: Callable[[str], None]) -> bytes | None:
    return None


def play(found: Desk, steps: Play, size: tuple[int, int] = (80, 24), edit: Editor = no_editor) -> Reviewed | None:
    """What a review ends with, whose person does these steps."""
    folder = Path(found.sides.base.label).name
    home = os.environ["HOME"]
    store = Store(os.path.join(home, folder, "decisions.json"), os.path.join(home, "memory"), tuple(digests(found.matter)))

    async def go() -> Reviewed | None:
        app = ReviewApp(found, store, begin(found.matter), edit, question(found, Options(None, False, False, False, True)))
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                await judged(pilot, app)
                await steps(pilot, app)
        finally:
            app.close()
        return app.return_value

    return asyncio.run(go())


async def judged(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
    """Wait for the verdict on what is decided now, and for the line of keys."""
    for _ in range(400):
        await pilot.pause(0.02)
        if "judging" not in str(app.query_one("#state", Static).render()) and text(app).splitlines()[-1]:
            return
    raise AssertionError(text(app))


def text(app: ReviewApp) -> str:
    """What stands on the screen, row by row, without the blanks at the ends of its lines."""
    rows = [""] * app.size.height
    for attributes, words in re.findall(r"<text ([^>]*clip-path[^>]*)>(.*?)</text>", app.export_screenshot()):
        x, y = (float(number) for number in re.findall(r'\b[xy]="([\d.]+)"', attributes))
        row = round((y - _TOP) / _ROW)
        rows[row] = rows[row].ljust(round(x / _COLUMN)) + html.unescape(words)
    return "\n".join(row.replace("\xa0", " ").rstrip() for row in rows) + "\n"


async def same_picture(pilot: Pilot[Reviewed], app: ReviewApp, name: str) -> None:
    """Compare with the picture of that name, once the screen is laid out; SCOPER_UPDATE_CASES=1 takes it anew."""
    path = SCREENS / f"{name}.txt"
    if os.environ.get("SCOPER_UPDATE_CASES"):
        await pilot.pause(1)
        path.write_text(text(app), encoding="utf-8")
    wanted = path.read_text(encoding="utf-8")
    for _ in range(100):
        if text(app) == wanted:
            return
        await pilot.pause(0.02)
    assert text(app) == wanted


def said(app: ReviewApp, name: str) -> str:
    """The decision on a symbol as the list shows it."""
    row = next(line for line in text(app).splitlines() if f"cart.py::{name}" in line and "·" in line)
    found = re.search(r"[\[(].[\])]", row)
    assert found is not None
    return found[0]


def test_the_screen_at_80_by_24(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await same_picture(pilot, app, "start-80x24")
        await pilot.press("s", "down", "n", "down", "y")
        await judged(pilot, app)
        await same_picture(pilot, app, "statements-80x24")

    with desk(repo) as found:
        play(found, steps)


def test_old_and_new_stand_side_by_side_where_there_is_room(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await same_picture(pilot, app, "beside-120x24")
        await pilot.press("d")
        assert "x = 1\n" in text(app) and "│" not in text(app).partition("┘")[2].partition("[+]")[0]

    async def wide(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await same_picture(pilot, app, "wide-170x20")

    with desk(repo) as found:
        play(found, steps, (120, 24))
        play(found, wide, (170, 20))


def test_without_colours_it_says_the_same(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await same_picture(pilot, app, "start-80x24")
        picture = app.export_screenshot().partition("</style>")[2] + app.export_screenshot().partition("<style>")[2]
        frame = {"#ff5f57", "#febc2e", "#28c840", "#c5c8c6"}  # what textual draws around the picture
        colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}", picture)} - frame
        assert colours and {one for one in colours if not one[1:3] == one[3:5] == one[5:7]} == set()

    with desk(repo) as found:
        play(found, steps)


def test_decisions_go_on_to_what_is_open_and_can_be_undone(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("n")
        assert (said(app, LABEL), said(app, SLUGIFY)) == ("[-]", "(-)")
        await pilot.press("y", "y")
        assert (said(app, SLUGIFY), said(app, TOTAL)) == ("[+]", "[+]")
        await judged(pilot, app)
        assert "[+] 2 [-] 3 open 3 │ reject: 1 of 3 edits is outside" in text(app)
        await pilot.press("u", "u")
        assert (said(app, SLUGIFY), said(app, TOTAL)) == ("(-)", "(+)")
        await pilot.press("r")
        assert said(app, SLUGIFY) == "[+]"
        await pilot.press("v")
        assert (said(app, LABEL), said(app, CENTS)) == ("[-]", "[+]")
        await pilot.press("space")  # on what was last gone to
        assert [said(app, name) for name in (LABEL, SLUGIFY, TOTAL, CENTS)].count("[-]") in (1, 2)

    with desk(repo) as found:
        play(found, steps)


def test_a_group_is_decided_at_once(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("up", "y")
        assert (said(app, LABEL), said(app, SLUGIFY), said(app, TOTAL)) == ("[+]", "[+]", "(+)")

    with desk(repo) as found:
        play(found, steps)


def test_search_and_filter(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("slash", *"slug", "enter")
        assert "1 of 4 edits · holds: slug" in text(app) and f"cart.py::{TOTAL}" not in text(app)
        await pilot.press("y", "escape", "f")
        assert "3 of 4 edits · shown: open" in text(app) and "[+]" not in text(app).partition("[+] ")[0]
        await pilot.press("f")
        assert "1 of 4 edits · shown: accepted" in text(app) and said(app, SLUGIFY) == "[+]"
        await pilot.press("f", "f", "slash", *"zzz", "enter")
        assert "0 of 4 edits · holds: zzz" in text(app) and "nothing to show" in text(app)
        await pilot.press("y", "n", "space", "e", "x", "s", "escape")  # none of them has anything to act on
        assert said(app, TOTAL) == "(+)"

    with desk(repo) as found:
        play(found, steps)


def test_help_and_the_proof_of_a_verdict(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("question_mark")
        await same_picture(pilot, app, "help-80x24")
        await pilot.press("escape", "x")
        for _ in range(200):
            await pilot.pause(0.02)
            if "to let it in" in text(app):
                break
        assert "to let it in: --scope cart.py::Cart.label" in text(app)
        await pilot.press("escape")
        assert "to let it in" not in text(app)

    with desk(repo) as found:
        play(found, steps)


def test_what_is_written_in_the_editor_is_accepted(repo: GitRepo) -> None:
    seen: list[tuple[bytes, str]] = []

    def edit(text: bytes, path: str, say: Callable[[str], None]) -> bytes | None:
        seen.append((text, path))
        if len(seen) == 1:
            say("no such editor \x1b[31m")
            return None
        return b"    return text.title()\n"

    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("e")
        assert seen == [] and "choose one of its statements" in text(app)
        await pilot.press("down", "e")
        assert said(app, SLUGIFY) == "(-)" and "no such editor" in text(app)
        await pilot.press("e")
        assert said(app, SLUGIFY) == "[+]"
        await pilot.press("up", "down")
        await pilot.press("w", "y")

    with desk(repo) as found:
        review = play(found, steps, edit=edit)
        assert seen == [(b"    return text.strip().lower()\n", "cart.py")] * 2
        assert review is not None and list(review.written.values()) == [b"    return text.title()\n"]


def test_what_must_stay_is_said(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        assert "it cannot be rejected: it is staged" in text(app)
        await pilot.press("n")
        assert "it stays" in text(app) and said(app, LABEL) == "(-)"

    repo.commit({"cart.py": CART})
    repo.stage({"cart.py": CHANGED})
    with opened(repo) as found:
        play(found, steps)


def test_writing_asks_first_and_leaving_writes_nothing(repo: GitRepo) -> None:
    async def write(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("n", "w")
        assert "Write what is accepted to the work tree?" in text(app) and "5 open: what is not decided stays" in text(app)
        await pilot.press("n")
        assert "Write what" not in text(app)
        await pilot.press("w", "enter")

    async def leave(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("n", "q")

    with desk(repo) as found:
        review = play(found, write)
        assert review is not None and review.decisions.count(R) == 3
        assert play(found, leave) is None


def test_a_mouse_chooses_scrolls_and_presses_keys(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        lines = text(app).splitlines()
        row = next(number for number, line in enumerate(lines) if f"cart.py::{TOTAL}" in line)
        await pilot.click(offset=(20, row))
        assert "cart.py::Cart.total · body\n" in text(app)
        await pilot.click(offset=(lines[-1].index("reject"), len(lines) - 1))
        assert said(app, TOTAL) == "[-]"
        await pilot.click(offset=(lines[-1].index("write"), len(lines) - 1))
        await pilot.click("#no")
        assert app.is_running and "Write what" not in text(app)
        await pilot.click(offset=(lines[-1].index("write"), len(lines) - 1))
        await pilot.click("#yes")

    with desk(repo) as found:
        review = play(found, steps)
        assert review is not None and review.decisions.count(R) == 1


def test_a_small_terminal_that_grows(repo: GitRepo) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        assert "│  " not in text(app).partition("─")[2].partition("[+]")[0]
        await pilot.resize_terminal(120, 30)
        await judged(pilot, app)
        assert re.search(r"- .*x = 1 +│ +9 \+ .*x = 10", text(app))
        await pilot.resize_terminal(30, 8)
        await judged(pilot, app)
        assert "scoper review" in text(app)

    with desk(repo) as found:
        play(found, steps)


def test_nothing_that_a_terminal_would_obey_is_shown(repo: GitRepo) -> None:
    evil = CART.replace("text.lower()", 'text.lower() + "\x1b]0;gotcha\x07\x9b31m\u202e[@click=app.leave]x[/]"')

    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        await pilot.press("d")
        shown = text(app)
        assert "\\x1b]0;gotcha\\x07\\x9b31m\\u202e[@click=app.leave]x[/]" in shown
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)

    with desk(repo, evil) as found:
        play(found, steps, (170, 24))


def test_a_selection_that_cannot_be_judged_says_so(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(pilot: Pilot[Reviewed], app: ReviewApp) -> None:
        monkeypatch.setattr(Desk, "judge", broken)
        await pilot.press("y")
        await judged(pilot, app)
        assert "it could not be judged: no disk" in text(app)

    def broken(self: Desk, review: Reviewed) -> None:
        raise UserError("no disk")

    with desk(repo) as found:
        play(found, steps)


def test_a_real_terminal_and_a_real_editor(repo: GitRepo, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/strip/title/ "$1"\ntouch -d 2001-01-01 "$1"\n')
    editor.chmod(0o755)
    repo.commit({"cart.py": CART})
    repo.write("cart.py", CHANGED)
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    env = {**os.environ, "TERM": "xterm-256color", "EDITOR": str(editor), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "scoper", "review", "--no-lint", "--request", REQUEST]
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    process = subprocess.Popen(command, cwd=repo.root, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        for wanted, keys in (
            ("│ reject: 2 of 4", b"\x1b[B"),
            ("cart.py::slugify · body  ", b"e"),
            ("written anew", b"v"),
            ("open 0 │ reject", b"w"),
            ("Yes (y)", b"y"),
            ("takes it back", b""),
        ):
            while not any(wanted in row for row in screen.display):
                assert select.select([ours], [], [], 60)[0], "\n".join(screen.display)
                stream.feed(os.read(ours, 65_536))
            os.write(ours, keys)
        process.wait(20)
    finally:
        process.kill()
        process.wait()
    os.close(ours)
    assert process.returncode == 0
    assert (repo.root / "cart.py").read_text() == CHANGED.replace("strip", "title").replace(
        "x = 10\n        z = 5\n        y = 20", "x = 1\n        y = 2"
    )


def test_the_question_says_where_what_is_accepted_goes(repo: GitRepo) -> None:
    options = Options(None, False, False, False, True)
    with desk(repo) as found:
        asked = [question(found, options._replace(output=where)) for where in (None, "-", "a\x1b.patch")]
        assert [words.removeprefix("Write what is accepted to ") for words in asked] == [
            "the work tree?",
            "standard output, as a patch?",
            "a\\x1b.patch?",
        ]
        assert "nothing is written" in question(found, options._replace(dry_run=True))


def test_without_textual_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith("scoper.review.screen"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual", None)
    with pytest.raises(UserError) as caught:
        full_screen()
    assert caught.value.hints == ("pip install 'scoper[tui]'", "scoper review --inline")
