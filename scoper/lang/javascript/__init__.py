"""JavaScript and JSX, as data. Its queries stand beside this file; what it shares with TypeScript is in ``ecma.scm``."""

from __future__ import annotations

from scoper.lang.spec import Language

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
    expressions=(
        ("name", ("identifier", "this", "super", "shorthand_property_identifier")),
        ("member", ("member_expression",)),
        ("call", ("call_expression",)),
        ("new", ("new_expression",)),
        ("arguments of types", ("type_arguments",)),
        ("item", ("subscript_expression",)),
        ("same", ("parenthesized_expression", "await_expression", "non_null_expression", "satisfies_expression")),
        ("cast", ("as_expression",)),
        ("either", ("ternary_expression", "binary_expression")),
        ("object", ("object",)),
        ("apart", ("object_pattern",)),
        ("in order", ("array_pattern",)),
        ("taken", ("shorthand_property_identifier_pattern",)),
        ("renamed", ("pair_pattern",)),
        ("defaulted", ("object_assignment_pattern", "assignment_pattern")),
    ),
    nothing=("null", "undefined", "void 0"),
    type_wrappers=("Promise", "Readonly", "Partial", "Required", "NonNullable", "Awaited", "Omit", "Pick", "PromiseLike"),
    generics=(
        *((f"{name}.{member}", result) for name in ("Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable", "AsyncIterable",
          "IterableIterator", "Generator", "AsyncGenerator", "Iterator", "AsyncIterator") for member, result in (("[]", "0"),
          ("values", "Array<0>"))),
        *((f"{name}.{member}", result) for name in ("Array", "ReadonlyArray") for members, result in (
            (("find", "findLast", "at", "pop", "shift"), "0"),
            (("filter", "slice", "concat", "reverse", "sort", "toSorted", "toReversed", "splice"), "Array<0>"),
        ) for member in members),
        *((f"{name}.{member}", result) for name in ("Map", "ReadonlyMap") for member, result in (("get", "1"),
          ("values", "Array<1>"), ("keys", "Array<0>"))),
        ("WeakMap.get", "1"), ("WeakRef.deref", "0"),
        ("Record.*", "1"), ("Record.[]", "1"),
    ),
)
