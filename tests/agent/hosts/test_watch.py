"""Who wrote what, on real files: the agent's part is never somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scoper.agent.hosts.model import Event, FileEdit, Moment, Swap
from scoper.agent.hosts.session import Session, end_session, open_session, sessions_folder
from scoper.agent.hosts.watch import Watch, proposed, undo
from scoper.git.repository import Repository
from tests.gitrepo import GitRepo

BASE = "".join(f"line {number}\n" for number in range(20))


class Desk:
    """A repository in which an agent and a person write in turns."""

    def __init__(self, repo: GitRepo, repository: Repository, session: Session) -> None:
        self.repo, self.session = repo, session
        self.watch = Watch(repository, session, str(repo.root))

    def text(self, path: str) -> str:
        return (self.repo.root / path).read_text()

    def agent(self, path: str, old: str, new: str, *, announced: bool = True) -> None:
        edit = FileEdit(str(self.repo.root / path), swaps=(Swap(old, new),))
        event = Event("", Moment.AFTER_EDIT, "s", str(self.repo.root), edits=(edit,), call="c")
        if announced:
            self.watch.before_edit(event)
        self.person(path, old, new)
        self.watch.after_edit(event)

    def person(self, path: str, old: str, new: str) -> None:
        self.repo.write(path, self.text(path).replace(old, new, 1))

    def blamed(self, path: str) -> list[str]:
        """The lines that the agent changed, as it left them."""
        if path not in self.session.files:
            return []
        base, last = self.session.both(path)
        kept = (base or b"").decode().splitlines()
        return [line for line in (last or b"").decode().splitlines() if line not in kept]


@pytest.fixture
def desk(repo: GitRepo) -> Iterator[Desk]:
    repo.commit({"a.txt": BASE, "b.txt": BASE})
    with Repository.discover(repo.root) as repository, open_session(repository.git_dir, "claude", "s") as session:
        desk = Desk(repo, repository, session)
        desk.watch.prompt("do it")
        yield desk


@pytest.mark.parametrize("announced", [True, False])
def test_only_what_the_agent_wrote_is_its_own(desk: Desk, announced: bool) -> None:
    desk.person("a.txt", "line 1\n", "mine 1\n")
    desk.agent("a.txt", "line 5\n", "agent 5\n", announced=announced)
    desk.person("a.txt", "line 9\n", "mine 9\n")
    desk.agent("a.txt", "line 13\n", "agent 13\n", announced=announced)
    desk.person("b.txt", "line 2\n", "mine 2\n")
    assert desk.blamed("a.txt") == ["agent 5", "agent 13"] and desk.blamed("b.txt") == []


def test_lines_of_the_agent_that_a_person_rewrites_are_the_person_s(desk: Desk) -> None:
    desk.agent("a.txt", "line 5\n", "agent 5\n")
    desk.person("a.txt", "agent 5\n", "mine 5\n")
    desk.agent("a.txt", "line 13\n", "agent 13\n")
    assert desk.blamed("a.txt") == ["agent 13"]


def test_what_a_person_did_after_the_last_edit_is_taken_at_the_end(desk: Desk) -> None:
    desk.agent("a.txt", "line 5\n", "agent 5\n")
    desk.person("a.txt", "line 1\n", "mine 1\n")
    desk.watch.take_foreign("a.txt")
    assert desk.blamed("a.txt") == ["agent 5"]
    assert desk.session.both("a.txt")[1] == desk.text("a.txt").encode()


def test_what_a_command_wrote_is_the_agent_s_and_what_stood_there_is_not(desk: Desk) -> None:
    desk.person("a.txt", "line 1\n", "mine 1\n")
    desk.watch.before_shell()
    desk.person("a.txt", "line 5\n", "agent 5\n")
    desk.repo.write("new.txt", "agent\n")
    desk.repo.remove("b.txt")
    assert desk.watch.after_shell("") == ["a.txt", "b.txt", "new.txt"]
    assert desk.blamed("a.txt") == ["agent 5"] and desk.blamed("new.txt") == ["agent"]
    assert desk.session.both("b.txt") == (BASE.encode(), None)


def test_a_commit_by_a_command_changes_nobody_s_part(desk: Desk) -> None:
    desk.agent("a.txt", "line 5\n", "agent 5\n")
    desk.watch.before_shell()
    desk.repo.commit()
    assert desk.watch.after_shell("") == []
    assert desk.blamed("a.txt") == ["agent 5"]


def test_a_new_prompt_opens_a_new_turn_and_scoper_s_own_words_do_not(desk: Desk) -> None:
    desk.agent("a.txt", "line 5\n", "agent 5\n")
    desk.watch.prompt("scoper: 2 things before this turn ends")
    desk.watch.prompt("/clear")
    assert desk.blamed("a.txt") == ["agent 5"] and desk.session.prompts == ["do it"]
    desk.watch.prompt("and now that")
    assert desk.blamed("a.txt") == [] and desk.session.prompts == ["do it", "and now that"]


@pytest.mark.parametrize("path", ["../out.txt", "/etc/hosts", ".git/config", "link/x.txt", "."])
def test_what_is_outside_is_not_followed(desk: Desk, path: str, tmp_path: Path) -> None:
    (desk.repo.root / "link").symlink_to(tmp_path)
    assert desk.watch.path(path) is None


def test_sessions_are_apart_and_leave_nothing(repo: GitRepo) -> None:
    git_dir = str(repo.root / ".git")
    for name in ("one", "two"):
        with open_session(git_dir, "claude", name) as session:
            session.prompts.append(name)
    with open_session(git_dir, "claude", "one") as session:
        assert session.prompts == ["one"]
    end_session(git_dir, "claude", "one")
    end_session(git_dir, "claude", "two")
    assert not Path(sessions_folder(git_dir)).exists()


def test_a_damaged_state_starts_anew(repo: GitRepo) -> None:
    git_dir = str(repo.root / ".git")
    with open_session(git_dir, "claude", "one") as session:
        session.prompts.append("one")
    (state,) = Path(sessions_folder(git_dir)).glob("*/state.json")
    for text in ("", "[]", "{", '{"schema": "scoper.session/1", "prompts": 3, "files": {"a": ["x"]}, "blocks": []}'):
        state.write_text(text)
        with open_session(git_dir, "claude", "one") as session:
            assert session.prompts == [] and session.files == {} and session.blocks == {}


def test_edits_are_told_forwards_and_backwards_where_they_can_be() -> None:
    edit = FileEdit("a", swaps=(Swap("b", "c"), Swap("x", "y", everywhere=True)))
    assert proposed(b"abxx", edit) == b"acyy" and undo(b"acyy", edit.swaps) == b"abxx"
    assert proposed(b"abbx", edit) is None and proposed(None, edit) is None
    assert proposed(None, FileEdit("a", "new")) == b"new"
