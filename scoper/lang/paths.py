"""What a path says of a file, whatever its language."""

from __future__ import annotations

import re

_TEST = re.compile(
    r"(^|/)(tests?|specs?|__tests__|testing)(/|$)|(^|/)(test_[^/]*|[^/]*[._-](test|spec))\.[^/]+$|(^|/)conftest\.py$"
    r"|(^|/)[^/]*[a-z0-9]Tests?\.(java|cs|kt|php|scala)$"
)


def is_test_path(path: str) -> bool:
    return bool(_TEST.search(path))
