"""The schema for editors says what the parser says: same keys, same verdict on any document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scoper.config import _KEYS, read_fields

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "config.schema.json").read_bytes())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)

_words = st.sampled_from(
    ["", " ", "a/", "SC101", "SC", "sc101", "out-of-scope-edit", "error", "loud", "ask", "ruff", "tests", "api", "x"]
)
_values = st.recursive(
    _words | st.booleans() | st.sampled_from([-1, 0, 1, 60, 0.0, 0.5, -2.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words.filter(bool), inner, max_size=2),
    max_leaves=4,
)


def test_the_same_keys() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert list(SCHEMA["properties"]) == sorted(_KEYS, key=list(SCHEMA["properties"]).index)
    assert set(SCHEMA["properties"]) == set(_KEYS)
    assert all("description" in value for value in SCHEMA["properties"].values())


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(_KEYS)) | _words.filter(bool), _values, max_size=2))
@example({"max-lines": True})
@example({"severity": {"SC": "note"}, "per-path-ignore": {"a/": ["SC101"]}})
def test_the_same_verdict(document: dict[str, Any]) -> None:
    mistakes: list[str] = []
    read_fields("scoper.toml", document, mistakes)
    assert (not mistakes) == VALIDATOR.is_valid(document), mistakes
