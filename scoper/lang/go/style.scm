; What shows how Go is written; see ../python/style.scm.

(comment) @comment
(function_declaration) @function
(method_declaration) @function
(type_spec) @class
(short_var_declaration left: (expression_list (identifier) @variable))
(var_spec name: (identifier) @variable)
(parameter_declaration name: (identifier) @parameter)
(method_declaration receiver: (parameter_list (parameter_declaration name: (identifier) @receiver)))

(interpreted_string_literal) @string
(raw_string_literal) @string
(short_var_declaration) @declared-with.short
(statement_list (var_declaration) @declared-with.var)

(if_statement initializer: (_)) @error-check.inline
(if_statement !initializer condition: (binary_expression left: (identifier) @checked right: (nil)))
(return_statement (expression_list) @returned)
(call_expression function: (selector_expression operand: (identifier) field: (field_identifier) @member-called))
(call_expression function: (identifier) @called)
(interface_type) @empty-interface
(type_identifier) @type-name
(import_spec) @import
(function_declaration result: (parameter_list (parameter_declaration name: (_)))) @result-names.named
(method_declaration result: (parameter_list (parameter_declaration name: (_)))) @result-names.named
(type_assertion_expression) @type-test.assertion
(type_switch_statement) @type-test.switch
(keyed_element) @composite.keyed
(composite_literal body: (literal_value (literal_element (identifier)))) @composite.positional
