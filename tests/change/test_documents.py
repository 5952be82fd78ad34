"""Documents: edits by section, never coarser than paragraphs, and careful with what layout means."""

from __future__ import annotations

import pytest

from tests.change.changes import brief, change, changed


def _briefs(path: str, base: str | None, head: str | None) -> list[str]:
    return [brief(edit).removeprefix(f"{path}::") for edit in change(changed(base, head, path=path)).edits]


MANUAL = "# Manual\n\nOne.\n\nTwo.\n\n## Use\n\n- a\n- b\n- c\n- d\n\n## End\n\nLast.\n"


@pytest.mark.parametrize(
    ("head", "edits"),
    [
        (MANUAL.replace("One.", "Uno."), ["Manual: body -3 +3"]),
        (MANUAL.replace("- a\n", "- A\n").replace("- c\n", "- C\n"), ["Manual.Use: body -9 +9", "Manual.Use: body -11 +11"]),
        (MANUAL.replace("One.", "Uno.").replace("Two.\n", "Two.\n\nThree.\n"), ["Manual: body -3 +3", "Manual: body +7"]),
        (MANUAL.replace("## Use", "## Usage"), ["Manual.Usage (was MANUAL::Manual.Use): rename -7 +7"]),
        (MANUAL.replace("## Use", "### Use"), ["Manual.Use: signature -7 +7"]),
        (
            MANUAL.replace("## End\n", "## New\n\nMore.\n\nAnd more.\n\n## End\n"),
            [f"Manual.New: add +{n}" for n in (14, 16, 18)],
        ),
        (MANUAL.replace("## End\n\nLast.\n", ""), ["Manual.End: delete -14", "Manual.End: delete -16"]),
    ],
)
def test_edits_of_markdown_go_by_section_and_paragraph(head: str, edits: list[str]) -> None:
    assert [text.replace("a.md", "MANUAL") for text in _briefs("a.md", MANUAL, head)] == edits


def test_a_new_document_is_cut_in_paragraphs_of_the_file() -> None:
    assert _briefs("a.md", None, "# A\n\nOne.\n\n## B\n\nTwo.\n") == [
        "a.md: add +1",
        "a.md: add +3",
        "a.md: add +5",
        "a.md: add +7",
    ]


def test_a_heading_in_front_moves_nothing() -> None:
    base = "# Changes\n\n## Next\n\n### Fixed\n\n- a\n- b\n- c\n"
    head = "# Changes\n\n## Next\n\n## 2.0\n\n### Fixed\n\n- a\n- B\n- c\n"
    assert _briefs("a.md", base, head) == [
        "Changes.2·0: add +5",
        "Changes.2·0.Fixed (was a.md::Changes.Next.Fixed): body -8 +10",
    ]


@pytest.mark.parametrize(
    ("path", "base", "head", "edits"),
    [
        ("a.json", '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": 2\n}\n', ["b: add -2 +2-3"]),
        ("a.json", '{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1\n}\n', ["b: delete -2-3 +2"]),
        ("a.json", '{"a": 1}\n', '{\n  "a": 1\n}\n', ["a.json: format-only +1,3", "a: body -1 +2"]),
        ("a.json", '{\n  "a": {\n    "b": 1\n  }\n}\n', '{\n  "a": {\n    "b": 2\n  }\n}\n', ["a.b: body -3 +3"]),
        ("a.json", '{\n  "a": [\n    "x"\n  ]\n}\n', '{\n  "a": [\n    "y"\n  ]\n}\n', ["a: body -3 +3"]),
        ("a.json", '{\n  "a": "1"\n}\n', '{\n  "b": "2"\n}\n', ["b: add +2", "a: delete -2"]),
        ("a.yaml", "a:\n  - x\n", "a:\n- x\n", ["a: format-only -2 +2"]),
        ("a.yaml", "a:\n  b: 1\n  c: 2\n", "a:\n  b: 1\nc: 2\n", ["c (was a.yaml::a.c): move -3 +3"]),
        ("a.yaml", "a: 'x'\n", 'a: "x"\n', ["a: format-only -1 +1"]),
        ("a.yaml", "a: yes\n", "a: 'yes'\n", ["a: body -1 +1"]),
        ("a.yaml", "a: |\n  x\n", "a: |\n    x\n", ["a: body -2 +2"]),
        ("a.yaml", "a: 1\n", "a: 1  # why\n", ["a: comment -1 +1"]),
        ("a.toml", "[t]\na = [1]\n", "[t]\na = [\n    1,\n]\n", ["t.a: format-only -2 +2", "t.a: format-only +3-4"]),
        ("a.toml", "[t]\na = 'x'\n", "[t]\na = 'y'\n", ["t.a: body -2 +2"]),
        ("a.css", "a {\ncolor:red\n}\n", "a {\n  color: red;\n}\n", ["a: format-only -2 +2"]),
        ("a.css", "a .b { c: d }\n", "a.b { c: d }\n", ["a·b (was a.css::a ·b): rename -1 +1"]),
        ("a.html", "<div id=a>\n<b>x</b>\n</div>\n", "<div id=a>\n  <b>x</b>\n</div>\n", ["a: format-only -2 +2"]),
        ("a.html", "<div id=a>\n<b>x</b><i>y</i>\n</div>\n", "<div id=a>\n<b>x</b> <i>y</i>\n</div>\n", ["a: body -2 +2"]),
        ("a.html", "<pre id=a>\nx  y\n</pre>\n", "<pre id=a>\nx y\n</pre>\n", ["a: body -2 +2"]),
        ("a.sh", "f() {\n  a\n}\n", "f() {\n    a\n}\n", ["f: format-only -2 +2"]),
        ("a.sh", "f() {\n  a b$c\n}\n", "f() {\n  a b $c\n}\n", ["f: body -2 +2"]),
        ("a.sh", "# one\nf() { a; }\n", "# two\nf() { a; }\n", ["f: docstring -1 +1"]),
        ("a.md", "One two\nthree.\n", "One\ntwo three.\n", ["a.md: format-only -1-2 +1-2"]),
        ("a.md", "One two\nthree.\n", "One two  \nthree.\n", ["a.md: body -1 +1"]),
        ("a.md", "One\ntwo.\n", "One\n\ntwo.\n", ["a.md: body +2"]),
        ("a.md", "- a\n  - b\n", "- a\n- b\n", ["a.md: body -2 +2"]),
        ("a.md", "```\na b\n```\n", "```\na  b\n```\n", ["a.md: body -2 +2"]),
        ("a.md", "|a|b|\n|-|-|\n|1|2|\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", ["a.md: format-only -1-3 +1-3"]),
    ],
)
def test_kinds_of_edits(path: str, base: str, head: str, edits: list[str]) -> None:
    assert _briefs(path, base, head) == edits


def test_small_keys_do_not_move_between_files() -> None:
    built = change(
        changed("name: shop\nx: 1\n", "x: 1\n", path="a.yaml"), changed("y: 1\n", "y: 1\nname: shop\n", path="b.yaml")
    )
    assert [brief(edit) for edit in built.edits] == ["a.yaml::name: delete -1", "b.yaml::name: add +2"]


def test_lock_files_are_text() -> None:
    assert _briefs("package-lock.json", '{"a": 1}\n', '{"a": 2}\n') == ["text: text -1 +1"]
