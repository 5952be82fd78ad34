from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.config import EXTEND, Config
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.settings import load_settings


def parse_config(sources: dict[str, bytes]) -> Config:
    return load_settings(sources, lambda paths: {path: sources[path] for path in paths if path in sources}).config


def pyproject(body: str) -> Config:
    return parse_config({"pyproject.toml": f"[tool.scoper]\n{body}".encode()})


def mistakes(body: str) -> list[str]:
    with pytest.raises(UserError) as raised:
        pyproject(body)
    return [line.strip() for line in raised.value.message.splitlines()[1:]]


@pytest.mark.parametrize(
    "sources",
    [
        {},
        {"pyproject.toml": b""},
        {"pyproject.toml": b"[tool.ruff]\nline-length = 3\n"},
        {"pyproject.toml": b'[project]\ndependencies = ["scoper"]\n'},
        {"pyproject.toml": b"[tool.scoper]\n"},
        {"pyproject.toml": b"this is not TOML"},
        {"setup.cfg": b"[scoper]\nfail-on = nonsense\n"},
        {"scoper.toml": b""},
    ],
)
def test_no_configuration_is_the_default(sources: dict[str, bytes]) -> None:
    assert parse_config(sources) == Config()


def test_every_key() -> None:
    config = pyproject(
        'protect = ["migrations/"]\nexclude = ["vendor/**"]\nignore = ["CH", "LN401", "out-of-scope-edit"]\n'
        'fail-on = "warning"\n'
        'ambiguity = "refuse"\nlinters = []\nlint-timeout = 5\nmax-file-bytes = 10\n'
        '[tool.scoper.severity]\nCH = "note"\n[tool.scoper.per-path-ignore]\n"tests/**" = ["LN", "SC101"]\n'
    )
    assert config == Config(
        protect=("migrations/",),
        exclude=("vendor/**",),
        ignore=("CH", "LN401", "out-of-scope-edit"),
        per_path_ignore=(("tests/**", ("LN", "SC101")),),
        severity=(("CH", Severity.NOTE),),
        fail_on=Severity.WARNING,
        ambiguity="refuse",
        linters=(),
        lint_timeout=5.0,
        max_file_bytes=10,
    )


def test_every_field_has_a_key() -> None:
    from scoper.config import _KEYS

    worked_out = {"notes", "known", "per_path_severity", "trust"}
    assert {key.replace("-", "_") for key in _KEYS} - {EXTEND} == set(Config._fields) - worked_out


def test_tables_may_be_written_inline() -> None:
    assert parse_config({"pyproject.toml": b'tool = { scoper = { ambiguity = "ask" } }'}).ambiguity == "ask"


def test_scoper_toml_wins_whole_and_says_so() -> None:
    config = parse_config({"pyproject.toml": b'[tool.scoper]\nignore = ["SC"]\n', "scoper.toml": b'fail-on = "note"\n'})
    assert (config.fail_on, config.ignore) == (Severity.NOTE, ())
    assert config.notes == ("scoper.toml is used; [tool.scoper] of pyproject.toml is ignored",)


def test_all_mistakes_come_at_once() -> None:
    found = mistakes(
        'fail_on = "error"\nfail-on = "eror"\nignore = ["sc101", "SC", 3]\nlint-timeout = true\nmax-file-bytes = 0\n'
        'protect = "a"\nexclude = [""]\nambiguity = 1\nseverity = {CH = "loud"}\nper-path-ignore = {"a/**" = "LN"}\nzzzz = 1\n'
    )
    assert found == [
        'tool.scoper.fail_on: unknown key; did you mean "fail-on"?',
        'tool.scoper.fail-on: found "eror", expected one of note, warning, error; did you mean "error"?',
        'tool.scoper.ignore[0]: found "sc101", expected a rule code (SC101), a family (SC) or a rule name (out-of-scope-edit); '
        'did you mean "SC101"?',
        "tool.scoper.ignore[2]: found 3, expected a rule code (SC101), a family (SC) or a rule name (out-of-scope-edit)",
        "tool.scoper.lint-timeout: found true, expected a number of seconds above 0",
        "tool.scoper.max-file-bytes: found 0, expected a number of bytes above 0",
        'tool.scoper.protect: found "a", expected a list of strings',
        'tool.scoper.exclude[0]: found "", expected a string that is not empty',
        "tool.scoper.ambiguity: found 1, expected one of ask, assume, refuse",
        'tool.scoper.severity.CH: found "loud", expected one of note, warning, error',
        'tool.scoper.per-path-ignore."a/**": found "LN", expected a list of rules',
        "tool.scoper.zzzz: unknown key",
    ]


def test_keys_of_scoper_toml_have_no_prefix() -> None:
    with pytest.raises(UserError, match=r"(?m)scoper.toml has a mistake.*\n  protct: unknown key; did you mean \"protect\"\?$"):
        parse_config({"scoper.toml": b"protct = []\n"})


@pytest.mark.parametrize("level", ["inf", "nan", "-1", '"5"'])
def test_a_timeout_is_a_number_of_seconds(level: str) -> None:
    assert mistakes(f"lint-timeout = {level}")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("scoper.toml", b"a = ", "not valid TOML"),
        ("scoper.toml", b"a = '\xff'", "not UTF-8"),
        ("pyproject.toml", b"[tool.scoper\n", "not valid TOML"),
        ("pyproject.toml", b"[tool]\nscoper = 3\n", "tool.scoper: found 3, expected a table"),
        ("scoper.toml", b"a = " + b"[" * 5000, "not valid TOML"),
    ],
)
def test_what_cannot_be_read(name: str, data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        parse_config({name: data})


@given(st.binary(max_size=60))
def test_nothing_but_a_user_error_comes_out(data: bytes) -> None:
    try:
        parse_config({"scoper.toml": data, "pyproject.toml": b"[tool.scoper]\n" + data})
    except UserError as error:
        assert error.message


def test_a_repository_without_configuration_pays_for_no_parser() -> None:
    code = (
        "import sys; from scoper.settings import load_settings;"
        "load_settings(['pyproject.toml'], lambda _: {'pyproject.toml': b'[tool]'});"
        "print('tomllib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert done.stdout.strip() == "False"
