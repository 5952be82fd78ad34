from __future__ import annotations

import pytest

from scoper.agent.hosts.border import forbidden, outside
from scoper.config import Config
from scoper.scope.specs import parse_spec

CODE = b"def slug(text):\n    return text.lower()\n"
CHANGED = CODE.replace(b"lower", b"strip")


@pytest.mark.parametrize(
    ("path", "specs", "reason"),
    [
        ("migrations/1.py", [], "the configuration protects"),
        ("migrations/1.py", ["migrations/1.py"], None),
        ("migrations/1.py", ["migrations/"], None),
        ("tests/test_a.py", [], "the tests are frozen"),
        ("src/a.py", ["!src/"], "src/ must not change"),
        ("src/a.py", ["!src/a.py::f"], None),
        ("src/a.py", [], None),
    ],
)
def test_what_no_edit_may_touch(path: str, specs: list[str], reason: str | None) -> None:
    found = forbidden(path, [parse_spec(spec) for spec in specs], Config(protect=("migrations/",), freeze=("tests",)))
    assert (found is None) if reason is None else (found is not None and reason in found)


@pytest.mark.parametrize(
    ("path", "before", "after", "specs"),
    [
        ("shop/names.py", CODE, CHANGED, []),  # no scope, so nothing is certain
        ("shop/names.py", CODE, CHANGED, ["shop/"]),
        ("shop/names.py", CODE, CHANGED, ["shop/names.py::other"]),
        ("shop/names.py", CODE, CODE + b"\n\ndef new():\n    return 1\n", ["shop/cart.py"]),  # may be for code that comes
        ("shop/names.py", None, CHANGED, ["shop/cart.py"]),
        ("shop/names.py", b"import cart\n" + CODE, CHANGED, ["shop/cart.py"]),  # uses it
        ("shop/names.py", CODE, CHANGED + b"import cart\n", ["shop/cart.py"]),
        ("tests/test_cart.py", CODE, CHANGED, ["shop/cart.py::Cart.total"]),
        ("CHANGELOG.md", b"old\n", b"new\n", ["shop/cart.py"]),
        ("pyproject.toml", b"a = 1\n", b"a = 2\n", ["shop/cart.py"]),
        ("shop/names.py", CODE, None, ["shop/cart.py"]),  # what it would be is not known
        ("shop/names.py", CODE, CHANGED, ["*.py"]),
    ],
)
def test_what_may_belong_to_it_yet_is_let_through(
    path: str, before: bytes | None, after: bytes | None, specs: list[str]
) -> None:
    assert outside(path, before, after, [parse_spec(spec) for spec in specs]) is None


@pytest.mark.parametrize("spec", ["shop/cart.py", "shop/cart.py::Cart.total", "::Cart.total", "shop/cart.py:3-9", "billing/"])
def test_a_file_that_has_nothing_to_do_with_the_scope(spec: str) -> None:
    found = outside("shop/names.py", CODE, CHANGED, [parse_spec(spec)])
    assert found is not None and spec in found
