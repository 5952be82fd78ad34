"""What a path says of a file, whatever its language."""

from __future__ import annotations

import re

_TEST = re.compile(
    r"(^|/)(tests?|specs?|__tests__|testing)(/|$)|(^|/)(test_[^/]*|[^/]*[._-](test|spec))\.[^/]+$|(^|/)conftest\.py$"
    r"|(^|/)[^/]*[a-z0-9]Tests?\.(java|cs|kt|php|scala)$"
)


def is_test_path(path: str) -> bool:
    return bool(_TEST.search(path))


_TEST_MARK = re.compile(
    r"(?:\w+::)*(?:test|rstest)\b|cfg\((?:\w+\()*test\b|@?(?:\w+\.)*(?:Parameterized|Repeated)?Test\b|\[?(?:Fact|Theory|TestMethod|Test)\b"
)


def is_test_mark(decorator: str) -> bool:
    """Whether a decorator, attribute or annotation makes a test of what it stands above, or tests of all that is inside."""
    return bool(_TEST_MARK.match(decorator))
