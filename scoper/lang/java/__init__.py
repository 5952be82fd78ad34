"""Java, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

JAVA = Language(
    name="java",
    extensions=(".java",),
    filenames=(),
    grammar_module="tree_sitter_java",
    grammar_function="language",
    package="java",
    family="java",
    line_comment="//",
    comments=("line_comment", "block_comment"),
    doc_comment=r"/\*\*",
    name_pattern=r"[^\W\d][\w$]*|\$[\w$]*",
    this=("this",),
    super_call="super",
    separator=r"\.|::",
    implicit_members=True,
    separate_calls=True,
    inert_decorators=True,
    constructors=("",),
    type_noise=r"^(?:final|@\w+)\s+",
    type_wrappers=("Optional", "CompletableFuture", "Future", "Supplier"),
)
