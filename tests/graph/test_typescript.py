"""What names mean across files of JavaScript and TypeScript."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

CART = {
    "src/cart.ts": (
        "import { price } from './price'\n"
        "export class Base { open() {} }\n"
        "export default class Cart extends Base {\n"
        "  store: Store = new Store()\n"
        "  total() { this.open(); this.store.save(); return price(1) }\n"
        "}\n"
        "export class Store { save() {} }\n"
    ),
    "src/price/index.ts": "export * from './round.js'\nexport const price = (x: number) => round(x)\n",
    "src/price/round.ts": "export function round(x: number) { return x }\n",
    "src/app.tsx": (
        "import Cart, { Store as S } from './cart'\n"
        "import * as prices from './price'\n"
        "import lodash, { round } from 'lodash'\n"
        "export function App(cart: Cart) {\n"
        "  cart.total()\n"
        "  const s = new S()\n"
        "  s.save()\n"
        "  prices.round(1)\n"
        "  round(2)\n"
        "  unknown.total()\n"
        "  return <Row />\n"
        "}\n"
        "const Row = () => null\n"
    ),
}


def test_default_and_named_imports_through_index_files() -> None:
    graph = tree_graph(CART)
    assert meanings(graph, "src/cart.ts", "price") == ["src/price/index.ts::price exact import"]
    assert meanings(graph, "src/app.tsx", "cart.total") == ["src/cart.ts::Cart.total exact type"]
    assert meanings(graph, "src/app.tsx", "s.save") == ["src/cart.ts::Store.save exact type"]
    assert meanings(graph, "src/app.tsx", "prices.round") == ["src/price/round.ts::round exact star"]
    assert meanings(graph, "src/app.tsx", "Row") == ["src/app.tsx::Row exact local"]


def test_this_and_what_is_inherited() -> None:
    graph = tree_graph(CART)
    assert meanings(graph, "src/cart.ts", "this.open") == ["src/cart.ts::Base.open exact inherited"]
    assert meanings(graph, "src/cart.ts", "this.store.save") == ["src/cart.ts::Store.save exact type"]


def test_a_name_of_another_package_is_none_of_ours() -> None:
    graph = tree_graph(CART)
    assert meanings(graph, "src/app.tsx", "round") == []
    assert meanings(graph, "src/app.tsx", "unknown.total") == []


def test_callers_come_from_every_file() -> None:
    callers = tree_graph(CART).callers("src/cart.ts::Cart.total")
    assert [(edge.source, edge.line) for edge in callers] == [("src/app.tsx::App", 5)]


def test_paths_of_a_configuration_and_packages_of_the_tree() -> None:
    files = {
        "tsconfig.json": (
            '{ // comments are allowed\n "compilerOptions": {"baseUrl": ".", "paths": {"@app/*": ["packages/app/src/*"],}} }'
        ),
        "packages/app/src/util.ts": "export const help = () => 1\n",
        "packages/shared/package.json": '{"name": "@vue/shared", "main": "dist/index.js"}',
        "packages/shared/src/index.ts": "export { isString } from './general'\n",
        "packages/shared/src/general.ts": "export const isString = (x: unknown) => true\n",
        "web/main.ts": "import { help } from '@app/util'\nimport { isString } from '@vue/shared'\nhelp()\nisString(1)\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "web/main.ts", "help") == ["packages/app/src/util.ts::help exact import"]
    assert meanings(graph, "web/main.ts", "isString") == ["packages/shared/src/general.ts::isString exact re-export"]


def test_commonjs() -> None:
    files = {
        "lib/app.js": "var utils = require('./utils')\nconst { pick } = require('./utils')\nutils.pick()\npick()\n",
        "lib/utils.js": "function pick() {}\nmodule.exports = { pick }\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "lib/app.js", "utils.pick") == ["lib/utils.js::pick exact import"]
    assert meanings(graph, "lib/app.js", "pick") == ["lib/utils.js::pick exact import"]


def test_circles_end() -> None:
    files = {
        "a.ts": "export * from './b'\nexport { x as y } from './b'\ny()\n",
        "b.ts": "export * from './a'\nexport { y as x } from './a'\n",
    }
    assert meanings(tree_graph(files), "a.ts", "y") == []
