; What shows how C is written; see ../python/style.scm.

(comment) @comment
(function_definition) @function
(function_declarator declarator: (identifier) @function-name)
(struct_specifier) @class
(init_declarator declarator: (identifier) @variable)
(parameter_declaration declarator: (identifier) @parameter)
(string_literal) @string
