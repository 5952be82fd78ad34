"""Asking the person at the terminal."""

from __future__ import annotations

import click

from scoper.agent.marks import Question
from scoper.report.terminal import clean

_OWN = "something else, in your own words"


class Terminal:
    """A :class:`~scoper.agent.model.Person` who answers on the terminal."""

    def answer(self, question: Question) -> str | None:
        click.echo(clean(question.text), err=True)
        options = [*question.options, _OWN]
        for number, option in enumerate(options, 1):
            click.echo(f"  {number}. {clean(option)}", err=True)
        number = click.prompt("Which?", type=click.IntRange(1, len(options)), default=1, err=True)
        if number <= len(question.options):
            return question.options[number - 1]
        return str(click.prompt("Your answer", err=True)).strip() or None


def may_write(patch: bytes, *, default: bool) -> bool:
    """Whether the person wants a change, which they can look at first."""
    while True:
        choice = click.prompt(
            "Write it? (y)es, (n)o, (d)iff", type=click.Choice(["y", "n", "d"]), default="y" if default else "n", err=True
        )
        if choice != "d":
            return bool(choice == "y")
        click.echo("\n".join(clean(line) for line in patch.decode("utf-8", "replace").split("\n")), err=True)
