; What shows how C# is written; see ../python/style.scm.

(comment) @comment
(method_declaration) @function
(class_declaration) @class
(interface_declaration) @class
(variable_declarator name: (identifier) @variable)
(parameter name: (identifier) @parameter)
(string_literal) @string
(interpolated_string_expression) @formatting.interpolated
(implicit_type) @local-type.var
(local_declaration_statement (variable_declaration type: [(predefined_type) (identifier) (generic_name)])) @local-type.named
(is_pattern_expression) @none-test.pattern
(binary_expression operator: ["==" "!="] right: (null_literal)) @none-test.equality
(method_declaration body: (arrow_expression_clause)) @function-form.expression
(method_declaration body: (block)) @function-form.block
(file_scoped_namespace_declaration) @namespace-form.file
(namespace_declaration) @namespace-form.block
(await_expression) @asynchronous.await
