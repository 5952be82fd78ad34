; What shows how Rust is written; see ../python/style.scm.

(line_comment) @comment
(block_comment) @comment
(function_item) @function
(struct_item) @class
(enum_item) @class
(trait_item) @class
(let_declaration pattern: (identifier) @variable)
(parameter pattern: (identifier) @parameter)
(string_literal) @string

(try_expression) @failure.question
(call_expression function: (field_expression field: (field_identifier) @member-called))
(call_expression function: (scoped_identifier) @path-called)
(macro_invocation macro: (identifier) @macro)
(macro_invocation macro: (scoped_identifier name: (identifier) @macro))
(use_declaration) @import
(return_expression) @returned
(if_expression condition: (let_condition)) @matching.if-let
(match_expression) @matching.match
(let_declaration alternative: (_)) @matching.let-else
(let_declaration type: (_)) @annotated-variable.yes
(let_declaration !type) @annotated-variable.no
(abstract_type) @generic-form.impl
(type_parameters) @generic-form.parameter
(where_clause) @generic-form.where
(for_expression) @iteration.for
