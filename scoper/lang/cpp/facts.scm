; inherits: c/facts

(namespace_identifier) @reference
(qualified_identifier) @member

; --- definitions

(class_specifier name: [(type_identifier) (template_type name: (type_identifier))] @name body: (_) @body) @definition.class
(function_definition declarator: [
  (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name parameters: (_) @parameters))
  (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name parameters: (_) @parameters))
]) @definition.function
(function_definition declarator: [
  (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name parameters: (_) @parameters))
  (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name parameters: (_) @parameters))
] body: (_) @body) @definition.function
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @outer (template_type name: (_) @outer)] name: [(identifier) (destructor_name) (operator_name)] @name) parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @outer (template_type name: (_) @outer)] name: [(identifier) (operator_name)] @name) parameters: (_) @parameters))
  (reference_declarator (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @outer (template_type name: (_) @outer)] name: [(identifier) (operator_name)] @name) parameters: (_) @parameters))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @outer (template_type name: (_) @outer)] name: [(identifier) (destructor_name) (operator_name)] @name)) parameters: (_) @parameters)
] body: (_) @body) @definition.function
(field_declaration declarator: [
  (function_declarator declarator: (field_identifier) @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @name parameters: (_) @parameters))
  (reference_declarator (function_declarator declarator: (field_identifier) @name parameters: (_) @parameters))
]) @definition.function
(declaration declarator: (function_declarator declarator: (destructor_name) @name parameters: (_) @parameters)) @definition.function
((alias_declaration name: (_) @target type: (_) @value) @statement (#set! kind "type"))

(template_declaration (_) @owner) @extent @detail.wrapped
(class_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @detail.base)) @owner
(struct_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @detail.base)) @owner
(field_declaration declarator: (function_declarator parameters: (_) @detail.opens)) @owner
(function_definition declarator: (reference_declarator (function_declarator parameters: (_) @detail.opens))) @owner
(field_declaration type: (_) @detail.returns declarator: (function_declarator)) @owner

; --- declared names

(declaration type: (_) @annotation declarator: (reference_declarator (identifier) @target)) @statement
(declaration type: (_) @annotation declarator: (init_declarator declarator: (reference_declarator (identifier) @target) value: (_) @value)) @statement
(declaration type: (placeholder_type_specifier) declarator: (init_declarator declarator: (identifier) @target value: (_) @value)) @statement
(declaration type: (placeholder_type_specifier) declarator: (init_declarator declarator: (pointer_declarator declarator: (identifier) @target) value: (_) @value)) @statement
(for_range_loop declarator: (identifier) @binding)
(for_range_loop declarator: (reference_declarator (identifier) @binding))
((parameter_list (parameter_declaration type: (_) @annotation declarator: (reference_declarator (identifier) @parameter))) @parameters (#set! kind ""))
((parameter_list (optional_parameter_declaration type: (_) @annotation declarator: (identifier) @parameter default_value: (_) @default)) @parameters (#set! kind ""))
(type_parameter_declaration (type_identifier) @skip)

; --- uses with a role of their own

(call_expression function: (template_function name: (_) @callee) arguments: (_) @arguments) @call
(new_expression type: (_) @callee arguments: (_)? @arguments) @call
(base_class_clause [(type_identifier) (qualified_identifier)] @base)
(base_class_clause (template_type) @head.base)
(field_initializer (field_identifier) @reference)
(optional_parameter_declaration type: (_) @type)
(template_argument_list) @type
((using_declaration (qualified_identifier) @skip))
