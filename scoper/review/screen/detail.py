"""One edit, or a part of one, as text: what the verdict says, and the diff with its syntax in colours.

Colours only repeat what the marks say: the same text reads without any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rich.style import Style
from rich.syntax import Syntax
from rich.text import Text

from scoper.report.rows import Row
from scoper.report.terminal import clean
from scoper.review.model import Decision, Item, Matter, Reviewed, decision_on, findings_on, is_brought_back
from scoper.review.rows import Pair, side_by_side, unified
from scoper.untangle.merge import lines_of

NARROWEST = 100
"""Columns from which on old and new stand side by side."""

_THEME = "monokai"
_MOST = 400_000  # bytes of a file whose syntax is shown
_TAB = 4
_NUMBER = 5  # columns
_TINTS = {"-": "on #3b1d20", "+": "on #16301f", "…": "dim"}
_SEVERITIES = {"error": "bold red", "warning": "bold yellow", "note": "cyan"}


class Painter:
    """Turns rows into text. ``paths`` name the language of each side."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter

    def head(self, review: Reviewed, item: Item, parts: Sequence[int]) -> Text:
        """Symbol, kinds, verdict and findings."""
        is_whole = len(parts) == len(item.parts)
        edit = item.edit if is_whole else self._matter.parts.edits[parts[0]]
        kinds = f" · {', '.join(item.edit.kinds)}{_where(item, parts)}"
        lines = [Text.assemble((clean(item.name), "bold"), kinds)]
        state = decision_on(review, parts)
        said = state.value if state is not Decision.OPEN else f"open; the verdict proposes: {item.proposal.value}"
        if is_brought_back(self._matter, parts):
            said = f"in the work tree already; {said}"
        lines.append(Text(f"{item.group.value}: {clean(item.verdict.why)}"))
        for finding in findings_on(item, edit):
            level = finding.severity.label
            words = f" {clean(finding.words)}{finding.hedge}"
            lines.append(Text.assemble((f"{level} {finding.rule.code}", _SEVERITIES[level]), words))
        lines.append(Text(said, "dim"))
        if locked := next((self._matter.locked[part] for part in parts if part in self._matter.locked), None):
            lines.append(Text(f"it cannot be rejected: {locked}", "yellow"))
        return Text("\n").join(lines)

    def diff(self, review: Reviewed, parts: Sequence[int], width: int, *, beside: bool) -> Text:
        """The rows of these parts; old and new side by side where that is wanted and there is room."""
        rows = unified(self._matter, review, parts)
        edit = self._matter.parts.edits[parts[0]]
        file = self._matter.file_of(edit)
        texts = (file.base_text or b"", file.head_text or b"") if file is not None else (b"", b"")
        shades = _lines(edit.base_path, texts[0]), _lines(edit.path, texts[1])
        if beside and width >= NARROWEST:
            return Text("\n").join(_beside(pair, shades, (width - 3) // 2) for pair in side_by_side(rows))
        return Text("\n").join(_row(row, shades) for row in rows)


_Shades = tuple[Sequence[Text], Sequence[Text]]
"""The lines of the base and of the head with their syntax in colours; none where a file is too large or has no text."""


def _where(item: Item, parts: Sequence[int]) -> str:
    return "" if len(parts) == len(item.parts) else f" · statement {parts[0] - item.parts[0] + 1} of {len(item.parts)}"


def _row(row: Row, shades: _Shades, *, numbered: bool = True) -> Text:
    number = str(row.number) if row.number is not None and numbered else ""
    style = "dim" if row.mark in " …" else ""
    line = Text.assemble((f"{number:>{_NUMBER}} {row.mark} ", style), _shaded(row, shades))
    if tint := _TINTS.get(row.mark):
        line.stylize(tint)
    return line


def _beside(pair: Pair, shades: _Shades, width: int) -> Text:
    old = _cell(pair.old, shades, width, numbered=pair.old is not pair.new)  # lines that stay are numbered as the head has them
    return Text.assemble(old, (" │ ", "dim"), _cell(pair.new, shades, width))


def _cell(row: Row | None, shades: _Shades, width: int, *, numbered: bool = True) -> Text:
    line = _row(row, shades, numbered=numbered) if row is not None else Text()
    line.truncate(width, overflow="ellipsis", pad=True)
    return line


def _shaded(row: Row, shades: _Shades) -> Text:
    lines = shades[0] if row.mark == "-" else shades[1]
    text = row.text.expandtabs(_TAB)
    if row.number is not None and row.number <= len(lines) and row.mark != "…" and lines[row.number - 1].plain == text:
        return lines[row.number - 1].copy()
    return Text(text)


@lru_cache(maxsize=8)  # both sides of a few files, while a person walks their edits
def _lines(path: str, text: bytes) -> Sequence[Text]:
    if len(text) > _MOST:
        return ()
    plain = "\n".join(_safe(text))
    lexer = Syntax.guess_lexer(path, plain)
    painted = Syntax(plain, lexer, theme=_THEME, background_color="default").highlight(plain)
    painted.style = ""
    painted.spans = [span._replace(style=_foreground(span.style)) for span in painted.spans]
    return list(painted.split("\n", allow_blank=True))


def _foreground(style: str | Style) -> Style:
    """A style without its background, which says what was taken out and what was put in."""
    full = Style.parse(style) if isinstance(style, str) else style
    return Style(color=full.color, bold=full.bold, italic=full.italic)


def _safe(text: bytes) -> Iterator[str]:
    for line in lines_of(text):
        shown = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        yield "\t".join(map(clean, shown.split("\t"))).expandtabs(_TAB)
