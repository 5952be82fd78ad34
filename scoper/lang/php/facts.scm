; What a PHP file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.
; Variables keep their sign, so that they never hide a function or class of the same name; properties are named without it.

; --- every name, and every chain that ends in one

(name) @reference
(variable_name) @reference
(relative_scope) @reference
(variable_name (name) @absent)
(qualified_name) @member
(member_access_expression name: (name)) @member
(nullsafe_member_access_expression name: (name)) @member
(class_constant_access_expression (_) (name)) @member
(scoped_property_access_expression) @member
(namespace_definition name: (_) @namespace)

; --- definitions

(class_declaration name: (_) @name body: (_) @body) @definition.class
(trait_declaration name: (_) @name body: (_) @body) @definition.interface
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(function_definition name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_) @body) @definition.function
(method_declaration name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_)? @body) @definition.function

(_ attributes: (attribute_list) @detail.decorator) @owner
((_ (visibility_modifier) @detail.visibility) @owner (#any-of? @detail.visibility "private" "protected"))
(class_declaration [(base_clause (_) @detail.base) (class_interface_clause (_) @detail.base)]) @owner
(interface_declaration (base_clause (_) @detail.base)) @owner
(enum_declaration (class_interface_clause (_) @detail.base)) @owner
(class_declaration body: (declaration_list (use_declaration [(name) (qualified_name)] @detail.base))) @owner
(trait_declaration body: (declaration_list (use_declaration [(name) (qualified_name)] @detail.base))) @owner
(enum_declaration body: (enum_declaration_list (use_declaration [(name) (qualified_name)] @detail.base))) @owner

; --- declared names; those that stand outside of functions become definitions

(property_declaration type: (_)? @annotation (property_element name: (variable_name (name) @target) default_value: (_)? @value)) @statement
((method_declaration
  parameters: (formal_parameters
    (property_promotion_parameter type: (_)? @annotation name: (variable_name (name) @target) default_value: (_)? @value) @statement)))
(const_declaration (const_element . (name) @target . (_) @value)) @statement
(enum_case name: (_) @target value: (_)? @value) @statement
(assignment_expression left: (variable_name) @binding right: (_) @value)
(expression_statement (assignment_expression left: (variable_name) @target right: (_) @value)) @statement
(assignment_expression left: (member_access_expression) @write)
(assignment_expression left: (scoped_property_access_expression) @write)
(augmented_assignment_expression left: (_) @write)
(update_expression (_) @write)
(unset_statement (_) @delete)

; --- other names that are bound

((formal_parameters (simple_parameter type: (_)? @annotation name: (variable_name) @parameter default_value: (_)? @default)) @parameters (#set! kind ""))
((formal_parameters (property_promotion_parameter type: (_)? @annotation name: (variable_name) @parameter default_value: (_)? @default)) @parameters (#set! kind ""))
((formal_parameters (variadic_parameter type: (_)? @annotation name: (variable_name) @parameter)) @parameters (#set! kind "*"))
(foreach_statement (_) . (variable_name) @binding)
(foreach_statement (_) . (pair (variable_name) @binding))
(foreach_statement (_) . (by_ref (variable_name) @binding))
(list_literal (variable_name) @binding)
(list_literal (array_element_initializer (variable_name) @binding .))
(property_element name: (variable_name) @absent)
(static_variable_declaration name: (_) @binding)
(global_declaration (variable_name) @global)
(catch_clause type: (type_list . (named_type) @annotation .) name: (_) @binding)
(catch_clause name: (_) @binding)
(catch_clause type: (type_list . (named_type) @annotation .) name: (_) @binding)

; --- uses with a role of their own

(function_call_expression function: (_) @callee arguments: (_) @arguments) @call
(member_call_expression name: (name) @called arguments: (_) @arguments) @call
(nullsafe_member_call_expression name: (name) @called arguments: (_) @arguments) @call
(scoped_call_expression name: (name) @called arguments: (_) @arguments) @call
(object_creation_expression [(name) (qualified_name) (relative_scope)] @callee (arguments)? @arguments) @call
(arguments (argument name: (name) @keyword)) @arguments
(arguments (argument (variadic_unpacking) @unpacked)) @arguments
(arguments (variadic_placeholder) @unpacked) @arguments
(arguments (comment) @padding) @arguments
(base_clause (_) @base)
(class_interface_clause (_) @base)
(use_declaration (name) @base)
(use_declaration (qualified_name) @base)
(attribute [(name) (qualified_name)] @decorator)
(use_instead_of_clause (class_constant_access_expression) @skip)
(use_as_clause (name) @skip)

; --- types

(named_type) @type

; --- imports

(namespace_use_declaration
  (namespace_use_clause (qualified_name prefix: (namespace_name) @module (name) @imported) alias: (_)? @bound)) @import
((namespace_use_declaration !body (namespace_use_clause . (name) @imported alias: (_)? @bound)) @import (#set! module "\\"))
(namespace_use_declaration
  (namespace_name) @module
  body: (namespace_use_group (namespace_use_clause . (name) @imported alias: (_)? @bound))) @import
(namespace_use_declaration
  (namespace_name) @module
  body: (namespace_use_group
    (namespace_use_clause (qualified_name prefix: (namespace_name) @module (name) @imported) alias: (_)? @bound))) @import

; --- comments, and what the grammar could not make sense of

(comment) @comment
(ERROR) @error
(MISSING) @missing
