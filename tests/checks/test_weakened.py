"""Assertions that ask for less, in several languages."""

from __future__ import annotations

import pytest

from scoper.checks import weakened
from tests.checks.reviews import review, rows


def found(path: str, old: str, new: str, request: str | None = "Round the total") -> list[str]:
    return rows(weakened, review({path: old}, {path: new}, request=request))


def python(*lines: str) -> str:
    return "def test_f():\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("assert f() == 3", "assert 3 in f()"),
        ("assert f() == 3", "assert f() > 0"),
        ("assert f() == 3", "assert f()"),
        ("assert f() == 3", "assert f() is not None"),
        ("assert f() == 3.5", "assert f() == approx(3.5)"),
        ("self.assertEqual(f(), 3)", "self.assertTrue(f())"),
        ("self.assertIn(3, f())", "self.assertIsNotNone(f())"),
        ("with pytest.raises(KeyError): f()", "with pytest.raises(Exception): f()"),
    ],
)
def test_looser(old: str, new: str) -> None:
    assert found("tests/test_a.py", python(old), python(new)) == ["tests/test_a.py::test_f IN604 warning"]
    assert found("tests/test_a.py", python(new), python(old)) == []
    assert found("a.py", python(old), python(new)) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (
            "a.test.js",
            "function testA() {\n  expect(f()).toBe(3);\n}\n",
            "function testA() {\n  expect(f()).toBeTruthy();\n}\n",
        ),
        ("tests/a.rs", "fn test_a() {\n    assert_eq!(f(), 3);\n}\n", "fn test_a() {\n    assert!(f() > 0);\n}\n"),
        (
            "a_test.go",
            "package a\n\nfunc TestA(t *testing.T) {\n\tassert.Equal(t, 3, f())\n}\n",
            "package a\n\nfunc TestA(t *testing.T) {\n\tassert.NotNil(t, f())\n}\n",
        ),
    ],
)
def test_looser_in_other_languages(path: str, old: str, new: str) -> None:
    assert [row.split()[-2] for row in found(path, old, new)] == ["IN604"]


def test_a_test_that_goes_with_what_it_tests_is_not_missed() -> None:
    base = {"a.py": "def f():\n    return 1\n", "tests/test_a.py": python("assert f() == 1")}
    gone = {"a.py": "", "tests/test_a.py": ""}
    assert rows(weakened, review(base, gone, request="x")) == []
    assert rows(weakened, review(base, {**base, "tests/test_a.py": ""}, request="x")) == ["tests/test_a.py IN604 warning"]


def test_one_assertion_more_is_never_less() -> None:
    assert found("tests/test_a.py", python("assert f() == 3"), python("assert f()", "assert g() == 3")) == []
