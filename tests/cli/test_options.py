from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from scoper.cli.options import parse_scopes, read_request
from scoper.errors import UserError


def test_no_request() -> None:
    assert read_request(None) is None


@pytest.mark.parametrize("text", ["", "Round it", "naïve", "a @mention", "two\nlines"])
def test_a_request_is_its_own_text(text: str) -> None:
    assert read_request(text) == text


def test_a_file_may_start_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(b"\xef\xbb\xbfRound\r\nit")
    assert read_request(f"@{tmp_path / 'r'}") == "Round\r\nit"


@pytest.mark.parametrize("what", ["missing", "folder", "latin1"])
def test_a_file_that_cannot_be_read_is_named(what: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin1").write_bytes(b"caf\xe9")
    with pytest.raises(UserError, match=what):
        read_request(f"@{tmp_path / what}")


def test_bytes_that_are_not_utf8_are_refused_wherever_they_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9")))
    for given in ("-", "caf\udce9"):
        with pytest.raises(UserError, match=r"not UTF-8 \(byte 3\)"):
            read_request(given)


def test_scopes_are_parsed_in_order() -> None:
    assert [spec.text for spec in parse_scopes(["b.py", "!a/"])] == ["b.py", "!a/"]
