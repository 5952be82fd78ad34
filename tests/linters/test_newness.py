"""Is this finding new? The cases that line-based tools get wrong, each through real git and real ruff."""

from __future__ import annotations

from scoper.git.repository import Repository
from tests.gitrepo import GitRepo
from tests.linters.lintrun import RUFF, lint, lint_commits, new

OLD = """\
import json


def load(text, into=[]):
    value = eval(text)
    into.append(value)
    return into
"""
"""Three findings that were always there: F401 (line 1), B006 (line 4), S307 (line 5)."""


def test_old_findings_that_only_shift_down(repo: GitRepo) -> None:
    result = lint_commits(repo, {"a.py": OLD}, {"a.py": '"""Loading."""\n\nimport os as os\n\n' + OLD})
    assert new(result) == [] and result.existing == 3


def test_a_trailing_comment_on_the_line_of_an_old_finding(repo: GitRepo) -> None:
    head = OLD.replace("eval(text)", "eval(text)  # trusted input").replace("into=[]):", "into=[]):  # shared")
    result = lint_commits(repo, {"a.py": OLD}, {"a.py": head})
    assert new(result) == [] and result.existing == 3


def test_a_pure_rename(repo: GitRepo) -> None:
    assert new(lint_commits(repo, {"a.py": OLD}, {"b.py": OLD})) == []


def test_a_rename_with_an_edit_elsewhere_in_the_file(repo: GitRepo) -> None:
    result = lint_commits(repo, {"a.py": OLD}, {"b.py": OLD.replace("return into", "into.reverse()\n    return into")})
    assert new(result) == [] and result.existing == 3


def test_a_function_that_moves_to_another_file(repo: GitRepo) -> None:
    function = OLD.partition("\n\n\n")[2]
    rest = '"""What stays."""\n\n\ndef stay(names):\n    for name in names:\n        print(name)\n'
    result = lint_commits(
        repo, {"a.py": f"{rest}\n\n{function}", "b.py": rest}, {"a.py": rest, "b.py": f"{rest}\n\n{function}"}
    )
    assert new(result) == [] and result.existing == 2


def test_an_old_finding_that_a_new_if_indents(repo: GitRepo) -> None:
    head = OLD.replace("    value = eval(text)\n    into", "    if text:\n        value = eval(text)\n        into")
    result = lint_commits(repo, {"a.py": OLD}, {"a.py": head})
    assert new(result) == [] and result.existing == 3


def test_an_edit_inside_a_statement_of_several_lines(repo: GitRepo) -> None:
    base = "def run(text):\n    return print(\n        eval(text),\n        1,\n        2,\n    )\n"
    result = lint_commits(repo, {"a.py": base}, {"a.py": base.replace("        2,", "        3,\n        sep='',")})
    assert new(result) == [] and result.existing == 1


def test_bad_code_that_is_not_staged(repo: GitRepo) -> None:
    repo.commit({"pyproject.toml": RUFF, "a.py": OLD})
    repo.stage({"a.py": OLD + "\n\nLIMIT = 3\n"})
    repo.write("a.py", OLD + "\n\nLIMIT = 3\nimport os\n")
    with Repository.discover(repo.root) as repository:
        head = repository.head()
        assert head is not None
        result = lint(repository, head, repository.index())
    assert new(result) == [] and result.existing == 3


def test_a_configuration_that_the_same_diff_tightens(repo: GitRepo) -> None:
    repo.commit({"pyproject.toml": RUFF, "a.py": OLD})
    repo.commit({"pyproject.toml": RUFF.replace('"B006"', '"B006", "D", "ANN"'), "a.py": OLD + "\n\nLIMIT = 3\n"})
    with Repository.discover(repo.root) as repository:
        result = lint(repository, repository.commit("HEAD^"), repository.commit("HEAD"))
    assert result.new == () and result.existing == 3
    assert [problem.path for problem in result.problems] == [None]
    assert "configuration changes in this diff" in result.problems[0].reason


def test_the_last_use_of_an_import_is_deleted(repo: GitRepo) -> None:
    base = "import os\n" + OLD + "\n\ndef here():\n    return os.getcwd()\n"
    head = base.replace("os.getcwd()", "'.'")
    result = lint_commits(repo, {"a.py": base}, {"a.py": head})
    assert new(result) == [("a.py", 1, "F401")] and result.existing == 3
    assert not result.new[0].on_changed_line


def test_a_second_finding_with_identical_text(repo: GitRepo) -> None:
    head = OLD.replace("    into.append(value)", "    into.append(value)\n    value = eval(text)")
    result = lint_commits(repo, {"a.py": OLD}, {"a.py": head})
    assert new(result) == [("a.py", 7, "S307")] and result.existing == 3
    assert result.new[0].on_changed_line


def test_a_new_finding_that_is_anchored_above_the_edit(repo: GitRepo) -> None:
    base = "def run(text):\n    size = len(text)\n    text = text.strip()\n    print(text)\n    return size\n"
    result = lint_commits(repo, {"a.py": base}, {"a.py": base.replace("return size", "return text")})
    assert new(result) == [("a.py", 2, "F841")]
    assert not result.new[0].on_changed_line


def test_bad_code_that_is_staged_and_reverted_in_the_work_tree(repo: GitRepo) -> None:
    repo.commit({"pyproject.toml": RUFF, "a.py": OLD})
    repo.stage({"a.py": OLD + "\n\ndef again(text):\n    return eval(text)\n"})
    repo.write("a.py", OLD)
    with Repository.discover(repo.root) as repository:
        head = repository.head()
        assert head is not None
        result = lint(repository, head, repository.index())
    assert new(result) == [("a.py", 11, "S307")] and result.existing == 3


def test_a_finding_of_a_line_that_is_reformatted(repo: GitRepo) -> None:
    base = "def run(text):\n    return print(eval(text), 'a')\n"
    head = 'def run(text):\n    return print(\n        eval(text),\n        "a",\n    )\n'
    assert new(lint_commits(repo, {"a.py": base}, {"a.py": head})) == []


def test_a_local_name_that_is_renamed(repo: GitRepo) -> None:
    base = "def run(text):\n    size = len(text)\n    found = eval(text)\n    print(found, found)\n"
    head = "def run(text):\n    length = len(text)\n    result = eval(text)\n    print(result, result)\n"
    assert new(lint_commits(repo, {"a.py": base}, {"a.py": head})) == []


def test_a_line_edited_in_place_keeps_its_old_failure(repo: GitRepo) -> None:
    base = "def run(text):\n    return eval(text)\n"
    assert new(lint_commits(repo, {"a.py": base}, {"a.py": base.replace("eval(text)", "eval(text + '1')")})) == []


def test_a_statement_extracted_into_a_new_function(repo: GitRepo) -> None:
    base = "def run(text):\n    text = text.strip()\n    value = eval(text)\n    return value\n"
    head = (
        "def run(text):\n    text = text.strip()\n    return parse(text)\n\n\n"
        "def parse(text):\n    value = eval(text)\n    return value\n"
    )
    assert new(lint_commits(repo, {"a.py": base}, {"a.py": head})) == []


def test_one_unused_import_for_another_is_a_new_one(repo: GitRepo) -> None:
    assert new(lint_commits(repo, {"a.py": "import os\n"}, {"a.py": "import sys\n"})) == [("a.py", 1, "F401")]


def test_one_undefined_name_for_another_is_a_new_one(repo: GitRepo) -> None:
    result = lint_commits(repo, {"a.py": "def f():\n    return foo()\n"}, {"a.py": "def f():\n    return bar()\n"})
    assert new(result) == [("a.py", 2, "F821")]


def test_a_suppression_that_goes_away_uncovers_a_new_finding(repo: GitRepo) -> None:
    assert new(lint_commits(repo, {"a.py": "import os  # noqa: F401\n"}, {"a.py": "import os\n"})) == [("a.py", 1, "F401")]


def test_everything_in_an_added_file_is_new(repo: GitRepo) -> None:
    assert [row[2] for row in new(lint_commits(repo, {}, {"a.py": OLD}))] == ["F401", "B006", "S307"]


def test_a_base_that_does_not_parse_holds_only_changed_lines_against_the_diff(repo: GitRepo) -> None:
    broken = "import os\n\n\ndef f(\n    return 1\n"
    head = "import os\n\n\ndef f():\n    import sys\n    return 1\n"
    assert new(lint_commits(repo, {"a.py": broken}, {"a.py": head})) == [("a.py", 5, "F401")]
