"""What a language is: data, and nothing else. Which constructs it has is said by its ``facts.scm``.

Two things that data cannot say may stand beside it as small modules of its folder: ``modules.py``, which file an import names
(see ``scoper.graph.modules.ModuleIndex``), and ``spelling.py``, what of its tokens does not matter (see ``Spelling``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from tree_sitter import Node


class Language(NamedTuple):
    """One language. Files are its own by their suffix (with the dot) or by their whole name."""

    name: str
    extensions: tuple[str, ...]
    filenames: tuple[str, ...]
    grammar_module: str  # the wheel's import name
    grammar_function: str  # the function in it that returns the grammar
    package: str  # the folder of scoper.lang that holds its queries
    line_comment: str  # empty where there is none
    family: str = ""  # the folder whose ``modules.py`` says what imports name; languages that see each other share one
    extra: str = ""  # the extra of scoper's package that brings the grammar, where it is not installed by default

    document: bool = False  # whether it is edited in paragraphs, and not in statements
    templated: bool = False  # whether such files are often of another dialect, or a template: what is refused may be right
    accepts_all: bool = False  # whether its grammar makes some sense of any text, so that a file without problems may be wrong

    beyond_grammar: str = ""  # matches what is right though the grammar refuses it; see ``scoper.facts.source.covered``

    parts: tuple[str, ...] = ()  # the languages that its ``parts.scm`` finds inside of its files, by name
    kebab_components: bool = False  # whether a tag may spell the name of a component in lower case, with dashes
    subscription: str = ""  # what stands in front of the name of a variable to read what that holds

    macro_opening: str = ""  # how a macro call opens that may hold definitions, a regular expression whose group 1 is its name
    macro_places: tuple[str, ...] = ()  # node types that such calls stand in
    macro_items: tuple[str, ...] = ()  # node types of definitions, and of what may stand beside them

    comments: tuple[str, ...] = ("comment",)  # node types
    docstrings: bool = False  # whether a string that opens a body is documentation
    docstring_opening: str = ""  # what such a string starts with, as a regular expression
    doc_comment: str = ""  # how a comment opens that documents the definition below it, as a regular expression

    idioms: tuple[tuple[str, str], ...] = ()  # older spelling → its modern equal, as tokens with spaces between

    name_pattern: str = r"[^\W\d]\w*"  # what a name is, as a regular expression
    sigil: str = ""  # what opens the names of variables, and is no part of a member's name
    separator: str = r"\."  # what stands between the names of a chain, as a regular expression
    receivers: tuple[str, ...] = ()  # first parameters that stand for the object itself; alone they are not worth a reference
    this: tuple[str, ...] = ()  # words that stand for the object itself without being a parameter
    static_this: tuple[str, ...] = ()  # words that stand for the class around
    module_words: tuple[str, ...] = ()  # words that open the path of a module wherever a name may stand
    flat_namespaces: bool = False  # whether a file sees nothing of the namespaces around its own
    foreign_namespaces: tuple[str, ...] = ()  # never of the tree, where others may stand in front of any name
    outer_module: tuple[str, str] | None = None  # the words for the module around and for the module itself
    super_call: str = ""  # how the parent class is spelled; as a receiver it counts as the plain name before its "("
    object_members: bool = (
        False  # whether the methods of an exported object are known to each other and to sections of the file
    )
    extension: str = ""  # how the signature of what only adds to a class begins, as a regular expression
    block_scopes: bool = False  # whether a name that is bound again in the same function hides what it was
    structural: bool = False  # whether a type satisfies an interface by having its methods
    fields_apart: bool = False  # whether the fields of a class are only seen through an object
    implicit_members: bool = False  # whether a bare name in a method may be a member of its class
    defining: str = ""  # how text binds ``NAME`` for other files, as a regular expression; empty where only facts tell
    used_outside: str = ""  # how text of another file uses a top-level ``NAME``, as ``defining``
    used_as_member: str = ""  # the same for a member of a class
    separate_calls: bool = False  # whether what a bare name calls is never a variable
    inert_decorators: bool = False  # whether a function with decorators still gives what it says
    include: str = ""  # finds in a text what it takes in from other files: ``quoted``, ``angled``, or a ``macro``
    units: tuple[str, ...] = ()  # ends of files that no other file takes in
    injected: str = ""  # the decorator of functions whose results tests are given for parameters of their names
    injects_from: str = ""  # the files whose functions of that kind serve their folder and all below
    detached: tuple[str, ...] = ()  # decorators that turn a method into one without a receiver
    constructors: tuple[str, ...] = ()  # what the methods are called that a call of the class runs; "" for the class's own name
    parameters_inside: bool = False  # whether a function's parameters are names of its own scope without the query saying so
    async_word: str = ""  # stands in front of the parameters of an asynchronous function, where the query does not say so
    result_node: str = ""  # the node behind the parameters that holds the type of the result, where the query does not say so
    private: str = ""  # names that only their own file or class should use, as a regular expression
    modifiers: tuple[tuple[str, str], ...] = ()  # regular expressions of visibility modifiers → what they mean; none is private
    value_prefix: str = ""  # what may open an expression and leave it what it is for our purposes, as a regular expression
    value_suffix: str = ""  # the same for what may end it
    value_wrappers: str = ""  # calls that are what their one argument is, by what they call, as a regular expression
    value_passing: str = ""  # ends of what is called by calls that are what their receiver is, dot included
    paths_in_strings: str = ""  # the family whose modules a dotted path in a string starts from; empty where it means nothing
    unquoted: str = ""  # matches the text up to a string inside of a type that is a value there, and no quoted type
    exports: str = ""  # the variable that lists the public names of a module
    whole_export: str = ""  # what is bound to this name stands for the module where all of it is imported under one name
    unwritten_exports: tuple[str, ...] = ()  # names of a module that whoever imports it need not write
    type_noise: str = ""  # what of a type's text says nothing of its class (``*``, ``&mut``), as a regular expression
    type_extras: str = ""  # what may follow a type and says nothing of its class, as a regular expression
    expressions: tuple[tuple[str, tuple[str, ...]], ...] = ()  # forms of ``scoper.facts.expressions``, and the nodes of each
    generics: tuple[tuple[str, str], ...] = ()  # members of generic types of the language: see ``scoper.graph.types``
    type_wrappers: tuple[str, ...] = ()  # generic types whose members are those of their first argument, for our purposes

    def __hash__(self) -> int:
        return hash(self.name)  # a language is the key of many caches, and has dozens of fields

    def constructors_of(self, owner: str) -> tuple[str, ...]:
        """What the constructors of a class are called, of which ``owner`` is the qualified name."""
        return tuple(name or owner.rpartition(".")[2] for name in self.constructors)


class Located(NamedTuple):
    """A module of the tree. ``sure`` is false where the search path of the program is only likely to have its root."""

    stem: str
    sure: bool


class Spelling(Protocol):
    """How the tokens of a language may be spelled. A module is one; ``scoper.lang.spelling`` is the one without opinions."""

    @property
    def WHOLE(self) -> frozenset[str]:
        """Node types that are one token: strings."""
        ...

    @property
    def STATEMENT_LISTS(self) -> frozenset[str]:
        """Node types whose named children are statements."""
        ...

    @property
    def BLOCKS(self) -> frozenset[str]:
        """Node types that indentation stands for; empty where brackets say it all."""
        ...

    @property
    def ANNOTATED(self) -> dict[str, str]:
        """Node types that hold an annotation, which is their child ``type`` with the given token in front."""
        ...

    def idle(self, kind: str, parent: str, children: Sequence[Node]) -> set[int]:
        """The positions of brackets and commas that could as well not be there."""
        ...

    def canonical(self, node: Node, text: bytes) -> bytes:
        """The text of a token as it would be in one spelling; empty where it could as well not be there."""
        ...
