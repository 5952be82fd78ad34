"""Does a request ask for changes of one kind? By its words, which are strings for ``re`` to compile when asked: most runs need
none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DOCUMENTING = r"docstrings?|docs?|document\w*|typos?|wording|reword\w*|spelling|misspell\w*|grammar|proofread\w*|translat\w*"
_TIDYING = r"clean(?:ed|s|ing)?[ -]?ups?|tidy\w*|cosmetic\w*"
_STYLE = r"style|styling|(?:re)?lint\w*|black(?:en)?|ruff|isort|yapf|autopep8|pep ?-?8|flake8"
_REWORKING = r"refactor\w*|simplif\w*|rewrit\w*|rework\w*|restructur\w*|moderni[sz]\w*|pyupgrade|upgrad\w*|idioms?|idiomatic\w*"
_VERSIONS = r"python ?[23][\d.]*|py3\d*|es20\d\d|es6|drop(?:s|ped|ping)? (?:python|support)|deprecat\w*"

_WORDS: Mapping[str, str] = {
    "CH201": rf"(?:re)?format\w*|{_STYLE}|white ?spaces?|(?:re|de)?indent\w*|line[ -](?:length|breaks?|endings?|wrap\w*)"
    r"|wrap lines|quotes|trailing commas?",
    "CH202": rf"(?:un)?comment\w*|todos?|annotat\w*|licen[sc]e|copyright|headers?|{_DOCUMENTING}",
    "CH203": rf"comment\w*|help texts?|{_DOCUMENTING}",
    "CH204": rf"(?:un)?comment\w*|todos?|licen[sc]e|copyright|headers?|{_DOCUMENTING}",
    "CH205": rf"renam\w*|nam(?:es?|ing|ed)|call(?:ed)? it|shadow\w*|{_STYLE}|{_REWORKING}",
    "CH206": r"(?:re)?order\w*|sort\w*|alphabet\w*|mov(?:e[sd]?|ing)|first|before|after|sequence|earlier|later|race"
    rf"|{_REWORKING}",
    "CH207": rf"quot\w*|(?:re)?format\w*|{_STYLE}",
    "CH208": rf"annotat\w*|typ(?:e|es|ed|ing|ings)|type[ -]?(?:hints?|check\w*|safe\w*)|mypy|pyright|typescript|{_STYLE}"
    rf"|{_REWORKING}",
    "CH209": rf"imports?|isort|(?:re)?order\w*|sort\w*|(?:re)?format\w*|{_STYLE}|{_REWORKING}",
    "CH210": rf"f-?strings?|typ(?:es?|ing|ed)|annotat\w*|type hints?|mypy|pyright|builtins?|{_STYLE}|{_REWORKING}|{_VERSIONS}",
    "CH211": rf"dead|unused|unreachable|obsolete|commented|remov\w*|delet\w*|drop\w*|{_STYLE}|{_REWORKING}",
    "CH212": r"none|null\w*|nil|undefined|missing|absent|optional|empty|guard\w*|crash\w*|checks?|exceptions?|errors?|catch\w*"
    r"|handl\w*|rais\w*|throw\w*|fail\w*|robust\w*|safe\w*|fallback|ignor\w*|avoid\w*|prevent\w*|try|defensive\w*|validat\w*"
    rf"|\w+Error|\w+Exception|bugs?|fix\w*|{_REWORKING}",
    "CH213": rf"literals?|digits?|underscores?|hex\w*|escap\w*|separators?|numbers?|(?:re)?format\w*|{_STYLE}|{_REWORKING}",
}


def asks_for(code: str, request: str | None) -> bool:
    """Whether a request asks for what the rule with this code reports."""
    return bool(request and re.search(rf"\b(?:{_WORDS[code]}|{_TIDYING})\b", request, re.IGNORECASE))
