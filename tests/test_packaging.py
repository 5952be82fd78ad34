"""The wheel, built and installed into an environment of its own, holds everything that a command needs."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from scoper import __version__
from tests.gitrepo import GitRepo
from tests.serve.test_agents_stdio import HELLO, READY, request, serving

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist; built offline, with the backend that is installed here."""
    out = tmp_path_factory.mktemp("dist")
    code = (
        f"import os; os.chdir({str(ROOT)!r}); from hatchling.build import build_sdist, build_wheel;"
        f"build_wheel({str(out)!r}); build_sdist({str(out)!r})"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of a fresh environment with the wheel in it; dependencies come from the environment of the tests."""
    where = tmp_path_factory.mktemp("venv")
    venv.create(where, with_pip=False, symlinks=True)
    (wheel,) = built.glob("*.whl")
    python = where / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, cwd=where)
    (packages,) = where.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    return where / "bin"


def test_the_wheel_holds_what_is_no_python(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for stage in ("pre-commit", "commit-msg", "pre-push"):
            assert archive.read(f"scoper/_hooks/{stage}") == (ROOT / "hooks" / stage).read_bytes()
        schemas = {name: archive.read(name) for name in names if name.startswith("scoper/_schemas/")}
    published = [path for path in (ROOT / "docs").glob("*.schema.json") if path.name != "config.schema.json"]
    assert schemas == {f"scoper/_schemas/{path.name}": path.read_bytes() for path in published}
    data = [path for path in (ROOT / "scoper").rglob("*") if path.suffix in {".scm", ".md", ".sql", ".typed"}]
    assert data and {str(path.relative_to(ROOT)) for path in data} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "fixtures/")) or name.endswith(".pyc")]


def test_the_sdist_can_be_built_and_tested_from(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert [path for path in promised if not any(f"/{name}".startswith(path) for name in names)] == []
    assert {"pyproject.toml", ".ci/run", "hooks/pre-commit", "docs/report.schema.json", "tests/conftest.py", "LICENSE"} <= names


def run(command: Path, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([command, *args], cwd=cwd, env=env, capture_output=True, text=True)


def test_the_package_runs_as_a_module(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "python", "-m", "scoper", "--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"scoper {__version__}\n")


def test_the_installed_command_judges(installed: Path, repo: GitRepo) -> None:
    done = run(installed / "scoper", "--version", cwd=repo.root)
    assert (done.returncode, done.stdout) == (0, f"scoper {__version__}\n")
    repo.commit({"a.py": "def f():\n    return 1\n\n\ndef g():\n    return 1\n"})
    repo.write("a.py", "def f():\n    return 2\n\n\ndef g():\n    return 2\n")
    done = run(installed / "scoper", "check", "--scope", "a.py::f", cwd=repo.root)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("reject: 1 of 2 edits is outside what was asked for")


def test_the_installed_command_installs_hooks_that_run_it(installed: Path, repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    done = run(installed / "scoper", "install", "git", cwd=repo.root)
    assert done.returncode == 0, done.stderr
    hook = (repo.root / ".git" / "hooks" / "pre-commit").read_text()
    assert f"python='{installed / 'python'}'" in hook and "site-packages/scoper'" in hook
    repo.stage({"a.py": "x = 2\n"})
    done = run(Path("git"), "commit", "-m", "Change a.py", cwd=repo.root)
    assert done.returncode == 0 and "scoper: " in done.stderr, done.stderr


def test_the_installed_server_has_its_schemas(installed: Path, tmp_path: Path) -> None:
    with serving(tmp_path, command=[installed / "scoper", "mcp"]) as server:
        server.send(HELLO, READY, request(1, "tools/list"))
        tools = server.answer(1)["result"]["tools"]
    assert tools and all(tool["outputSchema"]["properties"]["schema"]["const"].startswith("scoper.") for tool in tools)


def test_the_installed_demo_runs(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "scoper", "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "reject: " in done.stdout
