"""Is a comment code that was switched off? Lines in, yes or no out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

_MARK = re.compile(r"^\s*(?:#|//|/\*+|\*/|\*|--) ?")
_ENDS = re.compile(r"[;{}]\s*$")
_MOST_LINES = 200


def is_code(path: str, lines: Sequence[str]) -> bool:
    """Whether these lines of comments hold statements, and not words that could be read as some."""
    filled = [line for line in lines[:_MOST_LINES] if line.strip()]
    bare = [_MARK.sub("", line) for line in filled if _MARK.match(line)]
    if not bare or len(bare) != len(filled):
        return False
    if path.endswith((".py", ".pyi")):
        return _is_python("\n".join(bare))
    return all(_ENDS.search(line) for line in bare if line.strip())


def _is_python(text: str) -> bool:
    import ast  # most diffs remove no comment
    from textwrap import dedent

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(dedent(text)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(body) and not all(_is_word(statement) for statement in body)


def _is_word(statement: object) -> bool:
    """A name, a number, a pair of words with a colon: all valid, and no code."""
    return type(statement).__name__ in ("Expr", "AnnAssign") and "Call" not in type(getattr(statement, "value", None)).__name__
