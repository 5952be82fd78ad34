from __future__ import annotations

import pytest

from scoper.facts.elision import is_elision, may_hold_code, said_in_comments
from scoper.facts.extract import extract
from scoper.lang.python import PYTHON


@pytest.mark.parametrize(
    "words",
    [
        "",
        "...",
        "# ...",
        "# unchanged",
        "# The rest of the code is unchanged when nothing was found, so that callers see what they had.",
        "# ...and leave the rest of the code unchanged, as the caller holds the lock",
        "# ... otherwise unchanged fields are dropped",
        "# existing code relies on this order",
        "# keep the existing code paths working",
        "# handles the remaining methods ... and more",
        "# TODO: other tests",
        "# rest of the arguments",
        "# other imports",
        "# same as before",
        "# wait... what?",
        "# e.g. 1, 2, ..., 10",
        "# the remaining lines are data",
        "# no changes",
        "# the implementation is here",
        "# remaining items are processed by the worker ...",
        "# see also: ...",
        "// Loading...",
        "/* omitted fields fall back to defaults */",
        "# " + "the rest of the code is unchanged " * 5,
    ],
)
def test_sentences_are_no_placeholders(words: str) -> None:
    assert not is_elision(words)


@pytest.mark.parametrize(
    "words",
    [
        "# ... rest of code unchanged ...",
        "# ... rest of the code remains unchanged ...",
        "# ... existing code ...",
        "// ... existing code ...",
        "// existing code here",
        "// ...existing code...",
        "/* … remaining methods … */",
        "<!-- ... rest of the file ... -->",
        "<!-- ... rest of the template unchanged ... -->",
        "{/* ... existing components ... */}",
        "# ... (rest of the implementation) ...",
        "# [rest of the code remains the same]",
        "# (existing implementation unchanged)",
        "# rest of the function remains the same",
        "# The rest of the file is unchanged.",
        "# ... other methods remain unchanged ...",
        "# ... unchanged ...",
        "# ... same as before",
        "# ... omitted for brevity ...",
        "# code omitted for brevity",
        "-- ... rest of the script ...",
        "# ... previous imports ...",
        "# Rest of your code goes here",
        "# ... keep existing code ...",
        "... rest of code unchanged ...",
        "# … other tests …",
        "// ... rest of component unchanged",
    ],
)
def test_placeholders(words: str) -> None:
    assert is_elision(words)


@pytest.mark.parametrize("path", ["README.md", "docs/a.rst", "notes.txt", "CHANGELOG", "data.json", "a.ipynb", "a.csv"])
def test_documents_and_data_hold_no_code(path: str) -> None:
    assert not may_hold_code(path)


@pytest.mark.parametrize("path", ["a.py", "b/C.TSX", "Makefile", "deploy/Dockerfile", "a.sql", "index.html", ".github/x.yml"])
def test_code_is_known_by_its_name(path: str) -> None:
    assert may_hold_code(path)


def said(path: str, text: str) -> list[tuple[int, str]]:
    lines = text.encode().split(b"\n")
    facts = extract(PYTHON, text.encode()) if path.endswith(".py") else None
    return list(said_in_comments(path, lines, facts, range(1, len(lines) + 5)))


def test_strings_say_nothing() -> None:
    assert said("a.py", 'x = """\n# ... existing code ...\n... existing code ...\n"""\n') == []
    assert said("a.js", 'const x = "// ... existing code ...";\n') == []


def test_comments_and_bare_lines_of_broken_files_speak() -> None:
    assert said("a.py", "x = 1  # one\n# two\n") == [(1, "# one"), (2, "# two")]
    assert (2, "... rest of the code ...") in said("a.py", "x = 1\n... rest of the code ...\n")
    assert said("a.ts", "f();\n  // two\n<!-- three -->\n") == [(2, "// two")]
    assert said("a.html", "<p>\n  <!-- two -->\n// three\n") == [(2, "<!-- two -->")]
    assert said("x.go", "... existing code ...\n") == [(1, "... existing code ...")]
