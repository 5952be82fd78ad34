"""TypeScript and TSX, as data: two grammars that share a query, and with JavaScript what is in ``ecma.scm``."""

from __future__ import annotations

from scoper.lang.javascript import JAVASCRIPT

# The grammar refuses most types that are imported where they stand, and type arguments of a tagged template.
_IMPORTED = r"""import\([ ]*(?:'[^'\n]*'|"[^"\n]*")[ ]*\)"""
_BEYOND = (
    rf"""typeof[ ]+{_IMPORTED}(?:\.\w++)*+|{_IMPORTED}(?:\.\w++)++(?![ ]*\()|(?P<member>(?<=[\w)])<[^<>`\n]{{1,200}}+>(?=`))"""
)

TYPESCRIPT = JAVASCRIPT._replace(
    name="typescript",
    extensions=(".ts", ".mts", ".cts"),
    grammar_module="tree_sitter_typescript",
    grammar_function="language_typescript",
    package="typescript",
    beyond_grammar=_BEYOND,
)

TSX = TYPESCRIPT._replace(
    name="tsx", extensions=(".tsx",), grammar_function="language_tsx", beyond_grammar=rf"{_BEYOND}|(?<=[\w/%.-])&(?=\w++=(?!=))"
)
