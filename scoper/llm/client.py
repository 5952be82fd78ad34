"""The client of every server that speaks the OpenAI API, through the ``openai`` SDK 2 or 3."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from scoper.errors import UserError
from scoper.llm import chat, responses
from scoper.llm.failures import explain
from scoper.llm.model import ContextTooLong, Json, Listener, ModelError, Prompt, Reply
from scoper.llm.profiles import Models, Profile
from scoper.llm.retry import Clock, Patience, Trouble, persist

_LOCAL = "unset"  # what local servers, which ask for no key, are given
_CHARACTERS_A_TOKEN = 16  # far above what any text has: an answer longer than that many a token has no end
_LEAST = 1.0  # seconds that a request is given at the least


class Endpoint(NamedTuple):
    """Where to ask. The key stays out of its text form."""

    base_url: str | None
    key: str

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r})"

    @property
    def shown(self) -> str:
        return self.base_url or "https://api.openai.com/v1"


def find_endpoint(models: Models, environ: Mapping[str, str] = os.environ) -> Endpoint:
    """From the user's file of models, else ``OPENAI_BASE_URL`` and ``OPENAI_API_KEY``. A server on this machine needs no key.

    Raises :class:`UserError` where no key is set."""
    url = models.base_url or environ.get("OPENAI_BASE_URL") or None
    name = models.key_env or "OPENAI_API_KEY"
    key = environ.get(name)
    if not key:
        if not (url and _is_local(url)):
            raise UserError(f"no key for {url or 'the OpenAI API'}: {name} is not set", "export it; it is stored nowhere")
        key = _LOCAL
    return Endpoint(url, key)


class OpenAIClient:
    """Asks one model. ``until`` is when the run has to end, by ``clock``; ``attempts`` are for one prompt."""

    def __init__(self, model: str, profile: Profile, endpoint: Endpoint, patience: Patience, clock: Clock) -> None:
        from openai import OpenAI  # takes half a second, and only a run with a model needs it

        self._model = model
        self._profile = profile
        self._endpoint = endpoint
        self._patience = patience
        self._clock = clock
        # Any: the SDK's own methods are overloaded by literal types that arguments from data cannot have
        self._sdk: Any = OpenAI(api_key=endpoint.key, base_url=endpoint.base_url, max_retries=0, timeout=profile.timeout)

    def ask(self, prompt: Prompt, listener: Listener) -> Reply:
        return persist(lambda: self._once(prompt, listener), self._patience, self._clock, listener)

    def close(self) -> None:
        with suppress(Exception):  # what is left of a broken connection is of no interest
            self._sdk.close()

    def _once(self, prompt: Prompt, listener: Listener) -> Reply:
        """One request. Whatever fails in it ends as one of the exceptions that the caller knows."""
        left = self._patience.left(self._clock.now())
        if left is not None and left <= 0:
            raise ModelError("no time is left to ask the model", "--max-wall-time sets it")
        timeout = self._profile.timeout if left is None else max(min(self._profile.timeout, left), _LEAST)
        is_responses = self._profile.api == "responses"
        read = responses.from_response if is_responses else chat.from_response
        read_events = responses.from_events if is_responses else chat.from_events
        create = self._sdk.responses.create if is_responses else self._sdk.chat.completions.create
        body = (responses if is_responses else chat).request(prompt, self._model, self._profile)
        try:
            if not self._profile.stream:
                return read(responses.as_json(create(**body, timeout=timeout)))
            if not is_responses:
                body["stream_options"] = {"include_usage": True}
            with _streamed(create, body, timeout) as events:
                return self._read(read_events(events), prompt, listener)
        except (Trouble, ContextTooLong, ModelError):
            raise
        except Exception as error:  # a cut connection is an error of the transport that the SDK happens to use
            raise explain(error, self._endpoint.shown) from error

    def _read(self, events: Iterable[int | Reply], prompt: Prompt, listener: Listener) -> Reply:
        characters = 0
        most = (prompt.max_output or self._profile.max_output) * _CHARACTERS_A_TOKEN
        for event in events:
            if isinstance(event, Reply):
                return event
            characters += event
            listener.heard(characters)
            if characters > most:
                raise ModelError(f"the answer has no end: {characters} characters arrived", "a smaller request may help")
        raise Trouble("the answer broke off before its end")


@contextmanager
def _streamed(create: Callable[..., Any], body: Mapping[str, object], timeout: float) -> Iterator[Iterator[Json]]:
    """The events of a stream. It is closed at the end of ``timeout``: a server that drips would never let a read time out."""
    stream = create(**body, stream=True, timeout=timeout)
    late = threading.Event()

    def end() -> None:
        late.set()
        with suppress(Exception):
            stream.close()

    timer = threading.Timer(timeout, end)
    timer.daemon = True
    timer.start()
    try:
        yield _events(stream, late)
    finally:
        timer.cancel()
        with suppress(Exception):
            stream.close()


def _events(stream: Iterable[object], late: threading.Event) -> Iterator[Json]:
    try:
        for event in stream:
            if late.is_set():
                break
            yield responses.as_json(event)
    except Exception:
        if not late.is_set():
            raise
    if late.is_set():
        raise Trouble("no whole answer in time")


def _is_local(url: str) -> bool:
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        raise UserError(f"not an address: {url}", "OPENAI_BASE_URL is like http://127.0.0.1:8000/v1") from None
    return host in ("localhost", "::1") or host.startswith("127.")
