from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from scoper.linters import ruff
from scoper.linters.model import Diagnostic
from scoper.linters.ruff import Sides
from tests.linters.memory import MemorySnapshot, changed

SELECT = b'lint.select = ["F", "I", "INP"]\n'


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def lint(base: dict[str, bytes], head: dict[str, bytes], *renames: tuple[str, str], timeout: float = 30) -> Sides:
    before, after = MemorySnapshot(base), MemorySnapshot(head)
    run = ruff.start(before, after, changed(before, after, *renames), timeout=timeout, max_file_bytes=100_000)
    try:
        return ruff.finish(run)
    finally:
        ruff.cancel(run)


def rows(side: tuple[Diagnostic, ...]) -> list[tuple[str, int, str]]:
    return [(item.path, item.line, item.code) for item in side]


def test_clean_code_on_both_sides(temporary: Path) -> None:
    found = lint({"a.py": b"x = 1\n"}, {"a.py": b"x = 2\n"})
    assert found == Sides((), (), (), frozenset(), True)
    assert list(temporary.iterdir()) == []


def test_without_python_nothing_is_checked_and_nothing_is_said() -> None:
    assert lint({"a.js": b"1"}, {"a.js": b"2"}) == Sides((), (), (), frozenset(), False)


def test_each_side_has_its_own_diagnostics() -> None:
    found = lint({"a.py": b"import os\n"}, {"a.py": b"import os\nimport sys\n"})
    assert rows(found.base) == [("a.py", 1, "F401")]
    assert rows(found.head) == [("a.py", 1, "F401"), ("a.py", 2, "F401")]
    first = found.head[1]
    assert (first.tool, first.message, first.column, first.end_column) == ("ruff", "`sys` imported but unused", 8, 11)
    assert first.fixable and first.url and first.url.endswith("/unused-import")


def test_globs_of_the_configuration_are_those_of_the_real_tree() -> None:
    config = SELECT + b'extend-exclude = ["base", "gen"]\ninclude = ["*.py"]\nlint.per-file-ignores = {"x/*.py" = ["F401"]}\n'
    bad = b"import os\n"
    names = ("x/a.py", "y/a.py", "x/base/a.py", "gen/a.py", "y/head/a.py", "y/a.pyi")
    base = {"ruff.toml": config, "x/__init__.py": b"", "y/__init__.py": b"", "y/head/__init__.py": b""}
    found = lint(base, base | dict.fromkeys(names, bad))
    assert rows(found.head) == [("y/a.py", 1, "F401"), ("y/head/a.py", 1, "F401")]


def test_names_of_files_in_messages_are_those_of_the_repository() -> None:
    found = lint({"ruff.toml": SELECT}, {"ruff.toml": SELECT, "x/a.py": b"y = 1\n"})
    assert [item.message for item in found.head] == [
        "File `x/a.py` is part of an implicit namespace package. Add an `__init__.py`."
    ]


def test_first_party_modules_are_known() -> None:
    base = {"ruff.toml": SELECT, "app/__init__.py": b"", "zlib_like/one.txt": b"", "src/names.py": b""}
    text = b"import pytest\n\nimport app\nimport names\nimport zlib_like\n\nprint(app, names, pytest, zlib_like)\n"
    assert rows(lint(base, base | {"a.py": text}).head) == []
    assert rows(lint({"ruff.toml": SELECT}, {"ruff.toml": SELECT, "a.py": text}).head) == [("a.py", 1, "I001")]


def test_the_python_version_of_the_project_counts() -> None:
    config = b'[project]\nrequires-python = ">=3.8"\n[tool.ruff]\n'
    text = b"match 1:\n    case _:\n        pass\n"
    found = lint({"pyproject.toml": config}, {"pyproject.toml": config, "a.py": text})
    assert rows(found.head) == [("a.py", 1, ruff.SYNTAX)]


def test_settings_that_would_write_files_are_overruled() -> None:
    config = SELECT + b'fix = true\nfix-only = true\nshow-fixes = true\noutput-format = "sarif"\nunsafe-fixes = true\n'
    found = lint({"ruff.toml": config, "a.py": b"x = 1\n"}, {"ruff.toml": config, "a.py": b"import os\n"})
    assert rows(found.head) == [("a.py", 1, "F401")] and found.problems == ()


def test_the_base_side_of_a_renamed_file_carries_the_new_name() -> None:
    found = lint({"a.py": b"import os\n"}, {"b.py": b"import os\nimport sys\n"}, ("a.py", "b.py"))
    assert rows(found.base) == [("b.py", 1, "F401")]


def test_lines_of_a_notebook_are_lines_of_its_file() -> None:
    cells: list[dict[str, object]] = [{"cell_type": "markdown", "metadata": {}, "source": ["# x\n"]}]
    cells.append(
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["x = 1\n", "import os"]}
    )
    language = {"language_info": {"name": "python"}}
    content = json.dumps({"cells": cells, "metadata": language, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()
    place = content.split(b"\n").index(b'    "import os"') + 1
    assert rows(lint({"keep.txt": b""}, {"a.ipynb": content}).head) == [("a.ipynb", place, "F401")]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (b"line-length = \n", "ruff.toml"),
        (b'required-version = "<0.1"\n', "required version `<0.1`"),
        (b'lint.select = ["NOPE9"]\n', "NOPE9"),
        (b'extend = "../elsewhere.toml"\n', "elsewhere.toml"),
    ],
)
def test_configuration_that_ruff_refuses_is_no_pass(config: bytes, words: str) -> None:
    found = lint({"ruff.toml": config, "a.py": b"x = 1\n"}, {"ruff.toml": config, "a.py": b"import os\n"})
    assert found.head == () and not found.checked
    assert found.problems == () and found.failure is not None and words.lower() in found.failure.lower()
    assert "scoper-lint" not in found.failure and "\n" not in found.failure


def test_a_ruff_that_hangs_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    script(tmp_path, monkeypatch, "#!/bin/sh\necho '[]'\nsleep 60\n")
    found = lint({"a.py": b"1\n"}, {"a.py": b"2\n"}, timeout=0.3)
    assert found.failure == "it took too long and was stopped"
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("output", ["", "[", '{"a": 1}', '[{"code": "F401"}]', "[1]"])
def test_output_that_is_not_ruffs_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    script(tmp_path, monkeypatch, f"#!/bin/sh\nprintf '%s' '{output}'\n")
    found = lint({"a.py": b"1\n"}, {"a.py": b"2\n"})
    assert found.failure == "its output could not be read"


def test_without_ruff_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruff, "find_binary", lambda: None)
    assert lint({}, {"a.py": b"2\n"}).failure == "it is not installed"
    monkeypatch.setattr(ruff, "find_binary", lambda: "/nowhere/ruff")
    found = lint({}, {"a.py": b"2\n"})
    assert found.failure == "No such file or directory"


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUFF_OUTPUT_FORMAT", "concise")
    monkeypatch.setenv("RUFF_OUTPUT_FILE", "/nowhere/file")
    assert rows(lint({}, {"a.py": b"import os\n"}).head) == [("a.py", 1, "F401")]


def test_the_binary_is_found_beside_the_interpreter_in_its_scripts_or_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert os.access(ruff.find_binary() or "", os.X_OK)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setattr("sysconfig.get_path", lambda *_: str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert ruff.find_binary() is None
    program = tmp_path / "bin" / "ruff"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    assert ruff.find_binary() == str(program)


def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    program = tmp_path / "ruff"
    program.write_text(text)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(ruff, "find_binary", lambda: str(program))
