from __future__ import annotations

import os

from scoper.git.repository import Repository
from scoper.serve.unsaved import Buffer, lay_over, of_root
from tests.gitrepo import GitRepo


def laid(repo: GitRepo, **texts: str) -> tuple[dict[str, bytes], bool]:
    """Files with these texts open in an editor, and whether anything was laid over what is on disk."""
    root = os.path.realpath(repo.root)
    buffers = [Buffer("", f"{root}/{name.replace('_', '.')}", text, 1) for name, text in texts.items()]
    with Repository.discover(repo.root) as repository:
        disk = repository.work_tree()
        tree = lay_over(repository, disk, of_root(root, buffers))
        return tree.read_many(tree.entries().keys()), tree.id != disk.id


def test_buffers_win_over_the_disk(repo: GitRepo) -> None:
    repo.commit({"a.py": "one\n", "b.py": "two\n"})
    files, is_other = laid(repo, a_py="new\n", c_py="fresh\n")
    assert files == {"a.py": b"new\n", "b.py": b"two\n", "c.py": b"fresh\n"} and is_other


def test_what_is_saved_is_what_is_on_disk(repo: GitRepo) -> None:
    repo.commit({"a.py": b"\xef\xbb\xbfone\r\n"})
    assert laid(repo, a_py="one\r\n") == ({"a.py": b"\xef\xbb\xbfone\r\n"}, False)


def test_ends_of_lines_are_those_that_git_keeps(repo: GitRepo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.commit({"a.py": b"one\r\ntwo\r\n"})
    assert laid(repo, a_py="one\r\ntwo\r\n") == ({"a.py": b"one\ntwo\n"}, False)
    assert laid(repo, a_py="one\r\nnew\r\n")[0] == {"a.py": b"one\nnew\n"}


def test_what_is_ignored_linked_or_no_text_stays_as_it_is(repo: GitRepo) -> None:
    repo.commit({".gitignore": "z.py\n", "a.py": b"caf\xe9\n"})
    repo.write("z.py", "old\n")
    (repo.root / "b.py").symlink_to("a.py")
    repo.commit()
    files, is_other = laid(repo, a_py="caf\ufffd\n", b_py="through the link\n", z_py="new\n")
    assert not is_other and files == {".gitignore": b"z.py\n", "a.py": b"caf\xe9\n", "b.py": b"a.py"}


def test_files_elsewhere_are_not_of_the_root() -> None:
    buffers = [Buffer("", "/srv/one/a.py", "", 1), Buffer("", "/srv/one-more/a.py", "", 1)]
    assert list(of_root("/srv/one", buffers)) == ["a.py"]
