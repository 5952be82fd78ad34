; What shows how Java is written; see ../python/style.scm.

(line_comment) @comment
(block_comment) @comment
(method_declaration) @function
(constructor_declaration) @function
(class_declaration) @class
(interface_declaration) @class
(variable_declarator name: (identifier) @variable)
(formal_parameter name: (identifier) @parameter)
(string_literal) @string
(catch_clause (catch_formal_parameter (catch_type) @caught-type))
(catch_clause body: (block) @caught-block)
(local_variable_declaration type: (type_identifier) @local-type)
(lambda_expression) @callback-form.lambda
(method_reference) @callback-form.reference
(method_invocation object: (_) name: (identifier) @member-called)
(method_invocation name: (identifier) @called)
(import_declaration (asterisk)) @import-form.all
(import_declaration (scoped_identifier) .) @import-form.one
(enhanced_for_statement) @iteration.for
