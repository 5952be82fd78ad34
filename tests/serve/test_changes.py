"""Changes as an editor makes them, made the way the protocol says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp
from pygls.workspace import PositionCodec, TextDocument

from scoper import gate
from scoper.doors.inputs import Sides
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.scope.model import Task
from scoper.serve.changes import Editor, uri_of
from scoper.serve.unsaved import Buffer
from scoper.serve.watcher import Judged, State
from scoper.text import Replacement
from tests.gitrepo import GitRepo
from tests.serve.editing import FULL


def judged(repo: GitRepo, *buffers: Buffer, folders: tuple[str, ...] = ()) -> Judged:
    repository = Repository.discover(repo.root)
    sides = Sides(repository.head() or repository.empty(), repository.work_tree())
    config = gate.load_config(sides.base, sides.head)
    report = gate.judge(repository, sides.base, sides.head, Task(), config)
    return Judged(repository, sides, report, config, State(folders, buffers))


@pytest.fixture
def changed(repo: GitRepo) -> Iterator[Judged]:
    repo.commit({"a.py": "A = 1\n"})
    repo.write("a.py", "A = 2\n")
    found = judged(repo)
    yield found
    found.close()


@pytest.fixture
def editor() -> Editor:
    return Editor(FULL, PositionCodec(lsp.PositionEncodingKind.Utf8))


def applied(text: str, edits: object) -> str:
    assert isinstance(edits, list)
    document = TextDocument("file:///a", text, position_codec=PositionCodec(lsp.PositionEncodingKind.Utf8))
    for edit in reversed(edits):
        document.apply_change(lsp.TextDocumentContentChangePartial(edit.range, edit.new_text))
    return document.source


lines = st.lists(st.sampled_from(["one", "two", "\U0001f600", "", "  x"]), max_size=8)


@given(lines, lines, st.booleans(), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_turned_into_any_other(
    changed: Judged, editor: Editor, old: list[str], new: list[str], old_ends: bool, new_ends: bool
) -> None:
    before, after = "\n".join(old) + "\n" * old_ends, "\n".join(new) + "\n" * new_ends
    edit = editor.turning(changed, {"a.py": (before.encode(), after.encode())})
    assert edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert applied(before, list(change.edits)) == after


def test_lines_end_as_they_do_in_the_editor(repo: GitRepo, editor: Editor) -> None:
    repo.commit({"a.py": "A = 1\n"})
    uri, file = (repo.root / "a.py").as_uri(), str(repo.root / "a.py")
    found = judged(repo, Buffer(uri, file, "A = 2\r\n", 7))
    edit = editor.replacing(found, "a.py", [Replacement(1, 0, "# why\n")])
    assert edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (uri, 7)
    assert [one.new_text for one in change.edits if isinstance(one, lsp.TextEdit)] == ["# why\r\n"]
    found.close()


def test_a_client_without_versions_gets_bare_edits(changed: Judged) -> None:
    editor = Editor(lsp.ClientCapabilities(), PositionCodec())
    edit = editor.replacing(changed, "a.py", [Replacement(1, 0, "# why\n")])
    assert edit.changes and list(edit.changes) == [uri_of(changed, "a.py")] and edit.document_changes is None


def test_what_no_editor_can_write_is_refused(changed: Judged, editor: Editor) -> None:
    with pytest.raises(UserError, match="not UTF-8"):
        editor.turning(changed, {"a.py": (b"A = 2\n", b"caf\xe9\n")})


def test_files_are_spelled_as_the_client_spells_them(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"sub/a.py": "A = 1\n"})
    link = tmp_path / "link"
    link.symlink_to(repo.root)
    for folder, expected in (
        (link, link / "sub" / "a.py"),
        (link / "sub", link / "sub" / "a.py"),
        (tmp_path, repo.root / "sub" / "a.py"),
        (tmp_path / "elsewhere", repo.root / "sub" / "a.py"),
    ):
        found = judged(repo, folders=(str(folder),))
        assert uri_of(found, "sub/a.py") == expected.as_uri()
        found.close()
