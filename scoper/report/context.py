"""A context pack as JSON, version 1: a contract with outsiders, spelled out key by key."""

from __future__ import annotations

import json

from scoper.context.model import Pack
from scoper.report.json import clean_json, scope_json, task_json

SCHEMA = "scoper.context/1"


def as_json(pack: Pack) -> str:
    """One line of JSON, always valid UTF-8."""
    document = {
        "schema": SCHEMA,
        "base": pack.base,
        "task": task_json(pack.task),
        "scope": scope_json(pack.scope),
        "budget": pack.budget,
        "tokens": pack.tokens,
        "tokenizer": pack.tokenizer,
        "needed": pack.needed,
        "items": [
            {
                "path": item.path,
                "symbol": item.symbol,
                "start": item.start or None,
                "end": item.end or None,
                "form": item.form.value,
                "role": item.duty.value,
                "why": item.why,
                "confidence": item.confidence,
                "tokens": item.tokens,
            }
            for item in pack.items
        ],
        "left_out": [{"symbol": one.symbol, "why": one.why, "rank": one.rank, "tokens": one.tokens} for one in pack.left_out],
        "problems": [{"path": path, "reason": reason} for path, reason in pack.problems],
        "notices": list(pack.notices),
        "text": pack.text,
    }
    return clean_json(json.dumps(document, ensure_ascii=False)) + "\n"
