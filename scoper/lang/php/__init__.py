"""PHP, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

PHP = Language(
    name="php",
    extensions=(".php", ".phtml", ".inc"),
    filenames=(),
    grammar_module="tree_sitter_php",
    grammar_function="language_php",
    package="php",
    family="php",
    line_comment="//",
    doc_comment=r"/\*\*",
    name_pattern=r"\$?[^\W\d]\w*",
    separator=r"\?->|->|::|\\",
    sigil="$",
    this=("$this",),
    static_this=("self", "static"),
    super_call="parent",
    flat_namespaces=True,
    constructors=("__construct",),
    type_noise=r"^\?|\|null$|^null\|",
)
