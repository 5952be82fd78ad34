"""The language server: diagnostics of the work tree against HEAD and the current task, what to do about them, and proofs.

The editor's loop only takes notes; judging goes on in the watcher's thread. Standard output carries the protocol and nothing
else.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from scoper import __version__
from scoper.doors.explaining import explained
from scoper.errors import UserError
from scoper.report.terminal import clean
from scoper.serve import actions
from scoper.serve.changes import Editor, uri_of
from scoper.serve.diagnostics import SOURCE, diagnostics
from scoper.serve.streams import Input, heeding, own_output
from scoper.serve.unsaved import Buffer
from scoper.serve.watcher import Judged, State, Watcher
from scoper.text import counted

_TOLD = (os.path.join("logs", "HEAD"), os.path.join("scoper", "task.json"))  # what changes in a git dir when it matters here
_WATCH = "scoper-watch"


class EditorServer:
    """One editor's server."""

    def __init__(self) -> None:
        # whole texts: pygls puts increments where lines end in Python's sense, which for the protocol are fewer
        self.server = LanguageServer("scoper", __version__, lsp.TextDocumentSyncKind.Full, max_workers=4)
        self.watcher = Watcher(self._show, self._clear, self._say)
        self._published: dict[str, set[str]] = {}  # uris by root
        _register(self)

    def run(self) -> None:
        """Serve until the editor says so or standard input ends. Raises :class:`KeyboardInterrupt` where a signal says so."""
        source = Input(sys.stdin.fileno())
        self.watcher.start()
        try:
            with heeding(source), own_output() as output:
                self.server.start_io(io.BufferedReader(source), output)
        finally:
            self.watcher.stop()
        if source.is_ended:
            raise KeyboardInterrupt

    def touch(self, uris: Iterable[str] | None = None) -> None:
        """Judge the repositories of these files anew, or all that the editor works in."""
        state = self._state()
        touched = state.folders if uris is None else [os.path.dirname(file) for uri in uris if (file := _file(uri)) is not None]
        self.watcher.touch(state, touched)

    def changed_beside(self, uris: Iterable[str]) -> None:
        """The same of files that somebody else changed."""
        self.watcher.changed_beside(self._state(), [file for uri in uris if (file := _file(uri)) is not None])

    def _state(self) -> State:
        documents = list(self.server.workspace.text_documents.values())
        folders = tuple(path for uri in self._folders() if (path := to_fs_path(uri)) is not None)
        return State(folders, tuple(buffer for document in documents if (buffer := _buffer(document)) is not None))

    def _folders(self) -> list[str]:
        workspace = self.server.workspace
        named = [folder.uri for folder in workspace.folders.values()]
        return named or ([workspace.root_uri] if workspace.root_uri else [])

    def watch(self) -> None:
        """Have the editor tell of files that change beside it, where it can: an agent writes them on disk."""
        workspace = self.server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher("**/*")])
            registration = lsp.Registration(_WATCH, lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.server.client_register_capability(lsp.RegistrationParams([registration]))

    def current(self, uri: str) -> tuple[Judged, str] | None:
        """The judgement of a file and its path in it, where the file still is as it was judged."""
        file = _file(uri)
        judged = self.watcher.judged(file) if file is not None else None
        if file is None or judged is None:
            return None
        path = file[len(os.path.join(os.path.realpath(judged.root), "")) :]
        buffer = judged.buffers.get(path)
        version = self.server.workspace.get_text_document(uri).version
        return (judged, path) if version is None or (buffer is not None and buffer.version == version) else None

    def named(self, root: str, head: str) -> Judged:
        """The judgement that an action was offered for. Raises :class:`UserError` where it is not the newest any more."""
        judged = self.watcher.judged(os.path.join(os.path.realpath(root), "."))
        if judged is None or judged.report.head != head:
            raise UserError("what was judged has changed", "try again")
        return judged

    def editor(self) -> Editor:
        return Editor(self.server.client_capabilities, self.server.workspace.position_codec)

    def hover(self, uri: str, line: int) -> str | None:
        """Why the edit of a line got its verdict, in Markdown."""
        found = self.current(uri)
        verdict = actions.verdict_at(found[0].report, found[1], line) if found else None
        if found is None or verdict is None:
            return None
        judged, path = found
        with judged.held() as repository:
            if repository is None:
                return None
            text = explained(repository, judged.sides, judged.report, verdict.edit.id, judged.config)
        rules = {
            f"- {one.rule.code} {one.rule.name}: {one.rule.summary}"
            for one in judged.report.findings
            if one.edit == verdict.edit.id and one.location.path == path
        }
        return "\n".join(["```text", text.replace("```", "'''").rstrip(), "```", *sorted(rules)])

    def attempt(self, work: Callable[[], str]) -> None:
        """Do what an action says, and tell how it went."""
        try:
            self._tell(work(), lsp.MessageType.Info)
        except UserError as error:
            self._tell("; ".join((error.message, *error.hints)), lsp.MessageType.Warning)

    def take_back(self, root: str, head: str, ids: Iterable[str]) -> str:
        """Have the editor take edits back. The words say what went."""
        judged = self.named(root, head)
        done, files = actions.take_back(judged, frozenset(ids))
        edit = self.editor().turning(judged, files)
        if any(self.current(uri_of(judged, path)) is None for path in files):
            raise UserError("what was judged has changed", "try again")
        self.server.workspace_apply_edit(lsp.ApplyWorkspaceEditParams(edit, label="scoper: take back"))
        kept = "".join(f"; {one.edit.symbol or one.edit.path} stays: {one.why}" for one in done.kept)
        return f"taken back: {counted(len(done.removed), 'edit')}{kept}"

    def add_to_scope(self, root: str, head: str, spec: str) -> str:
        """Have the current task ask for more. The words say for what."""
        judged = self.named(root, head)
        actions.add_to_scope(judged, spec)
        self.touch()
        return f"the current task may change {spec} too"

    def _show(self, judged: Judged) -> None:
        found = diagnostics(judged, self.server.workspace.position_codec)
        shown = {uri_of(judged, path): its for path, its in found.items()}
        versions = {buffer.uri: buffer.version for buffer in judged.buffers.values()}
        for uri in sorted(shown.keys() | self._published.get(judged.root, set())):
            self._publish(uri, shown.get(uri, []), versions.get(uri))
        self._published[judged.root] = set(shown)

    def _clear(self, root: str) -> None:
        for uri in self._published.pop(root, ()):
            self._publish(uri, [])

    def _publish(self, uri: str, found: list[lsp.Diagnostic], version: int | None = None) -> None:
        self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def _say(self, message: str, is_bug: bool) -> None:
        kind = lsp.MessageType.Error if is_bug else lsp.MessageType.Info
        self.server.window_log_message(lsp.LogMessageParams(kind, clean(f"{SOURCE}: {message}")))

    def _tell(self, message: str, kind: lsp.MessageType) -> None:
        self.server.window_show_message(lsp.ShowMessageParams(kind, clean(f"{SOURCE}: {message}")))


def _register(editor: EditorServer) -> None:
    """What the editor may ask and tell."""
    server = editor.server

    @server.feature(lsp.INITIALIZED)
    def _initialized(_params: lsp.InitializedParams) -> None:
        editor.watch()
        editor.touch()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: lsp.DidOpenTextDocumentParams) -> None:
        editor.touch([params.text_document.uri])

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: lsp.DidChangeTextDocumentParams) -> None:
        editor.touch([params.text_document.uri])

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def _saved(params: lsp.DidSaveTextDocumentParams) -> None:
        editor.touch([params.text_document.uri])

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: lsp.DidCloseTextDocumentParams) -> None:
        editor.touch([params.text_document.uri])

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _changed_beside(params: lsp.DidChangeWatchedFilesParams) -> None:
        if uris := [change.uri for change in params.changes if _matters(change.uri)]:
            editor.changed_beside(uris)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def _other_folders(_params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        editor.touch()

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))
    def _actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        found = editor.current(params.text_document.uri) if _wants_fixes(params.context) else None
        return actions.actions(*found, params.range, editor.editor(), server.workspace.position_codec) if found else []

    @server.thread()
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def _hover(params: lsp.HoverParams) -> lsp.Hover | None:
        text = editor.hover(params.text_document.uri, params.position.line + 1)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text)) if text is not None else None

    @server.thread()
    @server.command(actions.TAKE_BACK)
    def _take_back(root: str, head: str, *ids: str) -> None:
        editor.attempt(lambda: editor.take_back(root, head, ids))

    @server.thread()
    @server.command(actions.ADD_TO_SCOPE)
    def _add_to_scope(root: str, head: str, spec: str) -> None:
        editor.attempt(lambda: editor.add_to_scope(root, head, spec))


def _buffer(document: TextDocument) -> Buffer | None:
    file = _file(document.uri)
    return Buffer(document.uri, file, document.source, document.version) if file is not None else None


def _file(uri: str) -> str | None:
    """The path of a file with its folder's links followed; ``None`` for what is no file."""
    path = to_fs_path(uri)
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)) if path else None


def _wants_fixes(context: lsp.CodeActionContext) -> bool:
    """Whether an editor asks for quick fixes; on saving some ask for other kinds only."""
    return context.only is None or any(kind in ("", lsp.CodeActionKind.QuickFix) for kind in context.only)


def _matters(uri: str) -> bool:
    """Whether a file that changed beside the editor can change what is said: of a git dir few do."""
    path = to_fs_path(uri) or ""
    return f"{os.sep}.git{os.sep}" not in path or path.endswith(_TOLD)
