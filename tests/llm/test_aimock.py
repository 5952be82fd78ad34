"""Against ``@copilotkit/aimock``, a server of the OpenAI API by others, which ``.ci/aimock`` gets and names."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoper.llm.client import Endpoint, OpenAIClient
from scoper.llm.model import Answer, Answers, Prompt, Said, Tool, ToolKind
from scoper.llm.profiles import Profile
from scoper.llm.retry import Clock, Patience
from tests.llm.test_client import Quiet

AIMOCK = os.environ.get("AIMOCK", "")
pytestmark = pytest.mark.skipif(not AIMOCK, reason="AIMOCK does not name the command; .ci/aimock does")

FIXTURES = {
    "fixtures": [
        {"match": {"userMessage": "busy", "sequenceIndex": 0}, "response": {"error": {"message": "slow down"}, "status": 429}},
        {"match": {"userMessage": "busy", "sequenceIndex": 1}, "response": {"error": {"message": "oh"}, "status": 500}},
        {"match": {"userMessage": "busy"}, "response": {"content": "here I am"}},
        {
            "match": {"userMessage": "patch", "hasToolResult": False},
            "response": {"toolCalls": [{"name": "apply_patch", "arguments": {"patch": "*** Begin Patch"}}]},
        },
        {"match": {"hasToolResult": True}, "response": {"content": "patched"}},
        {"match": {"userMessage": "hello"}, "response": {"content": "hello, too, and at some length"}},
    ]
}


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "fixtures.json"
    path.write_text(json.dumps(FIXTURES))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([AIMOCK, "-p", str(port), "-f", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("api", ["responses", "chat"])
def test_another_server_is_understood(url: str, api: str, stream: bool) -> None:
    profile = Profile("p", api=api, stream=stream)
    clock = Clock(time.monotonic, lambda _: None, lambda: 0.0)
    client = OpenAIClient("any", profile, Endpoint(url, "x"), Patience(4), clock)
    listener = Quiet()
    assert client.ask(Prompt("i", (Said("hello"),)), listener).text == "hello, too, and at some length"
    assert client.ask(Prompt("i", (Said("busy"),)), listener).text == "here I am"
    assert [why[:8] for why, _ in listener.waits] == ["HTTP 429", "HTTP 500"]
    prompt = Prompt("i", (Said("patch"),), Tool(ToolKind.CUSTOM, "apply_patch", "x"))
    reply = client.ask(prompt, listener)
    assert [call.name for call in reply.calls] == ["apply_patch"] and "*** Begin Patch" in reply.calls[0].input
    answers = Answers((Answer(reply.calls[0], True, "Done."),))
    assert client.ask(prompt._replace(turns=(*prompt.turns, reply, answers)), listener).text == "patched"
    client.close()
