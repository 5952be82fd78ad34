"""Does a request ask for changes of one kind? By its words, which are strings for ``re`` to compile when asked: most runs need
none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DOCUMENTING = (
    r"docstrings?|docs?|document\w*|typos?|wording|reword\w*|spelling|misspell\w*|grammar|proofread\w*|translat\w*"
    r"|markup|rst|sphinx|markdown"
)
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
    "LN402": r"align\w*|by hand|layout|laid out|columns?|tabular|fmt: ?(?:off|skip)|prettier-ignore|(?:un|not )format\w*",
    "ST301": rf"comment\w*|explain\w*|{_DOCUMENTING}",
    "ST302": rf"comment\w*|explain\w*|{_DOCUMENTING}|dividers?",
    "ST303": r"emojis?|unicode|icons?|symbols?|arrows?|typograph\w*|translat\w*|locali[sz]\w*",
    "ST304": rf"comment\w*|explain\w*|{_DOCUMENTING}",
    "ST305": rf"(?:google|numpy|sphinx|jsdoc|javadoc)\w*|{_DOCUMENTING}",
    "ST306": rf"annotat\w*|typ(?:e|es|ed|ing|ings)|type[ -]?(?:hints?|check\w*|safe\w*)|mypy|pyright|typescript|{_STYLE}",
    "ST307": rf"annotat\w*|typ(?:e|es|ed|ing|ings)|type[ -]?(?:hints?|check\w*|safe\w*)|optional|interfaces?|enums?"
    rf"|{_REWORKING}|{_VERSIONS}",
    "ST308": rf"quot\w*|(?:re)?format\w*|{_STYLE}",
    "ST309": rf"f-?strings?|(?:re)?format\w*|templates?|interpolat\w*|concatenat\w*|{_REWORKING}|{_VERSIONS}",
    "ST310": rf"import\w*|circular|cycl\w+|lazy|lazily|start-?up|optional dependenc\w*|{_STYLE}",
    "ST311": rf"renam\w*|nam(?:es?|ing|ed)|casing|camel\w*|snake\w*|{_STYLE}",
    "ST312": r"exceptions?|catch\w*|robust\w*|fallback|defensive\w*|guard\w*|wrap\w*|unwrap\w*|isinstance|panic\w*"
    r"|swallow\w*|suppress\w*|early returns?|error handling|handle errors?",
    "ST313": r"print\w*|stdout|stderr|console|logging|loggers?",
    "ST314": r"assert\w*|pytest|unittest|vitest|jest|testify|migrat\w*|convert\w*",
    "ST315": rf"(?:re)?format\w*|white ?spaces?|blank lines?|line[ -]length|semicolons?|commas?|wrap\w*|{_STYLE}",
    "ST316": rf"idioms?|arrow\w*|promises?|await\w*|callbacks?|equality|{_STYLE}|{_REWORKING}",
    "ST317": rf"jsx|inline\w*|handlers?|{_STYLE}|{_REWORKING}",
    "ST318": r"units?|px|rem|pixels?|colou?rs?|hex|sort\w*|order\w*|style\w*|theme\w*|dark mode",
}


def asks_for(code: str, request: str | None) -> bool:
    """Whether a request asks for what the rule with this code reports."""
    return bool(request and re.search(rf"\b(?:{_WORDS[code]}|{_TIDYING})\b", request, re.IGNORECASE))
