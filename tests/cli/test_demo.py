from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.cli.conftest import Scoper


def test_the_demo_shows_request_diff_verdict_and_reasons_and_leaves_nothing(
    scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = {name: os.environ[name] for name in os.environ}
    said = scoper("demo")
    assert said.code == 0 and said.err == ""
    assert "fractions of a cent" in said.out and "return to_cents(gross - discount(gross))" in said.out
    assert "reject: " in said.out and "shop/names.py::slugify" in said.out
    assert "shop/cart.py::to_cents" in said.out
    assert list(tmp_path.iterdir()) == [] and dict(os.environ) == before


def test_the_demo_in_colours(scoper: Scoper) -> None:
    assert "\x1b[32m+" in scoper("demo", "--color", "always").out
