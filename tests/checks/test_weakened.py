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


RUST = "pub fn f() -> u8 {{\n    1\n}}\n\n#[cfg(test)]\nmod tests {{\n    #[test]\n    fn one() {{\n{0}    }}\n}}\n"
OTHERS = {
    "a.test.ts": "describe('f', () => {{\n  it('adds', () => {{\n{0}  }});\n}});\n",
    "a_test.go": "package a\n\nfunc TestA(t *testing.T) {{\n{0}}}\n",
    "src/lib.rs": RUST,
    "spec/a_spec.rb": "describe A do\n  it 'adds' do\n{0}  end\nend\n",
    "tests/ATest.php": "<?php\nclass ATest extends TestCase\n{{\n    public function testA()\n    {{\n{0}    }}\n}}\n",
    "src/test/java/ATest.java": "class ATest {{\n    @Test\n    void adds() {{\n{0}    }}\n}}\n",
    "test/ATests.cs": "public class ATests\n{{\n    [Fact]\n    public void Adds()\n    {{\n{0}    }}\n}}\n",
    "tests/a_test.cc": "TEST(A, Adds) {{\n{0}}}\n",
}


@pytest.mark.parametrize(
    ("path", "assertion"),
    [
        ("a.test.ts", "    expect(f(1)).toBe(2);\n"),
        ("a_test.go", "\tif f(1) != 2 {{\n\t\tt.Error(1)\n\t}}\n"),
        ("src/lib.rs", "        assert_eq!(f(), 1);\n"),
        ("spec/a_spec.rb", "    expect(A.f).to eq(2)\n"),
        ("spec/a_spec.rb", "    assert_equal 2, A.f\n"),
        ("tests/ATest.php", "        $this->assertSame(2, f(1));\n"),
        ("src/test/java/ATest.java", "        assertEquals(2, f(1));\n"),
        ("test/ATests.cs", "        Assert.Equal(2, F(1));\n"),
        ("test/ATests.cs", "        F(1).Should().Be(2);\n"),
        ("tests/a_test.cc", "  EXPECT_EQ(f(1), 2);\n"),
    ],
)
def test_fewer_assertions(path: str, assertion: str) -> None:
    plain = assertion.replace("{{", "{").replace("}}", "}")
    old, new = OTHERS[path].format(plain + plain.replace("1", "3")), OTHERS[path].format(plain)
    assert [row.split()[-2] for row in found(path, old, new)] == ["IN604"]
    assert found(path, new, old) == []


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("a.test.ts", "  it('subtracts', () => {{\n    expect(g(1)).toBe(2);\n  }});\n"),
        ("src/lib.rs", "    #[test]\n    fn two() {{\n        assert_eq!(g(), 1);\n    }}\n"),
        ("spec/a_spec.rb", "  it 'subtracts' do\n    expect(A.g).to eq(2)\n  end\n"),
        ("src/test/java/ATest.java", "    @Test\n    void subtracts() {{\n        assertEquals(2, g(1));\n    }}\n"),
        ("test/ATests.cs", "    [Fact]\n    public void Subtracts()\n    {{\n        Assert.Equal(2, G(1));\n    }}\n"),
    ],
)
def test_a_test_is_gone_in_other_languages(path: str, test: str) -> None:
    new = OTHERS[path].format("")
    last = new.rindex("}" if "end\n" not in new else "end")
    last = new.rindex("\n", 0, last) + 1
    old = new[:last] + test.replace("{{", "{").replace("}}", "}") + new[last:]
    assert found(path, old, new) == [f"{path} IN604 warning"]
