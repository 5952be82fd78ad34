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
    block_scopes=True,
    structural=True,
    fields_apart=True,
    value_prefix="&",
    idioms=(("interface { }", "any"),),
    # Containers without a name have no members, so that they can stand for what they hold. A result may have a name.
    type_noise=r"^(?:\*|\[[^\]]*\]|map\[[^\]]*\]|(?:<-\s*)?chan(?:<-|\s)\s*|(?!func|struct|interface)\w+\s+(?=[*\w\[]))",
)
