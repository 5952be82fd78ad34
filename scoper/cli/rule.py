"""``scoper rule``: what a rule means."""

from __future__ import annotations

import click

from scoper.checks.registry import find_rule, rules


@click.command(name="rule", short_help="Explain a rule, or list all.")
@click.argument("rule", metavar="[CODE|NAME]", required=False)
def command(rule: str | None) -> None:
    """Explain a rule by its code (SC101) or name (out-of-scope-edit); without one, list all rules."""
    if rule is None:
        ordered = sorted(rules(), key=lambda known: known.code)
        widest = max((len(known.name) for known in ordered), default=0)
        for known in ordered:
            click.echo(f"{known.code}  {known.name:<{widest}}  {known.severity.label:<7}  {known.summary}")
        return
    found = find_rule(rule)
    click.echo(f"# {found.name} ({found.code})\n\n{found.summary}\n\nSeverity: {found.severity.label}\n\n{found.doc.strip()}")
