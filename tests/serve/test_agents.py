"""The MCP server, called by the SDK's own client, mostly in this process; in ``test_agents_stdio`` over pipes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.context import ClientRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, ErrorData, ListRootsResult, Root, TextContent, TextResourceContents

from scoper import gate
from scoper.cli.main import main
from scoper.serve.agents import REPORT, TASK, AgentServer
from scoper.serve.folders import Folders
from scoper.serve.tools import TOOLS
from tests.cli.conftest import CHANGED
from tests.gitrepo import GitRepo
from tests.serve.conftest import REQUEST


def asking(talk: Callable[[Client], Awaitable[None]], *folders: str, roots: list[Path] | None = None, **options: Any) -> None:
    """Talk to a server in this process that was started in the current folder."""

    async def named(context: ClientRequestContext) -> ListRootsResult:
        return ListRootsResult(roots=[Root.model_validate({"uri": path.as_uri()}) for path in roots or ()])

    async def run() -> None:
        server = AgentServer(Folders(folders), **options).server()
        callback = named if roots is not None else None
        async with Client(server, mode="legacy" if roots is not None else "auto", list_roots_callback=callback) as client:
            await client.list_tools()  # so that what is answered is held against the schemas
            await talk(client)

    anyio.run(run)


async def call(client: Client, name: str, **arguments: object) -> Any:
    """The document of an answer that is none of an error."""
    result = await client.call_tool(name, arguments)
    assert not result.is_error, text_of(result)
    return result.structured_content


async def refused(client: Client, name: str, **arguments: object) -> str:
    result = await client.call_tool(name, arguments)
    assert result.is_error and result.structured_content is None
    return text_of(result)


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def resource(client: Client, uri: str) -> Any:
    (content,) = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    return json.loads(content.text)


def test_a_check_says_what_the_command_says(shop: GitRepo, capfd: pytest.CaptureFixture[str]) -> None:
    main(["check", "--request", REQUEST, "--format", "json"])
    expected = json.loads(capfd.readouterr().out)
    steps: list[tuple[float, float | None, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        steps.append((progress, total, message))

    async def talk(client: Client) -> None:
        result = await client.call_tool("check_diff", {"request": REQUEST}, progress_callback=note)
        assert "cart.py::label · body" in text_of(result)
        found = result.structured_content
        del found["timing_ms"], expected["timing_ms"]
        assert found == expected
        assert await resource(client, REPORT) == {**found, "timing_ms": (await resource(client, REPORT))["timing_ms"]}

    asking(talk)
    assert steps == [(number, len(gate.STEPS), step) for number, step in enumerate(gate.STEPS, 1)]


@pytest.mark.parametrize(
    ("command", "tool", "arguments"),
    [
        (["scope", REQUEST, "--scope", "!docs/"], "resolve_scope", {"request": REQUEST, "scope": ["!docs/"]}),
        (["context", REQUEST, "--budget", "500"], "context_for", {"request": REQUEST, "budget": 500}),
        (["graph", "::total", "--show", "callers"], "who_uses", {"symbol": "::total", "show": ["callers"]}),
        (["style", "cart.py"], "style_of", {"path": "cart.py"}),
    ],
)
def test_other_tools_say_what_their_commands_say(
    command: list[str], tool: str, arguments: dict[str, object], shop: GitRepo, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--format", "json"]) == 0
    expected = json.loads(capfd.readouterr().out)

    async def talk(client: Client) -> None:
        assert await call(client, tool, **arguments) == expected

    asking(talk)


def test_users_of_a_file_are_those_who_import_it(shop: GitRepo) -> None:
    async def talk(client: Client) -> None:
        (told,) = (await call(client, "who_uses", symbol="cart.py"))["symbols"]
        assert told["importers"] == ["till.py"]
        (told,) = (await call(client, "who_uses", symbol="::total"))["symbols"]
        assert [tie["source"] for tie in told["callers"]] == ["till.py::pay"]

    asking(talk)


def test_an_edit_and_a_rule_are_explained(shop: GitRepo) -> None:
    async def talk(client: Client) -> None:
        edits = (await call(client, "check_diff", request=REQUEST))["edits"]
        (stray,) = [edit for edit in edits if not edit["in_scope"]]
        told = await call(client, "explain", request=REQUEST, edit=stray["id"])
        assert told["edit"]["symbol"] == "cart.py::label" and "outside what was asked for" in told["text"]
        assert "notices" not in told
        shop.write("cart.py", CHANGED + "\n\nX = 1\n")
        told = await call(client, "explain", request=REQUEST, edit="e1")
        assert told["notices"] == ["what is judged changed since check_diff: ids of edits are those of now"]
        assert (await call(client, "explain", rule="sc101"))["rule"]["name"] == "out-of-scope-edit"
        assert "there is no edit 'e99'" in await refused(client, "explain", request=REQUEST, edit="e99")
        assert "there is no rule 'SC1'" in await refused(client, "explain", rule="SC1")

    asking(talk)


def test_a_task_is_started_replaced_and_judged_by(shop: GitRepo) -> None:
    async def talk(client: Client) -> None:
        assert (await resource(client, TASK))["task"] is None
        assert (await call(client, "check_diff"))["verdict"] == "unknown"
        assert (await call(client, "start_task", request=REQUEST))["replaced"] is None
        assert (await call(client, "check_diff"))["task"] == {"request": REQUEST, "scope": [], "source": "task"}
        replaced = (await call(client, "start_task", scope=["cart.py"], ambiguity="refuse"))["replaced"]
        assert replaced == {"request": REQUEST, "scope": [], "ambiguity": None, "requests": []}
        assert (await resource(client, TASK))["task"]["scope"] == ["cart.py"]

    asking(talk)
    assert main(["task", "done"]) == 0


def test_only_starting_a_task_changes_anything(shop: GitRepo) -> None:
    before = shop.state()

    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools.keys() == TOOLS.keys()
        changing = [name for name, tool in tools.items() if not (tool.annotations and tool.annotations.read_only_hint)]
        assert changing == ["start_task"]
        await call(client, "check_diff", request=REQUEST)
        await call(client, "check_diff", request=REQUEST, patch="--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+X = 1\n")
        await call(client, "context_for", request=REQUEST)

    asking(talk)
    assert shop.state() == before

    async def without(client: Client) -> None:
        assert "start_task" not in {tool.name for tool in (await client.list_tools()).tools}
        with pytest.raises(MCPError, match="there is no tool 'start_task'"):
            await client.call_tool("start_task", {"request": REQUEST})

    asking(without, read_only=True)


def test_wrong_calls_are_errors_of_the_tool_with_a_way_out(shop: GitRepo) -> None:
    hostile = "--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"

    async def talk(client: Client) -> None:
        for name, arguments, words in (
            ("check_diff", {"bogus": 1}, "bogus: Extra inputs are not permitted"),
            ("check_diff", {"range": "HEAD", "staged": True}, "exclude each other"),
            ("check_diff", {"range": "nowhere"}, "nowhere"),
            ("check_diff", {"range": "--output=/tmp/x"}, "--output=/tmp/x"),
            ("check_diff", {"patch": hostile}, "not a path inside the repository"),
            ("check_diff", {"patch": "nonsense"}, "error: "),
            ("check_diff", {"request": "x", "scope": ["../up.py"]}, "hint: paths are relative to the repository's root"),
            ("check_diff", {"request": "zzz qqq", "ambiguity": "refuse"}, "hint: name what may change with --scope"),
            ("resolve_scope", {"request": "  "}, "give a request, a scope, or both"),
            ("context_for", {"request": REQUEST, "budget": 10**9}, "budget: "),
            ("who_uses", {"symbol": "::nobody"}, "nobody"),
            ("who_uses", {}, "symbol: Field required"),
            ("style_of", {"path": "../up"}, "there is no ../up"),
            ("explain", {}, "give an edit or a rule"),
        ):
            assert words in await refused(client, name, **arguments), (name, arguments)
        for uri in ("scoper://other", "scoper://report", "scoper://task?repository=%2F"):
            with pytest.raises(MCPError, match="no resource|no report|not in a folder"):
                await client.read_resource(uri)

    asking(talk)


def test_a_request_is_never_the_name_of_a_file(shop: GitRepo, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret words")

    async def talk(client: Client) -> None:
        for request in (f"@{secret}", "-"):
            assert (await call(client, "check_diff", request=request))["task"]["request"] == request

    asking(talk)


def test_a_bug_is_an_error_of_the_tool_with_a_log(shop: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(gate, "load_config", broken)

    async def talk(client: Client) -> None:
        said = await refused(client, "check_diff", request=REQUEST)
        assert said.startswith("error: this is a bug in scoper: ZeroDivisionError: of all things\nhint: please report it with ")
        assert "Traceback" not in said and "Traceback" in Path(said.split()[-1]).read_text()

    asking(talk)


def test_what_would_steer_a_terminal_is_taken_out(shop: GitRepo) -> None:
    shop.write("\x1b[2Jevil.py", "X = 1\n")

    async def talk(client: Client) -> None:
        result = await client.call_tool("check_diff", {"request": REQUEST})
        assert "evil.py" in text_of(result) and "\x1b" not in text_of(result)

    asking(talk)


def test_a_long_answer_is_cut_in_words(shop: GitRepo) -> None:
    for number in range(80):
        shop.write(f"stray{number}.py", "def stray():\n    return 1\n")

    async def talk(client: Client) -> None:
        result = await client.call_tool("check_diff", {"request": REQUEST})
        assert len(text_of(result)) <= 8_000 and len(json.dumps(result.structured_content)) <= 8_000
        assert "lines are left out; the resource scoper://report has more" in text_of(result)
        assert "findings" in result.structured_content["notices"][-1]
        assert len((await resource(client, REPORT))["edits"]) == 82

    asking(talk, limit=8_000)


def other(tmp_path: Path) -> GitRepo:
    root = tmp_path / "other"
    root.mkdir()
    repo = GitRepo(root)
    repo.git("init", "-q", "-b", "main", ".")
    repo.commit({"a.py": "A = 1\n"})
    repo.write("a.py", "A = 2\n")
    return repo


def test_a_second_repository_and_a_linked_work_tree(shop: GitRepo, tmp_path: Path) -> None:
    second = other(tmp_path)
    second.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    (tmp_path / "linked" / "b.py").write_text("B = 1\n")

    async def talk(client: Client) -> None:
        for named, path in ((None, "cart.py"), (str(second.root), "a.py"), (str(tmp_path / "linked"), "b.py")):
            edits = (await call(client, "check_diff", repository=named))["edits"]
            assert {edit["path"] for edit in edits} == {path}
        assert (await resource(client, REPORT))["edits"][0]["path"] == "cart.py"
        assert (await resource(client, f"{REPORT}?repository={second.root}"))["edits"][0]["path"] == "a.py"

    asking(talk, str(shop.root), str(tmp_path))


def test_folders_that_nobody_named_are_refused(shop: GitRepo, tmp_path: Path) -> None:
    second = other(tmp_path)
    (shop.root / "inside").symlink_to(second.root)

    async def talk(client: Client) -> None:
        for named in (str(second.root), "inside", "..", "/", f"{shop.root}/../other", f"{shop.root}-more"):
            said = await refused(client, "check_diff", repository=named)
            assert "not in a folder that this server may look at" in said and str(shop.root) in said

    asking(talk)


def test_a_server_started_below_a_repository_may_name_its_top(shop: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    (shop.root / "docs").mkdir()
    monkeypatch.chdir(shop.root / "docs")

    async def talk(client: Client) -> None:
        for named in (None, ".", str(shop.root)):
            assert (await call(client, "check_diff", repository=named))["edits"]

    asking(talk)


@pytest.mark.parametrize("names", [True, False])
def test_the_folders_that_a_client_works_in_count(names: bool, shop: GitRepo, tmp_path: Path) -> None:
    second = other(tmp_path)

    async def talk(client: Client) -> None:
        if not names:
            assert "may look at" in await refused(client, "check_diff", repository=str(second.root))
            return
        assert (await call(client, "check_diff"))["edits"][0]["path"] == "a.py"
        assert (await call(client, "check_diff", repository=str(shop.root)))["edits"][0]["path"] == "cart.py"

    asking(talk, roots=[second.root] if names else [])


def test_a_client_that_does_not_name_its_folders_is_served(shop: GitRepo) -> None:
    async def refusing(context: ClientRequestContext) -> ErrorData:
        return ErrorData(code=-1, message="no")

    async def run() -> None:
        async with Client(AgentServer(Folders()).server(), mode="legacy", list_roots_callback=refusing) as client:
            assert (await call(client, "check_diff"))["edits"][0]["path"] == "cart.py"

    anyio.run(run)


def test_without_a_repository_there_is_a_word_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def talk(client: Client) -> None:
        assert f"there is no git repository in {tmp_path}" in await refused(client, "check_diff")

    asking(talk)


def test_calls_at_the_same_time_do_not_meet(shop: GitRepo, tmp_path: Path) -> None:
    second = other(tmp_path)

    async def talk(client: Client) -> None:
        found: dict[int, set[str]] = {}

        async def one(number: int, named: str) -> None:
            found[number] = {edit["path"] for edit in (await call(client, "check_diff", repository=named))["edits"]}

        async with anyio.create_task_group() as group:
            for number in range(6):
                group.start_soon(partial(one, number, str((shop.root, second.root)[number % 2])))
        assert [found[number] for number in range(6)] == [{"cart.py"}, {"a.py"}] * 3

    asking(talk, str(shop.root), str(second.root))
