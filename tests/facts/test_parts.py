"""Files with parts in other languages: what is read, where, and within which bounds."""

from __future__ import annotations

import time

import pytest

from scoper.facts import fingerprint, parts
from scoper.facts.extract import extract
from scoper.facts.model import FileFacts
from scoper.lang.svelte import SVELTE
from scoper.lang.vue import VUE


def _facts(text: str, name: str = "vue") -> FileFacts:
    return extract({"vue": VUE, "svelte": SVELTE}[name], text.encode())


def test_positions_are_those_of_the_file_whatever_stands_in_front() -> None:
    facts = _facts(
        "<template>\n<p>é {{ a }} {{\n  f(b) }}</p>\n</template>\n<script>\nfunction f() {\n  return é\n}\n</script>\n"
    )
    assert [(one.name, one.line, one.column) for one in facts.references] == [
        ("a", 2, 10),
        ("f", 3, 3),
        ("b", 3, 5),
        ("é", 7, 10),
    ]
    assert [(one.qualname, one.start_line, one.end_line) for one in facts.definitions] == [("template", 1, 4), ("f", 6, 8)]


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("script", "x"),
        ("script setup", "x"),
        ("script lang='ts'", "x"),
        ("script setup lang=ts generic='T'", "x"),
        ('script lang="tsx"', "x"),
        ('script lang="js"', "x"),
        ('script lang="coffee"', None),
        ('style lang="scss"', "style.x"),
        ('style lang="postcss" scoped', "style.x"),
        ('style lang="less"', None),
    ],
)
def test_a_part_is_read_in_the_language_that_its_tag_names(tag: str, name: str | None) -> None:
    text = "x { a: b }" if tag.startswith("style") else "const x = 1"
    facts = _facts(f"<{tag}>\n{text}\n</{tag.split()[0]}>\n")
    assert [one.qualname for one in facts.definitions if one.qualname != "style"] == ([name] if name else [])


def test_a_style_without_a_grammar_is_a_section_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "is_installed", lambda language: language.name != "scss")
    facts = _facts("<script>\nlet a\n</script>\n<style lang='scss'>\n.b { c: d }\n</style>\n")
    assert [one.qualname for one in facts.definitions] == ["a", "style"] and not facts.problems


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("<my-box/>", ["MyBox"]),
        ("<MyBox></MyBox>", ["MyBox"]),
        ("<my-list/>", ["myList"]),
        ("<form/><box/><el-form/>", []),
        ("<Unknown/>", ["Unknown"]),
        ("<Ui.Box/>", ["Ui", "Box"]),
        ("<p v-my-focus:arg.once v-other/>", ["vMyFocus"]),
    ],
)
def test_tags_and_directives_name_what_the_script_has(tag: str, names: list[str]) -> None:
    script = "<script>\nimport { MyBox, Form, form, box, myList, Ui, vMyFocus } from './x'\n</script>\n"
    assert [one.name for one in _facts(f"<template>{tag}</template>\n{script}").references] == names


def test_a_problem_in_one_part_leaves_the_others_alone() -> None:
    facts = _facts(
        "<script>\nfunction f( {\n</script>\n<template>\n<A :x='1 +' :y='z' />\n</template>\n<style>\n.b { c: d }\n</style>\n"
    )
    assert {one.line for one in facts.problems} == {2, 5}
    assert {"A", "z"} <= {one.name for one in facts.references} and "style.·b" in {one.qualname for one in facts.definitions}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vue", "{{ " * 100_000),
        ("vue", "<template>" + "<p :a='b' @c='d' v-for='x in y'>{{ z }}</p>\n" * 5_000 + "</template>"),
        ("vue", f"<template><p v-for='{' ' * 100_000}'/></template>"),
        ("vue", f"<style>{'v-bind(' * 20_000}{' ' * 20_000}</style>"),
        ("vue", "<script>let a</script>\n" * 3_000),
        ("svelte", "{#each a as (" + "(b)" * 20_000 + "}{/each}"),
        ("svelte", "<p {a} b={c}>{d}</p>\n" * 5_000),
    ],
)
def test_time_is_bounded(name: str, text: str) -> None:
    _facts("<script>\nlet a\n</script>\n<style>\n</style>\n", name)
    start = time.process_time()
    _facts(text, name)
    assert time.process_time() - start < 4


def test_facts_depend_on_the_grammars_of_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def fresh() -> str:
        fingerprint.fingerprint.cache_clear()
        return fingerprint.fingerprint(VUE)

    before = fresh()
    monkeypatch.setattr(fingerprint, "_stamp", lambda module: f"{module} of another size")
    other = fresh()
    monkeypatch.setattr(fingerprint, "_stamp", lambda module: f"{module} of another size" + ("!" if "css" in module else ""))
    assert len({before, other, fresh()}) == 3
    fingerprint.fingerprint.cache_clear()
