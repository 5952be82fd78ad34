from __future__ import annotations

import pytest

from scoper.change.model import Change
from scoper.git.model import Status
from scoper.verdict.evidence import gather
from scoper.verdict.leftovers import is_leftover, left_behind, unheard_of
from tests.verdict.builders import added_lines


def new_files(files: dict[str, str]) -> Change:
    change = added_lines(files)
    return change._replace(
        files=tuple(file._replace(change=file.change._replace(status=Status.ADDED)) for file in change.files)
    )


@pytest.mark.parametrize(
    "path",
    [
        "docs/plan.md",
        "docs/release-notes.md",
        "patches/react.patch",
        "shop/temperature.py",
        "shop/scratchpad.py",
        "templates/todo.txt",
        "NOTESTAND.md",
    ],
)
def test_a_name_of_the_projects_own_is_none(path: str) -> None:
    assert not is_leftover(path)


@pytest.mark.parametrize(
    "path",
    [
        "shop/cart.py.orig",
        "shop/CART_ANALYSIS.md",
        "implementation_plan.md",
        "fix.diff",
        "tmp2/try.py",
        "docs/scratch/a.md",
        ".claude/settings.local.json",
    ],
)
def test_a_name_of_ones_way_of_working_is_one(path: str) -> None:
    assert is_leftover(path)


@pytest.mark.parametrize("request_", ["write CART_ANALYSIS.md", "Add a cart analysis", "the cart-analysis is missing"])
def test_what_the_request_names_is_wanted(request_: str) -> None:
    assert left_behind(new_files({"CART_ANALYSIS.md": "sums\n", "tmp.py": "print()\n"}), request_) == {"tmp.py"}


@pytest.mark.parametrize("request_", ["Add a skill for releases", "set Claude up", "release notes: say how"])
def test_what_an_agent_is_told_is_wanted_where_the_request_speaks_of_it(request_: str) -> None:
    assert left_behind(new_files({".claude/skills/release/SKILL.md": "x\n"}), request_) == frozenset()


def test_what_an_agent_is_told_is_a_leftover_of_other_work() -> None:
    path = ".claude/skills/release/SKILL.md"
    request = "Round the total\n\n🤖 Generated with [Claude Code](https://claude.ai/code)\n"
    assert left_behind(new_files({path: "x\n"}), request) == {path}


def test_what_another_file_refers_to_is_wanted() -> None:
    evidence, _ = gather(
        added_lines({"debug.py": "import tmp\n", "shop.py": "from shop import debug\n", "tmp_.py": "tmp_ = 1\n"})
    )
    assert unheard_of(["debug.py", "tmp_.py"], evidence) == {"tmp_.py"}
