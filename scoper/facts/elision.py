"""Is this comment a placeholder for code that was not written out? Words in, yes or no out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from scoper.facts.model import FileFacts

_HASH = "py pyi sh bash zsh fish rb yml yaml toml cfg ini conf pl pm r jl tf nix ex exs mk cmake ps1 graphql gd cr coffee"
_SLASH = (
    "js jsx mjs cjs ts tsx mts cts java c h cc cpp cxx hh hpp hxx cs go rs swift kt kts scala php dart m mm scss less css "
    "proto groovy gradle vue svelte astro sol zig v sv glsl hlsl metal"
)
_DASH = "sql lua hs elm ada vhd"
_MARKUP = "html htm xml svg xhtml vue svelte astro xaml"
_LEADERS: dict[str, tuple[str, ...]] = {}
for _names, _marks in ((_HASH, ("#",)), (_SLASH, ("//", "/*", "*", "{/*")), (_DASH, ("--", "/*")), (_MARKUP, ("<!--",))):
    for _suffix in _names.split():
        _LEADERS[_suffix] = _LEADERS.get(_suffix, ()) + _marks
_NAMED = {"makefile": ("#",), "dockerfile": ("#",), "jenkinsfile": ("//",), "cmakelists.txt": ("#",)}

_TRIM = re.compile(r"^(?:\{/\*+|/\*+|//+|<!--|#+!?|--+|\*+)\s*|\s*(?:\*+/\}?|-->)$")
_DOTS = r"(?:\.{3,}|…)"
_CODE = (
    r"(?:code|implementation|functions?|methods?|class(?:es)?|files?|modules?|scripts?|logic|body|imports?|tests?|fields?|content\w*"
    r"|components?|template|markup|styles?|elements?|config\w*|cases|routes|handlers?|props|attributes|properties|parameters|setup|definitions?|lines|helpers?|stuff)"
)
_WHICH = r"(?:existing|remaining|remainder|other|previous|original|unchanged|same|old|more|rest)"
_STAYS = r"(?:(?:remains?|stays?|is|are|as) +)?(?:the same|unchanged|as before|as is|as-is|unmodified|omitted|untouched|here)"
_REST = rf"(?:the +|your +|all +)?(?:rest|remainder) of (?:(?:the|your|this|my|our) +)?(?:\w+ +)?{_CODE}"
_OTHERS = rf"(?:the +|your +|all +|keep +(?:the +)?)*{_WHICH} +(?:\w+ +)?{_CODE}"
_SHORT = (
    r"(?:unchanged|no changes?|same as (?:before|above)|as before|omitted(?: for brevity)?|truncated|snip(?:ped)?"
    r"|everything else|rest|the rest|(?:and )?so on|keep (?:the )?(?:rest|existing))"
)
_WITH_DOTS = rf"{_DOTS}? *[(\[]?(?:{_REST}|{_OTHERS}|{_SHORT}|{_CODE} {_STAYS})(?: +{_STAYS})?(?: for brevity)?[)\]]? *{_DOTS}?"
_PLAIN = (
    rf"[(\[]?(?:(?:{_REST}|{_OTHERS}) +(?:goes? here|continues?|{_STAYS})(?: for brevity)?|{_CODE} omitted(?: for brevity)?"
    rf"|omitted for brevity|your code(?: goes)? here)[)\]]?[.:]?"
)
_MAX_CHARACTERS = 120


def is_elision(words: str) -> bool:
    """Whether the whole of a comment's text is such a placeholder. A sentence that merely talks about code is none."""
    text = _TRIM.sub("", _TRIM.sub("", words.strip())).strip()
    if not text or len(text) > _MAX_CHARACTERS:
        return False
    if _compiled(_PLAIN).fullmatch(text):
        return True
    return bool(re.search(_DOTS, text) and _compiled(_WITH_DOTS).fullmatch(text))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled for the first comment that needs it: each costs more than a millisecond, and many diffs add no comment."""
    return re.compile(pattern, re.IGNORECASE)


def may_hold_code(path: str) -> bool:
    """Whether comments of such a file are known here; documents talk about code, and are not code."""
    return bool(_leaders(path))


def said_in_comments(
    path: str, lines: Sequence[bytes], facts: FileFacts | None, wanted: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """The wanted lines that are a comment or a bare line of dots and words, with their text."""
    leaders = _leaders(path)
    comments = None if facts is None or facts.degraded else {item.start_line: item.text for item in facts.comments}
    marks = tuple(leader.encode() for leader in leaders) if comments is None else ()
    if facts is None or facts.problems:  # in a file that parses, a line of dots can only be part of a string
        marks += (b"...", "…".encode())
    for number in wanted:
        if number > len(lines):
            break
        if comments is not None and number in comments:
            yield number, comments[number]
        elif lines[number - 1].lstrip().startswith(marks):  # decoded after this test: a generated file has millions of lines
            yield number, lines[number - 1].decode("utf-8", "replace").strip()


def _leaders(path: str) -> tuple[str, ...]:
    name = path.rpartition("/")[2].lower()
    return _NAMED.get(name) or _LEADERS.get(name.rpartition(".")[2] if "." in name else "", ())
