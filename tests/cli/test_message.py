from __future__ import annotations

import pytest

from scoper.cli.message import stored_message

SCISSORS = "# ------------------------ >8 ------------------------"


@pytest.mark.parametrize("data", ["Round the total", "Round the total\n\nTo cents, as #4 asks."])
def test_a_plain_message_stays(data: str) -> None:
    assert stored_message(data.encode()) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", ""),
        ("# only a comment\n", ""),
        ("\n\nSubject  \n# comment\nbody\n\n", "Subject\nbody"),
        (f"Subject\n{SCISSORS}\n# Do not modify\ndiff --git a/x b/x\n+secret\n", "Subject"),
        (" # indented is text", "# indented is text"),
    ],
)
def test_what_is_for_the_editor_only_goes(data: str, message: str) -> None:
    assert stored_message(data.encode()) == message


def test_another_comment_character() -> None:
    assert (
        stored_message(b"; gone\n#42 stays\n; ------------------------ >8 ------------------------\nx", comment=";")
        == "#42 stays"
    )


def test_a_message_that_was_never_edited_keeps_what_looks_like_a_comment() -> None:
    assert stored_message(b"#42 round the total\n", edited=False) == "#42 round the total"


def test_bytes_that_are_not_utf8_do_not_stop_a_commit() -> None:
    assert stored_message(b"caf\xe9") == "caf\ufffd"
