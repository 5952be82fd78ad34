"""The conversation with a model: what was said so far, asking the next thing within all limits, and writing down every answer.

The prompt only grows at its end, so that its beginning stays in the provider's cache. Where it does not fit into the model's
context, the pack at its beginning is made again, half as large.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import NamedTuple

from scoper.agent.limits import Spent
from scoper.agent.model import Job
from scoper.agent.runs import Run
from scoper.agent.words import instructions, opening
from scoper.context.build import Wish
from scoper.context.model import Pack
from scoper.context.tokens import Tokenizer
from scoper.git.repository import Repository
from scoper.llm.model import Client, ContextTooLong, ModelError, Prompt, Reply, Said, Tool, Turn, Usage
from scoper.llm.replay import ReplayClient, digest, to_json
from scoper.pack import build_pack

_SMALLEST_PACK = 400  # tokens
_FRAME = 200  # tokens that an API adds to what is said

Heard = Callable[[int], None]


class Voice(NamedTuple):
    """Who answers. ``recording`` is the part of ``client`` that only repeats, where there is one; ``heard`` is told how many
    characters of an answer have come in."""

    client: Client
    recording: ReplayClient | None = None
    heard: Heard = lambda _: None


class Talk:
    """One conversation about one job. ``how`` is what the edit format asks of a model, ``tool`` how edits come, if not as
    text."""

    def __init__(
        self, repository: Repository, job: Job, run: Run, voice: Voice, spent: Spent, how: str, tool: Tool | None
    ) -> None:
        self._repository = repository
        self._job = job
        self._run = run
        self._voice = voice
        self._how = how
        self._tool = tool
        self._tokenizer = Tokenizer(job.model)
        self._instructions = instructions(job.profile, how)
        self._cache_key = _cache_key(repository, job)
        self._budget = job.profile.pack
        self._turns: list[Turn] = []
        self._size = 0
        self._opening = Said("")
        self.spent = spent

    def open(self) -> Pack:
        """Make the pack, which begins the conversation."""
        job = self._job
        wish = Wish(self._budget, job.profile.documents)
        pack = build_pack(
            self._repository, job.base, job.commit, job.task, job.config, wish, model=job.model, use_cache=job.use_cache
        )
        self._opening = Said(opening(pack, job.task, job.profile, self._how, job.assumed))
        self._size = self._count(self._instructions) + self._count(self._opening.text) + _FRAME
        name = self._run.keep(f"pack-{self._budget}.txt", pack.text.encode("utf-8", "surrogateescape"))
        self._run.note("pack", file=name, tokens=pack.tokens, budget=pack.budget, items=len(pack.items))
        return pack

    def say(self, turn: Turn) -> None:
        """Go on with the conversation; it is sent with the next request."""
        self._turns.append(turn)

    def ask(self) -> Reply:
        """The answer to what was said. Raises :class:`LimitReached` and :class:`ModelError`."""
        while True:
            later = sum(self._count(text) for turn in self._turns for text in _texts(turn))
            size = self._size + later
            if size > self._job.profile.context and self._shrink(f"the prompt has about {size} tokens"):
                continue
            recorded = self._voice.recording is not None and self._voice.recording.has_more
            room = self._job.profile.max_output if recorded else self.spent.room(size, self._job.profile.max_output)
            prompt = Prompt(self._instructions, (self._opening, *self._turns), self._tool, room, self._cache_key)
            self._run.note("request", prompt=digest(prompt), tokens=size, turns=len(prompt.turns), recorded=recorded)
            try:
                reply = self._voice.client.ask(prompt, self)
            except ContextTooLong as error:
                if not self._shrink(str(error)):
                    raise ModelError("even the smallest context pack does not fit into the context of the model") from error
                continue
            return self._written(reply, prompt, size, counts=not recorded)

    def heard(self, characters: int) -> None:
        self._voice.heard(characters)

    def waiting(self, why: str, seconds: float) -> None:
        self._run.note("waiting", why=why, seconds=round(seconds, 3))

    def _written(self, reply: Reply, prompt: Prompt, size: int, *, counts: bool) -> Reply:
        usage = reply.usage
        if usage.is_estimated:
            said = self._count(reply.text) + sum(self._count(call.input) for call in reply.calls)
            usage = Usage(input=size, output=said, is_estimated=True)
        self.spent.add(usage, counts=counts)
        number = self.spent.requests
        kept = {"prompt": digest(prompt), "reply": to_json(reply._replace(usage=usage))}
        name = self._run.keep(f"reply-{number}.json", json.dumps(kept).encode())
        self._run.note(
            "reply",
            file=name,
            model=reply.model,
            cut=reply.cut,
            calls=len(reply.calls),
            usage=usage._asdict(),
            cost=self.spent.cost,
        )
        return reply

    def _shrink(self, why: str) -> bool:
        if self._budget // 2 < _SMALLEST_PACK:
            return False
        self._budget //= 2
        self._run.note("smaller-pack", why=why, budget=self._budget)
        self.open()
        return True

    def _count(self, text: str) -> int:
        return self._tokenizer.count(text)


def _texts(turn: Turn) -> list[str]:
    if isinstance(turn, Said):
        return [turn.text]
    if isinstance(turn, Reply):
        return [turn.text, *(call.input for call in turn.calls)]
    return [answer.text for answer in turn.each]


def _cache_key(repository: Repository, job: Job) -> str:
    """The same for all runs in a repository with one profile; says nothing of where it is."""
    said = "\0".join((repository.common_dir, job.profile.name, job.model))
    return f"scoper-{hashlib.sha256(said.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
