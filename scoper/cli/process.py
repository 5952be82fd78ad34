"""The process: what goes before a command and after it, and the one place where errors become exit codes.

0 clean, 1 findings at or above ``--fail-on``, 2 a usage, configuration or git problem, 3 a bug of scoper, 130 interrupted.

An agent waits for its hooks at every step, and their command line has nothing to be read from it. So they are called from here,
without the parser of command lines, whose import takes as long as their answer.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence

from scoper.agent.hosts.names import HOSTS
from scoper.errors import UserError

INTERRUPTED = 130


def run() -> None:
    """The console script: one command in a process of its own, which ends with it."""
    # A run makes few cycles and holds on to most of what it makes: looking for garbage as often as Python does by itself
    # would cost a tenth of the time.
    gc.set_threshold(200_000, 20, 100)
    _heed_signals()
    args = sys.argv[1:]
    if len(args) == 2 and args[0] == "hook" and args[1] in HOSTS:
        code = ended(args, lambda: _answered(args[1]))
    else:
        from scoper.cli import main

        code = main.main()
    if code == INTERRUPTED:
        sys.exit(code)  # what was being opened when the signal came is closed on Python's own way out
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # a reader went away: Python knows how to end then
    os._exit(code)  # taking the interpreter apart, object by object, takes 10 ms; all that must be closed is closed


def _heed_signals() -> None:
    """Take a request to end as an interruption: temporary folders and processes have to go. A second one must not cut that
    short, and one that the caller ignores (``nohup``) stays ignored."""
    heeded = [
        number
        for name in ("SIGINT", "SIGTERM", "SIGHUP")
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) != signal.SIG_IGN
    ]

    def interrupt(_number: int, _frame: object) -> None:
        for number in heeded:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in heeded:
        signal.signal(number, interrupt)


def ended(args: Sequence[str], call: Callable[[], object]) -> int:
    """The exit code of a command. Nothing but this function catches broadly."""
    try:
        result = call()
    except UserError as error:
        say(f"error: {error.message}", *(f"hint: {hint}" for hint in error.hints))
        return 2
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except Exception as error:
        return _bug(error, args)
    return result if isinstance(result, int) else 0


def _answered(host: str) -> int:
    from scoper.cli.answering import answer

    return answer(host, None)


def _bug(error: Exception, args: Sequence[str]) -> int:
    from scoper.doors.crash import write_log  # only on the way out

    say(f"error: this is a bug in scoper: {type(error).__name__}: {error}", f"hint: {write_log(error, args)}")
    return 3


def say(*lines: str) -> None:
    """To standard error, with nothing in it that a terminal would obey."""
    from scoper.report.terminal import clean

    for line in lines:
        print("\n".join(clean(part) for part in line.split("\n")), file=sys.stderr)
