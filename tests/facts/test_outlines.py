"""Each file of fixtures/outlines holds a source and the facts that it must give. ``UPDATE_OUTLINES=1`` writes them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from scoper.facts.extract import extract
from scoper.lang.registry import LANGUAGES
from tests.facts.outline import outline

FOLDER = Path(__file__).parents[2] / "fixtures" / "outlines"
CASES = [(language, path) for language in LANGUAGES for path in sorted((FOLDER / language.name).glob("*.md"))]
_BLOCKS = re.compile(r"^````(\w+)\n(.*?)^````$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("language", "path"), [pytest.param(*case, id=f"{case[0].name}/{case[1].stem}") for case in CASES])
def test_outline(language: object, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (_, source), (_, expected) = _BLOCKS.findall(text)
    spec = next(known for known in LANGUAGES if known == language)
    actual = outline(extract(spec, source.encode()))
    if os.environ.get("UPDATE_OUTLINES"):
        start = text.index("````outline\n") + len("````outline\n")
        path.write_text(text[:start] + actual + "````\n", encoding="utf-8")
        return
    assert actual == expected


def test_every_language_has_outlines() -> None:
    assert {case[0].name for case in CASES} == {language.name for language in LANGUAGES}
