"""A context pack as JSON, version 1: a contract with outsiders, spelled out key by key."""

from __future__ import annotations

import json

from scoper.context.model import Duty, Pack
from scoper.report.graph import Answer, Section
from scoper.report.json import clean_json, scope_json, task_json
from scoper.report.terminal import clean

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


def neighbourhood(pack: Pack) -> tuple[Answer, ...]:
    """Who uses whom among what is in a pack: for each target what it uses and who uses it, then the rest."""
    targets = list(dict.fromkeys(item.symbol for item in pack.items if item.duty is Duty.TARGET and "::" in item.symbol))
    answers = []
    for symbol in targets:
        uses = tuple(edge for edge in pack.edges if edge.source == symbol)
        users = tuple(edge for edge in pack.edges if edge.target == symbol)
        answers.append(Answer(symbol, (), (Section("uses", uses), Section("used by", users, inward=True))))
    others = tuple(edge for edge in pack.edges if edge.source not in targets and edge.target not in targets)
    return (*answers, Answer("around them", (), (Section("uses", others),))) if others else tuple(answers)


def as_table(pack: Pack) -> str:
    """What was chosen, the most relevant first, for people."""
    rows = [("role", "form", "tokens", "score", "what", "why")]
    for item in sorted(pack.items, key=lambda item: (-item.score, item.path, item.start)):
        what = clean(item.symbol if item.duty is not Duty.CONVENTION else item.text)
        rows.append((item.duty.value, item.form.value, str(item.tokens), f"{item.score:.2f}", what, clean(item.why)))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows]
    lines.append(f"{pack.tokens} of {pack.budget} tokens ({pack.tokenizer}); {len(pack.left_out)} left out for the budget")
    return "\n".join(lines) + "\n"
