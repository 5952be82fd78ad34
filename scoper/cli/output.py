"""Where output goes: standard output or a file, with or without colours."""

from __future__ import annotations

import os
import sys

from scoper.errors import UserError

COLOURS = ("auto", "always", "never")


def emit(text: str, output: str | None = None) -> None:
    """Write to standard output, or whole to the file ``output``. A reader that went away is no error."""
    emit_bytes(text.encode("utf-8", "backslashreplace"), output)


def emit_bytes(data: bytes, output: str | None = None) -> None:
    """The same for what is no text, or must stay as it is."""
    if output is not None and output != "-":
        _write_file(output, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        # the verdict still is the exit code; what Python flushes on its way out must go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UserError(f"cannot write to standard output: {error.strerror}") from None


def copy_to_clipboard(text: str) -> None:
    """By the terminal's own sequence for it (OSC 52), which works through ssh and tmux and starts no program."""
    from base64 import b64encode  # few ask for it

    try:
        with open("/dev/tty", "wb") as terminal:
            terminal.write(b"\x1b]52;c;" + b64encode(text.encode("utf-8", "replace")) + b"\a")
    except OSError:
        raise UserError("there is no terminal whose clipboard could be used", "--output FILE writes to a file") from None


def wants_colour(when: str, output: str | None = None) -> bool:
    """``auto``: on a terminal; ``NO_COLOR`` turns it off, ``CLICOLOR_FORCE`` on, the first being the stronger."""
    if when != "auto":
        return when == "always"
    if output is not None and output != "-":
        return False
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def on_terminal() -> bool:
    """Whether somebody is there to be asked: questions go to standard error."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def width() -> int:
    """Columns of the terminal; 0, for no limit, where output goes elsewhere."""
    if not sys.stdout.isatty():
        return 0
    from shutil import get_terminal_size  # hooks and pipes do not pay for it

    return get_terminal_size().columns


def _write_file(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror or error}", "--output takes the path of a file") from None
