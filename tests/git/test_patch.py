from __future__ import annotations

import os
import subprocess
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoper.errors import UserError
from scoper.git.patch import apply_patch
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from tests.git.conftest import Open
from tests.gitrepo import GitRepo

NUMBERS = "".join(f"{i}\n" for i in range(1, 21))


@pytest.fixture
def numbers(repo: GitRepo, opened: Open) -> Repository:
    """HEAD holds ``f`` (1 to 20, a line each), ``twice`` (a b a b) and an executable ``run.sh``."""
    repo.write("run.sh", "x\n").chmod(0o755)
    repo.commit({"f": NUMBERS, "twice": "a\nb\n-\na\nb\n"})
    return opened(repo.root)


def apply(repository: Repository, text: str | bytes) -> Tree:
    return apply_patch(repository, repository.commit("HEAD"), text.encode() if isinstance(text, str) else text)


def read(tree: Tree, path: str) -> bytes:
    return tree.read_many([path])[path]


def of_f(hunk: str) -> str:
    return "--- a/f\n+++ b/f\n" + hunk


# Round trips.


def test_everything_that_git_can_write(repo: GitRepo, opened: Open) -> None:
    repo.write("mode", "m\n").chmod(0o755)
    (repo.root / "link").symlink_to("here")
    (repo.root / "to-file").symlink_to("here")
    repo.commit(
        {
            "f": NUMBERS,
            "crlf": "a\r\nb\r\n",
            "latin": "é\n".encode("latin-1"),
            "end": "no end",
            "moves": NUMBERS,
            "swap/a": NUMBERS + "a\n",
            "swap/b": "b\n" * 20,
            "gone": "x\n",
            "gone empty": "",
            "to-link": "1\n2\n",
            'odd "\t\n\\ é': "1\n",
            "x b/x": "1\n",
        }
    )
    for old, new in (("moves", "moved to"), ("swap/a", "tmp"), ("swap/b", "swap/a"), ("tmp", "swap/b")):
        os.rename(repo.root / old, repo.root / new)
    for name in ("gone", "gone empty", "link", "to-file", "to-link"):
        repo.remove(name)
    (repo.root / "mode").chmod(0o644)
    (repo.root / "link").symlink_to("there")
    (repo.root / "to-link").symlink_to("there")
    repo.commit(
        {
            "f": NUMBERS.replace("3\n", "drei\n").replace("17\n", ""),
            "crlf": "a\r\nc\n",
            "latin": "ü\n".encode("latin-1"),
            "end": "no end\n",
            "moved to": NUMBERS.replace("8\n", ""),
            "to-file": "1\n2",
            "new empty": "",
            "new": "no end",
            'odd "\t\n\\ é': "2\n",
            "x b/x": "2\n",
        }
    )
    repository = opened(repo.root)
    expected = repo.git("rev-parse", "HEAD^{tree}")
    for options in (["-M"], ["--no-renames"], ["-C", "--find-copies-harder"], ["-U0"], ["--no-prefix"], ["-U50"]):
        done = subprocess.run(["git", "diff", *options, "HEAD^", "HEAD"], cwd=repo.root, capture_output=True, check=True)
        assert apply_patch(repository, repository.commit("HEAD^"), done.stdout).id == expected, options


_LINES = st.lists(
    st.sampled_from([b"a\n", b"b\n", b"\n", b"-- \n", b"+++ b\n", b"@@ -1 +1 @@\n", b"x\r\n", b"\xff\n"]), max_size=14
)
_TEXT = st.tuples(_LINES, st.sampled_from([b"", b"end", b"\r", b"\\"])).map(lambda parts: b"".join(parts[0]) + parts[1])
_FILES = st.dictionaries(st.sampled_from(["a", "b", "c d", "e/f", 'q"\t\n', "\udce9"]), _TEXT, max_size=5)


@settings(max_examples=20, deadline=None)
@given(_FILES, _FILES, st.sampled_from(["-U0", "-U1", "-U3"]))
def test_a_diff_laid_over_its_base_is_its_head(
    workshop: Repository, before: dict[str, bytes], after: dict[str, bytes], context: str
) -> None:
    base = workshop.overlay(workshop.empty(), before, "base")
    head = workshop.overlay(workshop.empty(), after, "head")
    if base.id == head.id:
        return
    env = {**os.environ, "GIT_OBJECT_DIRECTORY": workshop.store.objects}
    args = ["git", "diff", "-M", context, base.id, head.id]
    text = subprocess.run(args, cwd=workshop.root, env=env, capture_output=True, check=True).stdout
    assert apply_patch(workshop, base, text).id == head.id


def test_a_moved_submodule(repo: GitRepo, opened: Open) -> None:
    repo.commit()
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    repo.git("commit", "-q", "-m", "add")
    repo.git("update-index", "--cacheinfo", f"160000,{'2' * 40},sub")
    patch = repo.git("diff", "--cached")
    repository = opened(repo.root)
    assert apply(repository, patch + "\n").id == repository.index().id


# What people and models write.


def test_plain_diffs_make_files_too(numbers: Repository) -> None:
    tree = apply(numbers, "--- new\n+++ new\n@@ -0,0 +1,2 @@\n+1\n+2\n")
    assert read(tree, "new") == b"1\n2\n" and tree.entries()["new"].mode == 0o100644


def test_the_mode_of_a_file_is_kept(numbers: Repository) -> None:
    tree = apply(numbers, "--- a/run.sh\n+++ b/run.sh\n@@ -1 +1 @@\n-x\n+y\n")
    assert tree.entries()["run.sh"].mode == 0o100755


def test_an_empty_context_line_may_have_lost_its_space(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n\n2\n"})
    assert read(apply(opened(repo.root), of_f("@@ -1,3 +1,3 @@\n 1\n\n-2\n+3\n")), "f") == b"1\n\n3\n"


def test_the_last_line_may_have_lost_its_end(numbers: Repository) -> None:
    assert read(apply(numbers, of_f("@@ -20 +20 @@\n-20\n+twenty")), "f").endswith(b"19\ntwenty\n")


def test_a_hunk_at_another_line_is_found(numbers: Repository) -> None:
    tree = apply(numbers, of_f("@@ -2,2 +2,2 @@\n 10\n-11\n+elf\n@@ -5,1 +5,1 @@\n-14\n+vierzehn\n"))
    assert read(tree, "f").decode() == NUMBERS.replace("11\n", "elf\n").replace("14\n", "vierzehn\n")


def test_one_patch_after_another(numbers: Repository) -> None:
    steps = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-1\n+one\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-one\n+eins\n"
    assert read(apply(numbers, "".join(steps)), "f").startswith(b"eins\n2\n")


# What is refused.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (of_f("@@ -3,2 +3,2 @@\n 3\n-vier\n+4\n"), "f, hunk 1 (patch line 3): line 4 should be 'vier', but is '4'"),
        (
            of_f("@@ -1 +1 @@\n-1\n+x\n@@ -9 +9 @@\n-nine\n+9\n"),
            "f, hunk 2 (patch line 6): line 9 should be 'nine', but is '9'",
        ),
        (of_f("@@ -20,2 +20 @@\n 20\n-21\n"), "f, hunk 1 (patch line 3): line 21 should be '21', but the file has 20 lines"),
        (
            of_f("@@ -20 +20 @@\n-20\n\\ No newline at end of file\n+x\n"),
            "line 20 should be '20' without a newline, but is '20'",
        ),
        (of_f("@@ -1 +1 @@\n-1\r\n+x\r\n"), "line 1 should be '1\\r', but is '1'"),
        (of_f("@@ -99,0 +100 @@\n+x\n"), "f, hunk 1 (patch line 3): it belongs behind line 99, but the file has 20 lines"),
        (of_f("@@ -5 +5 @@\n-5\n+x\n@@ -1 +1 @@\n-1\n+y\n"), "f, hunk 2 (patch line 6)"),
        (of_f("@@ -1 +1 @@\n-1\n+x\n\\ No newline at end of file\n"), "f: a line without a newline would not be the last one"),
        (
            "--- a/twice\n+++ b/twice\n@@ -3 +3 @@\n-b\n+x\n",
            "twice, hunk 1 (patch line 3): its lines are not at line 3, but at 2, 5",
        ),
        ("--- a/none\n+++ b/none\n@@ -1 +1 @@\n-1\n+2\n", "none does not exist in HEAD (patch line 1)"),
        ("diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n", "f exists already"),
        ("diff --git a/f b/run.sh\nsimilarity index 100%\nrename from f\nrename to run.sh\n", "run.sh exists already"),
        (
            "diff --git a/run.sh b/run.sh\ndeleted file mode 100755\n",
            "run.sh (patch line 1): deleted, but lines of it would remain",
        ),
        ("diff --git a/f b/f\ndeleted file mode 120000\n", "f (patch line 1): mode 100644 instead of 120000"),
        ("diff --git a/f b/f\nold mode 100644\nnew mode 104755\n", "f (patch line 1): no such mode: 104755"),
        ("diff --git a/f/g b/f/g\nnew file mode 100644\n", "f cannot be both a file and a folder"),
    ],
)
def test_what_does_not_apply_is_named(numbers: Repository, text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        apply(numbers, text)
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (of_f("@@ -1,3 +1,3 @@\n 1\n-2\n+x\n"), "f, hunk 1, line 6: Hunk is shorter than expected"),
        (of_f("@@ -1 +1 @@\n-1\n+x\n@@ -3,2 +3 @@\n-3\nnonsense\n"), "f, hunk 2, line 7: Hunk is shorter than expected"),
        (of_f("@@ -1,1 +1,2 @@\n-1\n-2\n+x\n"), "f, hunk 1, line 5: Hunk is longer than expected"),
        (of_f("@@ -1 +1 @@\n-1\n+x\n+y\n"), "line 6: more lines"),
    ],
)
def test_what_is_malformed_is_named(numbers: Repository, text: str, message: str) -> None:
    with pytest.raises(UserError, match="malformed patch: ") as caught:
        apply(numbers, text)
    assert message in caught.value.message


def test_paths_that_lead_out(numbers: Repository) -> None:
    forms = (
        "--- /dev/null\n+++ b/{}\n@@ -0,0 +1 @@\n+x\n",
        "--- /dev/null\n+++ {}\n@@ -0,0 +1 @@\n+x\n",
        'diff --git a/f "b/{0}"\nsimilarity index 100%\nrename from f\nrename to "{0}"\n',
    )
    for path in ("../up", "/etc/passwd", "a/../../b", ".git/hooks/pre-commit", "sub/.GIT/config", "a//b"):
        for form in forms:
            with pytest.raises(UserError, match="not a path inside the repository"):
                apply(numbers, form.format(path))


def test_a_base_whose_content_is_missing(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n"})
    oid = repo.git("rev-parse", "HEAD:f")
    (repo.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(UserError, match="the content of f is missing"):
        apply(opened(repo.root), of_f("@@ -1 +1 @@\n-1\n+2\n"))


def test_a_hostile_patch_takes_no_quadratic_time(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "a\n" * 200_000})
    hunk = f"@@ -1,50001 +1,50000 @@\n{' a' + chr(10)}" + " a\n" * 49_999 + "-b\n"
    began = perf_counter()
    with pytest.raises(UserError, match="hunk 1"):
        apply(opened(repo.root), of_f(hunk))
    assert perf_counter() - began < 5


def test_the_repository_stays_as_it_is(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": NUMBERS})
    before = repo.state()
    apply(opened(repo.root), of_f("@@ -1 +1 @@\n-1\n+one\n"))
    assert repo.state() == before
    assert (repo.root / "f").read_text() == NUMBERS
