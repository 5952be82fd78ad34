"""``scoper edit`` and ``scoper runs``: the real SDK, a scripted server, real git; only the model is not there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scoper.agent.runs import all_runs, find
from tests.cli.conftest import CART, Said, Scoper
from tests.gitrepo import GitRepo
from tests.llm.server import Server, Step, serving

KEY = "sk-very-secret-key"
REQUEST = "Round `total` to two places"
ROUNDED = CART.replace("sum(prices)", "round(sum(prices), 2)")
SUMMARY = "<change_summary>\n`total` in cart.py rounds now.\n</change_summary>\n"


def block(path: str, old: str, new: str) -> str:
    return f"{path}\n<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE\n\n"


GOOD = block("cart.py", "    return sum(prices)", "    return round(sum(prices), 2)") + SUMMARY
STRAY = block("cart.py", "    return len(prices)", "    return str(len(prices))")
UPDATE = ("update_file", "cart.py", "@@\n def total(prices):\n-    return sum(prices)\n+    return round(sum(prices), 2)\n")


@pytest.fixture
def place(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with one commit, in which the current folder is."""
    repo.commit({"cart.py": CART, "other.py": "X = 1\n"})
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("SCOPER_MODEL", "scripted")
    monkeypatch.delenv("SCOPER_MODELS", raising=False)
    return repo


@contextmanager
def models(monkeypatch: pytest.MonkeyPatch, script: Sequence[Step | str]) -> Iterator[Server]:
    with serving([Step(one) if isinstance(one, str) else one for one in script]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        yield server


class Desk:
    """Runs ``scoper edit`` against a script."""

    def __init__(self, repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repo, self.scoper, self._monkeypatch = repo, scoper, monkeypatch
        self.sent: list[dict[str, Any]] = []

    def edit(self, script: Sequence[Step | str], *args: str, request: str | None = REQUEST) -> Said:
        with models(self._monkeypatch, script) as server:
            said = self.scoper("edit", *([request] if request else []), "--no-lint", *args)
            self.sent = server.requests
        return said

    def events(self) -> list[dict[str, Any]]:
        return find(str(self.repo.root / ".git"), "last").events()

    def last(self, name: str) -> dict[str, Any]:
        return [event for event in self.events() if event["event"] == name][-1]

    @property
    def cart(self) -> str:
        return (self.repo.root / "cart.py").read_text()


@pytest.fixture
def desk(place: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(place, scoper, monkeypatch)


def test_what_was_asked_for_is_written_and_what_was_not_is_taken_out(desk: Desk) -> None:
    said = desk.edit([GOOD.replace(SUMMARY, "") + STRAY + SUMMARY])
    assert said.code == 0 and desk.cart == ROUNDED and len(desk.sent) == 1
    assert "accepted" in said.out and "cart.py::label: nothing ties it" in said.out
    assert desk.repo.git("status", "--short").strip() == "M cart.py"
    assert desk.last("written")["paths"] == ["cart.py"]


def test_only_what_was_refused_goes_back(desk: Desk) -> None:
    wrong = block("cart.py", "    return sum(prices)", "    return round(sum(prices, 2)")
    said = desk.edit([wrong, GOOD.replace("sum(prices)\n", "round(sum(prices, 2)\n", 1)])
    assert said.code == 0 and desk.cart == ROUNDED
    first, second = (request["messages"] for request in desk.sent)
    assert second[: len(first)] == first and second[-1]["role"] == "user"
    assert "IN6" in second[-1]["content"] and "<context>" not in second[-1]["content"]


def test_an_edit_that_does_not_fit_goes_back_with_the_lines_that_are_there(desk: Desk) -> None:
    said = desk.edit([block("cart.py", "    return sum(price)", "    return round(sum(prices), 2)"), GOOD])
    assert said.code == 0 and desk.cart == ROUNDED
    assert "return sum(prices)" in desk.sent[1]["messages"][-1]["content"]


def test_calls_are_answered_and_strays_refused_at_once(desk: Desk) -> None:
    stray = ("update_file", "cart.py", "@@\n def label(prices):\n-    return len(prices)\n+    return str(len(prices))\n")
    bad = ("update_file", "cart.py", "@@\n-no such line\n+x\n")
    script: list[Step | str] = [Step(operations=(UPDATE,)), Step(operations=(stray, bad)), SUMMARY]
    said = desk.edit(script, "--profile", "gpt")
    assert said.code == 0 and desk.cart == ROUNDED
    outputs = [item for item in desk.sent[2]["input"] if item.get("type") == "apply_patch_call_output"]
    assert [item["status"] for item in outputs] == ["completed", "failed", "failed"]
    assert "nobody asked for it" in outputs[1]["output"]


def test_undisclosed_edits_are_named(desk: Desk) -> None:
    said = desk.edit(["I did it.\n" + GOOD.replace("`total` in cart.py rounds", "Nothing much changed")])
    assert said.code == 0 and "not named in the model's own summary\n  cart.py::total" in said.out


@pytest.mark.parametrize(
    "junk", ["I cannot do that.", Step(fault="empty"), Step("x", fault="incomplete"), Step(fault="unknown-tool")]
)
def test_answers_that_hold_nothing_are_bounded(desk: Desk, junk: Step | str) -> None:
    before = desk.repo.git("status", "--short")
    said = desk.edit([junk] * 9)
    assert said.code == 1 and desk.cart == CART and desk.repo.git("status", "--short") == before
    assert len(desk.sent) <= 4 and "--resume" in said.out


def test_rounds_are_bounded_and_the_rest_is_kept_as_a_patch(desk: Desk) -> None:
    wrong = block("cart.py", "    return sum(prices)", "    return round(sum(prices, 2)")
    again = block("cart.py", "    return round(sum(prices, 2)", "    return round(sum(prices, 3)")
    said = desk.edit([wrong, again], "--max-rounds", "2")
    assert said.code == 1 and desk.cart == CART and "rejected" in said.out
    assert "+    return round(sum(prices, 3)" in desk.scoper("runs", "show", "last", "--patch").out


def test_tokens_and_cost_are_bounded(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--max-tokens" in desk.edit([GOOD], "--max-tokens", "100").out and not desk.sent
    assert "no price is known" in desk.edit([GOOD], "--max-cost", "1").err
    (tmp_path / "models.toml").write_text('[prices]\n"scripted" = { input = 1, output = 1000 }\n')
    monkeypatch.setenv("SCOPER_MODELS", str(tmp_path / "models.toml"))
    said = desk.edit([GOOD], "--max-cost", "1")
    assert said.code == 0 and "$0.1010" in said.out
    assert desk.sent[0]["max_tokens"] < 1000  # no more than the money is good for


def test_a_prompt_that_is_too_long_gets_a_smaller_pack(desk: Desk) -> None:
    long = Step(fault="status", status=400, message="maximum context length is 100 tokens", code="context_length_exceeded")
    said = desk.edit([long, GOOD])
    assert said.code == 0 and [event["budget"] for event in desk.events() if event["event"] == "pack"] == [6000, 3000]


def test_no_key_is_ever_written(desk: Desk) -> None:
    leak = Step(fault="status", status=401, message=f"Incorrect API key provided: {KEY}")
    said = desk.edit([leak])
    assert said.code == 2 and "OPENAI_API_KEY" in said.err
    for kept in all_runs(str(desk.repo.root / ".git")):
        for path in Path(kept.folder).iterdir():
            assert KEY.encode() not in path.read_bytes(), path.name


def test_a_request_of_rivals_costs_nothing_before_it_is_settled(desk: Desk) -> None:
    desk.repo.commit({"a.py": "def load():\n    return 1\n", "b.py": "def load():\n    return 2\n"})
    said = desk.edit([GOOD], "--ambiguity", "ask", request="Make `load` return 3")
    document = json.loads(said.out)
    assert said.code == 2 and not desk.sent and document["schema"] == "scoper.questions/1"
    assert set(document["questions"][0]["scopes"]) == {"a.py::load", "b.py::load"}
    assert desk.edit([GOOD], "--ambiguity", "refuse", request="Make `load` return 3").code == 2 and not desk.sent


ASKS = "<open_question>\nHow many places?\n- two\n- three\n</open_question>\n"


def test_the_models_own_questions(desk: Desk) -> None:
    assumed = f"{GOOD}<assumption_made>two places</assumption_made>\n"
    said = desk.edit([ASKS, assumed])
    assert said.code == 0 and "assumed\n  two places" in said.out
    assert "Nobody can answer" in desk.sent[1]["messages"][-1]["content"]
    desk.repo.git("checkout", "-q", "cart.py")
    said = desk.edit([ASKS], "--ambiguity", "ask")
    assert said.code == 2 and json.loads(said.out)["questions"][0]["options"] == ["two", "three"] and desk.cart == CART


def test_a_patch_a_branch_a_commit(desk: Desk) -> None:
    said = desk.edit([GOOD], "--patch", "-")
    assert said.code == 0 and desk.cart == CART and said.out.startswith("diff --git a/cart.py") and "accepted" in said.err
    head = desk.repo.git("rev-parse", "HEAD")
    assert desk.edit([GOOD], "--branch", "rounded").code == 0
    assert desk.cart == CART and desk.repo.git("rev-parse", "HEAD") == head
    assert desk.repo.git("show", "rounded:cart.py") + "\n" == ROUNDED and REQUEST in desk.repo.git("log", "-1", "rounded")
    desk.repo.write("other.py", "X = 2\n")
    assert desk.edit([GOOD], "--commit").code == 0
    assert desk.repo.git("diff", "--name-only", head, "HEAD") == "cart.py"
    assert desk.repo.git("status", "--short").strip() == "M other.py" and desk.cart == ROUNDED


def test_commit_leaves_alone_what_is_not_committed_yet(desk: Desk) -> None:
    desk.repo.write("cart.py", CART + "\n\nY = 1\n")
    said = desk.edit([GOOD], "--commit")
    assert said.code == 2 and "not committed" in said.err and "sum(prices)\n" in desk.cart and "round" not in desk.cart


def test_a_dirty_work_tree_is_the_base(desk: Desk) -> None:
    desk.repo.write("cart.py", CART + "\n\nY = 1\n")
    assert desk.edit([GOOD]).code == 0 and desk.cart == ROUNDED + "\n\nY = 1\n"


def test_a_run_is_gone_on_with(desk: Desk) -> None:
    wrong = block("cart.py", "    return sum(prices)", "    return round(sum(prices, 2)")
    assert desk.edit([wrong, Step(fault="status", status=400)]).code == 2 and desk.cart == CART
    said = desk.edit([GOOD.replace("sum(prices)\n", "round(sum(prices, 2)\n", 1)], "--resume", "last", request=None)
    assert said.code == 0 and desk.cart == ROUNDED and len(desk.sent) == 1
    assert desk.edit([], "--resume", "last", request=None).code == 2  # it is done


def test_a_run_is_taken_up_with_the_linters_that_it_had(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.repo.commit({"pyproject.toml": '[tool.ruff.lint]\nselect = ["F"]\n\n[tool.scoper]\nfail-on = "warning"\n'})
    unused = block("cart.py", "    return sum(prices)", "    unused = 1\n    return round(sum(prices), 2)")
    for args, linted in (((), True), (("--no-lint",), False)):
        with models(monkeypatch, [unused]):
            desk.scoper("edit", REQUEST, "--max-rounds", "1", *args)
        events = map(json.loads, desk.scoper("edit", "--replay", "last", "--json").out.splitlines())
        found = [one for event in events if event["event"] == "decision" for one in event["blocking"]]
        assert any("LN" in one for one in found) is linted


def test_another_model_is_talked_to_in_its_own_way(desk: Desk) -> None:
    assert desk.edit([Step(fault="status", status=400)]).code == 2
    assert (
        desk.edit([Step(operations=(UPDATE,)), SUMMARY], "--resume", "last", "--model", "gpt-5.6-sol", request=None).code == 0
    )
    assert desk.sent[0]["model"] == "gpt-5.6-sol" and desk.sent[0]["tools"] == [{"type": "apply_patch"}]


def test_a_recording_that_ends_early_is_judged_as_far_as_it_goes(desk: Desk) -> None:
    wrong = block("cart.py", "    return sum(prices)", "    return round(sum(prices, 2)")
    assert desk.edit([wrong, Step(fault="status", status=400)]).code == 2
    said = desk.scoper("edit", "--replay", "last", "--no-lint")
    assert said.code == 1 and "rejected" in said.out and "the recording ends here, after 1 replies" in said.out


def test_a_run_is_replayed_without_a_model_or_a_trace(desk: Desk) -> None:
    assert desk.edit([GOOD.replace(SUMMARY, "") + STRAY + SUMMARY]).code == 0
    desk.repo.write("cart.py", "something else\n")
    before = desk.repo.state()
    os.environ.pop("OPENAI_API_KEY")
    said = desk.scoper("edit", "--replay", "last", "--json")
    events = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 0 and events[-1]["state"] == "accepted" and events[-1]["refused"][0]["what"] == "cart.py::label"
    assert "note: the prompts" not in said.err
    assert desk.repo.state() == before


def test_runs_are_listed_and_told(desk: Desk) -> None:
    assert "no run is kept" in desk.scoper("runs").out
    desk.edit([GOOD])
    assert "accepted, written" in desk.scoper("runs").out
    row = json.loads(desk.scoper("runs", "--json").out)["runs"][0]
    assert (row["request"], row["state"], row["written"]) == (REQUEST, "accepted", True)
    assert "decision" in desk.scoper("runs", "show", row["run"][-6:]).out
    assert desk.scoper("runs", "show", "nope").code == 2
    assert all(Path(line).exists() for line in desk.scoper("runs", "show", "last", "--files").out.splitlines())


def test_how_many_runs_are_kept_is_the_users_to_say(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        desk.edit([GOOD], "--dry-run")
    first, second = all_runs(str(desk.repo.root / ".git"))
    for kept in (first, second):
        os.utime(Path(kept.folder) / "transcript.jsonl", (0, int(kept is second)))
    monkeypatch.setenv("SCOPER_KEEP_RUNS", "2")
    desk.edit([GOOD], "--dry-run")
    assert [kept.id for kept in all_runs(str(desk.repo.root / ".git"))][0] == second.id
    assert len(all_runs(str(desk.repo.root / ".git"))) == 2
    monkeypatch.setenv("SCOPER_KEEP_RUNS", "few")
    assert "SCOPER_KEEP_RUNS" in desk.edit([GOOD]).err


def test_events_are_the_transcript(desk: Desk) -> None:
    said = desk.edit([GOOD], "--json")
    assert [json.loads(line) for line in said.out.splitlines()] == desk.events()


def test_the_demo_needs_no_repository_and_no_key(scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = scoper("edit", "--replay", "demo")
    assert said.code == 0 and "accepted" in said.out and "shop/names.py::slugify: nothing ties it" in said.out
    assert "2 rounds" in said.out and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "args",
    [(), ("x", "--resume", "last"), ("x", "--patch", "-", "--commit"), ("",), ("x", "--profile", "gtp"), ("--replay", "last")],
)
def test_mistakes_are_said(desk: Desk, args: tuple[str, ...]) -> None:
    assert desk.scoper("edit", *args).code == 2


def test_without_a_model_or_a_key_the_way_out_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCOPER_MODEL")
    assert "--model" in desk.scoper("edit", REQUEST).err
    monkeypatch.delenv("OPENAI_API_KEY")
    assert "OPENAI_API_KEY is not set" in desk.scoper("edit", REQUEST, "--model", "gpt-x").err
