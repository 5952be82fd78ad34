"""What an expression may stand for: a module, a symbol, an instance of a class, or a class seen through ``super()``."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple

from scoper.graph.model import Certainty


class Form(enum.IntEnum):
    MODULE = 1
    SYMBOL = 2
    INSTANCE = 3
    SUPER = 4
    OBJECT = 5  # an object that is written out
    TYPE = 6  # an instance of a type that is written out


class Value(NamedTuple):
    """``name`` is the qualified name of a symbol, or of the class of an instance; of a module it is the stem, and ``path`` is
    empty where the module is a folder without a file of its own. Of a type it is the text, of an object ``binding scope:line``.
    """

    form: Form
    path: str
    name: str
    certainty: Certainty
    rule: str
    family: str = ""  # of a module: which languages it is a module of

    def at_most(self, certainty: Certainty) -> Value:
        return self if self.certainty <= certainty else self._replace(certainty=certainty)


def settle(values: Iterable[Value], *, complete: bool = True) -> tuple[Value, ...]:
    """Each meaning once, by its best proof. Rivals are not exact, nor is anything where more may be meant."""
    best: dict[tuple[Form, str, str], Value] = {}
    for value in values:
        key = value[:3]
        if key not in best or value.certainty > best[key].certainty:
            best[key] = value
    found = tuple(best.values())
    if complete and len(found) <= 1:
        return found
    return tuple(value.at_most(Certainty.LIKELY) for value in found)


def instance(cls: Value) -> Value:
    """What calling a class gives."""
    return cls._replace(form=Form.INSTANCE, rule="type")


def is_named(value: Value) -> bool:
    """Whether it has a name of its own, as an instance has not."""
    return value.form in (Form.SYMBOL, Form.MODULE)


def module_rule(inner: str, outer: str) -> str:
    """A name of an imported module is imported, unless it came there from somewhere else."""
    return outer if inner in ("local", "module") else inner
