"""A copy of the work tree for somebody who may do anything to it, with a git repository of its own inside.

A linked work tree (``git worktree add``) would share branches, tags, the stash, hooks and configuration with the user's
repository: a ``git stash`` or ``git branch -D`` in it would be one of the user's. The copy borrows nothing but objects, as
alternates, which git never writes to. Its branches, index and configuration are its own, and show the user's state: what is
staged there is staged here, what is changed is changed.

What was done in the copy is read with the *user's* git directory over the copy's files, so that nothing that happens to the
repository inside, not even its removal, changes what is seen. Files are told apart by size and time, which were copied with
them (``core.checkStat=minimal``): unchanged files are not read again, and those that a filter makes (LFS) stay what they are.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from scoper.errors import UserError
from scoper.git.discover import Place
from scoper.git.model import SUBMODULE, SYMLINK
from scoper.git.repository import Repository
from scoper.git.revisions import parse_commit
from scoper.git.run import clean_environment, run
from scoper.git.store import alternate_line
from scoper.git.tree import Tree
from scoper.git.worktree import with_config, work_tree

_TOP = "copy"
_CHUNK = 1 << 20
_CARRIED = re.compile(
    r"user\.(name|email)|index\.sparse|filter\..*|core\.(autocrlf|eol|filemode|symlinks|ignorecase|precomposeunicode|quotepath"
    r"|excludesfile|attributesfile|sparsecheckout|sparsecheckoutcone)|remote\..*\.(promisor|partialclonefilter)"
)
_OWN = (
    ("core.bare", "false"),
    ("core.checkstat", "minimal"),
    ("core.trustctime", "false"),
    ("core.hookspath", os.devnull),
    ("core.fsmonitor", "false"),  # it would leave a process behind
    ("core.untrackedcache", "false"),
    ("commit.gpgsign", "false"),  # it may ask for a passphrase
    ("tag.gpgsign", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)
_NO_PUSH = "nothing-is-pushed-from-a-copy"
_MINIMAL = {"core.checkStat": "minimal", "core.trustctime": "false"}


class WorkCopy:
    """The copy in ``root``, of ``origin``. ``base`` is what it held at first, with what of the user's it lacks in ``problems``;
    ``submodules`` are empty folders, ``links`` lead to somewhere outside. What it holds later is told by ``index``, the user's
    as it was when the copy was ``made``, in nanoseconds."""

    def __init__(self, repository: Repository, folder: str) -> None:
        """Copy the work tree into ``folder``, which is there and empty."""
        place, store, env = repository.place, repository.store, repository.environment
        if place.root is None:
            raise UserError("a bare repository has no work tree that could be copied")
        name = os.path.basename(place.root) or _TOP
        self.root = os.path.join(folder, name)
        self.git_dir = os.path.join(self.root, ".git")
        # Beside the copy, under a name that it cannot have: who finds both after this process was killed can tell what it held.
        self.index = _copied_index(place, os.path.join(folder, f"{name}.index"))
        self.origin = found = work_tree(place, store, env)
        os.mkdir(self.root, 0o700)
        self.submodules = _fill(place.root, self.root, found)
        self.links = tuple(_leading_out(self.root, found))
        self._start = _make_repository(place, env, self.git_dir)
        self._repository = repository
        self._store = store
        self.made = _now(f"{self.root}.made")
        tree = held_in(repository, self.root, self.index, self.made)
        self.base = Tree(store, tree.id, "the work tree", (*found.problems, *tree.problems))

    def snapshot(self) -> Tree:
        """What the copy holds now: tracked files, and new ones that are not ignored."""
        return held_in(self._repository, self.root, self.index, self.made)

    def ignored(self) -> list[str]:
        """Files and folders in the copy that git ignores, so that no snapshot has them."""
        args = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
        found = run(args, cwd=self.root, env=_over(self._repository, self.root, self.index)[1]).out.split(b"\0")
        return [os.fsdecode(path) for path in found if path]

    def exclude(self, paths: Sequence[str]) -> None:
        """Have the repository inside ignore these paths."""
        with open(os.path.join(self.git_dir, "info", "exclude"), "ab") as file:
            file.write(b"".join(b"\n/" + os.fsencode(path) for path in paths) + b"\n")

    def commits(self) -> list[tuple[Tree, str]]:
        """The commits that were made inside, oldest first: what each holds, and its message. Raises :class:`UserError` where
        the repository inside cannot be read."""
        env = clean_environment(os.environ) | {"GIT_DIR": self.git_dir}
        without = [f"^{self._start}"] if self._start is not None else []
        names = ("HEAD", *without)
        head = run(("rev-parse", "--verify", "--quiet", "HEAD^{commit}"), cwd=self.root, env=env, ok=(0, 1))
        if head.code:
            return []  # none was made on a branch that had none
        listed = run(("rev-list", "--reverse", "--first-parent", *names), cwd=self.root, env=env).out.decode().split()
        if not listed:
            return []
        stdin = "".join(f"{name}\n" for name in names).encode()
        pack = run(("pack-objects", "--revs", "--stdout", "-q"), cwd=self.root, env=env, stdin=stdin).out
        self._store.git("unpack-objects", "-q", stdin=pack)
        return list(self._read(listed))

    def _read(self, commits: Sequence[str]) -> Iterator[tuple[Tree, str]]:
        contents = self._store.contents(commits)
        for oid in commits:
            if oid not in contents:
                raise UserError(f"commit {oid} of the copy cannot be read")
            commit = parse_commit(contents[oid])
            yield Tree(self._store, commit.tree, oid), commit.message


def held_in(repository: Repository, root: str, index: str, made: int) -> Tree:
    """What a copy holds now, whoever made it."""
    os.makedirs(root, exist_ok=True)  # whoever worked there may have removed all of it
    _touch(root, made)
    place, env = _over(repository, root, index)
    return work_tree(place, repository.store, env)


def _over(repository: Repository, root: str, index: str) -> tuple[Place, dict[str, str]]:
    """The user's git directory over the files of a copy."""
    env = {**repository.environment, "GIT_WORK_TREE": root, "GIT_INDEX_FILE": index}
    return repository.place._replace(root=root, index_file=index), with_config(env, _MINIMAL)


def _copied_index(place: Place, target: str) -> str:
    """A copy of the index as it is now, with its time, by which git knows which entries to compare anew."""
    with suppress(FileNotFoundError):  # nothing was ever staged
        shutil.copyfile(place.index_file, target)
        shutil.copystat(place.index_file, target)
    return target


def _fill(source: str, target: str, found: Tree) -> tuple[str, ...]:
    """Copy the files of a snapshot from disk, byte by byte, with their times. The result are submodules: their folders are
    empty."""
    submodules = []
    made = {target}
    for path, entry in found.entries().items():
        origin, where = os.path.join(source, path), os.path.join(target, path)
        if not os.path.lexists(origin):
            continue  # it went away, or a sparse checkout never had it
        if (folder := os.path.dirname(where)) not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        if entry.mode == SUBMODULE:
            os.makedirs(where, exist_ok=True)
            submodules.append(path)
            continue
        try:
            _copy(origin, where)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UserError(f"{path} cannot be copied: {error.strerror}", "set TMPDIR to a folder with room") from None
    return tuple(submodules)


def _copy(source: str, target: str) -> None:
    """Copy a file or a link with its times. (By the fewest calls: ``shutil`` takes several times as long for small files.)"""
    status = os.lstat(source)
    times = status.st_atime_ns, status.st_mtime_ns
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(source), target)
        os.utime(target, ns=times, follow_symlinks=False)
    elif stat.S_ISREG(status.st_mode):
        mode = stat.S_IMODE(status.st_mode) & 0o777 | stat.S_IWUSR
        with open(source, "rb", buffering=0) as origin, open(target, "xb", 0, opener=_with_mode(mode)) as copy:
            while data := origin.read(_CHUNK):
                while data:
                    data = data[copy.write(data) :]
            os.utime(copy.fileno(), ns=times)


def _with_mode(mode: int) -> Callable[[str, int], int]:
    return lambda path, flags: os.open(path, flags, mode)


def _leading_out(root: str, found: Tree) -> Iterator[str]:
    """The links that lead out of the copy."""
    top = os.path.realpath(root)
    for path, entry in found.entries().items():
        if entry.mode == SYMLINK and not os.path.realpath(os.path.join(root, path)).startswith(top + os.sep):
            yield path


def _make_repository(place: Place, env: Mapping[str, str], git_dir: str) -> str | None:
    """A repository with the same branches, index and settings, and the objects of the user's; the id of its commit."""
    for folder in ("", "objects", "objects/info", "refs", "refs/heads", "info"):
        os.mkdir(os.path.join(git_dir, folder))
    cwd = place.root or place.git_dir
    refs = run(("for-each-ref", "--format=%(objectname) %(refname)"), cwd=cwd, env=env).out.split(b"\n")
    branch = run(("symbolic-ref", "-q", "HEAD"), cwd=cwd, env=env, ok=(0, 1)).out.strip()
    commit = run(("rev-parse", "--verify", "-q", "HEAD^{commit}"), cwd=cwd, env=env, ok=(0, 1)).out.strip()
    texts = {
        "HEAD": (b"ref: " + branch if branch else commit) + b"\n",
        "packed-refs": b"".join(line + b"\n" for line in refs if line and not line.endswith(b" refs/stash")),
        "config": _config(place, env),
        "objects/info/alternates": "".join(f"{alternate_line(path)}\n" for path in place.objects).encode(
            "utf-8", "surrogateescape"
        ),
    }
    for name, text in texts.items():
        with open(os.path.join(git_dir, name), "wb") as file:
            file.write(text)
    _copied_index(place, os.path.join(git_dir, "index"))
    beside = [(place.common_dir, name) for name in ("shallow", "info/exclude", "info/attributes")]
    beside += [(place.git_dir, "info/sparse-checkout")]
    beside += [
        (place.git_dir, os.path.basename(path)) for path in glob.glob(os.path.join(glob.escape(place.git_dir), "sharedindex.*"))
    ]
    for folder, name in beside:
        with suppress(OSError):
            shutil.copyfile(os.path.join(folder, name), os.path.join(git_dir, name))
    return commit.decode() or None


def _config(place: Place, env: Mapping[str, str]) -> bytes:
    """What decides how files are read, and who commits, as it counts in the user's repository; and what keeps to itself."""
    listed = run(("config", "-z", "--list"), cwd=place.root or place.git_dir, env=env, guarded=False).out
    found = [(key, value) for line in listed.split(b"\0") if line for key, _, value in (os.fsdecode(line).partition("\n"),)]
    known = dict(found)
    settings = [(key, value) for key, value in found if _CARRIED.fullmatch(key)]
    promisor = known.get("extensions.partialclone")
    if promisor is not None:  # objects that are not here have to come from somewhere
        settings += [("extensions.partialclone", promisor), (f"remote.{promisor}.url", known.get(f"remote.{promisor}.url", ""))]
        settings += [(f"remote.{promisor}.pushurl", _NO_PUSH)]
    if place.object_format != "sha1":
        settings.append(("extensions.objectformat", place.object_format))
    version = int(any(key.startswith("extensions.") for key, _ in settings))
    lines = [_setting(key, value) for key, value in (("core.repositoryformatversion", str(version)), *settings, *_OWN)]
    return "".join(lines).encode("utf-8", "surrogateescape")


def _setting(key: str, value: str) -> str:
    section, _, rest = key.partition(".")
    subsection, _, name = rest.rpartition(".")
    return f"[{section}{f' {_quoted(subsection)}' if subsection else ''}]\n\t{name} = {_quoted(value)}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _now(probe: str) -> int:
    """The time of the file system, in nanoseconds, which may run behind the clock, by making a file."""
    with open(probe, "wb"):
        return os.stat(probe).st_ctime_ns


def _touch(root: str, since: int) -> None:
    """Give files that were changed since, but have the time of before (``cp -p``, ``rsync -t``), the time of now: git would
    take them for unchanged."""
    for folder, folders, names in os.walk(root):
        if folder == root and ".git" in folders:
            folders.remove(".git")
        for name in names:
            path = os.path.join(folder, name)
            with suppress(OSError):
                status = os.lstat(path)
                if status.st_ctime_ns > since >= status.st_mtime_ns:
                    os.utime(path, follow_symlinks=False)
