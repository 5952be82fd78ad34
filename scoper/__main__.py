"""``python -m scoper``."""

from __future__ import annotations

from scoper.cli.main import run

if __name__ == "__main__":
    run()
