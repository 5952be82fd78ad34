"""Files with parts in other languages: edits by symbol of the part, and their kinds by its language."""

from __future__ import annotations

import pytest

from tests.change.changes import brief, change, changed

VUE = """\
<script setup>
import { ref } from 'vue'

/** Adds up. */
function total(a) {
  return a.one
}

function clear(a) {
  a.one = 'x'
}
</script>

<template>
  <p id="sum" :class="{ big: a }">{{ total(b) }}</p>

  <b v-if="a > 1">B</b>
</template>

<style>
.sum {
  margin: 0;
}
</style>
"""
SVELTE = """\
<script lang="ts">
  function total(a: number) {
    return a;
  }
</script>

{#if total(1) > 0}
  <p class="x {a}" on:click={() => total(2)}>{a} {b}</p>
{/if}
"""


def _edits(path: str, base: str, old: str, new: str) -> list[str]:
    assert old in base
    edits = change(changed(base, base.replace(old, new), path=path)).edits
    return [brief(edit).removeprefix(f"{path}::") for edit in edits]


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("return a.one", "return a.two", ["total: body -6 +6"]),
        ("return a.one", "return a.one;", ["total: format-only -6 +6"]),
        ("  return a.one", "  // why\n  return a.one", ["total: comment +6"]),
        ("a.one = 'x'", 'a.one = "x"', ["clear: format-only -10 +10"]),
        ("total(a)", "total(a, b)", ["total: signature -5 +5"]),
        ("Adds up", "Sums up", ["total: docstring -4 +4"]),
        ("import { ref }", "import { ref, watch }", ["a.vue: import -2 +2"]),
        ("{ big: a }", "{big:a}", ["template.sum: format-only -15 +15"]),
        (':class="{ big: a }"', "\n     :class='{ big: a, }'", ["template.sum: format-only -15 +15-16"]),
        ("{ big: a }", "{ big: b }", ["template.sum: signature -15 +15"]),
        ("{{ total(b) }}", "{{total(b)}}", ["template.sum: format-only -15 +15"]),
        ("a > 1", "a  >  1", ["template: format-only -17 +17"]),
        ("a > 1", "a > 2", ["template: body -17 +17"]),
        ("margin: 0;", "margin:0", ["style.·sum: format-only -22 +22"]),
        ("margin: 0", "margin: 1", ["style.·sum: body -22 +22"]),
        ("<style>", "<style scoped>", ["style: signature -20 +20"]),
        ("<script setup>", '<script setup lang="ts">', ["a.vue: body -1 +1"]),
    ],
)
def test_edits_of_a_vue_component(old: str, new: str, edits: list[str]) -> None:
    assert _edits("a.vue", VUE, old, new) == edits


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("return a;", "return a", ["total: format-only -3 +3"]),
        ("(a: number)", "(a: string)", ["total: annotation-only -2 +2"]),
        ("total(1) > 0", "total( 1 )>0", ["a.svelte: format-only -7 +7"]),
        ("total(1) > 0", "total(1) > 1", ["a.svelte: body -7 +7"]),
        ("() => total(2)", "()=>total(2)", ["a.svelte: format-only -8 +8"]),
        ("{a} {b}", "{a}  {b}", ["a.svelte: format-only -8 +8"]),
        ("{a} {b}", "{a}{b}", ["a.svelte: body -8 +8"]),
    ],
)
def test_edits_of_a_svelte_component(old: str, new: str, edits: list[str]) -> None:
    assert _edits("a.svelte", SVELTE, old, new) == edits


def test_edits_of_scripts_in_html() -> None:
    base = "<p>x</p>\n<script>\nfunction f() {\n  return 1\n}\nf()\n</script>\n"
    assert _edits("a.html", base, "return 1", "return 1;") == ["script.f: format-only -4 +4"]
    assert _edits("a.html", base, "return 1", "return 2") == ["script.f: body -4 +4"]
    template = base.replace("return 1", "return {{ x }}")
    assert _edits("a.html", template, "{{ x }}", "{{ y }}") == ["script: body -4 +4"]


OBJECT = """\
export default {
  name: 'x',
  methods: {
    save() {
      return 1
    },

    /** Goes. */
    go() {
      return 2
    },
  },
}
const api = {
  get() {
    return 3
  },
  limit: 4,
}
"""


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("return 1", "return 5", ["save: body -5 +5"]),
        ("Goes.", "Went.", ["go: docstring -8 +8"]),
        ("return 3", "return 5", ["api.get: body -16 +16"]),
        ("limit: 4", "limit: 5", ["api: body -18 +18"]),
        ("    /** Goes. */\n    go() {\n      return 2\n    },\n", "", ["default: body -8-11"]),
        ("    /** Goes", "    stop() {\n      return 6\n    },\n\n    /** Goes", ["default: body +6-9"]),
        (OBJECT, "", ["default: delete -1-13", "api: delete -14-19"]),
    ],
)
def test_methods_of_an_object_are_edited_by_their_own_names(old: str, new: str, edits: list[str]) -> None:
    assert _edits("a.js", OBJECT, old, new) == edits
