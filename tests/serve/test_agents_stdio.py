"""The MCP server as a process: what goes over its pipes, with the SDK's client and as bare lines of JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from tests.gitrepo import GitRepo
from tests.serve.conftest import REQUEST, Slow, gone
from tests.test_process import await_

COMMAND = [sys.executable, "-m", "scoper", "mcp"]
HELLO = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def request(number: int, method: str, **params: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def tool(number: int, name: str, **arguments: object) -> dict[str, object]:
    return request(number, "tools/call", name=name, arguments=arguments)


class Lines:
    """A server that is talked to in lines."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def send(self, *messages: Mapping[str, object] | bytes) -> None:
        assert self.process.stdin is not None
        for message in messages:
            self.process.stdin.write(message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def answer(self, number: int | None) -> Any:
        """The answer to the request of this number; everything that comes before has to be a message too."""
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            message = json.loads(line)
            assert message["jsonrpc"] == "2.0"
            if "method" not in message and message.get("id") == number:
                return message
        raise AssertionError(f"no answer to {number}")


@contextmanager
def serving(cwd: Path, *, command: Sequence[str | Path] = COMMAND, **env: str) -> Iterator[Lines]:
    """Nothing of the server is left at the end, and nothing but messages was on its standard output."""
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield Lines(process)
        if process.poll() is None:
            out, _ = process.communicate(timeout=30)
            assert process.returncode == 0
            assert all(json.loads(line)["jsonrpc"] == "2.0" for line in out.splitlines())
    finally:
        process.kill()
        process.communicate()


def test_the_client_of_the_sdk(shop: GitRepo) -> None:
    async def run() -> None:
        server = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], cwd=str(shop.root), env=dict(os.environ))
        async with Client(server) as client:
            assert client.server_info and client.server_info.name == "scoper"
            assert client.instructions and "check_diff" in client.instructions
            await client.list_tools()
            result = await client.call_tool("check_diff", {"request": REQUEST})
            assert [edit["in_scope"] for edit in result.structured_content["edits"]] == [True, False]
            assert [str(one.uri) for one in (await client.list_resources()).resources] == ["scoper://task", "scoper://report"]
            templates = (await client.list_resource_templates()).resource_templates
            assert {one.uri_template for one in templates} == {"scoper://task{?repository}", "scoper://report{?repository}"}

    anyio.run(run)


def test_bare_lines(shop: GitRepo) -> None:
    with serving(shop.root) as server:
        server.send(b"this is no JSON\n", b'{"jsonrpc": "2.0"\n', b'{"jsonrpc": "1.0", "id": 1}\n', b"\xff\xfe\n", b"[]\n")
        server.send(tool(5, "check_diff"))  # before there was any greeting
        assert "error" in server.answer(5)
        server.send(HELLO, READY)
        assert server.answer(0)["result"]["serverInfo"]["name"] == "scoper"
        server.send(request(6, "no/such/method"), {"jsonrpc": "2.0", "method": "notifications/nonsense"})
        assert server.answer(6)["error"]["code"] == -32601
        server.send(request(7, "tools/call", name="no_such_tool"), request(8, "tools/call", arguments={}))
        assert server.answer(7)["error"]["code"] == server.answer(8)["error"]["code"] == -32602
        server.send(request(9, "tools/call", name="check_diff", arguments=[1]))
        assert server.answer(9)["error"]["code"] == -32602
        body = "".join(f"+X{number} = {number}\n" for number in range(100_000))
        patch = f"--- /dev/null\n+++ b/big.py\n@@ -0,0 +1,100000 @@\n{body}"
        server.send(tool(10, "check_diff", request=REQUEST, patch=patch))
        result = server.answer(10)["result"]
        assert not result["isError"] and len(json.dumps(result)) < 200_000
        assert {edit["path"] for edit in result["structuredContent"]["edits"]} == {"big.py"}
        server.send(tool(11, "resolve_scope", request="x" * 300_000))
        assert server.answer(11)["result"]["isError"]


def test_a_call_that_is_cancelled_ends(shop: GitRepo, slow: Slow) -> None:
    pid, env = slow.pid, slow.env
    with serving(shop.root, **env) as server:
        server.send(HELLO, READY, tool(1, "check_diff", request=REQUEST))
        await_(slow.is_running)
        server.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
        await_(lambda: gone(int(pid.read_text())))
        server.send(tool(2, "resolve_scope", request=REQUEST))
        assert server.answer(2)["result"]["structuredContent"]["targets"]
        await_(lambda: not any(Path(env["TMPDIR"]).iterdir()))


@pytest.mark.parametrize("number", [None, signal.SIGTERM], ids=["its input ends", "it is told to end"])
def test_an_end_in_the_middle_of_a_call_leaves_nothing(number: int | None, shop: GitRepo, slow: Slow) -> None:
    pid, env = slow.pid, slow.env
    with serving(shop.root, **env) as server:
        server.send(HELLO, READY, tool(1, "check_diff", request=REQUEST))
        await_(slow.is_running)
        if number is None:
            server.process.communicate(timeout=30)
        else:
            server.process.send_signal(number)
            server.process.wait(30)
        assert server.process.returncode == (0 if number is None else 130)
        assert gone(int(pid.read_text()))
        assert not any(Path(env["TMPDIR"]).iterdir())


def test_a_signal_ends_a_server_that_waits(shop: GitRepo) -> None:
    with serving(shop.root) as server:
        server.send(HELLO)
        server.answer(0)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 130 and time.monotonic() - began < 20


def test_without_the_package_the_extra_is_named(shop: GitRepo) -> None:
    code = "import sys; sys.modules['mcp'] = None; from scoper.cli.main import main; sys.exit(main(['mcp']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=shop.root, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 2 and "hint: pip install 'scoper[mcp]'" in done.stderr
