"""How files of several folders add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.settings import Settings, below, load_settings


def load(files: Mapping[str, str]) -> Settings:
    def read(paths: Iterable[str]) -> dict[str, bytes]:
        return {path: files[path].encode() for path in paths if path in files}

    return load_settings(files.keys(), read)


def mistakes(files: Mapping[str, str]) -> list[str]:
    with pytest.raises(UserError) as raised:
        load(files)
    return raised.value.message.splitlines()


def test_nothing_says_nothing() -> None:
    assert load({"a.py": "", "docs/my-scoper.toml": "x = 1"}) == Settings(Config(), ())


def test_a_folder_adds_to_what_is_above_it() -> None:
    settings = load(
        {
            "pyproject.toml": "[tool.scoper]\nprotect = ['*.lock']\nignore = ['CH']\nfail-on = 'warning'\n",
            "api/scoper.toml": "protect = ['schema.sql', '/v1/']\nignore = ['ST']\nexclude = ['gen/']\n",
            "api/v1/scoper.toml": "severity = {SC101 = 'note'}\nper-path-ignore = {'*.py' = ['LN']}\n",
        }
    )
    assert settings.config == Config(
        protect=("*.lock", "/api/**/schema.sql", "/api/v1/"),
        ignore=("CH",),
        fail_on=Severity.WARNING,
        exclude=("/api/**/gen/",),
        per_path_ignore=(("/api/", ("ST",)), ("/api/v1/**/*.py", ("LN",))),
        per_path_severity=(("/api/v1/", (("SC101", Severity.NOTE),)),),
    )
    assert [(s.field, s.file, s.folder) for s in settings.said if s.folder == "api/v1/"] == [
        ("severity", "api/v1/scoper.toml", "api/v1/"),
        ("per_path_ignore", "api/v1/scoper.toml", "api/v1/"),
    ]


@given(
    st.sampled_from(["a/", "a b/c/", "x[1]/", "#h/", "!n/", "st*r/"]),
    st.sampled_from(["*.py", "gen/", "/gen/", "v1/*.py", "**/t", "a/**", "!*.py", "?.x", "[ab].c"]),
    st.sampled_from(["m.py", "gen/m.py", "v1/m.py", "x/v1/m.py", "x/gen/q", "t", "x/t", "a/b", "q.x", "a.c"]),
)
def test_a_glob_of_a_folder_matches_there_what_it_would_match_alone(folder: str, glob: str, path: str) -> None:
    def matches(lines: list[str], where: str) -> bool:
        return GitIgnoreSpec.from_lines(lines).match_file(where)

    first = ["m.py"] if glob.startswith("!") else []
    alone, inside = (
        matches([*first, glob], path),
        matches([*(below(folder, one) for one in first), below(folder, glob)], folder + path),
    )
    assert alone == inside
    assert not matches([below(folder, glob)], path if not path.startswith("a/") else f"z/{path}")


def test_what_counts_for_a_run_is_said_at_the_top() -> None:
    said = mistakes({"api/pyproject.toml": "[tool.scoper]\nfail-on = 'note'\nmax-lines = 3\n"})
    assert said[0] == "api/pyproject.toml has 2 mistakes in the configuration of scoper:"
    assert sorted(said[1:]) == [
        "  fail-on: counts for a whole run, so only the top folder can say it",
        "  max-lines: counts for a whole run, so only the top folder can say it",
    ]


def test_what_the_top_excludes_is_not_looked_at() -> None:
    files = {"scoper.toml": "exclude = ['fixtures/']\n", "fixtures/x/scoper.toml": "this is no TOML"}
    assert load(files).config == Config(exclude=("fixtures/",))


def test_extend_fills_in_what_is_left_out() -> None:
    settings = load(
        {
            "scoper.toml": "extend = 'team/base.toml'\nignore = ['CH']\n",
            "team/base.toml": "extend = '../pyproject.toml'\nignore = ['ST']\nfail-on = 'note'\n",
            "pyproject.toml": "[tool.scoper]\nfail-on = 'error'\nambiguity = 'ask'\n",
        }
    )
    config = settings.config
    assert (config.ignore, config.fail_on, config.ambiguity) == (("CH",), Severity.NOTE, "ask")
    assert {s.field: s.file for s in settings.said} == {
        "ignore": "scoper.toml", "fail_on": "team/base.toml", "ambiguity": "pyproject.toml",
    }  # fmt: skip
    assert config.notes == ("scoper.toml is used; [tool.scoper] of pyproject.toml is ignored",)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"scoper.toml": "extend = 'nowhere.toml'"}, "is no file of this repository"),
        ({"scoper.toml": "extend = '/etc/passwd'"}, "is no file of this repository"),
        ({"a/scoper.toml": "extend = '../../x.toml'"}, "is no file of this repository"),
        ({"scoper.toml": "extend = 'scoper.toml'"}, "leads back to scoper.toml"),
        ({"scoper.toml": "extend = 'b.toml'", "b.toml": "extend = 'scoper.toml'"}, "leads back to scoper.toml"),
        ({"scoper.toml": "extend = 'pyproject.toml'", "pyproject.toml": "[tool.x]"}, "has no configuration of scoper"),
        ({"scoper.toml": "extend = 3"}, "extend: found 3, expected a string"),
        (
            {"scoper.toml": "extend = '0.toml'", **{f"{n}.toml": f"extend = '{n + 1}.toml'" for n in range(30)}},
            "chain is too long",
        ),
    ],
)
def test_an_extend_that_leads_nowhere(files: Mapping[str, str], words: str) -> None:
    assert any(words in line for line in mistakes(files))


def test_mistakes_of_all_files_come_at_once() -> None:
    said = mistakes({"scoper.toml": "zzz = 1\n", "a/scoper.toml": "ignore = 3\n"})
    assert said == [
        "scoper.toml and a/scoper.toml has 2 mistakes in the configuration of scoper:",
        "  scoper.toml: zzz: unknown key",
        "  a/scoper.toml: ignore: found 3, expected a list of rules",
    ]
