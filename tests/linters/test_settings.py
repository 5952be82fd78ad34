"""Where a project configures a linter."""

from __future__ import annotations

import pytest

from scoper.linters.adapters import eslint, flake8, mypy
from scoper.linters.settings import Site, differs, mentioned, section, site_of

CFG = b"[metadata]\nname = x\n[flake8]\nmax-line-length = 9\n[flake8:local-plugins]\nextension = X = p:P\n[mypy-a.*]\nb = c\n"


def test_the_nearest_configuration_counts() -> None:
    contents = {"setup.cfg": CFG, "a/.flake8": b"", "b/setup.cfg": b"[metadata]\n"}
    assert site_of(flake8.ADAPTER, "a/x.py", contents) == Site("a", "a/.flake8")
    assert site_of(flake8.ADAPTER, "b/x.py", contents) == Site("", "setup.cfg")
    assert site_of(eslint.ADAPTER, "a/x.js", contents) is None


@pytest.mark.parametrize(
    ("path", "content", "keys", "there"),
    [
        ("setup.cfg", CFG, ("flake8",), True),
        ("setup.cfg", CFG, ("mypy",), True),
        ("setup.cfg", CFG, ("tool",), False),
        ("pyproject.toml", b"[tool.mypy]\nstrict = true\n", ("tool", "mypy"), True),
        ("pyproject.toml", b'[project]\ndependencies = ["mypy"]\n', ("tool", "mypy"), False),
        ("pyproject.toml", b"[tool.mypy\n", ("tool", "mypy"), True),
        ("package.json", b'{"dependencies": {"stylelint": "1"}}', ("stylelint",), False),
        ("package.json", b'{"stylelint": {}}', ("stylelint",), True),
        ("package.json", b"[1]", ("stylelint",), False),
    ],
)
def test_tables_of_shared_files(path: str, content: bytes, keys: tuple[str, ...], there: bool) -> None:
    assert (section(path, content, keys) is not None) is there


def test_plugins_of_a_shared_file_are_seen() -> None:
    assert "local-plugins" in str(section("setup.cfg", CFG, ("flake8",)))


def test_only_its_own_table_changes_a_tool() -> None:
    base = {"pyproject.toml": b"[project]\nname = 'a'\n[tool.mypy]\nstrict = true\n"}
    assert not differs(mypy.ADAPTER, base, {"pyproject.toml": base["pyproject.toml"].replace(b"'a'", b"'b'")})
    assert differs(mypy.ADAPTER, base, {"pyproject.toml": base["pyproject.toml"].replace(b"true", b"false")})
    assert differs(mypy.ADAPTER, base, base | {"mypy.ini": b""})


def test_files_that_a_configuration_names() -> None:
    known = {"a/base.json", "a/rules.js", "lib/index.js", "words.txt"}
    text = b'{"extends": ["./base.json", "../lib", "plugin:x"], "rules": "./rules", "etc": "/etc/passwd"}'
    assert mentioned("a/.eslintrc.json", text, known) == {"a/base.json", "a/rules.js", "lib/index.js"}
