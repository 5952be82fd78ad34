from __future__ import annotations

from scoper.facts.load import facts_of
from scoper.lang.registry import LANGUAGES


def test_a_grammar_that_is_missing_is_said_with_the_way_out() -> None:
    gone = LANGUAGES[0]._replace(grammar_module="tree_sitter_of_nobody", extra="nobody")
    facts = facts_of(gone, b"x = 1\n", 100)
    assert facts.degraded == "the grammar of python is missing: pip install 'scoper[nobody]'"
    assert not facts.definitions


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert facts_of(LANGUAGES[0], b"x = 1\n", 5).degraded == "too large: 6 bytes"
