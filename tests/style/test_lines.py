from __future__ import annotations

from scoper.lang.registry import language_called
from scoper.style.lines import of_lines


def shown(language: str, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in of_lines(language_called(language), text.encode().split(b"\n"), set()):
        found.setdefault(one.feature, []).append(one.value)
    return found


def test_lines_open_with_keywords_names_and_signs() -> None:
    text = "if total:\n    return total\n\n    items = []\n)\n# why\n\u00fcber = 1\nreturned = 2\n"
    assert shown("python", text)["line-opening"] == ["if", "return", "name", ")", "#", "other", "name"]
    assert shown("go", "func f() {\n}\nif total:")["line-opening"] == ["func", "}", "if"]


def test_widths_are_in_classes_and_count_characters() -> None:
    text = "\n".join(["x" * 9, "x" * 10, "\u00fc" * 79, "x" * 300, " " * 50])
    found = shown("python", text)
    assert found["line-width"] == ["0", "1", "7", "12"]
    assert found["line-length"] == ["80", "80", "80", "longer"]


def test_lines_of_comments_are_told_from_code() -> None:
    found = [one for one in of_lines(language_called("python"), [b"# a", b"b = 1"], {0}) if one.feature == "comment-lines"]
    assert [(one.value, one.line) for one in found] == [("comment", 1), ("code", 2)]
