"""What names mean in and across components of Vue and Svelte."""

from __future__ import annotations

from tests.graph.trees import meanings, show, tree_graph

SHOP = {
    "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["src/*"]}}}',
    "src/App.vue": (
        '<script setup lang="ts">\n'
        "import CartLine from '@/CartLine.vue'\n"
        "import Panel from './panel'\n"
        "import { price } from './price'\n"
        "function total(line: number) { return price(line) }\n"
        "</script>\n"
        "<template>\n"
        '  <cart-line v-for="line in lines" @click="total(line)" />\n'
        "  <Panel>{{ total(1) }} {{ line }}</Panel>\n"
        "</template>\n"
    ),
    "src/CartLine.vue": "<template>\n  <Local />\n</template>\n<script>\nimport Local from './Local'\n</script>\n",
    "src/Local.ts": "export default function local() {}\n",
    "src/Local.vue": "<template><p /></template>\n",
    "src/panel/index.vue": "<template><Panel /></template>\n<script setup>\nimport Panel from './Panel.svelte'\n</script>\n",
    "src/panel/index.ts": "export { default } from './index.vue'\nexport { limit } from './Panel.svelte'\n",
    "src/panel/Panel.svelte": (
        '<script context="module">\n  export const limit = 3\n</script>\n'
        "<script>\n  import { size } from './stores'\n  $: double = $size * 2\n</script>\n"
        "{#snippet row(size)}{size}{/snippet}\n"
        "{@render row(double + limit)}\n"
    ),
    "src/panel/stores.js": "export const size = 1\n",
    "src/price.ts": "export function price(x: number) { return x }\n",
    "src/main.ts": "import App from './App.vue'\nimport { limit } from './panel'\nmount(App, limit)\n",
}


def test_a_component_is_what_its_file_offers_by_default() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "src/main.ts", "App") == ["src/App.vue exact import"]
    assert meanings(graph, "src/App.vue", "CartLine") == ["src/CartLine.vue exact import"]
    assert meanings(graph, "src/main.ts", "limit") == ["src/panel/Panel.svelte::limit exact re-export"]


def test_a_file_of_the_same_name_is_another_one() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "src/CartLine.vue", "Local") == ["src/Local.ts::local exact import"]
    assert meanings(graph, "src/App.vue", "Panel") == ["src/panel/index.vue exact import"]
    assert meanings(graph, "src/panel/index.vue", "Panel") == ["src/panel/Panel.svelte exact import"]


def test_templates_use_what_scripts_define() -> None:
    graph = tree_graph(SHOP)
    assert [show(edge) for edge in graph.callers("src/App.vue::total")] == [
        "8 src/App.vue::template -call-> src/App.vue::total [exact local]",
        "9 src/App.vue::template -call-> src/App.vue::total [exact local]",
    ]
    assert [show(edge) for edge in graph.callers("src/price.ts::price")] == [
        "5 src/App.vue::total -call-> src/price.ts::price [exact import]"
    ]


def test_what_elements_and_blocks_bind_is_nothing_of_the_script() -> None:
    graph = tree_graph(SHOP)
    assert meanings(graph, "src/App.vue", "line", line=9) == []
    facts = graph.facts("src/App.vue")
    assert facts is not None and not [one for one in facts.references if one.name == "line" and one.line == 8]
    assert meanings(graph, "src/panel/Panel.svelte", "size") == ["src/panel/stores.js::size exact import"]
    assert meanings(graph, "src/panel/Panel.svelte", "row") == ["src/panel/Panel.svelte::row exact local"]
    assert meanings(graph, "src/panel/Panel.svelte", "double") == ["src/panel/Panel.svelte::double exact local"]


def test_methods_of_the_exported_object_know_each_other_and_the_template_them() -> None:
    script = "export default {\n  methods: {\n    save() { this.go() },\n    go() {},\n  },\n}\n"
    graph = tree_graph(
        {"a.vue": f"<template><p @click='save' @x='other' /></template>\n<script>\n{script}</script>\n", "b.js": script}
    )
    assert meanings(graph, "a.vue", "save") == ["a.vue::save likely object"]
    assert meanings(graph, "a.vue", "this.go") == ["a.vue::go likely object"]
    assert meanings(graph, "a.vue", "other") == []
    assert meanings(graph, "b.js", "this.go") == []


def test_uses_of_a_component_are_found_under_any_name() -> None:
    graph = tree_graph(
        {
            "src/Line.vue": "<template><p /></template>\n",
            "src/App.vue": "<template><my-row /></template>\n<script setup>\nimport MyRow from './Line.vue'\n</script>\n",
            "src/list/index.vue": "<template><Line /></template>\n<script setup>\nimport Line from '../Line'\n</script>\n",
            "src/main.js": "import List from './list'\nimport Other from './other'\nmount(List, Other)\n",
            "src/other.js": "export default 1\n",
        }
    )
    assert [show(edge) for edge in graph.callers("src/Line.vue")] == [
        "1 src/App.vue::template -call-> src/Line.vue [exact import]",
        "1 src/list/index.vue::template -call-> src/Line.vue [exact import]",
    ]
    assert graph.importers("src/Line.vue") == ("src/App.vue", "src/list/index.vue")
    assert graph.importers("src/list/index.vue") == ("src/main.js",)
