from __future__ import annotations

from collections.abc import Collection

import pytest

from scoper.errors import UserError
from scoper.scope.infer import resolve_scope
from scoper.scope.model import Provenance, Scope, Task
from scoper.scope.specs import parse_spec
from tests.scope.memory import MemoryTree

FILES = {
    "src/shop/__init__.py": "from .cart import Cart\n",
    "src/shop/cart.py": (
        "class Cart:\n    def total(self):\n        return 1\n\n    def discount(self):\n        return 2\n\n\n"
        "def parse(x):\n    return x\n"
    ),
    "src/shop/tax.py": "RATE = 3\n\n\ndef tax_rate(x):\n    return x\n\n\ndef parse(x):\n    return x\n",
    "tests/test_cart.py": "def test_total():\n    assert 1\n",
    "README.rst": "shop\n====\n",
}


def resolve(request: str | None = None, *specs: str, focus: Collection[str] = tuple(FILES)) -> Scope:
    return resolve_scope(Task(request, tuple(map(parse_spec, specs))), (MemoryTree(FILES),), focus)


def symbols(scope: Scope) -> list[str]:
    return [target.symbol for target in scope.targets]


def test_nothing_asked_gives_nothing() -> None:
    scope = resolve()
    assert (scope.targets, scope.ambiguous, scope.assumption) == ((), False, None)


def test_a_request_without_a_telling_word_is_ambiguous() -> None:
    assert resolve("fix it").ambiguous


@pytest.mark.parametrize(
    ("request_text", "symbol", "provenance"),
    [
        ("round `Cart.total`", "src/shop/cart.py::Cart.total", Provenance.CODE_SPAN),
        ("round shop.cart.Cart.total", "src/shop/cart.py::Cart.total", Provenance.DOTTED_NAME),
        ("round shop.Cart.total", "src/shop/cart.py::Cart.total", Provenance.DOTTED_NAME),
        ("double the tax_rate", "src/shop/tax.py::tax_rate", Provenance.IDENTIFIER),
        ("mend src/shop/tax.py", "src/shop/tax.py", Provenance.PATH),
        ("mend `cart.py`", "src/shop/cart.py", Provenance.PATH),
        ("tests/test_cart.py::test_total fails", "tests/test_cart.py::test_total", Provenance.TEST_ID),
        (
            'File "/site-packages/../src/shop/cart.py", line 6, in discount',
            "src/shop/cart.py::Cart.discount",
            Provenance.TRACEBACK,
        ),
        ("wrong at src/shop/cart.py:3", "src/shop/cart.py::Cart.total", Provenance.TRACEBACK),
    ],
)
def test_the_request_names_it(request_text: str, symbol: str, provenance: Provenance) -> None:
    target = resolve(request_text).targets[0]
    assert (target.symbol, target.provenance) == (symbol, provenance)
    assert target.confidence >= 0.8


def test_names_outside_the_focus_are_found_where_they_are_spelled_like_code() -> None:
    assert symbols(resolve("double the tax_rate", focus=["README.rst"])) == ["src/shop/tax.py::tax_rate"]


def test_words_are_a_hint_when_nothing_is_named() -> None:
    target = resolve("the discount is wrong").targets[0]
    assert (target.symbol, target.provenance) == ("src/shop/cart.py::Cart.discount", Provenance.WORDS)
    assert target.confidence <= 0.6


def test_rivals_of_equal_strength_are_ambiguous_and_named() -> None:
    scope = resolve("speed up `parse`")
    assert scope.ambiguous
    assert [rival.symbol for rival in scope.rivals] == ["src/shop/cart.py::parse", "src/shop/tax.py::parse"]
    assert scope.assumption is not None
    assert "src/shop/tax.py::parse" in scope.assumption


def test_a_rival_in_the_diff_settles_it() -> None:
    assert symbols(resolve("speed up `parse`", focus=["src/shop/tax.py"])) == ["src/shop/tax.py::parse"]


@pytest.mark.parametrize(
    ("spec", "symbol"),
    [
        ("src/shop/cart.py", "src/shop/cart.py"),
        ("src/", "src/"),
        ("src/shop/*.py", "src/shop/*.py"),
        ("src/shop/cart.py::Cart.total", "src/shop/cart.py::Cart.total"),
        ("::Cart.total", "src/shop/cart.py::Cart.total"),
        ("src/shop/cart.py:2-3", "src/shop/cart.py"),
    ],
)
def test_specs_are_certain(spec: str, symbol: str) -> None:
    target = resolve(None, spec).targets[0]
    assert (target.symbol, target.confidence, target.provenance) == (symbol, 1.0, Provenance.SPEC)


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ("src/shop/crat.py", "src/shop/cart.py"),
        ("src/shop/cart.py::Cart.totl", "src/shop/cart.py::Cart.total"),
        ("src/shop/crat.py::Cart", "src/shop/cart.py"),
        ("cart.py", "src/shop/cart.py"),
        ("shop/", "src/shop/"),
        ("scr/", "src/"),
        ("::tax_rat", "::tax_rate"),
        ("README.rst::shop", "README.rst:10-40"),
    ],
)
def test_a_spec_that_matches_nothing_names_the_nearest(spec: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        resolve(None, spec)
    assert spec in caught.value.message
    assert any(hint in line for line in caught.value.hints)


def test_a_negated_spec_that_protects_nothing_is_said() -> None:
    assert resolve("round `Cart.total`", "!src/shop/tax.py", "!::Cart").unmatched == ()
    scope = resolve("round `Cart.total`", "!src/shop/txa.py", "!::Crat")
    assert [message.split(" ", 2)[1] for message in scope.unmatched] == ["'!src/shop/txa.py'", "'!::Crat'"]


def test_negated_specs_are_kept_apart() -> None:
    scope = resolve("round `Cart.total`", "!src/shop/tax.py")
    assert [spec.text for spec in scope.forbidden] == ["!src/shop/tax.py"]
    assert "src/shop/tax.py" not in symbols(scope)


def test_a_constructor_is_no_rival_of_its_class() -> None:
    tree = MemoryTree({"Cart.java": "class Cart {\n  Cart() {}\n  int total() { return 1; }\n}\n"})
    scope = resolve_scope(Task("Make `Cart` comparable", ()), (tree,), ("Cart.java",))
    assert (symbols(scope), scope.ambiguous, scope.assumption) == (["Cart.java::Cart"], False, None)


def test_a_stand_in_inside_of_a_test_is_no_rival_of_the_real_one() -> None:
    files = {
        "auth.ts": "export class Provider { saveTokens() {} }\n",
        "auth.test.ts": "describe('auth', () => { it('saves', () => { const provider = { saveTokens() {} } }) })\n",
    }
    scope = resolve_scope(Task("propagate errors of `saveTokens`"), (MemoryTree(files),), tuple(files))
    assert symbols(scope) == ["auth.ts::Provider.saveTokens"]
    assert not scope.ambiguous
