"""JavaScript and JSX, as data. Its queries stand beside this file; what it shares with TypeScript is in ``ecma.scm``."""

from __future__ import annotations

from scoper.lang.spec import Language

# The grammar refuses most keywords as the name under which something is exported.
_EXPORTED = (
    r"(?<=\bas )(?:class|delete|do|enum|export|for|function|if|import|in|new|super|switch|this|try|while|with)(?=\s*+[,}])"
)

JAVASCRIPT = Language(
    name="javascript",
    extensions=(".js", ".jsx", ".mjs", ".cjs"),
    filenames=(),
    grammar_module="tree_sitter_javascript",
    grammar_function="language",
    package="javascript",
    line_comment="//",
    family="javascript",
    doc_comment=r"/\*\*",
    name_pattern=r"#?[^\W\d][\w$]*|\$[\w$]*",
    separator=r"[?!]?\.",
    this=("this",),
    super_call="super",
    constructors=("constructor",),
    private=r"#",
    whole_export="export=",
    unwritten_exports=("default", "export="),
    value_prefix="await ",
    beyond_grammar=_EXPORTED,
)
