"""Go, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

GO = Language(
    name="go",
    extensions=(".go",),
    filenames=(),
    grammar_module="tree_sitter_go",
    grammar_function="language",
    package="go",
    family="go",
    line_comment="//",
    doc_comment=r"//|/\*",
    private=r"[^\W\dA-Z]",
    fields_apart=True,
    value_prefix="&",
    type_noise=r"^\*",
)
