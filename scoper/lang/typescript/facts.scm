; inherits: javascript/ecma

(type_identifier) @reference
(nested_type_identifier name: (_) @reference)
(nested_type_identifier) @member

; --- definitions

(abstract_class_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(internal_module name: (_) @name body: (_) @body) @definition.namespace
(module name: [(identifier) (nested_identifier)] @name body: (_) @body) @definition.namespace
(module name: (string) @name body: (_) @body) @definition.section
(function_signature name: (_) @name parameters: (_) @parameters) @definition.function
(interface_body (method_signature name: (_) @name parameters: (_) @parameters) @definition.function)
(class_body (method_signature name: (_) @name parameters: (_) @parameters) @definition.function)
(abstract_method_signature name: (_) @name parameters: (_) @parameters) @definition.function
(public_field_definition
  name: (_) @name
  value: [
    (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
    (function_expression parameters: (_) @parameters body: (_) @body)]) @definition.function
((type_alias_declaration name: (_) @target value: (_) @value) @statement (#set! kind "type"))

; members of a variable's own type are its members
(variable_declarator
  name: (identifier) @outer
  type: (type_annotation (object_type (method_signature name: (_) @name parameters: (_) @parameters) @definition.method)))
(variable_declarator
  name: (identifier) @outer
  type: (type_annotation (object_type (property_signature name: (_) @target type: (type_annotation (_) @annotation)?) @statement)))

; an object type with a name is an interface
(type_alias_declaration name: (_) @name value: (object_type) @body) @definition.interface
(type_alias_declaration value: (object_type (method_signature name: (_) @name parameters: (_) @parameters) @definition.function))
(type_alias_declaration value: (object_type (property_signature name: (_) @target type: (type_annotation (_) @annotation)?) @statement))

(ambient_declaration (_) @owner) @extent @detail.wrapped
(abstract_class_declaration (class_heritage (extends_clause value: (_) @detail.base))) @owner
(abstract_class_declaration (class_heritage (implements_clause (_) @detail.base))) @owner
(class_declaration (class_heritage (extends_clause value: (_) @detail.base))) @owner
(class_declaration (class_heritage (implements_clause (_) @detail.base))) @owner
(interface_declaration (extends_type_clause (_) @detail.base)) @owner
((method_definition (accessibility_modifier) @detail.visibility) @owner (#not-eq? @detail.visibility "public"))
((method_signature (accessibility_modifier) @detail.visibility) @owner (#not-eq? @detail.visibility "public"))
((abstract_method_signature (accessibility_modifier) @detail.visibility) @owner (#not-eq? @detail.visibility "public"))
((public_field_definition (accessibility_modifier) @detail.visibility) @owner (#not-eq? @detail.visibility "public"))
(abstract_class_declaration decorator: (decorator (_) @detail.decorator)) @owner
(class_body (decorator (_) @detail.decorator) @extent . (decorator) . (decorator) . (method_definition) @owner)
(class_body (decorator (_) @detail.decorator) @extent . (decorator) . (method_definition) @owner)
(class_body (decorator (_) @detail.decorator) @extent . (method_definition) @owner)
(public_field_definition decorator: (decorator (_) @detail.decorator)) @owner

; --- assigned and declared names

(variable_declarator name: (_) @target type: (type_annotation (_) @annotation)? value: (_) @value) @statement
(variable_declarator name: (identifier) @target type: (type_annotation (_) @annotation) !value) @statement
(public_field_definition name: (_) @target type: (type_annotation (_) @annotation)? value: (_)? @value) @statement
(interface_body (property_signature name: (_) @target type: (type_annotation (_) @annotation)?) @statement)
(enum_body name: (_) @target @statement)
(enum_assignment name: (_) @target value: (_) @value) @statement

; --- parameters; with a modifier they are fields as well

((required_parameter
  [(accessibility_modifier) "readonly"]
  pattern: (identifier) @target
  type: (type_annotation (_) @annotation)?) @statement
  (#set! of "class"))
((required_parameter (accessibility_modifier) @detail.visibility) @owner (#not-eq? @detail.visibility "public"))
((formal_parameters (required_parameter pattern: [(object_pattern) (array_pattern)] @parameter type: (type_annotation (_) @annotation)? value: (_)? @default)) @parameters (#set! kind ""))
((formal_parameters (required_parameter pattern: (identifier) @parameter type: (type_annotation (_) @annotation)? value: (_)? @default)) @parameters (#set! kind ""))
((formal_parameters (optional_parameter pattern: (identifier) @parameter type: (type_annotation (_) @annotation)? value: (_)? @default)) @parameters (#set! kind ""))
((formal_parameters (required_parameter pattern: (rest_pattern (identifier) @parameter))) @parameters (#set! kind "*"))
(required_parameter pattern: (this) @skip)

; --- types

(type_annotation) @type
(type_arguments) @type
(type_parameters) @type
(type_alias_declaration value: (_) @type)
(extends_clause value: (_) @base)
(implements_clause (_) @base)
(implements_clause (generic_type) @head.base)
(extends_type_clause (_) @base)
(extends_type_clause (generic_type) @head.base)
((import_statement (import_require_clause (identifier) @bound source: (string (string_fragment) @module))) @import (#set! name "*"))
((export_statement "=" (identifier) @imported @import) (#set! bound "export="))

; ``await f<T>(x)``, which the grammar takes for a call of ``await f``
(call_expression function: (await_expression (_) @callee) type_arguments: (_) arguments: (_) @arguments) @call

; --- what calling an object gives

(call_signature return_type: (type_annotation (_) @returned))

