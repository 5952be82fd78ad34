"""C#, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

CSHARP = Language(
    name="csharp",
    extensions=(".cs",),
    filenames=(),
    grammar_module="tree_sitter_c_sharp",
    grammar_function="language",
    package="csharp",
    family="csharp",
    line_comment="//",
    doc_comment=r"///|/\*\*",
    name_pattern=r"@?[^\W\d]\w*",
    separator=r"[?!]?\.|::",
    this=("this",),
    super_call="base",
    implicit_members=True,
    inert_decorators=True,
    constructors=("",),
    value_prefix="await ",
    type_wrappers=("Task", "ValueTask", "Lazy", "Nullable"),
)
