"""What names mean across the namespaces of PHP."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

CART = r"""<?php
namespace Shop;

use Shop\Values\Money;
use Exception;
use Other\Clock as Time;
use function Shop\Values\total;

class Cart extends Base
{
    use Logs;
    private Store $store;
    private static ?Cart $last = null;

    public function run(Store $given, $any)
    {
        $this->open();
        parent::open();
        $this->log();
        $this->store->flush();
        $given->flush();
        $made = new Store();
        $made->flush();
        self::$last->run($given, 1);
        Money::round(1);
        total(1);
        new Exception();
        Time::now();
        $total = 1;
        $any->flush();
        new Outer();
        open();
    }
}
"""

SHOP = {
    "src/Cart.php": CART,
    "src/Base.php": "<?php\nnamespace Shop;\n\nclass Base { protected function open() {} }\n",
    "src/Logs.php": "<?php\nnamespace Shop;\n\ntrait Logs { function log() {} }\n",
    "src/Store.php": "<?php\nnamespace Shop;\n\nclass Store { public function flush() {} }\n",
    "src/Exception.php": "<?php\nnamespace Shop;\n\nclass Exception {}\n",
    "src/Outer.php": "<?php\nclass Outer {}\n",
    "src/Clock.php": "<?php\nnamespace Shop;\n\nclass Time { static function now() {} }\n",
    "src/Values/Money.php": (
        "<?php\nnamespace Shop\\Values;\n\nclass Money { static function round($x) {} }\n\nfunction total($x) {}\n"
    ),
}


def targets(dotted: str) -> list[str]:
    return [" ".join(one.split()[:2]) for one in meanings(tree_graph(SHOP), "src/Cart.php", dotted)]


def test_members_of_the_class_its_traits_and_its_bases() -> None:
    assert targets("$this.open") == ["src/Base.php::Base.open exact"]
    assert targets("parent.open") == ["src/Base.php::Base.open exact"]
    assert targets("$this.log") == ["src/Logs.php::Logs.log exact"]
    assert targets("self.last.run") == ["src/Cart.php::Cart.run exact"]


def test_members_of_what_a_type_or_a_constructor_says() -> None:
    for dotted in ("$this.store.flush", "$given.flush", "$made.flush"):
        assert targets(dotted) == ["src/Store.php::Store.flush exact"], dotted


def test_imported_names() -> None:
    assert targets("Money.round") == ["src/Values/Money.php::Money.round exact"]
    assert targets("total") == ["src/Values/Money.php::total exact"]


def test_what_means_nothing_here() -> None:
    assert targets("Exception") == []  # the one of the language, not that of the namespace
    assert targets("Time.now") == []  # of somebody else's namespace
    assert targets("Outer") == []  # a namespace sees nothing of the one around it
    assert targets("open") == []  # a method is no function
    assert [one for one in targets("$any.flush") if "exact" in one] == []
