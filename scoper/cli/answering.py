"""``scoper hook HOST``: what the hooks of an agent host call, with JSON on standard input.

A hook that fails must not take the host down with it. So this is the one place beside :func:`scoper.cli.process.ended` that
catches everything: what went wrong goes to the log and to standard error, and the host gets the answer that lets it go on.
"""

from __future__ import annotations

import importlib
import json
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from scoper.agent.hosts.model import NOTHING, Answer, Event, Host, Moment
from scoper.agent.hosts.names import HOSTS
from scoper.cli.output import emit
from scoper.doors import tasks
from scoper.doors.trust import with_trust
from scoper.errors import UserError
from scoper.scope.model import Ambiguity, Spec, Task

if TYPE_CHECKING:
    from scoper.agent.hosts.react import Check
    from scoper.git.repository import Repository

SECONDS = 20  # that an answer may take; hosts wait 30
_WRITTEN = (Moment.AFTER_EDIT, Moment.AFTER_SHELL)


def load_host(name: str) -> Host:
    return cast(Host, importlib.import_module(f"scoper.agent.hosts.{name}"))


def answer(name: str, event_name: str | None) -> int:
    if sys.stdin is not None and sys.stdin.isatty():
        raise UserError(
            f"this is for {HOSTS[name]} to call, with JSON on standard input", f"`scoper install {name}` sets it up"
        )
    host = load_host(name)
    event: Event | None = None
    said = NOTHING
    try:
        with _deadline():
            event = _read(host, event_name)
            if event is not None:
                said = _react(name, event)
    except UserError as error:
        print(f"scoper: {error.message}", file=sys.stderr)
    except Exception as error:
        _log(error, name)
    output = host.write(event, said)
    if output.stderr:
        print(output.stderr, file=sys.stderr)
    if output.stdout:
        emit(f"{output.stdout}\n")
    return output.code


def _read(host: Host, event_name: str | None) -> Event | None:
    try:
        payload: object = json.loads(sys.stdin.buffer.read())
    except (ValueError, RecursionError) as error:
        raise UserError(f"what the host said is no JSON: {error}") from None
    if not isinstance(payload, dict):
        raise UserError("what the host said is no JSON object")
    return host.read(_named(payload, event_name))


def _named(payload: Mapping[str, object], event_name: str | None) -> Mapping[str, object]:
    return payload if event_name is None else {**payload, "hook_event_name": event_name}


def _react(name: str, event: Event) -> Answer:
    from scoper.agent.hosts.session import end_session, forget_old, open_session
    from scoper.agent.hosts.watch import Watch
    from scoper.git.repository import Repository

    with Repository.discover(event.cwd or None) as repository:
        if repository.root is None:
            return NOTHING
        if event.moment is Moment.END:
            end_session(repository.git_dir, name, event.session)
            return NOTHING
        if event.moment is Moment.PROMPT:
            forget_old(repository.git_dir)
        stored = tasks.load(repository.git_dir)
        with open_session(repository.git_dir, name, event.session) as session:
            watch = Watch(repository, session, event.cwd or repository.root)
            paths = watch.note(event)
            if event.moment is Moment.BEFORE_EDIT:
                from scoper.agent.hosts import react

                specs = stored.specs if stored else ()
                return react.before_edit(repository, watch, event, specs, _inside(repository, specs))
            if not paths and event.moment is not Moment.STOP:
                return NOTHING
            from scoper.agent.hosts import judging  # half of all there is to import

            def declared(ambiguity: Ambiguity) -> Task:
                assert stored is not None
                return stored.task(ambiguity)

            asked = declared if stored is not None else None
            if event.moment in _WRITTEN:
                return judging.after_edit(repository, session, event, paths, asked, with_trust)
            return judging.at_stop(repository, session, watch, event, asked, with_trust)


def _inside(repository: Repository, specs: tuple[Spec, ...]) -> Check | None:
    """What judges parts of a file, where a spec forbids one."""
    if not any(spec.negated and (spec.qualname or spec.lines) for spec in specs):
        return None
    from scoper.agent.hosts.judging import forbidden_symbol

    return lambda path, before, after: forbidden_symbol(repository, path, before, after, specs)


def _log(error: Exception, name: str) -> None:
    from scoper.doors.crash import write_log

    print(f"scoper: nothing was checked: {type(error).__name__}: {error}; {write_log(error, ['hook', name])}", file=sys.stderr)


@contextmanager
def _deadline() -> Iterator[None]:
    """End with an error before the host loses its patience, which some hosts take for a no."""

    def stop(_number: int, _frame: object) -> None:
        raise UserError(f"no answer within {SECONDS} seconds, so nothing was checked")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
