from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo


def test_the_default_is_xml(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("context", "Round what `total` gives")
    assert said.code == 0 and said.out.startswith("<context>\n") and said.out.endswith("</context>\n")
    assert "round(sum(prices), 2)" in said.out


def test_json_is_the_contract(shop: GitRepo, scoper: Scoper) -> None:
    document = json.loads(scoper("context", "--scope", "cart.py::total", "--budget", "700", "--output-format", "json").out)
    assert document["schema"] == "scoper.context/1"
    assert {"base", "task", "budget", "tokens", "tokenizer", "items", "left_out", "problems", "text"} <= document.keys()
    assert document["tokens"] <= document["budget"] == 700
    item = next(item for item in document["items"] if item["symbol"] == "cart.py::total")
    assert item.keys() == {"path", "symbol", "start", "end", "form", "role", "why", "confidence", "tokens"}
    assert (item["start"], item["end"], item["form"], item["role"]) == (1, 2, "source", "target")


SCHEMA = Path(__file__).parents[2] / "docs" / "context.schema.json"


@pytest.mark.parametrize("args", [("Round `total`",), ("zzzz qqqq",), ("Round `total`", "--budget", "200")])
def test_json_keeps_to_its_schema(shop: GitRepo, scoper: Scoper, args: tuple[str, ...]) -> None:
    shop.write(".env", "KEY=1\n")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    schema["additionalProperties"] = schema["properties"]["items"]["items"]["additionalProperties"] = False
    jsonschema.validate(json.loads(scoper("context", *args, "--format", "json").out), schema)


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("mermaid", "n0 -->|call| n1"),
        ("dot", '"pay.py::pay" -> "cart.py::total"'),
        ("text", "pay.py::pay  call at pay.py:5 [exact, import]"),
    ],
)
def test_the_neighbourhood_is_drawn(shop: GitRepo, scoper: Scoper, form: str, line: str) -> None:
    shop.write("pay.py", "from cart import total\n\n\ndef pay():\n    return total([])\n")
    said = scoper("context", "--scope", "cart.py::total", "--graph", form)
    assert said.code == 0 and line in said.out


def test_a_neighbourhood_without_uses_says_so(shop: GitRepo, scoper: Scoper) -> None:
    assert "uses: none found" in scoper("context", "--scope", "cart.py::total", "--graph", "text").out


def test_for_agents_it_says_what_it_is(shop: GitRepo, scoper: Scoper) -> None:
    assert "Read this before you edit" in scoper("context", "Round `total`", "--for-agent").out


def test_explain_shows_the_ranking(shop: GitRepo, scoper: Scoper) -> None:
    lines = scoper("context", "Round `total`", "--explain").out.splitlines()
    assert lines[0].split() == ["role", "form", "tokens", "score", "what", "why"]
    assert any("cart.py::total" in line and "target" in line for line in lines)


def test_a_model_without_a_public_tokenizer_gets_a_margin(shop: GitRepo, scoper: Scoper) -> None:
    plain, other = (
        json.loads(scoper("context", "Round `total`", "--format", "json", "--model", model).out)
        for model in ("gpt-5", "claude-x")
    )
    assert (plain["tokenizer"], other["tokenizer"]) == ("o200k", "o200k * 1.25")
    assert other["tokens"] > plain["tokens"]


def test_output_goes_to_a_file(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    assert scoper("context", "Round `total`", "--output", str(tmp_path / "pack")).out == ""
    assert (tmp_path / "pack").read_text().startswith("<context>")


def test_notes_go_to_standard_error(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("context", "zzzz qqqq")
    assert "note: the request names nothing" in said.err and "note:" not in said.out


@pytest.mark.parametrize("args", [(), ("",), ("  \n",)])
def test_nothing_to_pack(shop: GitRepo, scoper: Scoper, args: tuple[str, ...]) -> None:
    said = scoper("context", *args)
    assert said.code == 2 and "nothing to pack" in said.err


def test_rivals_follow_the_policy(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("other.py", "def total(): ...\n")
    said = scoper("context", "Round `total`")
    assert said.code == 0 and "note: assumed:" in said.err
    said = scoper("context", "Round `total`", "--ambiguity", "refuse")
    assert said.code == 2 and "--scope cart.py::total" in said.err


def test_history_is_kept_between_runs_and_may_be_left_out(shop: GitRepo, scoper: Scoper) -> None:
    first = scoper("context", "Round `total`").out
    assert scoper("context", "Round `total`").out == scoper("context", "Round `total`", "--no-cache").out == first
