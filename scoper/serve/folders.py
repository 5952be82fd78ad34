"""Which repositories a client may ask about: those in the folders that the user named, or that the client itself works in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from scoper.errors import UserError
from scoper.git.repository import Repository


class Folders:
    """Folders whose repositories may be looked at. ``given`` are the user's; without any it is the folder that the server was
    started in. Raises :class:`UserError` for one that does not exist."""

    def __init__(self, given: Sequence[str] = ()) -> None:
        self._own = tuple(os.path.realpath(folder) for folder in given)
        for folder in self._own:
            if not os.path.isdir(folder):
                raise UserError(
                    f"there is no folder {folder}", "--repository takes the folder of a repository, or one around it"
                )
        self._start = os.path.realpath(os.getcwd())
        self._clients: tuple[str, ...] = ()

    def set_clients(self, folders: Iterable[str]) -> None:
        """The folders that the client works in; they replace those it named before."""
        self._clients = tuple(folder for one in folders if os.path.isdir(folder := os.path.realpath(one)))

    @property
    def allowed(self) -> tuple[str, ...]:
        """The folders in which a repository may be, the usual one first: the user's word counts before the client's."""
        return tuple(dict.fromkeys((*self._own, *self._clients, *(() if self._own else (self._start,)))))

    def open(self, named: str | None = None) -> Repository:
        """The repository of this folder, or the usual one: the first that there is. Raises :class:`UserError` where there is
        none, or it is not one that may be looked at."""
        if named is None:
            return self._usual()
        folder = os.path.realpath(os.path.join(self.allowed[0], named))
        if not (any(_is_inside(folder, one) for one in self.allowed) or self._is_around(folder)):
            raise UserError(
                f"repository {named!r} is not in a folder that this server may look at",
                f"it may look at {', '.join(self.allowed)}",
                "the user can allow more: `scoper mcp --repository DIR`",
            )
        return Repository.discover(folder)

    def _usual(self) -> Repository:
        for folder in self.allowed:
            try:
                return Repository.discover(folder)
            except UserError as error:
                if "not a git repository" not in error.message:
                    raise
        raise UserError(
            f"there is no git repository in {', '.join(self.allowed)}", "name one below it with the argument `repository`"
        )

    def _is_around(self, folder: str) -> bool:
        """Whether this is the top of a repository that an allowed folder is a part of."""
        for one in self.allowed:
            if _is_inside(one, folder):
                with Repository.discover(one) as repository:
                    return repository.root is not None and os.path.realpath(repository.root) == folder
        return False


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))
