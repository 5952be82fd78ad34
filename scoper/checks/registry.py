"""The checks there are, listed by hand: what is not in this tuple does not run."""

from __future__ import annotations

from scoper.checks import (
    awaits,
    budget,
    calls,
    churn,
    dangling,
    derived,
    formatter,
    integrity,
    invented,
    leftovers,
    lint,
    overrides,
    relaxed,
    rewrites,
    scope,
    silenced,
    style_comments,
    style_documentation,
    style_failures,
    style_layout,
    style_names,
    style_strings,
    style_types,
    unmet,
    weakened,
    written,
)
from scoper.checks.model import Check
from scoper.errors import UserError
from scoper.finding import Rule
from scoper.text import nearest

CHECKS: tuple[Check, ...] = (
    *(scope, churn, rewrites, lint, formatter, integrity),
    *(dangling, calls, awaits, overrides, unmet, written, invented),
    *(weakened, silenced, relaxed, derived, leftovers, budget),
    *(style_comments, style_documentation, style_types, style_strings, style_names, style_failures, style_layout),
)


def rules() -> tuple[Rule, ...]:
    """Every rule, check by check."""
    return tuple(rule for check in CHECKS for rule in check.RULES)


def find_rule(name: str) -> Rule:
    """The rule with this code or name, in any case. Raises :class:`UserError` naming the nearest ones."""
    wanted = name.strip().lower()
    known = {spelling.lower(): rule for rule in rules() for spelling in (rule.code, rule.name)}
    if wanted in known:
        return known[wanted]
    near = [known[spelling] for spelling in nearest(wanted, known)]
    hints = [f"{rule.code}  {rule.name}" for rule in dict.fromkeys(near)]
    raise UserError(f"there is no rule {name!r}", *(hints or ["`scoper rule` lists all rules"]))
