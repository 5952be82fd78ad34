"""What becomes of the results of calls."""

from __future__ import annotations

import pytest

from scoper.facts.awaiting import Handled, Handling, handling
from scoper.lang.registry import language_of


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("a.py", "await f()", Handled(Handling.AWAITED)),
        ("a.py", "x = await (o.f(1))", Handled(Handling.AWAITED)),
        ("a.py", "gather(*[f(x) for x in y])", Handled(Handling.PASSED, "gather")),
        ("a.py", "asyncio.run(f())", Handled(Handling.PASSED, "run")),
        ("a.py", "g(key=f())", Handled(Handling.PASSED, "g")),
        ("a.py", "f()", Handled(Handling.DROPPED)),
        ("a.py", "x = f()", Handled(Handling.ASSIGNED, "x")),
        ("a.py", "f().x", Handled(Handling.USED)),
        ("a.py", "x = f() + 1", Handled(Handling.USED)),
        ("a.py", "h = lambda: f()", Handled(Handling.RETURNED)),
        ("a.ts", "await f()", Handled(Handling.AWAITED)),
        ("a.ts", "f().then(g)", Handled(Handling.AWAITED)),
        ("a.ts", "const x = f()", Handled(Handling.ASSIGNED, "x")),
        ("a.ts", "Promise.all([f()])", Handled(Handling.PASSED, "all")),
    ],
)
def test_results_are_followed(path: str, line: str, expected: Handled) -> None:
    language = language_of(path)
    assert language is not None
    place = 1, line.index("f(") + 1
    assert handling(language, line.encode(), [place]) == {place: expected}


def test_what_is_no_call_is_left_out() -> None:
    language = language_of("a.py")
    assert language is not None
    assert handling(language, b"x = f", [(1, 5)]) == {}
