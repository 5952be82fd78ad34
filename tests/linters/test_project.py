from __future__ import annotations

from scoper.linters.project import Plan, ancestors, plan
from tests.linters.memory import MemorySnapshot, changed

LIMIT = 1_000
RUFF = b"[tool.ruff]\nline-length = 99\n"


def plan_of(
    base: dict[str, bytes], head: dict[str, bytes], *renames: tuple[str, str], executable: tuple[str, ...] = ()
) -> Plan:
    before, after = MemorySnapshot(base), MemorySnapshot(head, executable)
    found = plan(before, after, changed(before, after, *renames), LIMIT)
    assert found is not None
    return found


def test_nothing_to_lint_without_a_changed_python_file() -> None:
    before, after = MemorySnapshot({"a.py": b"x", "b.js": b"1"}), MemorySnapshot({"a.py": b"x", "b.js": b"2"})
    assert plan(before, after, changed(before, after), LIMIT) is None
    assert plan(before, after, [], LIMIT) is None


def test_nothing_to_lint_in_a_pure_rename() -> None:
    before, after = MemorySnapshot({"a.py": b"x"}), MemorySnapshot({"b.py": b"x"})
    assert plan(before, after, changed(before, after, ("a.py", "b.py")), LIMIT) is None


def test_links_and_large_files_are_not_linted() -> None:
    found = plan_of(
        {"a.py": b"-> /etc/passwd", "big.py": b"1"}, {"a.py": b"-> b.py", "big.py": b"#" * (LIMIT + 1), "c.py": b""}
    )
    assert set(found.base) == {"big.py"} and set(found.head) == {"c.py"}
    assert [(problem.path, problem.reason) for problem in found.problems] == [("big.py", "not linted: larger than 1,000 bytes")]


def test_both_sides_of_changed_files_and_nothing_else() -> None:
    found = plan_of(
        {"a.py": b"1", "b.pyi": b"1", "gone.py": b"1", "same.py": b"1"},
        {"a.py": b"2", "b.pyi": b"2", "new.ipynb": b"2", "same.py": b"1"},
        executable=("a.py",),
    )
    assert {path: file.content for path, file in found.base.items()} == {"a.py": b"1", "b.pyi": b"1", "gone.py": b"1"}
    assert {path: file.content for path, file in found.head.items()} == {"a.py": b"2", "b.pyi": b"2", "new.ipynb": b"2"}
    assert found.head["a.py"].executable and not found.base["a.py"].executable


def test_a_renamed_file_is_linted_under_its_new_name_on_both_sides() -> None:
    found = plan_of({"a.py": b"1"}, {"b.py": b"2"}, ("a.py", "b.py"))
    assert set(found.base) == set(found.head) == {"b.py"}


def test_the_configuration_is_that_of_the_base_for_every_ancestor_folder() -> None:
    base = {"pyproject.toml": RUFF, "x/y/ruff.toml": b"", "x/.ruff.toml": b"", "z/ruff.toml": b"", "x/y/a.py": b"1"}
    found = plan_of(base, base | {"x/y/a.py": b"2"})
    assert set(found.configs) == {"pyproject.toml", "x/y/ruff.toml", "x/.ruff.toml"}
    assert found.problems == ()
    assert found.configured == {"x/y/a.py"}


def test_a_changed_configuration_is_said_and_not_used() -> None:
    base = {"pyproject.toml": RUFF, "a.py": b"1"}
    found = plan_of(base, {"pyproject.toml": b"[tool.ruff]\nline-length = 20\n", "a.py": b"2"})
    assert found.configs["pyproject.toml"].content == RUFF
    assert [problem.path for problem in found.problems] == [None]


def test_other_tables_of_the_project_file_may_change_in_silence() -> None:
    head = {"pyproject.toml": RUFF + b"[project]\nname = 'x'\n", "a.py": b"2"}
    assert plan_of({"pyproject.toml": RUFF, "a.py": b"1"}, head).problems == ()
    versioned = {**head, "pyproject.toml": RUFF + b"[project]\nrequires-python = '>=3.12'\n"}
    assert len(plan_of({"pyproject.toml": RUFF, "a.py": b"1"}, versioned).problems) == 1


def test_a_base_without_configuration_means_the_defaults_of_ruff() -> None:
    found = plan_of({"a.py": b"1"}, {"a.py": b"2", "ruff.toml": b"line-length = 20"})
    assert found.configs == {} and found.configured == frozenset()
    assert len(found.problems) == 1


def test_a_first_commit_is_judged_by_its_own_configuration() -> None:
    found = plan_of({}, {"a.py": b"2", "ruff.toml": b"line-length = 20"})
    assert set(found.configs) == {"ruff.toml"} and found.configured == {"a.py"} and found.problems == ()


def test_extended_configuration_is_followed_inside_the_repository_only() -> None:
    base = {
        "sub/ruff.toml": b'extend = "../shared/base.toml"',
        "shared/base.toml": b'extend = "more.toml"',
        "shared/more.toml": b'extend = "../../outside.toml"',
        "sub/a.py": b"1",
    }
    found = plan_of(base, base | {"sub/a.py": b"2"})
    assert set(found.configs) == {"sub/ruff.toml", "shared/base.toml", "shared/more.toml"}


def test_configuration_that_extends_itself_ends() -> None:
    base = {"ruff.toml": b'extend = "other.toml"', "other.toml": b'extend = "ruff.toml"', "a.py": b"1"}
    assert set(plan_of(base, base | {"a.py": b"2"}).configs) == {"ruff.toml", "other.toml"}


def test_a_linked_configuration_is_read_through_the_link_inside_the_repository_only() -> None:
    base = {
        "ruff.toml": b"-> conf/ruff.toml",
        "conf/ruff.toml": b"line-length = 9",
        "a.py": b"1",
        "x/.ruff.toml": b"-> /etc/passwd",
    }
    found = plan_of({**base, "x/b.py": b"1"}, {**base, "a.py": b"2", "x/b.py": b"2"})
    assert {path: file.content for path, file in found.configs.items()} == {"ruff.toml": b"line-length = 9"}


def test_broken_configuration_is_handed_on_for_ruff_to_complain_about() -> None:
    base = {"ruff.toml": b"line-length = ", "a.py": b"1"}
    assert set(plan_of(base, base | {"a.py": b"2"}).configs) == {"ruff.toml"}


def test_packages_above_a_file_and_modules_that_it_imports_have_placeholders() -> None:
    base = {
        "pyproject.toml": RUFF,
        "src/app/__init__.py": b"",
        "src/app/core/a.py": b"import helper, os\nfrom app.util.text import cut\nfrom names import x\n",
        "src/app/util/text.py": b"",
        "src/helper.py": b"",
        "src/other.py": b"",
        "names/data.txt": b"",
    }
    found = plan_of(base, base | {"src/app/core/a.py": base["src/app/core/a.py"] + b"# more\n"})
    expected = {"src/app/__init__.py", "src/app/.placeholder", "src/app/util/text.py", "src/helper.py", "names/.placeholder"}
    assert found.base_placeholders == found.head_placeholders == expected


def test_source_roots_are_those_of_the_configuration() -> None:
    base = {"ruff.toml": b'src = ["lib"]', "lib/helper.py": b"", "src/other.py": b"", "a.py": b"import helper\nimport other\n"}
    found = plan_of(base, base | {"a.py": base["a.py"] + b"#\n"})
    assert found.head_placeholders == {"lib/helper.py"}


def test_ancestors_end_at_the_root() -> None:
    assert ancestors("a/b/c.py") == ["a/b", "a", ""]
    assert ancestors("c.py") == [""]
