from __future__ import annotations

from pathlib import Path

import pytest

from scoper.agent.apply import format_of, tool_of
from scoper.errors import UserError
from scoper.llm.model import Usage
from scoper.llm.profiles import Models, Price, load_models
from scoper.llm.spend import cost


def models(tmp_path: Path, text: str) -> Models:
    path = tmp_path / "models.toml"
    path.write_text(text)
    return load_models({"SCOPER_MODELS": str(path)})


@pytest.fixture(autouse=True)
def _no_user_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize(
    "model, name",
    [
        ("gpt-6-luna", "gpt"),
        ("GPT-6-Luna", "gpt"),
        ("openai/gpt-6-luna", "gpt"),
        ("gpt-oss-120b", "gpt-oss"),
        ("anthropic/claude-sonnet-5", "claude"),
        ("gemini-9-pro", "gemini"),
        ("qwen9-coder", "open"),
        ("something-else", "default"),
    ],
)
def test_a_name_leads_to_its_family(model: str, name: str) -> None:
    assert load_models({}).profile(model).name == name


def test_every_shipped_profile_names_a_format_and_a_way() -> None:
    for profile in load_models({}).profiles.values():
        assert format_of(profile).instructions and (tool_of(profile) is None) == (profile.deliver == "text")


def test_a_user_changes_single_keys_adds_profiles_and_prices(tmp_path: Path) -> None:
    mine = models(
        tmp_path,
        'model = "my-model"\nbase-url = "http://127.0.0.1:1/v1"\nkey-env = "MINE"\n'
        '[profiles.gpt]\neffort = "high"\n[profiles.mine]\nlike = "claude"\nmatch = ["my-*"]\ntimeout = 60\n'
        '[prices]\n"my-*" = { input = 1, output = 2 }\n',
    )
    assert (mine.model, mine.base_url, mine.key_env) == ("my-model", "http://127.0.0.1:1/v1", "MINE")
    gpt, own = mine.profile("gpt-x"), mine.profile("my-model")
    assert (gpt.effort, gpt.deliver) == ("high", "patch-tool") and (own.name, own.overeager, own.timeout) == (
        "mine",
        True,
        60.0,
    )
    assert mine.profile("claude-x").name == "claude" and mine.price("my-model") == Price(1, 2) and mine.price("other") is None
    assert mine.profile("anything", "mine") == own


@pytest.mark.parametrize(
    "text, word",
    [
        ("modle = 'x'", "did you mean model"),
        ("model = 3", "expected a string"),
        ("[profiles.gpt]\nefort = 'x'", "did you mean effort"),
        ("[profiles.gpt]\npack = '3'", "expected a whole number"),
        ("[profiles.gpt]\npack = true", "expected a whole number"),
        ("[profiles.gpt]\npack = 0", "above 0"),
        ("[profiles.gpt]\nmatch = 'x'", "list of strings"),
        ("[profiles.gpt]\napi = 'soap'", "one of responses, chat"),
        ("[profiles.gpt]\napi = 'chat'", "needs api"),
        ("[profiles]\ngpt = 3", "expected a table"),
        ("[prices]\nx = 3", "input and output"),
        ("[prices]\nx = { input = 1, output = -1 }", "numbers of dollars"),
        ("x = [", "not valid TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        models(tmp_path, text)


def test_files_and_profiles_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read the file of models"):
        load_models({"SCOPER_MODELS": str(tmp_path / "none")})
    with pytest.raises(UserError, match="no such profile: gtp") as caught:
        load_models({}).profile("x", "gtp")
    assert "gpt" in caught.value.hints[0]


def test_what_tokens_cost() -> None:
    price = Price(2, 10, cached=0.2, cache_write=2.5, long_from=1000, long_input=4)
    assert cost(Usage(input=1000, cached=400, cache_written=100, output=100), price) == pytest.approx(
        (500 * 2 + 400 * 0.2 + 100 * 2.5 + 100 * 10) / 1e6
    )
    assert cost(Usage(input=2000, output=0), price) == pytest.approx(2000 * 4 / 1e6)
    assert cost(Usage(input=1000, cached=1000), Price(2, 10)) == pytest.approx(1000 * 2 / 1e6)
