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


def test_a_module_of_commonjs_may_offer_one_thing_as_a_whole() -> None:
    files = {
        "lib/shop.js": ("class Shop { open() {} }\nmodule.exports = Shop\nmodule.exports.close = function () {}\n"),
        "lib/make.js": "module.exports = function make() {};\n",
        "lib/all.js": "module.exports = require('./shop')\n",
        "main.js": "const Shop = require('./lib/all')\nconst make = require('./lib/make')\nnew Shop()\nmake()\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "main.js", "Shop") == ["lib/shop.js::Shop exact re-export"]
    assert meanings(graph, "main.js", "make") == ["lib/make.js::exports exact import"]


def test_default_exports_without_a_name() -> None:
    files = {
        "a.ts": "export default () => 1\n",
        "b.ts": "export { default } from './a'\nexport { default as again } from './a'\n",
        "c.ts": "import first from './b'\nimport { again } from './b'\nfirst()\nagain()\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "c.ts", "first") == ["a.ts::default exact re-export"]
    assert meanings(graph, "c.ts", "again") == ["a.ts::default exact re-export"]


SCRIPTS = {
    "tsconfig.json": '{"compilerOptions": {"paths": {"@app/*": ["web/app/*"], "kit": ["web/kit/main.ts"]}}}',
    "web/kit/main.ts": "export default class Kit { open() {} }\nexport * as tools from './tools'\n",
    "web/kit/tools.ts": "export default () => 1\nexport const cut = (x: number) => x\n",
    "web/app/first.ts": (
        "import Box, { tools } from 'kit'\nimport trim from '../kit/tools'\nnew Box().open()\ntrim()\ntools.cut(1)\n"
    ),
    "web/app/index.ts": "export { default as Chest } from 'kit'\nimport './first'\n",
    "web/page.tsx": (
        "import { Chest } from '@app/index'\nimport { Chest as Case } from './app'\nnew Chest().open()\nnew Case()\n"
    ),
    "packages/all/package.json": '{"name": "@shop/everything", "main": "dist/index.js"}',
    "packages/all/src/index.ts": "export * from './inner'\n",
    "packages/all/src/inner.ts": "export function deep() {}\n",
    "web/use.ts": "import * as all from '@shop/everything'\nimport { deep } from '@shop/everything'\nall.deep()\ndeep()\n",
    "web/old/make.js": "module.exports = function make() {};\n",
    "web/old/use.js": "const build = require('./make')\nbuild()\n",
}


def test_uses_that_do_not_write_the_name() -> None:
    graph = tree_graph(SCRIPTS)
    assert [edge.source for edge in graph.callers("web/kit/main.ts::Kit")] == [
        "web/app/first.ts",
        "web/page.tsx",
        "web/page.tsx",
    ]
    assert [edge.source for edge in graph.callers("web/kit/tools.ts::default")] == ["web/app/first.ts"]
    assert [edge.source for edge in graph.callers("web/old/make.js::exports")] == ["web/old/use.js"]
    assert graph.importers("packages/all/src/index.ts") == ("web/use.ts",)
    assert graph.importers("web/app/index.ts") == ("web/page.tsx",)


def test_members_of_an_object_and_of_a_prototype() -> None:
    files = {
        "store.js": (
            "export const store = { save() { this.open() }, open: () => 1 }\n"
            "export function Shop() {}\n"
            "Shop.prototype.sell = function () { this.pay() }\n"
            "Shop.prototype.pay = function () {}\n"
            "sell()\n"
        ),
        "main.js": "import { store } from './store'\nstore.save()\nstore.missing()\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "main.js", "store.save") == ["store.js::store.save exact import"]
    assert meanings(graph, "main.js", "store.missing") == []
    assert meanings(graph, "store.js", "this.open") == ["store.js::store.open exact self"]
    assert meanings(graph, "store.js", "this.pay") == ["store.js::Shop.pay exact self"]
    assert meanings(graph, "store.js", "sell") == []


def test_what_a_function_without_a_name_assigns_is_its_own() -> None:
    files = {
        "a.ts": "server.on('close', () => { const total = 1; total })\n",
        "b.ts": "import { total } from './a'\ntotal()\n",
    }
    assert meanings(tree_graph(files), "b.ts", "total") == []


def test_a_parameter_with_a_modifier_is_a_field() -> None:
    files = {
        "a.ts": "export class Store { save() {} }\n",
        "b.ts": (
            "import type { Store } from './a'\n"
            "class Cart { constructor(private readonly store: Store) {}\n  total() { this.store.save() }\n}\n"
        ),
    }
    assert meanings(tree_graph(files), "b.ts", "this.store.save") == ["a.ts::Store.save exact type"]


def test_what_a_package_offers_is_in_its_manifest() -> None:
    files = {
        "packages/core/package.json": (
            '{"name": "@shop/core", "exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs"},'
            ' "./types": "./src/exports/types.ts", "./parts/*": {"import": "./dist/pieces/*.mjs"}}}'
        ),
        "packages/core/src/index.ts": "export const start = () => 1\n",
        "packages/core/src/types.ts": "export const kind = () => 1\n",
        "packages/core/src/exports/types.ts": "export const kind = () => 2\n",
        "packages/core/src/pieces/wheel.ts": "export const turn = () => 1\n",
        "index.js": "exports.root = function () {}\n",
        "test/main.js": (
            "const { start } = require('@shop/core')\nconst { kind } = require('@shop/core/types')\n"
            "const { turn } = require('@shop/core/parts/wheel')\nconst { root } = require('..')\n"
            "start(); kind(); turn(); root()\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "test/main.js", "start") == ["packages/core/src/index.ts::start exact import"]
    assert meanings(graph, "test/main.js", "kind") == ["packages/core/src/exports/types.ts::kind exact import"]
    assert meanings(graph, "test/main.js", "turn") == ["packages/core/src/pieces/wheel.ts::turn exact import"]
    assert meanings(graph, "test/main.js", "root") == ["index.js::root exact import"]


def test_nobody_else_can_use_the_name_of_a_function_that_is_handed_on() -> None:
    graph = tree_graph({"a.js": "define(store, function size() { return size() })\nsize()\n"})
    assert meanings(graph, "a.js", "size") == []


def test_a_local_name_of_a_function_without_a_name_hides_what_is_around() -> None:
    files = {
        "a.ts": "export class Client { run() {} }\nexport class Server { run() {} }\n",
        "b.ts": (
            "import { Client, Server } from './a'\n"
            "const one = new Client({ name: 'x', options: { deep: true } })\n"
            "verify('first', () => {\n"
            "  const one = new Server()\n"
            "  one.run()\n"
            "})\n"
            "verify('second', () => { one.run() })\n"
            "function both() {\n"
            "  if (one) { let two = new Client(); two.run() }\n"
            "  else { let two = new Server(); two.run() }\n"
            "  for (var i = 0; i < 1; i++) { var three = new Server() }\n"
            "  three.run()\n"
            "}\n"
        ),
    }
    graph = tree_graph(files)
    assert meanings(graph, "b.ts", "one.run") == ["a.ts::Server.run exact type", "a.ts::Client.run exact type"]
    assert meanings(graph, "b.ts", "two.run") == ["a.ts::Client.run exact type", "a.ts::Server.run exact type"]
    assert meanings(graph, "b.ts", "three.run") == ["a.ts::Server.run exact type"]


def test_what_a_module_of_commonjs_offers_beside_what_it_is() -> None:
    files = {
        "lib/shop.js": (
            "exports = module.exports = createShop\n"
            "function createShop() {}\n"
            "exports.Router = Router\n"
            "function Router() {}\n"
            "exports.parse = function () {}\n"
        ),
        "index.js": "module.exports = require('./lib/shop')\n",
        "main.js": "const shop = require('./index')\nshop()\nshop.Router()\nshop.parse()\nshop.missing()\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "main.js", "shop", 2) == ["lib/shop.js::createShop exact re-export"]
    assert meanings(graph, "main.js", "shop.Router") == ["lib/shop.js::Router exact re-export"]
    assert meanings(graph, "main.js", "shop.parse") == ["lib/shop.js::parse exact re-export"]
    assert meanings(graph, "main.js", "shop.missing") == []
