"""One tree with every language that is resolved across files: the trees of the tests beside this file, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from tests.graph import test_c, test_csharp, test_go, test_java, test_php, test_ruby, test_rust, test_typescript

PYTHON = {
    "shop/__init__.py": "from .cart import Cart as Basket\nfrom .price import *\n",
    "shop/cart.py": (
        "from shop.price import price\n\n\nclass Base:\n    def open(self): ...\n\n\nclass Cart(Base):\n"
        "    def __init__(self, limit: int = 1):\n        self.store = Store()\n\n"
        "    def total(self):\n        self.open()\n        self.store.save()\n        return price(1)\n\n"
        "    def open(self):\n        super().open()\n\n\nclass Store:\n    def save(self): ...\n"
    ),
    "shop/price.py": "__all__ = ['price']\n\n\ndef price(x):\n    return tax(x)\n\n\ndef tax(x):\n    return x\n",
    "shop/app.py": (
        "import shop\nfrom shop import Basket, price as cost\n\nmake = Basket\n\n\nclass Big(Basket):\n    def total(self):\n"
        "        return cost(2)\n\n\ndef main(cart: Basket, other):\n    cart.total()\n    other.unusual()\n"
        "    return shop.price(make().total())\n"
    ),
    "shop/plugin.py": "class Plugin:\n    def unusual(self): ...\n",
    "tests/test_cart.py": "from shop.cart import Cart\n\n\ndef test_total():\n    assert Cart().total() == 1\n",
}

RE_EXPORTS = {
    "src/pack/__init__.py": "from .inner import *\nfrom .inner import Thing as Other\nfrom . import inner as again\n",
    "src/pack/inner.py": (
        "from __future__ import annotations\n\n\nclass Thing:\n    @classmethod\n    def make(cls):\n        return cls()\n"
    ),
    "src/pack/sub/__init__.py": "from .. import Other\nfrom ...pack import again\n\nagain.Thing.make()\n",
    "src/pack/sub/deep.py": (
        "from . import Other as Deep\nimport pack.inner as p\n\n\nclass Deeper(Deep):\n    make = p.Thing\n"
    ),
    "use.py": (
        "import pack\nfrom pack.sub import deep\n\npack.Other.make()\ndeep.Deeper.make()\nrun = pack.again.Thing\nrun()\n"
    ),
}

TREES: tuple[Mapping[str, str], ...] = (
    PYTHON,
    RE_EXPORTS,
    test_typescript.SCRIPTS,
    test_c.SHOP,
    test_csharp.SHOP,
    test_csharp.WIDE,
    test_go.SHOP,
    test_java.SHOP,
    test_java.MADE,
    test_java.INNER,
    test_php.SHOP,
    test_ruby.SHOP,
    test_rust.SHOP,
    test_typescript.CART,
)
TREE = {path: text for tree in TREES for path, text in tree.items()}
