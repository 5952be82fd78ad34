"""The shell scripts that git calls: their text, where they go, and how one of ours is recognised."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import scoper
from scoper.errors import UserError
from scoper.git.repository import Repository

_LEFTHOOK = tuple(f"{dot}lefthook.{kind}" for dot in ("", ".") for kind in ("yml", "yaml", "toml", "json"))
_LEFTHOOK_LINES = """\
  pre-commit:
    commands:
      scoper: {run: scoper hook git pre-commit}
  commit-msg:
    commands:
      scoper: {run: "scoper hook git commit-msg {1}"}"""

_MARK = b"# scoper-hook:"
_MADE_FOLDER = b"# the folder was made by scoper too\n"


class Hook(NamedTuple):
    """One stage in one folder of hooks."""

    folder: Path
    stage: str

    @property
    def path(self) -> Path:
        return self.folder / self.stage

    @property
    def kept(self) -> Path:
        """Where a hook goes that was there before."""
        return self.folder / f"{self.stage}.before-scoper"

    def is_ours(self) -> bool:
        return _MARK in self._head()

    def made_folder(self) -> bool:
        """Whether the folder did not exist before scoper."""
        return _MADE_FOLDER in self._head()

    def shim(self, *, python: str, made_folder: bool) -> bytes:
        """The script for this stage, which runs scoper with this interpreter."""
        text = template(self.stage)
        for name, value in (("@PYTHON@", python), ("@PACKAGE@", str(_package()))):
            text = text.replace(name.encode(), value.replace("'", "'\\''").encode("utf-8", "surrogateescape"))
        if made_folder:
            head, newline, rest = text.partition(b"\n")
            text = head + newline + _MADE_FOLDER + rest
        return text

    def _head(self) -> bytes:
        """The first lines; empty where there is no such file, or it is a link to somebody else's."""
        if self.path.is_symlink():
            return b""
        try:
            with self.path.open("rb") as file:
                return file.read(400)
        except OSError:
            return b""


def template(stage: str) -> bytes:
    """The script as it is shipped. In a wheel it lies in the package; a checkout has it at its top, for people to see."""
    shipped = _package() / "_hooks" / stage
    return (shipped if shipped.exists() else _package().parent / "hooks" / stage).read_bytes()


def hooks_folder() -> Path:
    """The folder where git looks for hooks. Raises :class:`UserError` where it is not this repository's own, or another manager
    of hooks would take away what is put there."""
    with Repository.discover() as repository:
        folder, own = Path(repository.hooks_dir()), Path(repository.common_dir)
        root = Path(repository.root) if repository.root else own
    if not folder.resolve().is_relative_to(own.resolve()):
        raise UserError(
            f"core.hooksPath makes git look for hooks in {folder}, which scoper did not make and will not touch",
            'call scoper from the hooks there: `scoper hook git pre-commit` and `scoper hook git commit-msg "$1"`',
            "or take it back: `git config --unset core.hooksPath`",
        )
    if (config := next((name for name in _LEFTHOOK if (root / name).exists()), None)) is not None:
        raise UserError(
            f"lefthook writes the hooks here; add scoper to {config}:\n{_LEFTHOOK_LINES}", "then `lefthook install`"
        )
    return folder


def husky_folder() -> tuple[Path, Path] | None:
    """The top of the work tree and its folder of husky's hooks, where husky runs them."""
    with Repository.discover() as repository:
        if repository.root is None:
            return None
        root, folder = Path(repository.root), Path(repository.hooks_dir())
    return (root, root / ".husky") if folder.resolve() in (root.resolve() / ".husky", root.resolve() / ".husky" / "_") else None


def _package() -> Path:
    return Path(scoper.__file__).parent
