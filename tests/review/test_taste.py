from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper import gate
from scoper.checks.registry import rules
from scoper.config import SYMBOL_KINDS, Config
from scoper.facts.model import Kind
from scoper.git.repository import Repository
from scoper.review.lines import Line, line_of
from scoper.review.taste import Offer, Remembered, offers
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.settings import load_settings
from tests.gitrepo import GitRepo

RULE = {rule.code: rule for rule in rules()}


def over(path: str, kind: str = "", rule: str = "SC101", *, upheld: bool = False) -> Remembered:
    over.count = getattr(over, "count", 0) + 1  # type: ignore[attr-defined]
    return Remembered(rule, path, kind, str(over.count), upheld)  # type: ignore[attr-defined]


def offered(records: Sequence[Remembered], config: Config = Config()) -> list[str]:  # noqa: B008
    return [f"{one.rule.code} {one.where}" for one in offers(records, config, rules())]


def test_the_third_time_in_one_file_or_folder() -> None:
    assert offered([over("a/x.py"), over("a/x.py")]) == []
    assert offered([over("a/x.py")] * 9) == []  # the same finding
    assert offered([over("a/x.py"), over("a/x.py"), over("a/x.py")]) == ["SC101 under /a/x.py"]
    assert offered([over("a/x.py"), over("a/y.py"), over("a/b/z.py")]) == ["SC101 under /a/"]
    assert offered([over("a/b/x.py"), over("a/b/y.py"), over("a/b/z.py"), over("a/q.py")]) == ["SC101 under /a/b/"]


def test_the_third_time_on_one_kind_of_symbol() -> None:
    assert offered([over("x.py", "class"), over("y.py", "class"), over("z.py", "function")]) == []
    assert offered([over("x.py", "class"), over("y.py", "class"), over("z.py", "class")]) == ["SC101 on each class"]


def test_rules_are_counted_apart() -> None:
    assert offered([over("a/x.py"), over("a/x.py"), over("a/x.py", rule="CH202")]) == []


def test_what_was_upheld_since_is_no_taste() -> None:
    times = [over("a/x.py") for _ in range(3)]
    assert offered([*times, over("a/x.py", upheld=True)]) == []
    assert offered([over("a/x.py", upheld=True), *times]) == ["SC101 under /a/x.py"]


def test_what_is_off_already_or_no_rule_is_not_offered() -> None:
    times = [over("a/x.py", "function") for _ in range(3)]
    assert offered(times, Config(per_path_ignore=(("/a/", ("SC",)),))) == []
    assert offered(times, Config(per_kind_ignore=(("function", ("SC101",)),))) == []
    assert offered(times, Config(exclude=("a/",))) == [] == offered(times, Config(ignore=("out-of-scope-edit",)))
    assert offered([one._replace(rule="XX999") for one in times]) == []


def offer(glob: str | None = "/a/", kind: str | None = None, rule: str = "CH202") -> Offer:
    return Offer(RULE[rule], glob, kind, 3, ())


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, {"scoper.toml": '[per-path-ignore]\n"/a/" = ["CH202"]\n'}),
        ({"pyproject.toml": "[project]\nname = 'x'\n"}, {"pyproject.toml": None}),
        ({"pyproject.toml": "[tool.scoper]\n", "scoper.toml": "ignore = []"}, {"scoper.toml": None}),
        ({"pyproject.toml": "# mine\n[tool.scoper] # here\r\nignore = ['SC']\r\n"}, {"pyproject.toml": None}),
        ({"scoper.toml": "[per-path-ignore] # these\n'/b/' = ['LN']\n\n[severity]\nSC = 'note'\n"}, {"scoper.toml": None}),
        ({"scoper.toml": '[per-path-ignore]\n"/a/" = ["LN"]  # old\n"/b/" = ["LN"]\n'}, {"scoper.toml": None}),
        ({"scoper.toml": "[per-path-ignore]"}, {"scoper.toml": None}),
    ],
)
def test_the_line_stands_where_it_counts(files: dict[str, str], expected: dict[str, str | None]) -> None:
    line = line_of(offer(), {name: text.encode() for name, text in files.items()})
    [(name, text)] = expected.items()
    assert line.file == name and line.text is not None
    assert text is None or line.text.decode() == text
    said = dict(read({**{n: t.encode() for n, t in files.items()}, name: line.text}).per_path_ignore)
    assert "CH202" in said["/a/"]
    for row in files.get(name, "").splitlines():
        assert row in line.text.decode().splitlines() or row.startswith('"/a/"')


def read(files: dict[str, bytes]) -> Config:
    return load_settings(files, lambda paths: {path: files[path] for path in paths if path in files}).config


def test_what_is_written_otherwise_is_left_to_the_person() -> None:
    line = line_of(offer(), {"scoper.toml": b'per-path-ignore = {"/b/" = ["LN"]}\n'})
    assert line == Line("scoper.toml", "per-path-ignore", '"/a/" = ["CH202"]', None, None)
    line = line_of(offer(), {"scoper.toml": b'per-path-ignore = {"/a/" = ["LN"]}\n'})
    assert (line.line, line.old, line.text) == ('"/a/" = ["LN", "CH202"]', '"/a/" = ["LN"]', None)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co", "Cf"]), min_size=1, max_size=12))
def test_any_path_that_can_be_said_is_said_right(name: str) -> None:
    path = f"a/{name.replace('/', '-')}"
    found = offers([over(path) for _ in range(3)], Config(), rules())
    assert bool(found) == path.isprintable()
    for one in found:
        line = line_of(one, {})
        assert line.text is not None
        config = read({line.file: line.text})
        assert offered([over(path) for _ in range(3)], config) == []  # it is off now, so nothing is left to offer


def test_kinds_of_the_configuration_are_those_of_the_facts() -> None:
    assert set(SYMBOL_KINDS) == set(Kind)


@pytest.mark.parametrize("one", [offer("/a/", rule="SC101"), offer("/a/x.py", rule="SC101"), offer(None, "function", "SC101")])
@pytest.mark.parametrize("there", [{}, {"pyproject.toml": "[tool.scoper]\nlinters = []\n"}])
def test_the_line_silences_what_it_says_and_nothing_else(one: Offer, there: dict[str, str], repo: GitRepo) -> None:
    before = "def asked():\n    return 1\n\n\ndef f():\n    return 1\n\n\nclass C:\n    def m(self):\n        return 1\n"
    line = line_of(one, {name: text.encode() for name, text in there.items()})
    assert line.text is not None
    found = []
    sides: tuple[dict[str, str], ...] = (there, {**there, line.file: line.text.decode()})
    for files in sides:
        repo.commit({"a/x.py": before, "b/y.py": before, **files})
        for path in ("a/x.py", "b/y.py"):
            repo.write(path, before.replace("return 1", "return 2"))
        found.append(reported(repo))
        repo.git("checkout", "-q", "--", ".")
    assert found[0] == {("a/x.py", "f"), ("a/x.py", "C.m"), ("b/y.py", "f"), ("b/y.py", "C.m")}
    silenced = {(p, s) for p, s in found[0] if (s == "f" if one.glob is None else p == "a/x.py")}
    assert found[1] == found[0] - silenced


def reported(repo: GitRepo) -> set[tuple[str, str]]:
    with Repository.discover(repo.root) as repository:
        base, head = repository.commit("HEAD"), repository.work_tree()
        task = Task(None, (parse_spec("a/x.py::asked"), parse_spec("b/y.py::asked")), TaskSource.FLAG)
        config = gate.load_config(base, head)._replace(linters=())
        report = gate.judge(repository, base, head, task, config, use_cache=False)
    return {(f.location.path, (f.location.symbol or "").partition("::")[2]) for f in report.findings if f.rule.code == "SC101"}
