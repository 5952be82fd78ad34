from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.scope.mentions import find_mentions
from scoper.scope.model import Provenance as P


@pytest.mark.parametrize(
    "text", ["", "make it faster", "Fix a bug. And another one.", "see https://example.com/a/b.py for more"]
)
def test_prose_names_no_code(text: str) -> None:
    assert [mention for mention in find_mentions(text) if mention.provenance is not P.DOTTED_NAME] == []


@pytest.mark.parametrize(
    ("text", "provenance", "path", "name", "line"),
    [
        ("fix src/flask/app.py please", P.PATH, "src/flask/app.py", None, None),
        ("in `app.py`", P.PATH, "app.py", None, None),
        ("tests/test_a.py::TestX::test_y fails", P.TEST_ID, "tests/test_a.py", "TestX.test_y", None),
        ('  File "/home/x/src/a.py", line 12, in run', P.TRACEBACK, "/home/x/src/a.py", "run", 12),
        ("at src/a.py:12", P.TRACEBACK, "src/a.py", None, 12),
        ("rename `total` now", P.CODE_SPAN, None, "total", None),
        ("rename `Cart.total()`", P.CODE_SPAN, None, "Cart.total", None),
        ("call Cart.total first", P.DOTTED_NAME, None, "Cart.total", None),
        ("call total() first", P.DOTTED_NAME, None, "total", None),
        ("the max_redirects default", P.IDENTIFIER, None, "max_redirects", None),
        ("the maxRedirects default", P.IDENTIFIER, None, "maxRedirects", None),
        ("the ResponseStream class", P.IDENTIFIER, None, "ResponseStream", None),
        ("honour MAX_AGE", P.IDENTIFIER, None, "MAX_AGE", None),
        ("use `total + tax_rate`", P.IDENTIFIER, None, "tax_rate", None),
    ],
)
def test_what_is_named(text: str, provenance: P, path: str | None, name: str | None, line: int | None) -> None:
    assert any(
        (mention.provenance, mention.path, mention.name, mention.line) == (provenance, path, name, line)
        for mention in find_mentions(text)
    )


def test_each_name_once_at_its_strongest() -> None:
    mentions = find_mentions("`max_age`: the max_age and max_age again")
    assert [mention.provenance for mention in mentions if mention.name == "max_age"] == [P.CODE_SPAN]


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for mention in find_mentions(text):
        assert mention.path or mention.name


def test_a_hostile_request_is_bounded() -> None:
    assert len(find_mentions("`a.b` " * 50_000 + " ".join(f"name_{n}" for n in range(9_000)))) <= 200
    find_mentions("a." * 50_000 + "/" * 50_000 + "_" * 50_000)
