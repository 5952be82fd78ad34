"""TypeScript and TSX, as data: two grammars that share a query, and with JavaScript what is in ``ecma.scm``."""

from __future__ import annotations

from scoper.lang.javascript import JAVASCRIPT

TYPESCRIPT = JAVASCRIPT._replace(
    name="typescript",
    extensions=(".ts", ".mts", ".cts"),
    grammar_module="tree_sitter_typescript",
    grammar_function="language_typescript",
    package="typescript",
    type_noise=r"^(?:readonly|typeof|keyof|unique)\s+",
    type_wrappers=("Promise", "Readonly", "Partial", "Required", "NonNullable", "Awaited"),
)

TSX = TYPESCRIPT._replace(name="tsx", extensions=(".tsx",), grammar_function="language_tsx")
