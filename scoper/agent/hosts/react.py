"""Before an edit: what the committed configuration, the task and, where it must, the gate say about it."""

from __future__ import annotations

from collections.abc import Callable

from scoper.agent.hosts.border import forbidden, outside
from scoper.agent.hosts.model import NOTHING, Act, Answer, Event
from scoper.agent.hosts.watch import MARK, Watch, proposed
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.scope.model import Spec
from scoper.settings import load_settings

_WIDEN = (
    "The user can widen the scope: by a prompt that says so, by `scoper task start`, or in the configuration that protects it."
)
Check = Callable[[str, bytes | None, bytes | None], str | None]
"""A path, its text and what an edit would make of it → why that must not happen."""


def before_edit(repository: Repository, watch: Watch, event: Event, specs: tuple[Spec, ...], inside: Check | None) -> Answer:
    """Denied where an edit is certainly out of scope. ``inside`` judges what paths cannot tell, where a spec needs that."""
    config = committed_config(repository)
    for edit in event.edits:
        path = watch.path(edit.path)
        if path is None:
            continue
        before = watch.on_disk(path)
        after = proposed(before, edit)
        reason = forbidden(path, specs, config) or outside(path, before, after, specs)
        if reason is None and inside is not None:
            reason = inside(path, before, after)
        if reason is not None:
            return Answer(Act.DENY, f"{MARK}{path} is out of scope: {reason}. {_WIDEN}")
    return NOTHING


def committed_config(repository: Repository) -> Config:
    """The configuration of the current commit, which no edit of the agent can loosen."""
    head = repository.head()
    return load_settings(head.entries().keys(), head.read_many).config if head is not None else Config()
