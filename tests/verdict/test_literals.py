from __future__ import annotations

import pytest

from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.git.model import Entry, FileChange, Status
from scoper.text import LineRange
from scoper.verdict.evidence import gather
from scoper.verdict.links import Link
from scoper.verdict.literals import file_links, literal_links, moved_links
from tests.verdict.builders import added_lines


def tied(links: list[Link]) -> set[tuple[int, int]]:
    return {(link.source, link.target) for link in links}


def literals(files: dict[str, str]) -> list[Link]:
    return literal_links(gather(added_lines(files))[0])


def rewritten(files: dict[str, tuple[str, str]]) -> Change:
    """One edit a file: all of its lines are taken away, and others added."""
    entry = Entry(0o100644, "0" * 40)
    changed, edits = [], []
    for number, (path, (before, after)) in enumerate(files.items(), 1):
        change = FileChange(Status.MODIFIED, path, path, entry, entry)
        changed.append(ChangedFile(change, before.encode(), after.encode(), None, None))
        sides = [(LineRange(1, len(text.splitlines())),) if text else () for text in (before, after)]
        edits.append(Edit(f"e{number}", path, None, None, None, (EditKind.TEXT,), *sides))
    return Change(tuple(changed), (), tuple(edits), ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('x = "name"\n', "the 'name' of it\n"),  # one word in quotes is a name
        ('print("no such file")\n', 'print("no such key")\n'),
        ("a --dry\n", "a --dry-run\n"),
        ("see a/b and c/d\n", "see a/c and b/d\n"),
        ("i--verbose\n", "j--verbose\n"),
    ],
)
def test_what_is_not_the_same_literal(one: str, other: str) -> None:
    assert literals({"a.py": one, "b.py": other}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('raise E("no such file: %s")\n', "    match='no such file: %s'\n"),
        ('option("--dry-run")\n', "Use `--dry-run` to look first.\n"),
        ('@app.get("/users/{id}")\n', "fetch('/users/{id}')\n"),
        ("GET /users/all HTTP\n", "curl host:80 /users/all\n"),
        ('config["server.port"]\n', "get('server.port')\n"),
    ],
)
def test_the_same_literal_ties_both_ways(one: str, other: str) -> None:
    found = literals({"a.py": one, "b.md": other})
    assert tied(found) == {(0, 1), (1, 0)}
    assert not any(link.weak for link in found)


def test_a_literal_of_many_edits_ties_nothing() -> None:
    assert literals({f"{n}.py": 'f("once upon a time")\n' for n in range(9)}) == []


def test_a_literal_that_stays_is_not_changed() -> None:
    change = rewritten({"a.py": ('f("a b", 1)\n', 'f("a b", 2)\n'), "b.py": ("", 'g("a b")\n')})
    assert literal_links(gather(change)[0]) == []


def test_lines_that_went_over_tie_both_edits() -> None:
    body = "total = price * count\nreturn round(total, digits)\n"
    change = rewritten({"a.py": (body, "return rounded(price)\n"), "b.py": ("", "def rounded():\n" + body)})
    found = moved_links(gather(change)[0])
    assert tied(found) == {(0, 1), (1, 0)}
    assert all(link.strength == 1.0 and "2 lines" in link.why for link in found)


def test_indentation_may_change_on_the_way() -> None:
    body = "total = price * count\nreturn round(total, digits)\n"
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    change = rewritten({"a.py": (indented, ""), "b.py": ("", body)})
    assert tied(moved_links(gather(change)[0])) == {(0, 1), (1, 0)}


def test_one_line_of_many_that_two_edits_share_is_an_accident() -> None:
    many = "".join(f"something = other({n})\n" for n in range(9))
    change = rewritten({"a.py": (many + "return round(total)\n", ""), "b.py": ("", many.upper() + "return round(total)\n")})
    assert moved_links(gather(change)[0]) == []


def test_brackets_alone_went_nowhere() -> None:
    change = rewritten({"a.js": ("});\n}\nend\n", ""), "b.js": ("", "});\n}\nend\n")})
    assert moved_links(gather(change)[0]) == []


def with_new(path: str, text: str, other: str, naming: str) -> Change:
    """A new file, and a file of old in which one line was added."""
    change = added_lines({path: text, other: naming})
    new = change.files[0]
    status = new.change._replace(status=Status.ADDED, base_path=None, base=None)
    return change._replace(files=(new._replace(change=status, base_text=None), *change.files[1:]))


@pytest.mark.parametrize(
    "naming", ["import styles from '../ui/Card.module.css'\n", "- ui/Card.module.css\n", "include = Card.module.css\n"]
)
def test_who_names_a_new_file_belongs_to_it(naming: str) -> None:
    change = with_new("ui/Card.module.css", ".card {\n", "app/list.tsx", naming)
    found = file_links(change, gather(change)[0])
    assert tied(found) == {(0, 1), (1, 0)}
    assert not any(link.weak for link in found)


@pytest.mark.parametrize("naming", ["import './PostCard.module.css'\n", "Card.module.css-old\n", "card\n"])
def test_who_names_another_file_does_not(naming: str) -> None:
    change = with_new("ui/Card.module.css", ".card {\n", "app/list.tsx", naming)
    assert file_links(change, gather(change)[0]) == []


@pytest.mark.parametrize(
    ("new", "where", "naming", "tied_to_it"),
    [
        ("ui/index.ts", "ui/list.ts", "import './index.ts'\n", True),
        ("ui/index.ts", "app/list.ts", "import '../ui/index.ts'\n", True),
        ("src/ui/index.ts", "docs/list.md", "see ui/index.ts\n", True),
        ("ui/index.ts", "app/list.ts", "import './index.ts'\n", False),
        ("ui/index.ts", "app/list.ts", "see gui/index.ts\n", False),
    ],
)
def test_a_path_means_the_file_that_it_leads_to(new: str, where: str, naming: str, tied_to_it: bool) -> None:
    change = with_new(new, "export {}\n", where, naming)
    assert bool(file_links(change, gather(change)[0])) is tied_to_it


def test_a_bare_name_of_two_new_files_means_neither() -> None:
    change = with_new("a/index.ts", "x\n", "app.ts", "index.ts\n")
    second = with_new("b/index.ts", "y\n", "app.ts", "").files[0]
    change = change._replace(files=(*change.files, second))
    assert file_links(change, gather(change)[0]) == []


def test_a_file_that_many_edits_name_ties_nothing() -> None:
    change = with_new("a/one.ts", "x\n", "app.ts", "one.ts\n" * 9)
    assert file_links(change, gather(change)[0]) == []
