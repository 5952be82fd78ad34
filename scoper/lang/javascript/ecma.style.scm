; What shows how JavaScript and TypeScript are written; see ../python/style.scm.

(comment) @comment
(function_declaration) @function
(method_definition) @function
(variable_declarator name: (identifier) value: [(arrow_function) (function_expression)] @value-function)
(class_declaration) @class
(variable_declarator name: (identifier) @variable)

(string) @string
(template_string (template_substitution)) @formatting.template
(binary_expression left: (string) operator: "+") @formatting.concatenation
(binary_expression operator: "+" right: (string)) @formatting.concatenation

(lexical_declaration kind: "const") @declared-with.const
(lexical_declaration kind: "let") @declared-with.let
(variable_declaration) @declared-with.var
(binary_expression operator: ["===" "!=="]) @equality.strict
(binary_expression operator: ["==" "!="]) @equality.loose
(binary_expression operator: "??") @default-value.nullish
(binary_expression operator: "||") @default-value.or

(arguments (arrow_function)) @callback-form.arrow
(arguments (function_expression)) @callback-form.function
(program (function_declaration)) @function-form.declaration
(program (export_statement (function_declaration))) @function-form.declaration
(program (lexical_declaration (variable_declarator value: (arrow_function)))) @function-form.arrow
(program (export_statement (lexical_declaration (variable_declarator value: (arrow_function))))) @function-form.arrow
(arrow_function body: (statement_block)) @arrow-body.block
(arrow_function body: [(call_expression) (identifier) (object) (parenthesized_expression) (member_expression)]) @arrow-body.expression

(await_expression) @asynchronous.await
(call_expression function: (member_expression property: (property_identifier) @member-called))
(call_expression function: (identifier) @called)
(import_statement) @import
(call_expression function: (identifier) @require)
(import_specifier) @import-form.name
(import_clause (identifier)) @import-form.default
(namespace_import) @import-form.namespace
(export_statement "default") @export-form.default
(export_statement declaration: (_) !value) @export-form.name

(catch_clause) @except
(binary_expression operator: "instanceof") @type-test.instanceof
(unary_expression operator: "typeof") @type-test.typeof

(expression_statement) @ended
(return_statement) @ended
(lexical_declaration) @ended

(arguments ")" @closing)
(array "]" @closing)
(object "}" @closing)
(object_pattern "}" @closing)
