"""Python, as data. Its queries stand beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

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
    super_call="super()",
    paths_in_strings="python",
    constructors=("__init__", "__new__"),
    private=r"_(?!_\w+__$)",
    value_prefix="await ",
    unquoted=r"\b(?:Literal|Annotated)\s*\[[^\]]*$",
    exports="__all__",
)
