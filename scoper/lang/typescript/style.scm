; inherits: javascript/ecma.style
; What shows how types are written in TypeScript.

(required_parameter pattern: (identifier) @parameter)
(optional_parameter pattern: (identifier) @parameter)
(required_parameter pattern: (identifier) type: (type_annotation)) @annotated-parameter.yes
(required_parameter pattern: (identifier) !type) @annotated-parameter.no
(function_declaration return_type: (_)) @annotated-result.yes
(function_declaration !return_type) @annotated-result.no
(method_definition return_type: (_)) @annotated-result.yes
(method_definition !return_type) @annotated-result.no
(variable_declarator name: (identifier) type: (type_annotation)) @annotated-variable.yes
(variable_declarator name: (identifier) !type) @annotated-variable.no

(interface_declaration) @object-type.interface
(type_alias_declaration value: (object_type)) @object-type.type
(array_type) @array-type.brackets
(generic_type name: (type_identifier) @type-head)
(predefined_type) @loose-type
(as_expression) @type-assertion.as
(non_null_expression) @type-assertion.non-null
(satisfies_expression) @type-assertion.satisfies
(enum_declaration) @choice-type.enum
(type_alias_declaration value: (union_type (literal_type))) @choice-type.union
