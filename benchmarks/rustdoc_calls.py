"""Which functions the calls of a Rust crate mean, by rustc: read from the source pages that rustdoc writes.

usage: python -m benchmarks.rustdoc_calls TARGET/doc/src/CRATE SOURCE_FOLDER >calls.tsv

where the pages come from ``cargo +nightly rustdoc --lib -- -Z unstable-options --generate-link-to-definition
--document-private-items``, and SOURCE_FOLDER is that of the crate in the checkout (``tokio/src``). The table is one for
``benchmarks.graph_accuracy --calls``. rustdoc links neither arguments of macros nor paths with type arguments, so nothing
is said of them; nor is it of what builds a value (tuple structs and variants), which looks like a pattern.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

_LINE = re.compile(r"#(\d+)(?:-\d+)?$")
_TRAIT = re.compile(r"\btrait\.(\w+)\.html")
_CALLED = re.compile(r"\s*(?:::\s*<[^;{}]*?>)?\s*\(")


class Link(NamedTuple):
    """A linked name: where it ends, counted in bytes from 0, and what it is linked to."""

    line: int
    end: int
    text: str
    href: str


class Page(HTMLParser):
    """The source that a page shows, and its links."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.lines = [""]
        self._href: str | None = None
        self._in_code = self._in_number = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "code":
            self._in_code = True
        elif tag == "a" and "data-nosnippet" in given:
            self._in_number = True
        elif tag == "a" and self._in_code:
            self._href, self._start = given.get("href") or "", len(self.lines[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._in_code = False
        elif tag == "a" and self._href is not None:
            text = self.lines[-1][self._start :]
            self.links.append(Link(len(self.lines), len(self.lines[-1].rstrip("!").encode()), text.rstrip("!"), self._href))
            self._href = None
        elif tag == "a":
            self._in_number = False

    def handle_data(self, data: str) -> None:
        if self._in_code and not self._in_number:
            first, *rest = data.split("\n")
            self.lines[-1] += first
            self.lines += rest


def read_pages(pages: Path, folder: str) -> Iterator[tuple[str, int, int, str, int, str]]:
    found = {
        path.relative_to(pages).as_posix(): Page(path.read_text(encoding="utf-8")) for path in sorted(pages.rglob("*.html"))
    }
    for name, page in found.items():
        for link in page.links:
            last = re.search(r"(?:r#)?\w+$", link.text)
            if last is None or not _CALLED.match(page.lines[link.line - 1].encode()[link.end :].decode()):
                continue
            at = (_source(folder, name), link.line, link.end - len(last[0].encode()) + 1)
            target, line = _target(name, link.href)
            if target not in found:
                yield (*at, "", 0, trait[1] if (trait := _TRAIT.search(link.href)) else "")
            elif line and re.search(rf"\bfn\s+{re.escape(last[0])}\b", found[target].lines[line - 1]):
                yield (*at, _source(folder, target), line, "")


def _target(page: str, href: str) -> tuple[str, int]:
    """The page that a link leads to, and the line; pages of documentation say no line, so they are not of the sources."""
    line = _LINE.search(href)
    where = href[: line.start()] if line else href
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), where)) if where else page, int(line[1]) if line else 0


def _source(folder: str, page: str) -> str:
    return posixpath.join(folder, page.removesuffix(".html"))


if __name__ == "__main__":
    for row in read_pages(Path(sys.argv[1]), sys.argv[2]):
        print(*(value or "" for value in row), sep="\t")
