"""What a pull request or commit message asks for: its words without what forms and tools put there, and the scope it
declares."""

from __future__ import annotations

import re
from typing import NamedTuple

from scoper.errors import UserError
from scoper.scope.model import Spec
from scoper.scope.specs import parse_spec

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_SCOPE = re.compile(r"^scope:[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*-[ \t]+(.+)$")
_TRAILER = re.compile(
    r"^(?:co-authored-by|signed-off-by|claude-session|change-id|reviewed-by):.*$", re.IGNORECASE | re.MULTILINE
)
_FOOTER = re.compile(r"^.{0,3}generated with \[.*$", re.IGNORECASE | re.MULTILINE)


class Asked(NamedTuple):
    """The words of a request, the scope that stands beside them, and what of that could not be read."""

    text: str
    specs: tuple[Spec, ...]
    notices: tuple[str, ...]


def read_asked(text: str) -> Asked:
    """A ``Scope:`` line, or one in front matter (a list or a line), names what may change, with commas between."""
    text = _COMMENT.sub("", text.replace("\r\n", "\n"))
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    listed = _front_items(front[1]) if front else []
    listed += [item for match in _SCOPE.finditer(body) for item in match[1].split(",")]
    body = _SCOPE.sub("", body)
    specs, notices = [], []
    for item in (item.strip().strip("`'\"").strip() for item in listed):
        if not item:
            continue
        try:
            specs.append(parse_spec(item))
        except UserError as error:
            notices.append(f"a declared scope was passed over: {error.message}")
    words = _FOOTER.sub("", _TRAILER.sub("", body))
    return Asked(re.sub(r"\n{3,}", "\n\n", words).strip(), tuple(dict.fromkeys(specs)), tuple(notices))


def _front_items(text: str) -> list[str]:
    found: list[str] = []
    is_open = False
    for line in text.splitlines():
        if (match := _SCOPE.match(line)) is not None:
            value = match[1].strip().removeprefix("[").removesuffix("]")
            found += value.split(",")
            is_open = not value
        elif is_open and (item := _ITEM.match(line)) is not None:
            found.append(item[1])
        else:
            is_open = False
    return found
