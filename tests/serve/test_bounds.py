from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from scoper.serve.bounds import fit, fit_text
from scoper.serve.schemas import schema
from tests.gitrepo import GitRepo
from tests.serve.conftest import REQUEST
from tests.serve.test_agents import asking, call


def size(document: object) -> int:
    return len(json.dumps(document, ensure_ascii=False))


def edit(number: int, *findings: int, in_scope: bool = False) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "path": f"pkg/module_{number}.py",
        "old_path": None,
        "symbol": f"pkg/module_{number}.py::f",
        "old_symbol": None,
        "kinds": ["body"],
        "before": [{"start": 1, "end": 2}],
        "after": [{"start": 1, "end": 2}],
        "in_scope": in_scope,
        "relation": "target" if in_scope else "unreached",
        "why": "because",
        "confidence": 0.9,
        "proof": [],
        "findings": list(findings),
    }


def finding(number: int, severity: str) -> dict[str, Any]:
    return {
        "rule": "out-of-scope-edit",
        "code": "SC101",
        "severity": severity,
        "confidence": "high",
        "path": f"pkg/module_{number}.py",
        "symbol": None,
        "line": number + 1,
        "end_line": None,
        "column": None,
        "message": f"finding {number}",
        "edit": f"e{number}",
        "fix": None,
        "fingerprint": f"{number:032x}",
    }


def report(edits: int, request: str = "round it") -> dict[str, Any]:
    """Every second edit is in scope; each of the others has a finding, every eighth an error."""
    strays = range(1, edits, 2)
    return {
        "schema": "scoper.report/1",
        "base": "0" * 40,
        "head": "1" * 40,
        "task": {"request": request, "scope": [], "source": "flag"},
        "scope": {"targets": [], "forbidden": [], "ambiguous": False, "rivals": [], "assumption": None},
        "verdict": "reject",
        "edits": [edit(n, n // 2) if n % 2 else edit(n, in_scope=True) for n in range(edits)],
        "findings": [finding(n, "error" if n % 8 == 1 else "note") for n in strays],
        "hidden": {"suppressed": 0, "baseline": 0},
        "problems": [],
        "notices": ["a notice"],
        "timing_ms": {"total": 1.0},
    }


def test_what_fits_stays_as_it_is() -> None:
    document = report(10)
    assert fit(document, 60_000) is document


@pytest.mark.parametrize("limit", [4_000, 20_000, 60_000])
def test_a_report_loses_what_matters_least_and_still_is_one(limit: int) -> None:
    whole = report(1_000)
    document = fit(whole, limit, "ask again")
    assert limit * 0.7 < size(document) <= limit
    jsonschema.validate(document, schema("report"))
    assert document["notices"][0] == "a notice" and document["notices"][1].startswith(f"cut to {limit} characters, left out: ")
    assert document["notices"][1].endswith("; ask again")
    assert not [one for one in document["edits"] if one["in_scope"]]
    assert {one["severity"] for one in document["findings"]} == {"error"}
    named = {one["id"]: [document["findings"][number]["edit"] for number in one["findings"]] for one in document["edits"]}
    assert named and all(edits == [its] for its, edits in named.items())
    assert whole == report(1_000)


def test_edits_in_scope_go_first() -> None:
    document = fit(report(100), size(report(100)) - 5_000)
    assert len(document["findings"]) == 50 and len([one for one in document["edits"] if not one["in_scope"]]) == 50
    dropped = 50 - len([one for one in document["edits"] if one["in_scope"]])
    assert dropped and f"left out: {dropped} edits in scope" in document["notices"][-1]


def test_a_request_that_alone_is_too_long_is_cut_too() -> None:
    document = fit(report(2, request="x" * 200_000), 4_000)
    assert size(document) <= 4_000 and "texts were cut to" in document["notices"][-1]
    jsonschema.validate(document, schema("report"))


def test_ties_are_cut_section_by_section(shop: GitRepo) -> None:
    shop.write(
        "much.py", "from cart import total\n\n" + "".join(f"def use{n}():\n    return total([{n}])\n\n" for n in range(200))
    )

    async def talk(client: Any) -> None:
        document = await call(client, "who_uses", symbol="::total")
        (told,) = document["symbols"]
        assert size(document) <= 6_000 and 0 < len(told["callers"]) == len(told["references"]) < 50
        assert "ties" in document["notices"][0]
        assert size(await call(client, "context_for", request=REQUEST, budget=1_000)) <= 6_000
        assert size(await call(client, "style_of")) <= 6_000

    asking(talk, limit=6_000)


def test_texts_are_cut_at_a_line() -> None:
    lines = "".join(f"line {number}\n" for number in range(1_000))
    text = fit_text(lines, 1_000, "ask again")
    *kept, last = text.splitlines()
    assert len(text) <= 1_000 and "\n".join(kept) + "\n" == lines[: len("\n".join(kept)) + 1]
    assert last == f"… cut to 1000 characters: {1_000 - len(kept)} lines are left out; ask again"
    assert len(fit_text("x" * 5_000, 1_000)) <= 1_000
