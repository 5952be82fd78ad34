from __future__ import annotations

import subprocess
import sys

import pytest

from scoper.context.tokens import Tokenizer
from scoper.errors import UserError


def test_counts_are_those_of_the_vocabulary() -> None:
    tokenizer = Tokenizer()
    assert tokenizer.name == "o200k"
    assert [tokenizer.count(text) for text in ("", "hello world", "def f(x):\n    return x\n")] == [0, 2, 8]


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4o", "o200k"),
        ("openai/GPT-5-mini", "o200k"),
        ("o3-mini", "o200k"),
        ("gpt-4-turbo", "o200k * 1.03"),
        ("anthropic/claude-x", "o200k * 1.25"),
        ("some-model", "o200k * 1.25"),
        ("", "o200k"),
    ],
)
def test_a_margin_where_the_tokenizer_is_not_public(model: str, name: str) -> None:
    tokenizer = Tokenizer(model)
    assert tokenizer.name == name
    assert tokenizer.count("hello world") == (2 if name == "o200k" else 3)


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UserError, match="bpe-openai"):
        Tokenizer()


def test_the_vocabulary_is_loaded_by_the_first_count_and_the_package_around_it_never() -> None:
    code = "import sys; from scoper.context.tokens import Tokenizer; Tokenizer().count('a'); print('bpe_openai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
