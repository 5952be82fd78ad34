; What a Rust file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(type_identifier) @reference
(shorthand_field_identifier) @reference
(field_expression field: (field_identifier) @reference)
(field_expression) @member
(scoped_identifier) @member
(scoped_type_identifier) @member
(lifetime (identifier) @skip)
(label (identifier) @skip)
(type_binding name: (_) @skip)

; inside of macros there are only tokens: a name belongs to what is in front of its dot
(token_tree _ @from . ["." "::"] . (identifier) @member)
(token_tree (identifier) @component . (token_tree . "(") @arguments)
(token_tree (identifier) @skip . ":")

; --- definitions

(function_item name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_) @body) @definition.function
(function_signature_item name: (_) @name parameters: (_) @parameters return_type: (_)? @returns) @definition.function
(macro_definition name: (_) @name) @definition.function
(macro_definition name: (_) @name . [(line_comment) (block_comment)]* . (macro_rule) @body) @definition.function
(struct_item name: (_) @name body: (_)? @body) @definition.class
(union_item name: (_) @name body: (_) @body) @definition.class
(enum_item name: (_) @name body: (_) @body) @definition.enum
(trait_item name: (_) @name body: (_) @body) @definition.interface
(enum_variant name: (_) @name body: (field_declaration_list) @body) @definition.class
(impl_item type: (_) @name body: (_) @body) @definition.class
(impl_item type: (scoped_type_identifier name: (_) @name) body: (_) @body) @definition.class
(impl_item type: (generic_type type: (type_identifier) @name) body: (_) @body) @definition.class
(impl_item type: (generic_type type: (scoped_type_identifier name: (_) @name)) body: (_) @body) @definition.class
((impl_item type: (generic_type type: (type_identifier) @_pointer type_arguments: (type_arguments . [
  (type_identifier) @name
  (generic_type type: (type_identifier) @name)] .)) body: (_) @body) @definition.class
  (#any-of? @_pointer "Arc" "Box" "Pin" "Rc"))
(impl_item type: (reference_type type: [(type_identifier) @name (generic_type type: (type_identifier) @name)]) body: (_) @body) @definition.class
(mod_item name: (_) @name body: (_) @body) @definition.namespace
((type_item name: (_) @target type: (_) @value) @statement (#set! kind "type"))
((associated_type name: (_) @target) @statement (#set! kind "type"))

((attribute_item (attribute) @detail.decorator) @extent . [(attribute_item) (line_comment)]* . [
  (function_item) (function_signature_item) (struct_item) (union_item) (enum_item) (trait_item) (impl_item) (mod_item)
  (const_item) (static_item) (type_item) (macro_definition) (field_declaration) (enum_variant)
] @owner)
([
  (function_item (visibility_modifier) @detail.visibility) (struct_item (visibility_modifier) @detail.visibility)
  (union_item (visibility_modifier) @detail.visibility) (enum_item (visibility_modifier) @detail.visibility)
  (trait_item (visibility_modifier) @detail.visibility) (mod_item (visibility_modifier) @detail.visibility)
  (const_item (visibility_modifier) @detail.visibility) (static_item (visibility_modifier) @detail.visibility)
  (type_item (visibility_modifier) @detail.visibility) (field_declaration (visibility_modifier) @detail.visibility)
] @owner)
(function_item (function_modifiers "async" @detail.async)) @owner
(function_item type_parameters: (_) @detail.opens) @owner
(function_signature_item type_parameters: (_) @detail.opens) @owner
(struct_item type_parameters: (_) @detail.opens) @owner
(enum_item type_parameters: (_) @detail.opens) @owner
(trait_item type_parameters: (_) @detail.opens) @owner
(impl_item type_parameters: (_) @detail.opens) @owner
(function_item parameters: (_) @detail.opens) @owner
(function_signature_item parameters: (_) @detail.opens) @owner
(impl_item trait: (_) @detail.base) @owner
(trait_item bounds: (trait_bounds (_) @detail.base)) @owner

; --- declared names; those that stand outside of functions become definitions

(field_declaration name: (_) @target type: (_) @annotation) @statement
(enum_variant name: (_) @target) @statement
(enum_variant name: (_) @target body: (ordered_field_declaration_list . type: (_) @annotation .)) @statement
(const_item name: (_) @target type: (_) @annotation value: (_)? @value) @statement
(static_item name: (_) @target type: (_) @annotation value: (_)? @value) @statement
(let_declaration pattern: (identifier) @target type: (_)? @annotation value: (_)? @value) @statement
(assignment_expression left: (_) @write right: (_) @value)
(compound_assignment_expr left: (_) @write right: (_) @value)

; --- other names that are bound

((parameters (parameter pattern: (identifier) @parameter type: (_) @annotation)) @parameters (#set! kind ""))
((parameters (parameter pattern: (mut_pattern (identifier) @parameter) type: (_) @annotation)) @parameters (#set! kind ""))
(closure_parameters (identifier) @binding)
(closure_parameters (parameter pattern: (identifier) @binding type: (_) @annotation))
(for_expression pattern: (identifier) @binding)
(tuple_pattern (identifier) @binding)
(tuple_struct_pattern type: (_) (identifier) @binding)
(tuple_struct_pattern type: (_) @value . (identifier) @binding .)
(tuple_struct_pattern type: (_) @value . (ref_pattern (identifier) @binding) .)
(tuple_struct_pattern type: (_) @value . (ref_pattern (mut_pattern (identifier) @binding)) .)
((let_condition
  pattern: (tuple_struct_pattern type: (identifier) @_some . (identifier) @binding .)
  value: (_) @value) (#any-of? @_some "Some" "Ok"))
((let_declaration
  pattern: (tuple_struct_pattern type: (identifier) @_some . (identifier) @binding .)
  value: (_) @value) (#any-of? @_some "Some" "Ok"))
((match_expression value: (_) @value body: (match_block (match_arm pattern: (match_pattern
  (tuple_struct_pattern type: (identifier) @_some . (identifier) @binding .))))) (#any-of? @_some "Some" "Ok"))
(slice_pattern (identifier) @binding)
(ref_pattern (identifier) @binding)
(mut_pattern (identifier) @binding)
(captured_pattern . (identifier) @binding)
(field_pattern name: (shorthand_field_identifier) @binding)
(field_pattern pattern: (identifier) @binding)
(match_pattern . (identifier) @binding)
(type_parameters (type_parameter name: (_) @typevar bounds: (_)? @annotation)) @list
(where_predicate left: (type_identifier) @constrained bounds: (_) @annotation)

; --- uses with a role of their own

(call_expression) @call
(call_expression function: (generic_function function: (_) @callee) arguments: (_) @arguments) @call
(struct_expression name: (_) @callee body: (_) @arguments) @call
(arguments [(line_comment) (block_comment)] @padding) @arguments
(field_initializer field: (field_identifier) @reference)
(field_initializer_list (field_initializer field: (_) @keyword)) @arguments
(field_initializer_list (base_field_initializer) @unpacked) @arguments
(macro_invocation macro: (_) @component)
((macro_invocation macro: (identifier) @skip)
  (#match? @skip "^(print|println|eprint|eprintln|format|write|writeln|vec|panic|todo|unimplemented|unreachable|matches|(debug_)?assert(_eq|_ne)?|concat|stringify|include(_str|_bytes)?|env|option_env|line|file|column|module_path|cfg|compile_error|dbg|thread_local|format_args|try)$"))
(impl_item trait: (_) @base)
(impl_item trait: (generic_type) @head.base)
(trait_item bounds: (trait_bounds (_) @base))
(attribute . (_) @decorator)
((attribute . (identifier) @skip)
  (#match? @skip "^(allow|automatically_derived|cfg|cfg_attr|cold|deny|deprecated|derive|doc|expect|feature|forbid|ignore|inline|link|macro_export|macro_use|must_use|no_mangle|non_exhaustive|path|recursion_limit|repr|rustfmt|should_panic|target_feature|test|track_caller|warn)$"))
((attribute . (identifier) @_named arguments: (token_tree (identifier) @skip)) (#not-eq? @_named "derive"))
(attribute arguments: (token_tree (token_tree (identifier) @skip)))

; --- types

(parameter type: (_) @type)
(field_declaration type: (_) @type)
(function_item return_type: (_) @type)
(function_signature_item return_type: (_) @type)
(let_declaration type: (_) @type)
(const_item type: (_) @type)
(static_item type: (_) @type)
(type_item type: (_) @type)
(type_arguments) @type
(trait_bounds) @type

; --- imports; a list may stand in a list, and the paths in front of both make up the module

((attribute_item (attribute (identifier) @_path value: (string_literal (string_content) @module)))
  . (attribute_item)* . (mod_item name: (_) @bound !body) @import
  (#eq? @_path "path") (#set! name "*"))

((use_declaration argument: (identifier) @module) @import (#set! name "*") (#set! binds "end"))
((use_declaration argument: (use_as_clause path: (identifier) @module alias: (_) @bound)) @import (#set! name "*"))
(use_declaration argument: (scoped_identifier path: (_) @module name: (_) @imported)) @import
(use_declaration argument: (use_as_clause path: (scoped_identifier path: (_) @module name: (_) @imported) alias: (_) @bound)) @import
((use_declaration argument: (use_wildcard (_) @module)) @import (#set! name "*") (#set! bound "*"))
((extern_crate_declaration name: (_) @module !alias) @import (#set! name "*") (#set! binds "end"))
((extern_crate_declaration name: (_) @module alias: (_) @bound) @import (#set! name "*"))
((mod_item name: (_) @imported !body) @import (#set! module "self"))

((use_declaration argument: (use_list (identifier) @module)) @import (#set! name "*") (#set! binds "end"))
((use_list (identifier) @imported) @import (#set! within "use_declaration") (#set! behind "scoped_use_list"))
((use_list (scoped_identifier path: (_) @module name: (_) @imported)) @import
  (#set! within "use_declaration") (#set! behind "scoped_use_list"))
((use_list (self)) @import (#set! within "use_declaration") (#set! behind "scoped_use_list") (#set! name "*") (#set! binds "end"))
((use_list (use_as_clause path: (self) alias: (_) @bound)) @import
  (#set! within "use_declaration") (#set! behind "scoped_use_list") (#set! name "*"))
((use_list (use_as_clause path: (identifier) @imported alias: (_) @bound)) @import
  (#set! within "use_declaration") (#set! behind "scoped_use_list"))
((use_list (use_as_clause path: (scoped_identifier path: (_) @module name: (_) @imported) alias: (_) @bound)) @import
  (#set! within "use_declaration") (#set! behind "scoped_use_list"))
((use_list (use_wildcard (_) @module)) @import
  (#set! within "use_declaration") (#set! behind "scoped_use_list") (#set! name "*") (#set! bound "*"))
((use_list (use_wildcard . "*")) @import
  (#set! within "use_declaration") (#set! behind "scoped_use_list") (#set! name "*") (#set! bound "*"))

; --- comments, and what the grammar could not make sense of

[(line_comment) (block_comment)] @comment
(ERROR) @error
(MISSING) @missing
