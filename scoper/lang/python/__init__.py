"""Python, as data. Its queries stand beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

_APART = r"(?:\s|\\|#[^\n]*+)*+"  # what may stand between two tokens of an expression
_LISTED = r"[ \t]*(?:\((?:#[^\n]*+|[^)#])*?|(?:\\\n|[^\n(])*?)"  # what may stand between ``import`` and one of its names

PYTHON = Language(
    name="python",
    extensions=(".py", ".pyi", ".pyw"),
    filenames=("SConstruct", "SConscript", "wscript"),
    grammar_module="tree_sitter_python",
    grammar_function="language",
    package="python",
    family="python",
    line_comment="#",
    docstrings=True,
    docstring_opening=r"""[rRuU]?["']""",
    receivers=("self", "cls"),
    detached=("staticmethod",),
    injected="fixture",
    injects_from="conftest.py",
    used_outside=rf"(?::|\.{_APART})NAME\b|\bimport\b{_LISTED}\bNAME\b|\bimport\s*\*",
    used_as_member=rf"\.{_APART}NAME\b|\bNAME\s*=",
    super_call="super()",
    paths_in_strings="python",
    constructors=("__init__", "__new__"),
    private=r"_(?!_\w+__$)",
    value_prefix="await ",
    unquoted=r"\b(?:Literal|Annotated)\s*\[[^\]]*$",
    exports="__all__",
)
