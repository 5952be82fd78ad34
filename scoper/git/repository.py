"""One repository: where it is, every kind of snapshot of it, and what differs between two of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper.errors import UserError
from scoper.git import revisions as rev
from scoper.git.diff import comparison, diff, patch
from scoper.git.discover import Place, discover
from scoper.git.history import read_log
from scoper.git.merge import merge_texts
from scoper.git.model import Entry, FileChange
from scoper.git.overlay import lay, overlay
from scoper.git.publish import publish_commits, publish_objects, write_index
from scoper.git.run import clean_environment, run
from scoper.git.snapshot import Snapshot
from scoper.git.store import ObjectStore
from scoper.git.tree import Tree, listing
from scoper.git.worktree import changed_paths, index_tree, without_filters, work_tree

_IDENTITY = ("GIT_AUTHOR_", "GIT_COMMITTER_")


class Range(NamedTuple):
    """Two snapshots to compare. ``head_commit`` is ``None`` where the head was named by a tree id."""

    base: Tree
    head: Tree
    head_commit: str | None


class Repository:
    """A git repository, found with :meth:`discover`. Use it as a context manager or call :meth:`close`: it owns a temporary
    folder, which snapshots read through."""

    def __init__(self, place: Place, environ: Mapping[str, str]) -> None:
        env = clean_environment(environ)
        self.store = ObjectStore(place.objects, place.object_format, env)
        self._place = place
        self._env = env | {"GIT_DIR": place.git_dir, "GIT_OBJECT_DIRECTORY": self.store.objects}
        if place.root is not None:
            self._env["GIT_WORK_TREE"] = place.root
        self._identity = {name: value for name, value in environ.items() if name.startswith(_IDENTITY)}
        self._revisions = rev.Revisions(place, self._env)

    @classmethod
    def discover(cls, cwd: str | os.PathLike[str] | None = None) -> Repository:
        """The repository that a folder is in. Raises :class:`UserError` where there is none, or git will not touch it."""
        environ = dict(os.environ)
        try:
            folder = os.path.abspath(os.fspath(cwd) if cwd is not None else os.getcwd())
        except FileNotFoundError:
            raise UserError("the current folder does not exist any more") from None
        return cls(discover(folder, environ), environ)

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the temporary folder. Snapshots that were taken cannot be read any more."""
        self.store.close()

    @property
    def root(self) -> str | None:
        """The top of the work tree; ``None`` where there is none."""
        return self._place.root

    @property
    def git_dir(self) -> str:
        """The git directory of this work tree."""
        return self._place.git_dir

    @property
    def common_dir(self) -> str:
        """The git directory that all linked work trees share."""
        return self._place.common_dir

    @property
    def place(self) -> Place:
        """Where all of its parts are."""
        return self._place

    @property
    def environment(self) -> dict[str, str]:
        """What git is started with so that it sees this repository, and writes objects to the private store."""
        return dict(self._env)

    @property
    def is_bare(self) -> bool:
        return self._place.is_bare

    @property
    def object_format(self) -> str:
        """``"sha1"`` or ``"sha256"``."""
        return self._place.object_format

    def is_shallow(self) -> bool:
        """Whether history was cut off when this repository was cloned."""
        return self._revisions.is_shallow()

    def hooks_dir(self) -> str:
        """Where git looks for hooks, absolute."""
        folder = self.root or self.git_dir
        # Unguarded, as the guards say that there are no hooks.
        found = run(("rev-parse", "--git-path", "hooks"), cwd=folder, env=self._env, guarded=False).out
        return os.path.normpath(os.path.join(folder, os.fsdecode(found.rstrip(b"\n"))))

    def resolve(self, revision: str) -> str:
        """The id of a commit. Raises :class:`UserError` naming the revision, and the names that are most like it."""
        return self._revisions.commit(revision)

    def merge_base(self, a: str, b: str) -> str:
        """The id of the best common ancestor. Raises :class:`UserError` where there is none in this clone."""
        return self._revisions.merge_base(a, b)

    def unpublished(self, head: str, known: str | None = None, remote: str | None = None) -> tuple[list[str], str | None]:
        """The commits of ``head`` that a remote does not have, oldest first, and the one that they stand on."""
        return self._revisions.unpublished(head, known, remote)

    def signatures(self, base: str, head: str) -> list[tuple[str, tuple[str, str], str]]:
        """The commits that ``head`` has and ``base`` has not, oldest first, merges left out: id, e-mail addresses of author and
        committer, message."""
        return self._revisions.signatures(base, head)

    def message(self, revision: str) -> str:
        """The message of a commit; bytes that its encoding does not know are replaced."""
        return self._commit(self.resolve(revision)).message

    def log(self, commit: str) -> bytes | None:
        """Subjects and changed paths of a commit and those before it, for :func:`~scoper.git.history.parse_log`."""
        return read_log(self._place, self._env, commit)

    def head_commit(self) -> str | None:
        """The id of the current commit; ``None`` before the first one."""
        return self._revisions.look_up(["HEAD^{commit}"])[0]

    def head(self) -> Tree | None:
        """The current commit; ``None`` before the first one."""
        if (known := self._place.head) is not None and rev.current_head(self._place) == known[0]:
            return Tree(self.store, known[1], "HEAD")
        (tree,) = self._revisions.look_up(["HEAD^{tree}"])
        return Tree(self.store, tree, "HEAD") if tree is not None else None

    def at_head(self, paths: Sequence[str], commit: str = "HEAD") -> dict[str, bytes]:
        """Files of the current commit, or of another one, without listing it."""
        found = zip(paths, self._revisions.look_up([f"{commit}:{path}" for path in paths]), strict=True)
        oids = {path: oid for path, oid in found if oid is not None}
        contents = self.store.contents(oids.values())
        return {path: contents[oid] for path, oid in oids.items() if oid in contents}

    def changed_paths(self) -> list[str]:
        """Files that are not as in the current commit, in index or work tree, and those that are neither tracked nor
        ignored."""
        return changed_paths(self._place, self._env)

    def ignored(self, paths: Sequence[str]) -> set[str]:
        """Which of these paths git would never add by itself."""
        if not paths:
            return set()
        stdin = os.fsencode("".join(f"{path}\0" for path in paths))
        out = run(("check-ignore", "-z", "--stdin"), cwd=self._folder, env=self._env, stdin=stdin, ok=(0, 1)).out
        return {os.fsdecode(path) for path in out.split(b"\0") if path}

    def empty(self) -> Tree:
        """A snapshot without files."""
        return Tree(self.store, self.store.empty_tree, "nothing")

    def commit(self, revision: str) -> Tree:
        """A commit, or a tree named by its id. Errors as in :meth:`resolve`."""
        return Tree(self.store, self._revisions.tree(revision), revision)

    def index(self) -> Tree:
        """What is staged. Inside a hook, this is what is about to be committed."""
        return index_tree(self._place, self.store, self._env)

    def work_tree(self) -> Tree:
        """Tracked files as they are on disk, and those that are neither tracked nor ignored."""
        return work_tree(self._place, self.store, self._env)

    def overlay(self, base: Snapshot, edits: Mapping[str, bytes | None], label: str) -> Tree:
        """``base`` with these contents; ``None`` removes a file. Nothing outside of scoper's own folder is written."""
        return overlay(self.store, base, edits, label)

    def lay(self, base: Snapshot, files: Mapping[str, tuple[int, bytes] | Entry | None], label: str) -> Tree:
        """``base`` with these files: mode and content, an entry that is known already, or ``None`` to remove it."""
        return lay(self.store, base, files, label)

    def expect(self, base: Tree, head: Tree) -> None:
        """Have git list and compare two trees already, for a caller who will ask for that and has something else to do."""
        if base.id != head.id:
            for command in (*(listing(tree.id) for tree in (base, head) if not tree.is_listed), comparison(base, head)):
                self.store.begin(*command)

    def diff(self, base: Snapshot, head: Snapshot) -> tuple[FileChange, ...]:
        """What changed between two snapshots of this repository, sorted by path."""
        return diff(self.store, base, head)

    def patch(self, base: Snapshot, head: Snapshot) -> bytes:
        """What changed, as a patch for ``git apply``."""
        return patch(self.store, base, head)

    def apply(self, base: Snapshot, text: bytes, label: str) -> Tree:
        """``base`` with a patch that :meth:`patch` made."""
        index = self.store.temporary("index")
        self.store.git("read-tree", base.id, index=index)
        self.store.git("apply", "--cached", "--whitespace=nowarn", "-", index=index, stdin=text)
        return Tree(self.store, self.store.git("write-tree", index=index).out.decode().strip(), label)

    def merge_texts(self, base: bytes, ours: bytes, theirs: bytes, *, prefer_theirs: bool = False) -> bytes | None:
        """One text with what two sides made of it; ``None`` where it is no text, or where they changed the same place and
        ``prefer_theirs`` does not settle that."""
        return merge_texts(self.store, base, ours, theirs, prefer_theirs=prefer_theirs)

    def attributes(self, paths: Sequence[str], names: Sequence[str]) -> dict[str, dict[str, str]]:
        """The values of git attributes that are set, by path."""
        stdin = os.fsencode("".join(f"{path}\0" for path in paths))
        out = run(("check-attr", "-z", "--stdin", *names), cwd=self._folder, env=self._env, stdin=stdin).out
        found: dict[str, dict[str, str]] = {}
        fields = iter(map(os.fsdecode, out.split(b"\0")))
        for path, name, value in zip(fields, fields, fields, strict=False):
            if value not in ("unspecified", "unset"):
                found.setdefault(path, {})[name] = value
        return found

    def checked_out(self, path: str, oid: str) -> bytes:
        """A blob as git would write it to ``path``, with the ends of lines that are configured; no filter is run."""
        env = without_filters(self._place, self._env)
        return run(("cat-file", "--filters", f"--path={path}", oid), cwd=self._folder, env=env).out

    def write_index(self, entries: Mapping[str, Entry | None]) -> None:
        """Set or remove entries of the user's index, whose contents become objects of the repository."""
        publish_objects(self._place, self.store, self._env, [entry.oid for entry in entries.values() if entry is not None])
        write_index(self._place, self._env, entries)

    def branch(self, name: str, parent: str | None, commits: Sequence[tuple[Snapshot, str]]) -> str:
        """A new branch with one commit for each snapshot and message, on top of ``parent``; the id of the last one. The work
        tree, the index and the current branch stay as they are."""
        checked = run(("check-ref-format", "--branch", name), cwd=self._folder, env=self._env, ok=(0, 1, 128))
        if checked.code:
            raise UserError(f"not a name for a branch: {name!r}")
        start = self.resolve(parent) if parent is not None else None
        tip = self._commits(start, commits)
        publish_commits(self._place, self.store, self._env, f"refs/heads/{name}", start, tip, is_new=True)
        return tip

    def commit_here(self, commits: Sequence[tuple[Snapshot, str]]) -> str:
        """The same on the current branch. No hook is run; the index and the work tree stay as they are."""
        (start,) = self._revisions.look_up(["HEAD^{commit}"])
        tip = self._commits(start, commits)
        publish_commits(self._place, self.store, self._env, "HEAD", start, tip, is_new=False)
        return tip

    def _commits(self, parent: str | None, commits: Sequence[tuple[Snapshot, str]]) -> str:
        tip = parent
        for snapshot, message in commits:
            args = ("commit-tree", snapshot.id, *(("-p", tip) if tip is not None else ()))
            env = self._env | self._identity
            made = run(args, cwd=self._folder, env=env, stdin=message.encode("utf-8", "surrogateescape"))
            tip = made.out.decode().strip()
        if tip is None or not commits:
            raise UserError("there is nothing to commit")
        return tip

    @property
    def _folder(self) -> str:
        return self.root or self.git_dir

    def range(self, text: str) -> Range:
        """The two sides of ``A..B`` (as given), ``A...B`` (the merge base against B) or ``REV`` (its first parent, or nothing
        for a root commit, against it). An end left empty is HEAD."""
        if "..." in text:
            left, _, right = text.partition("...")
            return self._between(self.merge_base(left or "HEAD", right or "HEAD"), right or "HEAD")
        if ".." in text:
            left, _, right = text.partition("..")
            return self._between(left or "HEAD", right or "HEAD")
        return self._single(text)

    def _between(self, base: str, head: str) -> Range:
        trees = (f"{base}^{{tree}}", f"{head}^{{tree}}", f"{head}^{{commit}}")
        base_tree, head_tree, head_commit = self._revisions.look_up(trees)
        for revision, tree in ((base, base_tree), (head, head_tree)):
            if tree is None:
                raise self._revisions.unknown(revision)
        assert base_tree is not None and head_tree is not None
        return Range(Tree(self.store, base_tree, base), Tree(self.store, head_tree, head), head_commit)

    def _single(self, revision: str) -> Range:
        names = (f"{revision}^{{commit}}", f"{revision}^{{tree}}", f"{revision}^{{commit}}^1^{{tree}}")
        commit, tree, parent = self._revisions.look_up(names)
        if commit is None or tree is None:
            raise self._revisions.unknown(revision)
        if parent is not None:
            base = Tree(self.store, parent, f"{revision}^")
        elif self._commit(commit).parents:
            raise self._revisions.no_parent(revision)  # cut off by a shallow clone, which git shows as a root commit
        else:
            base = self.empty()
        return Range(base, Tree(self.store, tree, revision), commit)

    def _commit(self, oid: str) -> rev.Commit:
        data = self.store.contents([oid]).get(oid)
        if data is None:
            raise UserError(f"commit {oid} cannot be read", "the object store is damaged; `git fsck` says more")
        return rev.parse_commit(data)
