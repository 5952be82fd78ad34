from __future__ import annotations

import pytest

from scoper.git.repository import Repository
from scoper.style.added import Sides, added_by
from scoper.style.drift import find_drifts, surprise
from scoper.style.model import Added, Drift
from scoper.style.profile import Profiler
from tests.gitrepo import GitRepo

WORDS = "price total weight width height depth count amount rate limit score level".split()


def functions(words: list[str], *, documented: bool) -> str:
    doc = '    """One of them."""\n' if documented else ""
    return "\n\n".join(f"def {word}(item):\n{doc}    found = item.{word}\n    return found\n" for word in words)


def seen(repo: GitRepo, before: dict[str, str], after: dict[str, str]) -> tuple[list[Added], Profiler]:
    repo.commit(before)
    repo.commit(after)
    with Repository.discover(repo.root) as repository:
        base, head = repository.commit("HEAD^"), repository.commit("HEAD")
        old, new = Profiler(base, None), Profiler(head, None)
        changes = repository.diff(base, head)
        known, shown = old.measure(before), new.measure(after)
        sides = [Sides(one, known.get(one.base_path or "", {}), shown.get(one.path, {})) for one in changes]
        for path in (*before, *after):
            old.levels(path)  # while the repository is open
        return added_by(sides, old.roots), old


def drifts(repo: GitRepo, before: dict[str, str], after: dict[str, str], decided: frozenset[str] = frozenset()) -> list[Drift]:
    added, profiler = seen(repo, before, after)
    return find_drifts(added, profiler, {one.path: decided for one in added})


def test_a_file_without_neighbours_and_without_habits_says_nothing(repo: GitRepo) -> None:
    assert drifts(repo, {"a.txt": "a\n"}, {"a.py": functions(WORDS, documented=True)}) == []


def test_one_of_a_kind_is_no_drift(repo: GitRepo) -> None:
    base = functions(WORDS, documented=False)
    assert drifts(repo, {"a.py": base}, {"a.py": f"{base}\n\n{functions(['size'], documented=True)}"}) == []


def test_the_numbers_are_those_of_the_file(repo: GitRepo) -> None:
    base = functions(WORDS, documented=False)
    new = functions(["size", "area", "share"], documented=True)
    (found,) = drifts(repo, {"a.py": base}, {"a.py": f"{base}\n\n{new}"})
    assert (found.feature, found.value, found.times, found.total) == ("documented-public-function", "yes", 3, 3)
    assert (found.level, found.known, found.support, found.usual) == ("file", 0, 12, "no")
    assert found.chance < 0.01 and found.expected < 0.2


def test_a_new_file_is_compared_with_its_folder(repo: GitRepo) -> None:
    before = {f"shop/{word}.py": functions(WORDS, documented=False) for word in WORDS[:4]}
    found = drifts(repo, before, {"shop/new.py": functions(WORDS[:6], documented=True)})
    assert [(one.feature, one.level, one.known, one.support) for one in found] == [
        ("documented-public-function", "directory", 0, 48)
    ]


def test_what_a_tool_decides_is_not_compared(repo: GitRepo) -> None:
    base = functions(WORDS, documented=False)
    new = functions(["size", "area", "share"], documented=True)
    assert drifts(repo, {"a.py": base}, {"a.py": f"{base}\n\n{new}"}, frozenset({"documented-public-function"})) == []


@pytest.mark.parametrize("documented", [True, False])
def test_what_is_written_as_its_surroundings_surprises_less(repo: GitRepo, documented: bool) -> None:
    base = functions(WORDS, documented=documented)
    own, profiler = seen(repo, {"a.py": base}, {"a.py": f"{base}\n\n{functions(['size', 'area'], documented=documented)}"})
    repo.git("reset", "-q", "--hard", "HEAD^")
    foreign, other = seen(
        repo, {"b.txt": "b\n", "a.py": base}, {"a.py": f"{base}\n\n{functions(['size', 'area'], documented=not documented)}"}
    )
    assert surprise(own, profiler) < surprise(foreign, other)
