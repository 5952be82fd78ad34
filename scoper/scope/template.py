"""A request without what a template, a form or a tool put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = re.compile(r"\b[a-z]+://\S+")
_TRAILER = re.compile(
    r"^\W*(co-authored-by|signed-off-by|reviewed-by|acked-by|tested-by|change-id|cc|generated with|claude-session)\b.*$",
    re.IGNORECASE | re.MULTILINE,
)
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BOX = re.compile(r"(?m)^[ \t]*[-*] \[(?: \]|[xX]\] I )[^\n]*$")  # not ticked, or a promise: of the template, not of the task
_HEADING = re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]+(?P<hashed>[^\n]+)|\*\*(?P<bold>[^*\n]{2,60})\*\*:?)[ \t]*$")


def _named(*names: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\W*(?:{'|'.join(names)})\W*")


_SURROUNDINGS = _named(  # sections of issue templates that say nothing of the code
    r"(?:your |test )?environment",
    r"(?:system|platform|browser|device|version)s?(?: (?:info(?:rmation)?|details))?",
    r"operating systems?",
    r"os",
    r"(?:pre-?(?:submission|flight) )?check ?list",
    r"before submitting",
    r"code of conduct",
    r"validations?",
    r"screenshots?(?:/videos?)?",
    r"is there an existing issue.*",
    r"type of change",
)
_ASKED_OF_ALL = _named(  # headings that every report has; what stands below them counts
    r"(?:short )?summary",
    r"(?:bug )?description",
    r"describe the (?:bug|feature|solution).*",
    r"(?:steps )?to reproduce(?: the (?:bug|behaviou?r))?",
    r"reproduction(?: steps)?",
    r"(?:expected|actual|current)(?: (?:behaviou?r|results?))?",
    r"what (?:happened|went wrong).*",
    r"what did you expect.*",
    r"additional (?:context|information)",
    r"(?:possible|proposed) solution",
    r"motivation",
    r"context",
    r"(?:relevant )?logs?(?: output)?",
    r"(?:full )?(?:traceback|stack ?trace)",
    r"test plan",
    r"changes",
    r"related issues?",
)


def clean_request(request: str) -> str:
    """The request without what people do not say: URLs, trailers, HTML comments, boxes and headings of templates, and sections
    about the machine that something was seen on."""
    said = _HTML_COMMENT.sub(" ", _URL.sub(" ", _TRAILER.sub(" ", request)))
    return "".join(_sections(_BOX.sub("", said))).strip()


def _sections(text: str) -> Iterator[str]:
    start, is_wanted = 0, True
    for match in _HEADING.finditer(text):
        if is_wanted:
            yield text[start : match.start()]
        heading = match["hashed"] or match["bold"]
        is_wanted = not _SURROUNDINGS.fullmatch(heading)
        start = match.end() if _ASKED_OF_ALL.fullmatch(heading) else match.start()
    if is_wanted:
        yield text[start:]
