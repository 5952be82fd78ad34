"""An editor to test against: the client of pygls, over the pipes of a real server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Union

from cattrs import Converter
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

SECONDS = 30.0
FULL = lsp.ClientCapabilities(
    workspace=lsp.WorkspaceClientCapabilities(
        workspace_edit=lsp.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[lsp.ResourceOperationKind.Create, lsp.ResourceOperationKind.Delete]
        ),
        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    )
)


def _converter() -> Converter:
    """The client's own takes every action that has a command for nothing but that command."""
    factory: Callable[[], Converter] = default_converter
    converter = factory()
    wrong = Union[lsp.Command, lsp.CodeAction]  # noqa: UP007  # the key under which it is registered
    converter.register_structure_hook(wrong, lambda data, _: converter.structure(data, lsp.CodeAction))
    return converter


class Editor:
    """What the server told, and files as they stand in the editor."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.server: lsp.ServerCapabilities | None = None
        self.shown: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.publications = 0
        self.logged: list[str] = []
        self.told: list[str] = []
        self.applied: list[lsp.WorkspaceEdit] = []
        self.registered: list[str] = []
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.news = asyncio.Event()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for the server to say something by which this is so."""
        async with asyncio.timeout(SECONDS):
            while not condition():
                self.news.clear()
                await self.news.wait()

    def codes(self, path: Path) -> list[tuple[int, str]] | None:
        """Line, from 1, and code of what is shown of a file; ``None`` where nothing was ever said of it."""
        shown = self.shown.get(path.as_uri())
        return [(one.range.start.line + 1, str(one.code)) for one in shown.diagnostics] if shown else None

    async def has(self, path: Path, *codes: tuple[int, str]) -> None:
        try:
            await self.until(lambda: self.codes(path) == list(codes))
        except TimeoutError:
            raise AssertionError(f"{path.name}: {self.codes(path)} instead of {codes}; {self.logged}") from None

    def open(self, path: Path, text: str | None = None) -> None:
        uri = path.as_uri()
        self.texts[uri], self.versions[uri] = path.read_bytes().decode() if text is None else text, 1
        item = lsp.TextDocumentItem(uri, "plain", 1, self.texts[uri])
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: Path, text: str) -> None:
        """Make this the text of an open file, unsaved."""
        uri = path.as_uri()
        self.texts[uri], self.versions[uri] = text, self.versions[uri] + 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    def save(self, path: Path) -> None:
        path.write_bytes(self.texts[path.as_uri()].encode())
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(path.as_uri())))

    def close(self, path: Path) -> None:
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(path.as_uri())))

    def changed_beside(self, *paths: Path) -> None:
        changes = [lsp.FileEvent(path.as_uri(), lsp.FileChangeType.Changed) for path in paths]
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(changes))

    def leave(self, folder: Path) -> None:
        """Close one of the folders."""
        event = lsp.WorkspaceFoldersChangeEvent([], [lsp.WorkspaceFolder(folder.as_uri(), folder.name)])
        self.client.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(event))

    async def actions(self, path: Path, line: int, only: str | None = None) -> dict[str, lsp.CodeAction]:
        """By title, for a cursor in this line, of one kind or any."""
        place = lsp.Range(lsp.Position(line - 1, 0), lsp.Position(line - 1, 0))
        context = lsp.CodeActionContext([], [only] if only else None)
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(path.as_uri()), place, context)
        found = await self.client.text_document_code_action_async(params)
        return {action.title: action for action in found or () if isinstance(action, lsp.CodeAction)}

    async def do(self, action: lsp.CodeAction) -> None:
        """What an editor does with an action: make its edit, then run its command."""
        if action.edit is not None:
            self.apply(action.edit)
        if action.command is not None:
            params = lsp.ExecuteCommandParams(action.command.command, action.command.arguments)
            await self.client.workspace_execute_command_async(params)

    async def hover(self, path: Path, line: int) -> str | None:
        params = lsp.HoverParams(lsp.TextDocumentIdentifier(path.as_uri()), lsp.Position(line - 1, 0))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return None
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    def apply(self, edit: lsp.WorkspaceEdit) -> None:
        """Make a change by lines. Open files stay unsaved; others are written."""
        self.applied.append(edit)
        for change in edit.document_changes or ():
            if isinstance(change, lsp.TextDocumentEdit):
                self._apply(change.text_document.uri, change.edits)
            elif isinstance(change, lsp.DeleteFile):
                _path(change.uri).unlink()
            elif isinstance(change, lsp.CreateFile):
                _path(change.uri).touch()
        for uri, edits in (edit.changes or {}).items():
            self._apply(uri, edits)
        self.news.set()

    # Any: kinds of edits that no server may send without being told that it may
    def _apply(self, uri: str, edits: Any) -> None:
        path = _path(uri)
        text = self.texts.get(uri)
        lines = (path.read_bytes().decode() if text is None else text).split("\n")
        for edit in reversed(edits):
            start, end = edit.range.start, edit.range.end
            assert start.character == end.character == 0
            above, below = lines[: start.line], lines[end.line :]
            lines = "\n".join([*above, edit.new_text + "\n".join(below)]).split("\n")
        if text is None:
            path.write_bytes("\n".join(lines).encode())
        else:
            self.type(path, "\n".join(lines))


@asynccontextmanager
async def editing(*folders: Path, capabilities: lsp.ClientCapabilities = FULL, is_folder: bool = True) -> AsyncIterator[Editor]:
    """An editor with these folders open, or started there without any, and its server, which ends in order."""
    client = LanguageClient("test", "1", converter_factory=_converter)
    editor = Editor(client)

    def shown(params: lsp.PublishDiagnosticsParams) -> None:
        editor.shown[params.uri] = params
        editor.publications += 1
        editor.news.set()

    def logged(params: lsp.LogMessageParams) -> None:
        editor.logged.append(params.message)
        editor.news.set()

    def told(params: lsp.ShowMessageParams) -> None:
        editor.told.append(params.message)
        editor.news.set()

    def applied(params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
        editor.apply(params.edit)
        return lsp.ApplyWorkspaceEditResult(applied=True)

    def registered(params: lsp.RegistrationParams) -> None:
        editor.registered += [one.method for one in params.registrations]

    for method, heard in {
        lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: shown,
        lsp.WINDOW_LOG_MESSAGE: logged,
        lsp.WINDOW_SHOW_MESSAGE: told,
        lsp.WORKSPACE_APPLY_EDIT: applied,
        lsp.CLIENT_REGISTER_CAPABILITY: registered,
    }.items():
        client.feature(method)(heard)
    await client.start_io(sys.executable, "-m", "scoper", "lsp", "--stdio", cwd=folders[0], env=dict(os.environ))
    try:
        named = [lsp.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
        asked = lsp.InitializeParams(capabilities=capabilities, workspace_folders=named if is_folder else None)
        editor.server = (await client.initialize_async(asked)).capabilities
        client.initialized(lsp.InitializedParams())
        yield editor
        await client.shutdown_async(None)
        client.exit(None)
        assert client._server is not None
        assert await asyncio.wait_for(client._server.wait(), SECONDS) == 0
        assert client._server.stderr is not None and await client._server.stderr.read() == b""
    finally:
        if client._server is not None and client._server.returncode is None:
            client._server.kill()
        stop: Callable[[], Awaitable[None]] = client.stop
        await stop()


def with_editor(work: Callable[[Editor], Awaitable[None]], *folders: Path, **options: Any) -> None:
    async def run() -> None:
        async with editing(*folders, **options) as editor:
            await work(editor)

    asyncio.run(run())


def _path(uri: str) -> Path:
    return Path(uri.removeprefix("file://"))
