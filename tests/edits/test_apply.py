"""What is applied, what is refused, and what is said about it."""

from __future__ import annotations

import pytest

from scoper.edits import feedback, v4a
from scoper.edits.apply import apply
from scoper.edits.model import Applied, Edits, Mismatch, Write
from scoper.edits.registry import recognise
from scoper.git.model import EXECUTABLE, SUBMODULE, SYMLINK
from tests.edits.memory import Memory, after, complaints, read

CODE = "class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 1\n"


def block(path: str, before: str, now: str) -> str:
    return f"{path}\n```python\n<<<<<<< SEARCH\n{before}=======\n{now}>>>>>>> REPLACE\n```\n"


def one(path: str, before: str, now: str) -> Edits:
    return read("search-replace", block(path, before, now))


@pytest.mark.parametrize(
    "before, now, expected",
    [
        ("x = 1  \n", "x = 2\n", "if a:\n    x = 2\n    y = 'b'\n"),
        ("x = 1\ny = 'b'\n", "x = 2\ny = 'b'\n", "if a:\n    x = 2\n    y = 'b'\n"),
        ("\tx = 1\n", "\tx = 2\n", "if a:\n    x = 2\n    y = 'b'\n"),
        ("    y = ‘b’\n", "    y = ‘c’\n", "if a:\n    x = 1\n    y = 'c'\n"),
        ("\n    x = 1\n", "\n    x = 2\n", "if a:\n    x = 2\n    y = 'b'\n"),
    ],
    ids=["trailing", "shifted", "tabs", "typographic", "blank edge"],
)
def test_the_ladder(before: str, now: str, expected: str) -> None:
    files = Memory({"a.py": "if a:\n    x = 1\n    y = 'b'\n"})
    assert after(one("a.py", before, now), files)["a.py"].decode() == expected


def test_a_forgotten_first_column_is_none_of_the_files() -> None:
    files = Memory({"a.py": "def f():\n    a = 1\n    b = 1\n```\n    c = 1\n"})
    body = "@@\ndef f():\n    a = 1\n-    b = 1\n+    b = 2\n```\n    c = 1\n"
    expected = "def f():\n    a = 1\n    b = 2\n```\n    c = 1\n"
    patch = f"```\n*** Begin Patch\n*** Update File: a.py\n{body}*** End Patch\n```\n"
    assert after(read("v4a", patch), files)["a.py"].decode() == expected
    assert after(read("udiff", f"--- a/a.py\n+++ b/a.py\n{body}"), files)["a.py"].decode() == expected


@pytest.mark.parametrize(
    "patch, expected",
    [
        ("@@\n a\n+ b\n c\n", " a\n b\n c\n"),
        ("@@\n a\n+b\n c\n", " a\n b\n c\n"),
        ("@@\n a\n+    b\n c\n", None),
        ("@@\n a\n-c\n+b\n", " a\n b\n"),
        ("@@\n a\n- c\n+ b\n", " a\n b\n"),
    ],
    ids=["column", "margin", "cannot be told", "all moved", "the removed one says"],
)
def test_one_space_is_a_lost_column_or_a_margin(patch: str, expected: str | None) -> None:
    files = Memory({"a.txt": " a\n c\n"})
    edits = v4a.parse_operation("update_file", "a.txt", patch)
    if expected is None:
        assert complaints(edits, files)
    else:
        assert after(edits, files)["a.txt"].decode() == expected


def test_lines_that_stay_are_the_files_own() -> None:
    files = Memory({"a.py": b"a = '\xe2\x80\x9c'  \r\nb = 1\r\nc = 1"})
    edits = one("a.py", "a = '\"'\nb = 1\nc = 1\n", "a = '\"'\nb = 2\nc = 1\nd = 1\n")
    assert after(edits, files)["a.py"] == b"a = '\xe2\x80\x9c'  \r\nb = 2\r\nc = 1\r\nd = 1"


def test_only_what_was_plain_in_the_file_gets_plain_again() -> None:
    files = Memory({"a.md": "a-b 'c' d\ne\n"})
    edits = one("a.md", "a–b ’c’ d\n", "a–b ‘c’ — “f”\n")
    assert after(edits, files)["a.md"].decode() == "a-b 'c' — “f”\ne\n"


def test_lost_depth_is_refused() -> None:
    files = Memory({"a.py": "def f():\n    if a:\n        b()\n"})
    assert complaints(one("a.py", "if a:\nb()\n", "if a:\nc()\n"), files)
    assert complaints(one("a.py", "if a:\n", "if a:\nfor x in y:\nc()\n"), files)


def test_an_ambiguous_block_is_refused_with_its_places() -> None:
    (said,) = complaints(one("a.py", "        return 1\n", "        return 2\n"), Memory({"a.py": CODE}))
    assert "2 places (lines 3, 6)" in said


def test_an_anchor_tells_places_apart() -> None:
    patch = "*** Begin Patch\n*** Update File: a.py\n@@ class A:\n@@     def g(self):\n"
    patch += "-        return 1\n+        return 2\n*** End Patch\n"
    assert after(read("v4a", patch), Memory({"a.py": CODE}))["a.py"].decode() == CODE[:-2] + "2\n"
    above = patch.replace("@@ class A:\n@@     def g(self):", "@@ nothing of the kind")
    assert "2 places" in complaints(read("v4a", above), Memory({"a.py": CODE}))[0]


def test_order_tells_places_apart_only_if_nothing_else_keeps_it() -> None:
    hunk = "@@\n-        return 1\n+        return 2\n"
    twice = f"*** Begin Patch\n*** Update File: a.py\n{hunk}{hunk}*** End Patch\n"
    assert after(read("v4a", twice), Memory({"a.py": CODE}))["a.py"].decode() == CODE.replace("1", "2")
    assert len(complaints(read("v4a", twice), Memory({"a.py": CODE + "        return 1\n"}))) == 2


def test_a_line_number_counts_where_another_has_proved_right() -> None:
    right = (
        "--- a/a.py\n+++ b/a.py\n@@ -1,1 +1,1 @@\n-class A:\n+class B:\n@@ -6,1 +6,1 @@\n-        return 1\n+        return 2\n"
    )
    expected = CODE.replace("A", "B")[:-2] + "2\n"
    assert after(read("udiff", right), Memory({"a.py": CODE}))["a.py"].decode() == expected
    assert "2 places" in complaints(read("udiff", right.replace("-1,1", "-4,1")), Memory({"a.py": CODE}))[0]
    assert "2 places" in complaints(read("udiff", right.replace("-6,1", "-6,2")), Memory({"a.py": CODE}))[0]


def test_all_or_nothing_and_every_mismatch_is_listed() -> None:
    text = (
        block("a.py", "class A:\n", "class B:\n")
        + block("a.py", "    def h(self):\n", "    def i(self):\n")
        + block("b.py", "x\n", "y\n")
    )
    done = apply(read("search-replace", text), Memory({"a.py": CODE}))
    assert isinstance(done, Mismatch) and done.fitting == 1
    said = feedback.render(done)
    assert "    5 |     def g(self):" in said and "b.py" in said and "The other 1 would fit" in said and "line 11" in said


def test_what_is_there_already_is_said_so() -> None:
    assert "in the file already" in complaints(one("a.py", "class B:\n", "class A:\n"), Memory({"a.py": CODE}))[0]


def test_a_block_may_build_on_the_one_before() -> None:
    text = block("a.py", "class A:\n", "class B:\n    x = 1\n") + block("a.py", "    x = 1\n", "    x = 2\n")
    assert after(read("search-replace", text), Memory({"a.py": CODE}))["a.py"].decode().startswith("class B:\n    x = 2\n")


def test_edits_of_the_same_lines_are_refused() -> None:
    text = block("a.py", "class A:\n    def f(self):\n", "class B:\n    def f(self):\n") + block(
        "a.py", "class A:\n", "class C:\n"
    )
    assert "change the same lines" in complaints(read("search-replace", text), Memory({"a.py": CODE}))[0]


@pytest.mark.parametrize(
    "line", ["# ... rest of the code unchanged", "# existing code ...", "... rest of the class remains the same"]
)
def test_placeholders_are_refused(line: str) -> None:
    assert "you left out" in complaints(one("a.py", "class A:\n", f"class A:\n    {line}\n"), Memory({"a.py": CODE}))[0]
    assert complaints(Edits((Write("b.py", (line,)),)), Memory({}))
    had = Memory({"a.py": f"{line}\n{CODE}"})
    assert after(Edits((Write("a.py", (line, "x = 1")),)), had)["a.py"].decode() == f"{line}\nx = 1\n"


@pytest.mark.parametrize(
    "path",
    "/etc/passwd ../a.py a/../../b .git/hooks/pre-commit .GIT/config sub/.git/config .git./config git~1/config C:/a"
    " C:\\a a//../b ~/a ..\\a .git\\config link link/a module/a module a.py/b folder .g\u200cit/config a/ .".split(),
)
def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    files = Memory({"a.py": "x\n", "link": "..", "module": "", "folder/b": ""}, {"link": SYMLINK, "module": SUBMODULE})
    assert complaints(Edits((Write(path, ("x",)),)), files)
    moved = f"*** Begin Patch\n*** Update File: a.py\n*** Move to: {path}\n*** End Patch\n"
    assert complaints(read("v4a", moved), files)


def test_a_missing_file_names_the_likely_one() -> None:
    assert "did you mean src/a.py" in complaints(one("a.py", "x\n", "y\n"), Memory({"src/a.py": "x\n"}))[0]


def test_a_move_keeps_what_is_needed_for_the_mode() -> None:
    patch = "*** Begin Patch\n*** Update File: a.sh\n*** Move to: b.sh\n@@\n-x\n+y\n*** End Patch\n"
    assert apply(read("v4a", patch), Memory({"a.sh": "x\n"}, {"a.sh": EXECUTABLE})) == Applied(
        {"a.sh": None, "b.sh": b"y\n"}, {"b.sh": "a.sh"}
    )


@pytest.mark.parametrize(
    "data, line, expected",
    [
        ("a\u00e9\nb\n".encode("utf-16"), "ü", "aé\nü\n".encode("utf-16")),
        (b"# -*- coding: latin-1 -*-\n\xe9\nb\n", "ü", b"# -*- coding: latin-1 -*-\n\xe9\n\xfc\n"),
        (b"\xe9\nb\n", "u", b"\xe9\nu\n"),
        (b"a\r\nb\r\nc\n", "u", b"a\r\nu\r\nc\n"),
    ],
    ids=["UTF-16", "declared", "unknown", "mixed ends"],
)
def test_encodings_and_ends_stay(data: bytes, line: str, expected: bytes) -> None:
    assert after(one("a.py", "b\n", f"{line}\n"), Memory({"a.py": data}))["a.py"] == expected


def test_what_an_encoding_does_not_have_is_refused() -> None:
    declared = Memory({"a.py": b"# coding: latin-1\n\xe9\nb\n"})
    assert "no way to write" in complaints(one("a.py", "b\n", "→\n"), declared)[0]
    assert complaints(one("a", "x\n", "y\n"), Memory({"a": b"x\n\0"}))


def test_enormous_replies_end() -> None:
    files = Memory({"a.txt": "x\n" * 40_000})
    many = "--- a/a.txt\n+++ b/a.txt\n" + "@@ @@\n-x\n+y\n" * 2_000
    assert complaints(read("udiff", many), files)
    long = "--- a/a.txt\n+++ b/a.txt\n@@ @@\n" + " x\n" * 20_000 + "-y\n"
    assert complaints(read("udiff", long), files)
    sections = "*** Update File: a.txt\n@@\n-x\n+y\n" * 60
    assert "too many" in complaints(read("v4a", f"*** Begin Patch\n{sections}*** End Patch\n"), files)[-1]
    assert complaints(read("whole", "a.py\n" + "```py\n```py\n```\n" * 3_000), files)
    assert complaints(read("search-replace", block("a.txt", "y\n", "z\n") * 3_000), files)
    wavy = Memory({"a.txt": "a\nb\n" * 20_000})
    assert complaints(read("udiff", "--- a/a.txt\n+++ b/a.txt\n@@ @@\n" + " a\n b\n" * 8_000 + " b\n-a\n"), wavy)


@pytest.mark.parametrize(
    "name, text",
    [
        ("v4a", "Sure!\n```\n*** Begin Patch\n*** Update File: a.py\n@@\n-class A:\n+class B:\n*** End Patch\n```\nDone."),
        ("search-replace", "Sure!\n" + block("a.py", "class A:\n", "class B:\n")),
        ("search-replace", "In `a.py`:\n>>>>>>> SEARCH\nclass A:\n=======\nclass B:\n<<<<<<< REPLACE\n"),
        ("search-replace", "```\na.py\n<<<<<<< SEARCH\nclass A:\n=======\nclass B:\n>>>>>>> REPLACE\n```"),
        ("udiff", "Here:\n```diff\n--- a.py\n+++ a.py\n@@ ... @@\n-class A:\n+class B:\n```\nDone."),
        ("udiff", "--- a/a.py\r\n+++ b/a.py\r\n@@ -90,9 +90,1 @@\r\n-class A:\r\n+class B:\r\n     def f(self):\r\n"),
        ("whole", "**a.py**\n```python\n" + CODE.replace("A", "B") + "```\n"),
        ("pseudo-xml", "<edit><file>a.py</file><old_code>class A:</old_code><new_code>class B:</new_code></edit>"),
    ],
)
def test_what_models_write_around_their_edits(name: str, text: str) -> None:
    form = recognise(text)
    assert form is not None and form.name == name
    assert after(form.parse(text), Memory({"a.py": CODE}))["a.py"].decode() == CODE.replace("A", "B")


@pytest.mark.parametrize(
    "name, text",
    [
        ("v4a", "*** Begin Patch\n*** Update File: a.py\n@@\n-class A:\n+class B:\n"),
        ("v4a", "*** Begin Patch\n*** Add File: a.py\n+x\ny\n*** End Patch\n"),
        ("search-replace", "a.py\n<<<<<<< SEARCH\nclass A:\n=======\nclass B:\n"),
        ("search-replace", "<<<<<<< SEARCH\nclass A:\n=======\nclass B:\n>>>>>>> REPLACE\n"),
        ("search-replace", "a.py\n<<<<<<< SEARCH\nclass A:\n=======\nx\n=======\nclass B:\n>>>>>>> REPLACE\n"),
        ("search-replace", block("a.py", "class A:\n", "class B:\n") + "\nb.py\n```\n<<<<<<< SEA"),
        ("search-replace", block("a.py", "class A:\n", "class B:\n") + "\nsrc/b.py\n"),
        ("udiff", "```diff\n--- a/a.py\n+++ b/a.py\n@@ @@\n-class A:\n+class B:\n"),
        ("search-replace", block("a.py", "class A:\n", "class B:\n")[:-2]),
        ("pseudo-xml", "<edit><file>a.py</file><old_code>class A:</old_code><new_code>class B:</new_code></edit>\n<edi"),
        ("udiff", "```diff\n--- a/a.py\n+++ b/a.py\n@@ @@\n-class A:\n+class B:\n```\ntext\n```x\n-    def f(self):\n```\n"),
        ("whole", "a.py\n```\nclass B:\n"),
        ("pseudo-xml", "<edit><file>a.py</file><old_code>class A:</old_code><new_code>class B:"),
        ("udiff", "@@ -1 +1 @@\n-class A:\n+class B:\n"),
        ("udiff", "I could not do it."),
    ],
)
def test_replies_cut_short_are_refused(name: str, text: str) -> None:
    assert complaints(read(name, text), Memory({"a.py": CODE}))
