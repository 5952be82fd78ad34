"""Where the lines of a notebook's cells stand in its file. Pure: bytes in, line numbers out."""

from __future__ import annotations


def cell_lines(content: bytes) -> dict[tuple[int, int], int]:
    """``(cell, line in the cell) → line of the file``, all 1-based.

    Notebook programs write each line of a cell as one JSON string on a line of its own; from the first line that is laid
    out in another way on, lines are left out.
    """
    import json

    try:
        cells = json.loads(content)["cells"]
        sources = [cell["source"] for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    found: dict[tuple[int, int], int] = {}
    raw = [line.strip().rstrip(b",") for line in content.split(b"\n")]
    position = 0
    for number, source in enumerate(sources, 1):
        lines = source if isinstance(source, list) else []
        for row, text in enumerate(lines, 1):
            spellings = {json.dumps(text).encode(), json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")}
            place = next((at for at in range(position, len(raw)) if raw[at] in spellings), None)
            if place is None:
                return found
            found[number, row] = place + 1
            position = place + 1
    return found
