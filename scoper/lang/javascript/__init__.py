"""JavaScript and JSX, as data. Its queries stand beside this file; what it shares with TypeScript is in ``ecma.scm``."""

from __future__ import annotations

from scoper.lang.spec import Language

_GIVEN = {"filter": "Array<0>", "find": "0", "findLast": "0"}
_LISTS = ("Array", "ReadonlyArray")
_ELEMENTS = (*_LISTS, "Set", "ReadonlySet", "Iterable", "AsyncIterable", "Generator", "AsyncGenerator", "Iterator")
_EACH = ("forEach", "map", "filter", "find", "findLast", "findIndex", "some", "every", "flatMap")
_GENERICS = (
    *((f"{name}.[]", "0") for name in _ELEMENTS),
    *((f"{name}.values", "() => Array<0>") for name in _ELEMENTS),
    *((f"{name}.{member}", f"(each: (one: 0) => unknown) => {_GIVEN.get(member)}") for name in _LISTS for member in _EACH),
    *((f"{name}.{member}", "() => 0") for name in _LISTS for member in ("at", "pop", "shift")),
    *((f"{name}.{member}", "() => Array<0>") for name in _LISTS for member in ("slice", "concat", "reverse", "toSorted")),
    *((f"{name}.sort", "(compare: (one: 0, other: 0) => unknown) => Array<0>") for name in _LISTS),
    *((f"{name}.get", "() => 1") for name in ("Map", "ReadonlyMap", "WeakMap")),
    *((f"{name}.values", "() => Array<1>") for name in ("Map", "ReadonlyMap")),
    *((f"{name}.forEach", "(each: (one: 1, key: 0) => unknown) => void") for name in ("Map", "ReadonlyMap")),
    *((f"{name}.forEach", "(each: (one: 0) => unknown) => void") for name in ("Set", "ReadonlySet")),
    ("WeakRef.deref", "() => 0"),
    ("Record.*", "1"),
    ("Record.[]", "1"),
)

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
    parameters_inside=True,
    async_word="async",
    result_node="type_annotation",
    private=r"#",
    whole_export="export=",
    unwritten_exports=("default", "export="),
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
        ("nothing", ("null", "undefined")),
        ("apart", ("object_pattern",)),
        ("in order", ("array_pattern",)),
        ("taken", ("shorthand_property_identifier_pattern",)),
        ("renamed", ("pair_pattern",)),
        ("arguments", ("arguments",)),
        ("declared", ("variable_declarator", "public_field_definition")),
        ("assigned", ("assignment_expression",)),
        ("pair", ("pair",)),
        ("defaulted", ("object_assignment_pattern", "assignment_pattern")),
    ),
    type_wrappers=("Promise", "Readonly", "Partial", "Required", "NonNullable", "Awaited", "Omit", "Pick", "PromiseLike"),
    generics=_GENERICS,
    idioms=(("var", "const"), ("let", "const")),
    beyond_grammar=_EXPORTED,
)
