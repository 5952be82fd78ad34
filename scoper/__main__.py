"""The process: what the console script and ``python -m scoper`` start."""

from __future__ import annotations

import os
import sys


def run() -> None:
    _open_streams()
    try:
        from scoper.cli.process import run as command

        command()
    except KeyboardInterrupt:  # while it was being loaded, or after the command had its say
        os.write(2, b"interrupted\n")
        raise SystemExit(130) from None


def _open_streams() -> None:
    """Give every standard stream that was closed (``>&-``) one that leads nowhere. A file opened later would take its number,
    and get what is written there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


if __name__ == "__main__":
    run()
