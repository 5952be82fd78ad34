from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.scope.infer import resolve_scope
from scoper.scope.model import Provenance, Task
from scoper.scope.quoted import find_quotations, quoted_targets
from tests.scope.memory import MemoryTree

FILES = {
    "shop/cart.py": (
        "class Cart:\n    def take(self, name):\n        raise KeyError(f'there is no article {name}')\n\n\n"
        "def start(parser):\n    parser.add_argument('--dry-run')\n\n\n"
        "def routes(app):\n    app.get('/carts/<number>/lines')\n\n\n"
        "def one():\n    print('see the manual')\n\n\ndef two():\n    print('see the manual')\n\n\n"
        "def three():\n    print('see the manual')\n\n\ndef four():\n    print('see the manual')\n"
    ),
    "shop.toml": "[cart]\nround-down = true\n",
    "README.md": "# Shop\n\nRun it with --dry-run first.\n",
    "tests/test_cart.py": "def test_take():\n    assert 'there is no article tea'\n",
}


def found(request: str, *focus: str) -> list[str]:
    return [target.symbol for target in quoted_targets(request, (MemoryTree(FILES),), focus)]


@pytest.mark.parametrize(
    "request_",
    [
        "it doesn't work, and that isn't news",
        "rename `total` and 'tax'",
        "a well-known and/or re-entrant lock",
        "Error: no",
        "ends with src/a/b.py",
        'ask "whoever wrote this text"',
        'print "see the manual" but once',  # four definitions do: it points at none of them
    ],
)
def test_nothing_is_quoted(request_: str) -> None:
    assert found(request_, *FILES) == []


@pytest.mark.parametrize("focus", [(), tuple(FILES)])
@pytest.mark.parametrize(
    ("request_", "symbol"),
    [
        ("KeyError: there is no article coffee", "shop/cart.py::Cart.take"),
        ("> shop.NoSuchError: there is no article 12\n", "shop/cart.py::Cart.take"),
        ('say "there is no article" in German', "shop/cart.py::Cart.take"),
        ("--dry-run should buy nothing", "shop/cart.py::start"),
        ("GET /carts/<number>/lines is slow", "shop/cart.py::routes"),
        ("turn `round-down` off", "shop.toml::cart.round-down"),
    ],
)
def test_what_holds_it_is_a_target(request_: str, symbol: str, focus: tuple[str, ...]) -> None:
    assert found(request_, *focus) == [symbol]


def test_it_is_named_for_the_whole_scope() -> None:
    scope = resolve_scope(Task("--dry-run should buy nothing"), (MemoryTree(FILES),), ())
    assert [(target.symbol, target.provenance) for target in scope.targets] == [("shop/cart.py::start", Provenance.QUOTED)]
    assert scope.targets[0].why == "it holds what the request quotes: --dry-run"


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert all(one.strip() for one in find_quotations(text))


def test_a_hostile_request_is_bounded() -> None:
    assert len(find_quotations(" ".join(f'"text number {n}"' for n in range(9_000)))) <= 20
    find_quotations("'" * 50_000 + "/a" * 50_000 + "Error: " * 50_000 + '"' * 50_000)
