"""The real SDK against a scripted server: every fault, both APIs, streaming and not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from scoper.errors import UserError
from scoper.llm.client import Endpoint, OpenAIClient, find_endpoint
from scoper.llm.model import Answer, Answers, ContextTooLong, ModelError, Prompt, Reply, Said, Tool, ToolKind
from scoper.llm.profiles import Models, Profile
from scoper.llm.retry import Clock, Patience
from tests.llm.server import Server, Step, serving

WAYS = [
    Profile("responses stream", api="responses"),
    Profile("responses whole", api="responses", stream=False),
    Profile("chat stream", api="chat"),
    Profile("chat whole", api="chat", stream=False),
]
WELL = Step("It is done.", cached=640)
HELLO = Prompt("Be brief.", (Said("Hello"),), None, 500)


class Quiet:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.waits: list[tuple[str, float]] = []
        self.characters = 0

    def heard(self, characters: int) -> None:
        self.characters = characters

    def waiting(self, why: str, seconds: float) -> None:
        self.waits.append((why, seconds))


class Time:
    """A clock that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep, lambda: 0.0)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def client(server: Server, profile: Profile, *, until: float | None = None, attempts: int = 4) -> OpenAIClient:
    return OpenAIClient("scripted", profile, Endpoint(server.url, "sk-secret"), Patience(attempts, until), Time().clock())


def ask(
    script: Sequence[Step], profile: Profile, prompt: Prompt = HELLO, **patience: float | int
) -> tuple[Reply, Quiet, Server]:
    listener = Quiet()
    with serving(script) as server:
        asked = client(server, profile, **patience)  # type: ignore[arg-type]
        try:
            return asked.ask(prompt, listener), listener, server
        finally:
            asked.close()


@pytest.fixture(params=WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Profile:
    profile = request.param
    assert isinstance(profile, Profile)
    return profile


def test_a_reply_is_read_with_what_it_cost(way: Profile) -> None:
    reply, listener, server = ask([WELL], way)
    assert (reply.text, reply.calls, reply.cut, reply.model) == ("It is done.", (), None, "scripted-1")
    assert (reply.usage.input, reply.usage.cached, reply.usage.output, reply.usage.is_estimated) == (1000, 640, 100, False)
    assert listener.characters == (len("It is done.") if way.stream else 0)
    assert server.requests[0].get("stream", False) == way.stream


FAULTS = {
    "429 that says when": Step(fault="status", status=429, headers=(("retry-after-ms", "50"),)),
    "429 that does not": Step(fault="status", status=429),
    "408": Step(fault="status", status=408),
    "409": Step(fault="status", status=409),
    "500": Step(fault="status", status=500),
    "503": Step(fault="status", status=503, headers=(("retry-after", "1"),)),
    "drop": Step(fault="drop"),
    "cut": Step("half of this is lost", fault="cut"),
    "garbage": Step(fault="garbage"),
    "failed": Step(fault="failed"),
}


def test_what_passes_is_asked_again(way: Profile) -> None:
    with serving([step for fault in FAULTS.values() for step in (fault, fault, WELL)]) as server:
        asked = client(server, way)
        for number, fault in enumerate(FAULTS, 1):
            listener = Quiet()
            assert asked.ask(HELLO, listener).text == "It is done.", fault
            assert len(listener.waits) == 2, fault
            assert len(server.requests) == 3 * number, fault  # and the SDK itself asked nothing again
        assert all(request == server.requests[0] for request in server.requests)


def test_a_server_may_ask_for_any_time_that_is_left() -> None:
    slow = Step(fault="status", status=429, headers=(("retry-after", "900"),))
    reply, listener, _ = ask([slow, WELL], WAYS[0], until=1000.0)
    assert reply.text == "It is done." and [seconds for _, seconds in listener.waits] == [900.0]
    with pytest.raises(ModelError, match="429") as caught:
        ask([slow, WELL], WAYS[0], until=800.0)
    assert "--max-wall-time" in caught.value.hints[0]


def test_patience_ends(way: Profile) -> None:
    with pytest.raises(ModelError, match="no answer in 3 attempts"):
        ask([Step(fault="drop")] * 3, way, attempts=3)


def test_a_drip_does_not_outlast_the_time() -> None:
    for way in (WAYS[0]._replace(timeout=0.4), WAYS[2]._replace(timeout=0.4)):
        reply, listener, _ = ask([Step("drop by drop " * 50, fault="drip"), WELL], way)
        assert reply.text == "It is done." and len(listener.waits) == 1


FATAL = {
    "401": (Step(fault="status", status=401, message="Incorrect API key provided"), "OPENAI_API_KEY"),
    "404": (Step(fault="status", status=404), "OPENAI_BASE_URL"),
    "no quota": (Step(fault="status", status=429, code="insufficient_quota"), "quota"),
    "told not to": (Step(fault="status", status=503, headers=(("x-should-retry", "false"),)), "503"),
}


def test_what_does_not_pass_is_said_at_once(way: Profile) -> None:
    with serving([step for step, _ in FATAL.values()]) as server:
        asked = client(server, way)
        for number, (fault, (_, word)) in enumerate(FATAL.items(), 1):
            with pytest.raises(ModelError) as caught:
                asked.ask(HELLO, Quiet())
            assert len(server.requests) == number, fault
            assert word in " ".join((caught.value.message, *caught.value.hints)), fault


TOO_LONG = [
    Step(
        fault="status",
        status=400,
        message="Your input exceeds the context window of this model.",
        code="context_length_exceeded",
    ),
    Step(fault="status", status=413, message="Request too large for this model"),
    Step(fault="failed", message="too many input tokens", code="context_length_exceeded"),
]


def test_a_prompt_that_is_too_long_is_told_apart(way: Profile) -> None:
    with serving(TOO_LONG) as server:
        asked = client(server, way)
        for _ in TOO_LONG:
            with pytest.raises(ContextTooLong):
                asked.ask(HELLO, Quiet())


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2]], ids=lambda way: way.name)
def test_an_answer_without_end_is_ended(way: Profile) -> None:
    with pytest.raises(ModelError, match="has no end"):
        ask([Step("words " * 5000)], way, HELLO._replace(max_output=100))


def test_answers_that_are_cut_empty_uncounted_or_call_what_is_not_there(way: Profile) -> None:
    script = [Step("half a", fault="incomplete"), Step(fault="empty", counts=False), Step(fault="unknown-tool")]
    with serving(script) as server:
        asked = client(server, way)
        cut, empty, strange = (asked.ask(HELLO, Quiet()) for _ in script)
    assert cut.cut == "max_output_tokens"
    assert (empty.text, empty.calls, empty.usage.is_estimated) == ("", (), True)
    assert [call.name for call in strange.calls] == ["shell"]


def test_calls_and_their_answers_go_there_and_back(way: Profile) -> None:
    patch = Tool(ToolKind.PATCH) if way.api == "responses" else Tool(ToolKind.CUSTOM, "apply_patch", "Applies a patch.")
    first = Step(operations=(("update_file", "a.py", "@@\n-x\n+y\n"), ("delete_file", "b.py", "")))
    with serving([first, WELL]) as server:
        asked = client(server, way)
        prompt = HELLO._replace(tool=patch)
        reply = asked.ask(prompt, Quiet())
        assert len(reply.calls) == 2
        answers = Answers((Answer(reply.calls[0], True, "Done."), Answer(reply.calls[1], False, "Nobody asked for it.")))
        assert asked.ask(prompt._replace(turns=(*prompt.turns, reply, answers)), Quiet()).text == "It is done."
        sent = server.requests[1]["input" if way.api == "responses" else "messages"]
        before = server.requests[0]["input" if way.api == "responses" else "messages"]
    assert sent[: len(before)] == before  # the beginning stays, for the provider's cache
    if way.api == "responses":
        assert reply.calls[0].operation is not None and reply.calls[0].operation.path == "a.py"
        outputs = [item for item in sent if item.get("type") == "apply_patch_call_output"]
        assert [(one["status"], one["output"]) for one in outputs] == [
            ("completed", "Done."),
            ("failed", "Nobody asked for it."),
        ]
        assert server.requests[0]["tools"] == [{"type": "apply_patch"}] and server.requests[0]["store"] is False
    else:
        assert "*** Delete File: b.py" in reply.calls[1].input
        assert [one["content"] for one in sent if one["role"] == "tool"] == ["Done.", "Nobody asked for it."]


def test_a_freeform_tool(way: Profile) -> None:
    reply, _, server = ask(
        [Step(inputs=("*** Begin Patch",))], way, HELLO._replace(tool=Tool(ToolKind.CUSTOM, "apply_patch", "x"))
    )
    assert [call.input for call in reply.calls] == ["*** Begin Patch"]
    kind = server.requests[0]["tools"][0]["type"]
    assert kind == ("custom" if way.api == "responses" else "function")


def test_the_profile_is_sent() -> None:
    profile = Profile("p", api="responses", effort="low", verbosity="low", cache_key=True)
    _, _, server = ask([WELL], profile, HELLO._replace(cache_key="scoper-1"))
    sent = server.requests[0]
    assert (sent["reasoning"], sent["text"], sent["prompt_cache_key"]) == ({"effort": "low"}, {"verbosity": "low"}, "scoper-1")
    _, _, server = ask([WELL], Profile("p", api="chat", effort="low", max_output_field="max_tokens"))
    assert (server.requests[0]["reasoning_effort"], server.requests[0]["max_tokens"]) == ("low", 500)


def test_where_to_ask() -> None:
    none = Models({}, {}, "")
    assert find_endpoint(none, {"OPENAI_API_KEY": "k"}) == Endpoint(None, "k")
    for url, name in itertools.product(("http://127.0.0.1:1/v1", "http://localhost/v1"), ("", "k")):
        assert find_endpoint(none, {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": name}).base_url == url
    own = Models({}, {}, "", base_url="https://models.example/v1", key_env="MY_KEY")
    assert find_endpoint(own, {"MY_KEY": "mine", "OPENAI_API_KEY": "other"}) == Endpoint("https://models.example/v1", "mine")
    with pytest.raises(UserError, match="MY_KEY"):
        find_endpoint(own, {"OPENAI_API_KEY": "other"})
    assert "mine" not in repr(Endpoint("u", "mine"))
