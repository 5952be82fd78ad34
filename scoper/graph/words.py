"""Words of a language that stand for something wherever they are: the object, its base, a module."""

from __future__ import annotations

from scoper.facts.model import namespaces_around
from scoper.graph.tables import FileTable


def is_own_word(table: FileTable, word: str) -> bool:
    """Whether calling the word means a constructor; in a language where the super class is itself a call, that is no such."""
    language = table.language
    return word in language.this or (bool(language.this) and bool(word) and word == language.super_call)


def super_word(table: FileTable) -> str:
    return table.language.super_call.partition("(")[0]


def module_word(table: FileTable, scope: int, word: str) -> str:
    """Inside of a namespace of the file, the module around is the file."""
    around, itself = table.language.outer_module or ("", "")
    return itself if word == around and namespaces_around(table.facts.definitions, scope) else word
