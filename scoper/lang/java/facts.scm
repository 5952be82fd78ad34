; What a Java file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(type_identifier) @reference
(explicit_constructor_invocation constructor: (_) @reference)
(field_access) @member
(scoped_type_identifier) @member
(package_declaration (_) @namespace)
(scoped_identifier) @member
(method_reference (_) (identifier)) @member

; --- definitions

(class_declaration name: (_) @name body: (_) @body) @definition.class
(record_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(annotation_type_declaration name: (_) @name body: (_) @body) @definition.interface
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(method_declaration type: (_) @returns name: (_) @name parameters: (_) @parameters body: (_)? @body) @definition.function
(constructor_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(compact_constructor_declaration name: (_) @name body: (_) @body) @definition.function
(annotation_type_element_declaration type: (_) @returns name: (_) @name) @definition.function

; a class without a name is called as what holds it, else `new`, which no name can be
(object_creation_expression "new" @name (class_body) @body) @definition.class
(variable_declarator name: (_) @name value: (object_creation_expression (class_body) @body) @definition.class)
(enum_constant name: (_) @name body: (_) @body) @definition.class
(object_creation_expression type: (_) @detail.base (class_body)) @owner
(field_declaration . (modifiers)? . type: (_) . declarator: (variable_declarator value: (_) @owner) .) @extent @detail.wrapped
(local_variable_declaration . (modifiers)? . type: (_) . declarator: (variable_declarator value: (_) @owner) .) @extent @detail.wrapped

; names belong to the scope of what they are parameters of
(class_declaration type_parameters: (_) @detail.opens) @owner
(interface_declaration type_parameters: (_) @detail.opens) @owner
(record_declaration type_parameters: (_) @detail.opens) @owner
(method_declaration type_parameters: (_) @detail.opens) @owner
(constructor_declaration type_parameters: (_) @detail.opens) @owner
(type_parameters (type_parameter (type_identifier) @typevar)) @list

(method_declaration parameters: (_) @detail.opens) @owner
(constructor_declaration parameters: (_) @detail.opens) @owner
(record_declaration parameters: (_) @detail.opens) @owner
(_ (modifiers [(annotation) (marker_annotation)] @detail.decorator)) @owner
(_ (modifiers ["private" "protected"] @detail.visibility)) @owner
(class_declaration superclass: (superclass (_) @detail.base)) @owner
(class_declaration interfaces: (super_interfaces (type_list (_) @detail.base))) @owner
(record_declaration interfaces: (super_interfaces (type_list (_) @detail.base))) @owner
(enum_declaration interfaces: (super_interfaces (type_list (_) @detail.base))) @owner
(interface_declaration (extends_interfaces (type_list (_) @detail.base))) @owner

; --- declared names; those that stand outside of methods become definitions

(field_declaration type: (_) @annotation declarator: (variable_declarator name: (_) @target value: (_)? @value)) @statement
(constant_declaration type: (_) @annotation declarator: (variable_declarator name: (_) @target value: (_)? @value)) @statement
(enum_constant name: (_) @target) @statement
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @annotation name: (_) @target) @statement))
(assignment_expression left: (_) @write right: (_) @value)
(update_expression (_) @write)

; --- other names that are bound; locals of initialisers and lambdas are no fields of the class around

(local_variable_declaration type: (_) @annotation declarator: (variable_declarator name: (_) @binding value: (_)? @value))
((local_variable_declaration type: (type_identifier) @_var declarator: (variable_declarator name: (_) @binding value: (_)? @value))
  (#eq? @_var "var"))
((formal_parameters (formal_parameter type: (_) @annotation name: (_) @parameter)) @parameters (#set! kind ""))
((formal_parameters (spread_parameter (_) @annotation . "..." (variable_declarator name: (_) @parameter))) @parameters (#set! kind "*"))
(enhanced_for_statement type: (_) @annotation name: (_) @binding)
(resource type: (_) @annotation name: (_) @binding value: (_) @value)
((enhanced_for_statement type: (type_identifier) @_var name: (_) @binding) (#eq? @_var "var"))
((resource type: (type_identifier) @_var name: (_) @binding value: (_) @value) (#eq? @_var "var"))
(catch_formal_parameter name: (_) @binding)
(catch_formal_parameter (catch_type . (_) @annotation .) name: (_) @binding)
(lambda_expression parameters: (formal_parameters (formal_parameter type: (_) @annotation name: (_) @binding)))
(type_pattern (_) @annotation (identifier) @binding)
(record_pattern_component (_) @annotation (identifier) @binding)
(lambda_expression parameters: (identifier) @binding)
(lambda_expression parameters: (inferred_parameters (identifier) @binding))
(instanceof_expression right: (_) @annotation name: (_) @binding)

; --- uses with a role of their own

(method_invocation name: (_) @called arguments: (_) @arguments) @call
(object_creation_expression type: (_) @callee arguments: (_) @arguments) @call
(object_creation_expression type: (generic_type . (_) @callee) arguments: (_) @arguments) @call
(explicit_constructor_invocation constructor: (_) @called arguments: (_) @arguments) @call
(argument_list [(line_comment) (block_comment)] @padding) @arguments
(superclass (_) @base)
(superclass (generic_type) @head.base)
(super_interfaces (type_list (_) @base))
(super_interfaces (type_list (generic_type) @head.base))
(extends_interfaces (type_list (_) @base))
(extends_interfaces (type_list (generic_type) @head.base))
(annotation name: (_) @decorator)
(marker_annotation name: (_) @decorator)
(labeled_statement (identifier) @skip)
(local_variable_declaration type: (_) @skip (#eq? @skip "var"))
(enhanced_for_statement type: (_) @skip (#eq? @skip "var"))
(resource type: (_) @skip (#eq? @skip "var"))
(element_value_pair key: (_) @skip)

; --- types

(field_declaration type: (_) @type)
(constant_declaration type: (_) @type)
(local_variable_declaration type: (_) @type)
(formal_parameter type: (_) @type)
(spread_parameter (_) @type . "...")
(method_declaration type: (_) @type)
(type_arguments) @type
(throws) @type
(catch_type) @type
(cast_expression type: (_) @type)

; --- imports

((import_declaration (scoped_identifier scope: (_) @module name: (_) @imported) .) @import)
((import_declaration (scoped_identifier) @module (asterisk)) @import (#set! name "*") (#set! bound "*"))

; --- comments, and what the grammar could not make sense of

[(line_comment) (block_comment)] @comment
(ERROR) @error
(MISSING) @missing
