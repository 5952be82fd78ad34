"""Changes of files as an editor makes them: in the versions that were judged, so that nothing newer is overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from lsprotocol.types import (
    ClientCapabilities,
    CreateFile,
    DeleteFile,
    OptionalVersionedTextDocumentIdentifier,
    ResourceOperationKind,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)
from pygls.uris import from_fs_path
from pygls.workspace import PositionCodec

from scoper.errors import UserError
from scoper.serve.places import Ruler
from scoper.serve.watcher import Judged
from scoper.text import Replacement, lines_with_ends


class Editor:
    """What has to be known of a client to have it change files."""

    def __init__(self, capabilities: ClientCapabilities, codec: PositionCodec) -> None:
        workspace = capabilities.workspace
        can = workspace.workspace_edit if workspace else None
        self._in_order = bool(can and can.document_changes)
        self._operations = frozenset(can.resource_operations or ()) if can else frozenset()
        self._codec = codec

    def replacing(self, judged: Judged, path: str, changes: Iterable[Replacement]) -> WorkspaceEdit:
        """These lines of one file replaced."""
        ruler = Ruler(judged.texts.get(path, b""), self._codec)
        ends = _ends(judged, path)
        return self._edit(judged, [(path, [_edit(one, ruler, ends) for one in changes])])

    def turning(self, judged: Judged, files: Mapping[str, tuple[bytes | None, bytes | None]]) -> WorkspaceEdit:
        """Files turned from one text into another; ``None`` where there is none. Raises :class:`UserError` for what this editor
        cannot do, or no editor can."""
        made: list[tuple[str, list[TextEdit]]] = []
        operations: list[CreateFile | DeleteFile] = []
        for path, (old, new) in files.items():
            if new is None:
                self._must(ResourceOperationKind.Delete, f"{path} would have to go")
                operations.append(DeleteFile(uri_of(judged, path)))
                continue
            if old is None:
                self._must(ResourceOperationKind.Create, f"{path} would have to come back")
                operations.append(CreateFile(uri_of(judged, path)))
            change = _difference(old or b"", new, path)
            made.append((path, [_edit(change, Ruler(old or b"", self._codec), _ends(judged, path))]))
        return self._edit(judged, made, operations)

    def _must(self, operation: ResourceOperationKind, words: str) -> None:
        if not self._in_order or operation not in self._operations:
            raise UserError(f"{words}, which this editor cannot do for a server", "`scoper trim` can")

    def _edit(
        self,
        judged: Judged,
        changes: Sequence[tuple[str, list[TextEdit]]],
        operations: Sequence[CreateFile | DeleteFile] = (),
    ) -> WorkspaceEdit:
        if not self._in_order:
            return WorkspaceEdit(changes={uri_of(judged, path): edits for path, edits in changes})
        documents = [
            TextDocumentEdit(
                OptionalVersionedTextDocumentIdentifier(
                    uri_of(judged, path), judged.buffers[path].version if path in judged.buffers else None
                ),
                edits,
            )
            for path, edits in changes
        ]
        return WorkspaceEdit(document_changes=[*operations, *documents])


def uri_of(judged: Judged, path: str) -> str:
    """How the client spells a file: as it has it open, else below the folder that it works in, with links as they are there."""
    if path in judged.buffers:
        return judged.buffers[path].uri
    root = judged.root
    for folder in judged.state.folders:
        real = os.path.realpath(folder)
        if root == real or root.startswith(os.path.join(real, "")):
            root = folder + root[len(real) :]
            break
        behind = real[len(root) :]
        if real.startswith(os.path.join(root, "")) and folder.endswith(behind):
            root = folder[: -len(behind)]
            break
    return str(from_fs_path(os.path.join(root, path)))


def _edit(change: Replacement, ruler: Ruler, ends: str) -> TextEdit:
    """Without the mark that editors hide, and with ends of lines as the file has them in the editor."""
    text = change.text.removeprefix("\ufeff") if change.start == 1 else change.text
    return TextEdit(ruler.lines(change.start, change.lines), text.replace("\r\n", "\n").replace("\n", ends))


def _ends(judged: Judged, path: str) -> str:
    """How the lines of a file end in the editor, or on disk; git may keep them otherwise."""
    if path in judged.buffers:
        return "\r\n" if "\r\n" in judged.buffers[path].text else "\n"
    try:
        with open(os.path.join(judged.root, path), "rb") as file:
            return "\r\n" if b"\r\n" in file.read() else "\n"
    except OSError:
        return "\n"


def _difference(old: bytes, new: bytes, path: str) -> Replacement:
    """One replacement of lines that turns the one text into the other."""
    before, after = lines_with_ends(old), lines_with_ends(new)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    try:
        text = b"".join(after[start : len(after) - end]).decode()
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8, so no editor can be told what to write", "`scoper trim` can") from None
    return Replacement(start + 1, len(before) - end - start, text)
