"""C, as data. Its query, which C++ builds on, stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

C = Language(
    name="c",
    extensions=(".c",),
    filenames=(),
    grammar_module="tree_sitter_c",
    grammar_function="language",
    package="c",
    family="c",
    line_comment="//",
    doc_comment=r"//|/\*",
    separator=r"->|\.|::",
    type_noise=r"^(?:const|struct|enum|union|volatile|static|unsigned)\s+|\s*[*&]+$",
)
