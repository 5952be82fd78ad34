"""What a language is: data, and nothing else. Which constructs it has is said by its ``facts.scm``."""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """One language. Files are its own by their suffix (with the dot) or by their whole name."""

    name: str
    extensions: tuple[str, ...]
    filenames: tuple[str, ...]
    grammar_module: str  # the wheel's import name
    grammar_function: str  # the function in it that returns the grammar
    package: str  # the folder of scoper.lang that holds its queries
    line_comment: str
    docstrings: bool  # whether a string that opens a body is documentation
    docstring_opening: str = ""  # what such a string starts with, as a regular expression
    receivers: tuple[str, ...] = ()  # names that stand for the object itself; alone they are not worth a reference
    detached: tuple[str, ...] = ()  # decorators that turn a method into one without a receiver
    super_call: str = ""  # how the parent class is spelled; as a receiver it counts as the plain name before its "("
    value_prefix: str = ""  # in front of a call, it leaves the result what it is for our purposes
    unquoted: str = ""  # matches the text up to a string inside of a type that is a value there, and no quoted type
    exports: str = ""  # the variable that lists the public names of a module
