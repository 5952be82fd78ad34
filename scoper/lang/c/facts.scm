; What C and C++ have in common. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(type_identifier) @reference
(field_expression field: (field_identifier) @reference)
(field_expression) @member

; --- definitions; a declarator may stand in others

(function_definition declarator: [
  (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)))
] body: (_) @body) @definition.function
(declaration declarator: [
  (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))
]) @definition.function
(preproc_function_def name: (_) @name parameters: (_) @parameters) @definition.function
(struct_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(union_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(enum_specifier name: (type_identifier) @name body: (_) @body) @definition.enum
((type_definition type: (_) @value declarator: (type_identifier) @target) @statement (#set! kind "type"))
((type_definition type: (_) @value declarator: (pointer_declarator declarator: (type_identifier) @target)) @statement (#set! kind "type"))

(function_definition type: (_) @detail.returns) @owner
(declaration type: (_) @detail.returns declarator: (function_declarator)) @owner
(function_definition declarator: (function_declarator parameters: (_) @detail.opens)) @owner
(function_definition declarator: (pointer_declarator declarator: (function_declarator parameters: (_) @detail.opens))) @owner
(declaration declarator: (function_declarator parameters: (_) @detail.opens)) @owner
(declaration declarator: (pointer_declarator declarator: (function_declarator parameters: (_) @detail.opens))) @owner

; --- declared names; those that stand outside of functions become definitions

(preproc_def name: (_) @target value: (_)? @value) @statement
(declaration type: (_) @annotation declarator: (identifier) @target) @statement
(declaration type: (_) @annotation declarator: (pointer_declarator declarator: (identifier) @target)) @statement
(declaration type: (_) @annotation declarator: (array_declarator declarator: (identifier) @target)) @statement
(declaration type: (_) @annotation declarator: (init_declarator declarator: (identifier) @target value: (_) @value)) @statement
(declaration type: (_) @annotation declarator: (init_declarator declarator: (pointer_declarator declarator: (identifier) @target) value: (_) @value)) @statement
(declaration type: (_) @annotation declarator: (init_declarator declarator: (array_declarator declarator: (identifier) @target) value: (_) @value)) @statement
(field_declaration type: (_) @annotation declarator: (field_identifier) @target) @statement
(field_declaration type: (_) @annotation declarator: (pointer_declarator declarator: (field_identifier) @target)) @statement
(field_declaration type: (_) @annotation declarator: (array_declarator declarator: (field_identifier) @target)) @statement
(enumerator name: (_) @target value: (_)? @value) @statement
(assignment_expression left: (_) @write right: (_) @value)
(update_expression argument: (_) @write)

; --- parameters

((parameter_list (parameter_declaration type: (_) @annotation declarator: (identifier) @parameter)) @parameters (#set! kind ""))
((parameter_list (parameter_declaration type: (_) @annotation declarator: (pointer_declarator declarator: (identifier) @parameter))) @parameters (#set! kind ""))
((parameter_list (parameter_declaration type: (_) @annotation declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @parameter)))) @parameters (#set! kind ""))
((parameter_list (parameter_declaration declarator: (array_declarator declarator: (identifier) @parameter))) @parameters (#set! kind ""))
((preproc_params (identifier) @parameter) @parameters (#set! kind ""))

; --- uses with a role of their own

(call_expression) @call
(argument_list (comment) @padding) @arguments
(labeled_statement label: (_) @skip)

; --- types

(declaration type: (_) @type)
(field_declaration type: (_) @type)
(parameter_declaration type: (_) @type)
(function_definition type: (_) @type)
(type_definition type: (_) @type)
(type_descriptor) @type

; --- imports

((preproc_include path: (string_literal (string_content) @module)) @import (#set! name "*") (#set! bound "*"))
((preproc_include path: (system_lib_string) @module) @import (#set! name "*") (#set! bound "*"))

; --- comments, and what the grammar could not make sense of

(comment) @comment
(ERROR) @error
(MISSING) @missing
