"""The language server, by the client of pygls over its pipes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from scoper.cli.main import main
from tests.cli.conftest import CART, CHANGED
from tests.gitrepo import GitRepo
from tests.serve.conftest import REQUEST, Slow, gone
from tests.serve.editing import Editor, with_editor

STRAY = (6, "SC101")


@pytest.fixture
def task(shop: GitRepo) -> GitRepo:
    assert main(["task", "start", REQUEST]) == 0
    return shop


def test_what_is_found_follows_what_is_typed_saved_and_committed(task: GitRepo) -> None:
    cart = task.root / "cart.py"

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)  # before any file is open
        editor.open(cart)
        await editor.until(lambda: editor.shown[cart.as_uri()].version == 1)
        assert editor.codes(cart) == [STRAY]
        editor.type(cart, CART)  # unsaved
        await editor.has(cart)
        assert editor.shown[cart.as_uri()].version == 2
        editor.type(cart, f"import os\n\n\n{CHANGED}")
        await editor.has(cart, (1, "LN401"), (1, "SC101"), (9, "SC101"))
        editor.type(cart, CHANGED)
        await editor.has(cart, STRAY)
        editor.save(cart)
        editor.close(cart)
        task.commit()
        editor.changed_beside(task.root / ".git" / "logs" / "HEAD")
        await editor.has(cart)

    with_editor(work, task.root)


def test_a_broken_reference_is_shown_where_it_is(task: GitRepo) -> None:
    cart, till = task.root / "cart.py", task.root / "till.py"

    async def work(editor: Editor) -> None:
        editor.open(cart, CART.replace("def total(prices)", "def total(prices, digits)"))
        await editor.until(lambda: bool(editor.codes(till)))
        assert [code for _, code in editor.codes(till) or ()] == ["RF503"]
        editor.type(cart, CART)
        await editor.has(till)  # taken away again, though nobody ever opened it

    with_editor(work, task.root)


def test_the_newest_wins(task: GitRepo) -> None:
    cart = task.root / "cart.py"

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        editor.open(cart)
        before = editor.publications
        for number in range(30):
            editor.type(cart, CHANGED + f"\n\nX{number} = 1\n")
            await asyncio.sleep(0.01)
        editor.type(cart, CART)
        await editor.has(cart)
        assert editor.shown[cart.as_uri()].version == 32 and editor.publications - before <= 3

    with_editor(work, task.root)


@pytest.mark.parametrize(("encodings", "units"), [(None, 2), (["utf-8", "utf-16"], 4), (["utf-32"], 1)])
def test_columns_are_counted_as_was_agreed(encodings: list[str] | None, units: int, task: GitRepo) -> None:
    cart = task.root / "cart.py"
    line = '    return "\U0001f600\U0001f600" + str(len(prices))'
    cart.write_text(CHANGED.replace("    return str(len(prices))", line), encoding="utf-8")
    kinds = [lsp.PositionEncodingKind(name) for name in encodings] if encodings else None
    general = lsp.GeneralClientCapabilities(position_encodings=kinds)

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        (shown,) = editor.shown[cart.as_uri()].diagnostics
        assert shown.range.start == lsp.Position(5, 4)
        assert shown.range.end == lsp.Position(5, len(line) + 2 * (units - 1))
        assert shown.severity is lsp.DiagnosticSeverity.Error and shown.source == "scoper"
        assert shown.message == "cart.py::label: body changed; nothing ties it to what was asked for"

    with_editor(work, task.root, capabilities=lsp.ClientCapabilities(general=general))


def test_several_folders_a_nested_repository_and_a_link(task: GitRepo, tmp_path: Path) -> None:
    other, inner = GitRepo(tmp_path / "other"), GitRepo(task.root / "inner")
    for repo in (other, inner):
        repo.root.mkdir()
        repo.git("init", "-q", "-b", "main", ".")
        repo.commit({"a.py": "import os\n\nprint(os)\n"})
        repo.write("a.py", "import os\nimport sys\n\nprint(os)\n")
    link = tmp_path / "link"
    link.symlink_to(other.root)

    async def work(editor: Editor) -> None:
        await editor.has(task.root / "cart.py", STRAY)
        await editor.has(link / "a.py", (2, "LN401"))
        assert editor.codes(other.root / "a.py") is None
        editor.open(inner.root / "a.py")
        await editor.has(inner.root / "a.py", (2, "LN401"))
        assert editor.codes(task.root / "cart.py") == [STRAY]
        editor.open(link / "a.py", "import os\n\nprint(os)\n")
        await editor.has(link / "a.py")
        editor.close(inner.root / "a.py")
        editor.leave(task.root)
        await editor.has(task.root / "cart.py")
        await editor.has(inner.root / "a.py")

    with_editor(work, task.root, link)


def test_a_single_file_without_a_folder(task: GitRepo) -> None:
    cart = task.root / "cart.py"

    async def work(editor: Editor) -> None:
        editor.open(cart)
        await editor.has(cart, STRAY)
        before = editor.publications
        editor.type(cart, f"{CHANGED}\n\n")
        await editor.until(lambda: editor.shown[cart.as_uri()].version == 2)
        assert editor.codes(cart) == [STRAY] and editor.publications == before + 1

    with_editor(work, task.root, is_folder=False)


def test_what_ends_a_line_for_python_alone_moves_nothing(task: GitRepo) -> None:
    cart = task.root / "cart.py"
    odd = ("\n\n\ndef label", "\n\x0c\n# \u2028\x85\ndef label")
    task.commit({"cart.py": CART.replace(*odd)})

    async def work(editor: Editor) -> None:
        assert editor.server and isinstance(editor.server.text_document_sync, lsp.TextDocumentSyncOptions)
        assert editor.server.text_document_sync.change is lsp.TextDocumentSyncKind.Full
        editor.open(cart, CHANGED.replace(*odd))
        await editor.has(cart, STRAY)

    with_editor(work, task.root)


def test_without_a_repository_there_is_one_word_on_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.py", "sub/b.py"):
        (tmp_path / name).write_text("import os\n")

    async def work(editor: Editor) -> None:
        await editor.until(lambda: bool(editor.logged))
        editor.open(tmp_path / "a.py")
        editor.open(tmp_path / "sub" / "b.py")
        assert await editor.hover(tmp_path / "a.py", 1) is None and await editor.actions(tmp_path / "a.py", 1) == {}
        editor.type(tmp_path / "a.py", "import sys\n")
        await asyncio.sleep(1)
        assert editor.logged == [f"scoper: nothing is judged: not a git repository: {tmp_path}"]
        assert editor.publications == 0 and editor.told == []

    with_editor(work, tmp_path)


def test_mistakes_are_logged_and_take_back_what_was_shown(task: GitRepo) -> None:
    cart, config = task.root / "cart.py", task.root / "scoper.toml"

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        config.write_text("nonsense = 1\n")
        editor.changed_beside(config)
        await editor.has(cart)
        await editor.until(lambda: bool(editor.logged))
        assert len(editor.logged) == 1 and "nonsense" in editor.logged[0]
        config.unlink()
        editor.changed_beside(config)
        await editor.has(cart, STRAY)

    with_editor(work, task.root)


def test_files_beside_the_editor_are_watched(task: GitRepo) -> None:
    cart, other = task.root / "cart.py", task.root / "other.py"
    (task.root / ".git" / "info").mkdir(exist_ok=True)
    (task.root / ".git" / "info" / "exclude").write_text("ignored.py\n")
    (task.root / "ignored.py").write_text("import os\n")

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        assert editor.registered == ["workspace/didChangeWatchedFiles"]
        other.write_text("import os\n")
        editor.changed_beside(other)
        await editor.until(lambda: bool(editor.codes(other)))
        before = editor.publications
        editor.changed_beside(task.root / ".git" / "index.lock", task.root / "ignored.py")
        await asyncio.sleep(1)
        assert editor.publications == before
        other.unlink()
        while editor.codes(other) and editor.publications < before + 20:  # though there is no end of what is written
            editor.changed_beside(task.root / "ignored.py", other)
            await asyncio.sleep(0.05)
        assert editor.codes(other) == []

    with_editor(work, task.root)


def test_the_proof_is_shown(task: GitRepo) -> None:
    cart = task.root / "cart.py"

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        editor.open(cart)
        await editor.until(lambda: editor.shown[cart.as_uri()].version == 1)
        said = await editor.hover(cart, 2)
        assert said and "in scope" in said and "the way from what was asked for:" in said
        said = await editor.hover(cart, 6)
        assert (
            said
            and "outside what was asked for" in said
            and said.endswith("- SC101 out-of-scope-edit: A symbol was changed that the task did not ask for.")
        )
        assert await editor.hover(cart, 4) is None
        editor.type(cart, "\n" + CHANGED)
        assert await editor.hover(cart, 6) is None  # of the text before

    with_editor(work, task.root)


@pytest.mark.parametrize("saved", [True, False])
def test_an_edit_is_taken_back(saved: bool, task: GitRepo) -> None:
    cart = task.root / "cart.py"

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        if not saved:
            editor.open(cart)
            editor.type(cart, CHANGED + "\n\nY = 1\n")
            await editor.has(cart, STRAY, (9, "SC103"))
        actions = await editor.actions(cart, 6)
        await editor.do(actions["scoper: take back 1 edit of cart.py::label"])
        await editor.until(lambda: bool(editor.told))
        assert editor.told == ["scoper: taken back: 1 edit"]
        expected = CHANGED.replace("str(len(prices))", "len(prices)")
        if saved:
            assert cart.read_text() == expected
        else:
            assert editor.texts[cart.as_uri()] == expected + "\n\nY = 1\n" and cart.read_text() == CHANGED
            await editor.has(cart, (9, "SC103"))

    with_editor(work, task.root)


def test_what_the_rest_needs_stays(task: GitRepo) -> None:
    cart = task.root / "cart.py"
    cart.write_text(CART.replace("sum(prices)", "size(prices)") + "\n\ndef size(prices):\n    return 0\n")
    assert main(["task", "start", "--scope", "cart.py::total", "--scope", "!cart.py::size"]) == 0

    async def work(editor: Editor) -> None:
        await editor.until(lambda: bool(editor.codes(cart)))
        actions = await editor.actions(cart, 10)
        assert not [title for title in actions if "to the scope" in title]  # it was forbidden
        await editor.do(actions["scoper: take back 1 edit of cart.py::size"])
        await editor.until(lambda: bool(editor.told))
        assert "the rest needs it" in editor.told[0] and editor.applied == []

    with_editor(work, task.root)


def test_whole_files_go_and_come_back(task: GitRepo) -> None:
    new, till = task.root / "new.py", task.root / "till.py"
    new.write_text("X = 1\n")
    before = till.read_text()
    till.unlink()
    assert main(["task", "start", "--scope", "cart.py"]) == 0

    async def work(editor: Editor) -> None:
        for path in (new, till):
            await editor.until(lambda path=path: bool(editor.codes(path)))  # type: ignore[misc]
            actions = await editor.actions(path, 1)
            (title,) = [one for one in actions if one.startswith("scoper: take back")]
            await editor.do(actions[title])
            editor.changed_beside(path)
            await editor.has(path)
        assert not new.exists() and till.read_text() == before

    with_editor(work, task.root)


def test_an_editor_that_cannot_delete_is_told_what_can(task: GitRepo) -> None:
    new = task.root / "new.py"
    new.write_text("X = 1\n")
    assert main(["task", "start", "--scope", "cart.py"]) == 0

    async def work(editor: Editor) -> None:
        await editor.until(lambda: bool(editor.codes(new)))
        await editor.do((await editor.actions(new, 1))["scoper: take back 1 edit of new.py::X"])
        await editor.until(lambda: bool(editor.told))
        assert "`scoper trim` can" in editor.told[0] and new.exists()

    with_editor(work, task.root, capabilities=lsp.ClientCapabilities())


def test_a_stray_is_added_to_the_task(task: GitRepo) -> None:
    cart = task.root / "cart.py"

    async def work(editor: Editor) -> None:
        await editor.has(cart, STRAY)
        assert await editor.actions(cart, 6, only="source.organizeImports") == {} == await editor.actions(cart, 2)
        action = (await editor.actions(cart, 6))["scoper: add cart.py::label to the scope of the task"]
        await editor.do(action)
        await editor.has(cart)
        assert editor.told == ["scoper: the current task may change cart.py::label too"]
        await editor.do(action)  # of a judgement that is not the newest any more, or the same: nothing is lost
        await editor.until(lambda: len(editor.told) == 2)

    with_editor(work, task.root)
    assert main(["check", "--fail-on", "note"]) == 0


def test_a_rule_is_silenced_with_a_reason(shop: GitRepo) -> None:
    cart = shop.root / "cart.py"

    async def work(editor: Editor) -> None:
        editor.open(cart, CART.replace("    return len", "    import os\n\n    return len"))
        await editor.until(lambda: bool(editor.codes(cart)))
        [(line, code)] = editor.codes(cart) or []
        await editor.do((await editor.actions(cart, line))[f"scoper: ignore {code} here, with a reason"])
        assert "    # scoper: ignore[LN401] say why\n    import os\n" in editor.texts[cart.as_uri()]
        editor.save(cart)
        shop.commit()
        editor.type(cart, editor.texts[cart.as_uri()].replace("import os", "import sys"))
        await editor.has(cart)

    with_editor(work, shop.root)


def test_an_end_in_the_middle_of_a_judgement_leaves_nothing(slow: Slow, shop: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in slow.env.items():
        monkeypatch.setenv(name, value)

    async def work(editor: Editor) -> None:
        while not slow.is_running():
            await asyncio.sleep(0.05)
        editor.open(shop.root / "till.py", "import os\n")  # something newer comes in
        first = slow.pid.read_text()
        while gone(int(first)) is False or slow.pid.read_text() == first:
            await asyncio.sleep(0.05)

    with_editor(work, shop.root)
    assert slow.has_left()


def test_a_signal_ends_the_server(shop: GitRepo, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "scoper", "lsp"],
        cwd=shop.root,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    body = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{},"processId":null,"rootUri":null}}'
    assert process.stdin and process.stdout
    process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"Content-Length")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (130, b"interrupted")
    assert not any(temporary.iterdir())


def test_without_the_package_the_extra_is_named(shop: GitRepo) -> None:
    code = "import sys; sys.modules['pygls'] = None; from scoper.cli.main import main; sys.exit(main(['lsp']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=shop.root, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 2 and "hint: pip install 'scoper[lsp]'" in done.stderr
