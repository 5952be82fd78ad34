from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoper import gate
from scoper.config import Config
from scoper.errors import UserError
from scoper.facts.load import FactLoader
from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.scip.read import name_of, read_index
from scoper.scip.take import Taken, take_in
from tests.gitrepo import GitRepo
from tests.graph.trees import show
from tests.scip.indices import Use, index, symbol

METHOD = symbol("`shop.cart`/Cart#total().")
MODULE = symbol("`shop.cart`/__init__:")
FILES = {
    "shop/cart.py": "from shop import base\n\n\nclass Cart:\n    def total(self): ...\n",
    "shop/base.py": "LIMIT = 1\n",
    "shop/pages.py": "def show(cart):\n    return cart.total()\n",
}
USES = {
    "shop/cart.py": [
        Use(0, "", MODULE, True, 0, 0),
        Use(3, "Cart", symbol("`shop.cart`/Cart#"), True),
        Use(4, "total", METHOD, True),
        Use(0, "shop", symbol("`shop.base`/__init__:")),
    ],
    "shop/base.py": [Use(0, "", symbol("`shop.base`/__init__:"), True, 0, 0)],
    "shop/pages.py": [Use(0, "show", symbol("`shop.pages`/show()."), True), Use(1, "total", METHOD)],
}
CALL = "2 shop/pages.py::show -call-> shop/cart.py::Cart.total"


def take(repo: GitRepo, data: bytes, under: str = "") -> Taken:
    with Repository.discover(repo.root) as repository, FactLoader(FactStore.open(), max_file_bytes=10**6) as loader:
        assert loader.store is not None
        return take_in(data, repository.work_tree(), loader, loader.store, under=under)


def callers(repo: GitRepo, called: str = "shop/cart.py::Cart.total", *, use_cache: bool = True) -> list[str]:
    with (
        Repository.discover(repo.root) as repository,
        gate.open_graph(repository.work_tree(), Config(), use_cache=use_cache) as (graph, _),
    ):
        return [show(edge) for edge in graph.callers(called)]


def test_what_was_taken_in_is_exact(repo: GitRepo) -> None:
    repo.commit(FILES)
    assert callers(repo) == []
    assert take(repo, index(FILES, USES)) == Taken(files=3, changed=0, missing=0, uses=1)
    assert callers(repo) == [f"{CALL} [exact scip]"]
    assert callers(repo, use_cache=False) == []


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("shop/pages.py", FILES["shop/pages.py"] + "\n", []),  # says perhaps something else now
        ("shop/cart.py", FILES["shop/cart.py"] + "\n", []),  # the target may be another one
        ("shop/base.py", "LIMIT = 2\n", [f"{CALL} [likely scip]"]),  # the way there may be another one
        ("shop/other.py", "x = 1\n", [f"{CALL} [exact scip]"]),
    ],
)
def test_what_was_taken_in_holds_for_contents(repo: GitRepo, path: str, text: str, found: list[str]) -> None:
    repo.commit(FILES)
    take(repo, index(FILES, USES))
    repo.write(path, text)
    assert callers(repo) == found
    repo.git("checkout", "-q", ".")
    repo.git("clean", "-qfd")
    assert callers(repo) == [f"{CALL} [exact scip]"]


def test_what_is_proved_goes_before_what_is_only_an_opinion(repo: GitRepo) -> None:
    files = {**FILES, "shop/pages.py": "from shop.base import total\n\n\ndef show(cart):\n    return total()\n"}
    files["shop/base.py"] = "def total(): ...\n"
    uses = {**USES, "shop/pages.py": [Use(4, "total", METHOD), Use(0, "base", symbol("`shop.base`/__init__:"))]}
    repo.commit(files)
    take(repo, index(files, uses))
    assert [call.rpartition("[")[2] for call in callers(repo)] == ["exact scip]"]
    repo.write("shop/base.py", "def total(): return 1\n")
    assert callers(repo) == []
    assert [call.rpartition("[")[2] for call in callers(repo, "shop/base.py::total")] == ["exact import]"]


def test_names_that_do_not_stand_where_the_index_says_are_left_out(repo: GitRepo) -> None:
    repo.commit(FILES)
    uses = {**USES, "shop/pages.py": [*USES["shop/pages.py"], Use(1, "cart", METHOD), Use(99, "", METHOD, False, 0, 5)]}
    assert take(repo, index(FILES, uses)).uses == 1
    shifted = {**USES, "shop/cart.py": [use._replace(line=use.line - 1, column=4, end=9) for use in USES["shop/cart.py"][1:3]]}
    assert take(repo, index(FILES, shifted)) == Taken(files=2, changed=1, missing=0, uses=0)


def test_an_index_of_a_folder_and_of_files_that_are_gone(repo: GitRepo) -> None:
    repo.commit({f"web/{path}": text for path, text in FILES.items() if path != "shop/base.py"})
    with pytest.raises(UserError, match="speaks of 3 files, and none of them"):
        take(repo, index(FILES, USES))
    assert take(repo, index(FILES, USES), under="web/") == Taken(files=2, changed=0, missing=1, uses=1)


@pytest.mark.parametrize(("encoding", "unit"), [(1, "utf-8"), (2, "utf-16-le"), (3, "utf-32-le"), (0, "utf-16-le")])
def test_columns_are_counted_as_the_index_counts(repo: GitRepo, encoding: int, unit: str) -> None:
    front = "    'é\U0001f600'; cart."
    files = {**FILES, "shop/pages.py": f"def show(cart):\n{front}total()\n"}
    column = len(front.encode(unit)) // {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[unit]
    repo.commit(files)
    take(repo, index(files, {**USES, "shop/pages.py": [Use(1, "total", METHOD, False, column, column + 5)]}, encoding))
    assert callers(repo) == [f"{CALL} [exact scip]"]


def test_a_module_whose_folder_is_on_the_search_path_goes_by_its_shorter_name(repo: GitRepo) -> None:
    repo.commit(FILES)
    uses = {**USES, "shop/pages.py": [Use(1, "total", symbol("cart/Cart#total()."))]}
    take(repo, index(FILES, uses))
    assert callers(repo) == [f"{CALL} [exact scip]"]


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.py", "shop/../../x.py", "\\x.py"])
def test_paths_outside_of_the_repository_are_refused(repo: GitRepo, path: str) -> None:
    repo.commit(FILES)
    with pytest.raises(UserError, match="outside of the repository"):
        take(repo, index(FILES, {**USES, path: []}))


@pytest.mark.parametrize("data", [b"not an index", index(FILES, USES)[:-1], b"\xff" * 100])
def test_what_is_no_index_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="no SCIP index"):
        list(read_index(data))


def test_without_protobuf_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.protobuf.message", None)
    with pytest.raises(UserError) as caught:
        list(read_index(b""))
    assert caught.value.hints == ("pip install 'scoper[scip]'",)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(index(FILES, USES))
    for _ in range(data.draw(st.integers(0, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    damaged = data.draw(st.sampled_from([bytes(good), data.draw(st.binary(max_size=60))]))
    try:
        documents = list(read_index(damaged))
    except UserError:
        return
    for one in (one for document in documents for one in document.occurrences):
        assert one.line >= 0 and 0 <= one.column <= one.end_column


@pytest.mark.parametrize(
    ("descriptors", "name"),
    [
        ("`a.b`/C#m().", "m"),
        ("`a.b`/C#m(+1).", "m"),
        ("`a.b`/C#", "C"),
        ("`a.b`/x.", "x"),
        ("`a.b`/`a ``b``#`.", "a `b`#"),
        ("`a.b`/__init__:", None),
        ("`a.b`/f().(x)", None),
        ("`a.b`/C#`<constructor>`().", None),
        ("", None),
    ],
)
def test_names_of_symbols(descriptors: str, name: str | None) -> None:
    assert name_of(symbol(descriptors)) == name
