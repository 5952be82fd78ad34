"""Case files: one behaviour each, as Markdown that is test, example and demonstration at once. Text in, values out.

A case holds a ``Request: …`` line or a ``request`` block, a ``Scope: spec, spec`` line (both optional), and fenced blocks:

- ``python before=shop/cart.py``: a file of the base side; without an ``after`` or ``gone`` it does not change
- ``python after=shop/cart.py``: the file on the head side
- ``gone=shop/cart.py``: an empty block for a file that the head side lacks
- ``findings``: one ``path::symbol CODE severity`` a line; an empty block expects silence
- ``verdicts``: one ``path::symbol kind[,kind] in|out relation`` a line

The word ``no-eol`` after a path drops the last newline, ``crlf`` makes every line end in one. Other blocks are prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from scoper.errors import UserError


class Case(NamedTuple):
    """``base`` and ``head`` are whole trees, path → content. ``verdicts`` is ``None`` where the case names none."""

    title: str
    request: str | None
    scope: tuple[str, ...]
    base: Mapping[str, bytes]
    head: Mapping[str, bytes]
    findings: tuple[str, ...]
    verdicts: tuple[str, ...] | None


class _Block(NamedTuple):
    """A fenced block. ``start`` and ``end`` delimit its body in the text."""

    info: tuple[str, ...]
    body: str
    start: int
    end: int


_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
_LINE = r"^{}:[ \t]*(\S.*)$"


def parse_case(text: str) -> Case:
    """Raises :class:`UserError` where a block cannot be meant, or ``findings`` is not there exactly once."""
    blocks = _blocks(text)
    base, head = _trees(blocks)
    findings = [block for block in blocks if block.info == ("findings",)]
    if len(findings) != 1:
        raise UserError(f"a case needs one `findings` block, found {len(findings)}")
    verdicts = [block.body for block in blocks if block.info == ("verdicts",)]
    prose = _prose(text, blocks)
    return Case(
        title=_find(r"^#[ \t]+(\S.*)$", prose) or "",
        request=_find(_LINE.format("Request"), prose) or next((b.body.strip() for b in blocks if b.info == ("request",)), None),
        scope=tuple(spec.strip() for spec in (_find(_LINE.format("Scope"), prose) or "").split(",") if spec.strip()),
        base=base,
        head=head,
        findings=_rows(findings[0].body),
        verdicts=_rows(verdicts[0]) if verdicts else None,
    )


def with_findings(text: str, findings: tuple[str, ...]) -> str:
    """The case file with the body of its ``findings`` block replaced."""
    block = next(block for block in _blocks(text) if block.info == ("findings",))
    return text[: block.start] + "".join(f"{row}\n" for row in findings) + text[block.end :]


def _blocks(text: str) -> list[_Block]:
    found = _BLOCK.finditer(text)
    return [_Block(tuple(m["info"].split()), m["body"], m.start("body"), m.end("body")) for m in found]


def _trees(blocks: list[_Block]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    sides: dict[str, dict[str, bytes]] = {"before": {}, "after": {}, "gone": {}}
    for block in blocks:
        named = [word.partition("=") for word in block.info if "=" in word]
        for side, _, path in named:
            if side not in sides or not path or path in sides[side]:
                raise UserError(f"case block `{' '.join(block.info)}`: expected before=, after= or gone= and a path, each once")
            sides[side][path] = _content(block)
    head = {**sides["before"], **sides["after"]}
    for path in sides["gone"]:
        if path not in sides["before"] or path in sides["after"]:
            raise UserError(f"case block `gone={path}`: such a file needs a `before` and no `after`")
        del head[path]
    return sides["before"], head


def _content(block: _Block) -> bytes:
    body = block.body.removesuffix("\n") if "no-eol" in block.info else block.body
    return (body.replace("\n", "\r\n") if "crlf" in block.info else body).encode()


def _prose(text: str, blocks: list[_Block]) -> str:
    """The text without the bodies of its blocks, so that code cannot pass for a request."""
    for block in reversed(blocks):
        text = text[: block.start] + text[block.end :]
    return text


def _find(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text, re.MULTILINE)
    return found[1].strip() if found else None


def _rows(body: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in body.splitlines() if line.strip())
