; What C and C++ have in common. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(type_identifier) @reference
(field_expression field: (field_identifier) @reference)
(field_expression) @member

; --- definitions

((function_definition type: (_)? @returns declarator: (_) @declarator body: (_)? @body) @definition.function (#set! declares function))
((declaration type: (_)? @returns declarator: (_) @declarator) @definition.function (#set! declares function))
; a variable of a class is spelled like a function where it is made
((compound_statement (declaration type: (_) @annotation declarator: (function_declarator declarator: (identifier) @name)) @definition.function) (#set! level 0))
(preproc_function_def name: (_) @name parameters: (_) @parameters) @definition.function
(struct_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(union_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(enum_specifier name: (type_identifier) @name body: (_) @body) @definition.enum
(type_definition type: (struct_specifier !name body: (_) @body) declarator: (type_identifier) @name) @definition.class
(type_definition type: (union_specifier !name body: (_) @body) declarator: (type_identifier) @name) @definition.class
(type_definition type: (enum_specifier !name body: (_) @body) declarator: (type_identifier) @name) @definition.enum
((type_definition type: (_) @value declarator: (_) @target) @statement (#set! kind "type") (#set! declares anything))

; --- declared names; those that stand outside of functions become definitions, and types of other files are bound

(_ (struct_specifier name: (type_identifier) @binding !body) . ";")
(preproc_def name: (_) @target value: (_)? @value) @statement
((declaration type: (_) @annotation declarator: (_) @target) @statement (#set! declares variable))
((declaration type: (_) @annotation declarator: (init_declarator declarator: (_) @target value: (_) @value)) @statement (#set! declares variable))
((field_declaration type: (_) @annotation declarator: (_) @target) @statement (#set! declares variable))
(enumerator name: (_) @target value: (_)? @value) @statement
(assignment_expression left: (_) @write right: (_) @value)
(update_expression argument: (_) @write)

; --- parameters

((parameter_list (parameter_declaration type: (_) @annotation declarator: (_) @parameter)) @parameters (#set! kind "") (#set! declares anything))
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
