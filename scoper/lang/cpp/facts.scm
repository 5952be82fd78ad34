; inherits: c/facts

(namespace_identifier) @reference
(qualified_identifier) @member
(template_method name: (field_identifier) @reference)

; --- definitions

(class_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(_ name: (template_type name: (type_identifier) @name) body: (field_declaration_list) @body) @definition.class
(_ name: (qualified_identifier scope: [(namespace_identifier) @outer (template_type name: (_) @outer)] name: (type_identifier) @name) body: (field_declaration_list) @body) @definition.class
((_ declarator: (operator_cast) @name body: (_)? @body) @definition.function (#set! until "("))
((function_definition declarator: (qualified_identifier scope: (_) @outer name: (operator_cast) @name) body: (_)? @body) @definition.function (#set! until "("))
((field_declaration type: (_)? @returns declarator: (_) @declarator) @definition.function (#set! declares function))
((alias_declaration name: (_) @target type: (_) @value) @statement (#set! kind "type"))

(template_declaration (_) @owner) @extent @detail.wrapped
(class_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @detail.base)) @owner
(struct_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @detail.base)) @owner

(namespace_definition name: (namespace_identifier) @space)
(namespace_definition name: (nested_namespace_specifier (namespace_identifier) @space))
(using_declaration "namespace" (identifier) @space)

; --- declared names

(_ (class_specifier name: (type_identifier) @binding !body) . ";")
((declaration type: (placeholder_type_specifier) declarator: (init_declarator declarator: (_) @target value: (_) @value)) @statement (#set! declares variable))
(for_range_loop declarator: (identifier) @binding)
(for_range_loop declarator: (reference_declarator (identifier) @binding))
((parameter_list (optional_parameter_declaration type: (_) @annotation declarator: (_) @parameter default_value: (_) @default)) @parameters (#set! kind "") (#set! declares anything))
(type_parameter_declaration (type_identifier) @skip)

; --- uses with a role of their own

(call_expression function: (template_function name: (_) @callee) arguments: (_) @arguments) @call
(call_expression function: (qualified_identifier name: (template_function name: (_) @called)) arguments: (_) @arguments) @call
(call_expression function: (field_expression field: (template_method name: (_) @called)) arguments: (_) @arguments) @call
(new_expression type: (_) @callee arguments: (_)? @arguments) @call
(base_class_clause [(type_identifier) (qualified_identifier)] @base)
(base_class_clause (template_type) @head.base)
(field_initializer (field_identifier) @reference)
(optional_parameter_declaration type: (_) @type)
(template_argument_list) @type
((using_declaration (qualified_identifier) @skip))
