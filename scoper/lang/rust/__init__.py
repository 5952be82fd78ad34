"""Rust, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

RUST = Language(
    name="rust",
    extensions=(".rs",),
    filenames=(),
    grammar_module="tree_sitter_rust",
    grammar_function="language",
    package="rust",
    family="rust",
    line_comment="//",
    comments=("line_comment", "block_comment"),
    doc_comment=r"///|/\*\*",
    macro_opening=r"\b([^\W\d]\w*)!\s*\{",
    macro_places=("source_file", "declaration_list"),
    macro_items=(
        *("attribute_item", "const_item", "enum_item", "extern_crate_declaration", "foreign_mod_item", "function_item"),
        *("function_signature_item", "impl_item", "inner_attribute_item", "macro_definition", "macro_invocation", "mod_item"),
        *("static_item", "struct_item", "trait_item", "type_item", "union_item", "use_declaration", "associated_type"),
    ),
    name_pattern=r"(?:r#)?[^\W\d]\w*",
    separator=r"\??\s*\.\s*(?:await\s*\??\s*\.)?|::(?:\s*<(?:[^<>()]|<[^<>()]*>)*>\s*::)?",
    this=("self",),
    static_this=("Self",),
    module_words=("crate", "super"),
    outer_module=("super", "self"),
    value_prefix=r"(?:&\s*|\*|mut\s+|unsafe\s*\{\s*|(?:\w+::)*ready!\s*\(\s*)+",
    value_wrappers=r"(?:\w+::)*(?:Arc|Box|Pin|Rc)::(?:new|pin|new_unchecked)|Some|Ok",
    value_passing=r"\s*\.\s*(?:as_mut|as_ref|as_deref|as_deref_mut|clone|expect|unwrap|unwrap_unchecked)$",
    value_suffix=r"(?:\?|\s*\.\s*await|\s*[)}])$",
    type_noise=r"^(?:&\s*(?:'\w+\s+)?|mut\s+|dyn\s+|impl\s+|\*const\s+|\*mut\s+)",
    type_extras=r"\s*\+\s*(?:'\w+|\?\s*Sized|Send|Sync|Sized|Unpin|Copy|Clone)\b",
    type_wrappers=("Result", "Option", "Poll", "Box", "Arc", "Rc", "Pin", "NonNull", "ManuallyDrop"),
    inert_decorators=True,
    modifiers=(("pub$", ""), ("", "internal")),
    extension=r"(?:unsafe\s+)?impl\b",
    block_scopes=True,
    fields_apart=True,
)
