from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from scoper.linters.notebook import cell_lines

LINES = st.lists(st.text(alphabet=st.characters(exclude_characters="\n\r"), max_size=8), max_size=4)


@given(st.lists(LINES, max_size=4), st.booleans())
def test_every_line_of_a_canonical_notebook_is_found_where_it_stands(cells: list[list[str]], ascii_only: bool) -> None:
    sources = [[f"{line}\n" for line in lines] for lines in cells]
    text = json.dumps({"cells": [{"source": lines} for lines in sources]}, indent=1, ensure_ascii=ascii_only)
    try:
        content = text.encode()
    except UnicodeEncodeError:
        return
    found = cell_lines(content)
    assert set(found) == {(cell, row) for cell, lines in enumerate(sources, 1) for row in range(1, len(lines) + 1)}
    raw = text.split("\n")
    for (cell, row), line in found.items():
        assert json.loads(raw[line - 1].strip().rstrip(",")) == sources[cell - 1][row - 1]
    assert list(found.values()) == sorted(set(found.values()))


def test_what_is_no_notebook_has_no_lines() -> None:
    assert cell_lines(b"") == cell_lines(b"[1]") == cell_lines(b'{"cells": [1]}') == cell_lines(b'{"cells": 3}') == {}


def test_a_notebook_on_one_line_has_no_lines() -> None:
    assert cell_lines(b'{"cells": [{"source": ["a\\n", "b"]}]}') == {}
