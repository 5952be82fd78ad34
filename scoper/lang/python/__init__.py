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
    line_comment="#",
    docstrings=True,
    docstring_opening=r"""[rRuU]?["']""",
    receivers=("self", "cls"),
    detached=("staticmethod",),
    super_call="super()",
    value_prefix="await ",
    unquoted=r"\b(?:Literal|Annotated)\s*\[[^\]]*$",
    exports="__all__",
)
