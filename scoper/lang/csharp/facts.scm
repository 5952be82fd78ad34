; What a C# file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(constructor_initializer ["this" "base"] @reference)
(member_access_expression name: (identifier)) @member
(conditional_access_expression (member_binding_expression name: (identifier))) @member
(qualified_name name: (identifier)) @member
(file_scoped_namespace_declaration name: (_) @namespace)
(namespace_declaration name: (_) @namespace)

; --- definitions

(class_declaration name: (_) @name (parameter_list)? @parameters body: (_)? @body) @definition.class
(struct_declaration name: (_) @name (parameter_list)? @parameters body: (_)? @body) @definition.class
(record_declaration name: (_) @name (parameter_list)? @parameters body: (_)? @body) @definition.class
(interface_declaration name: (_) @name body: (_)? @body) @definition.interface
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(method_declaration returns: (_) @returns name: (_) @name parameters: (_) @parameters body: (_)? @body) @definition.function
(constructor_declaration name: (_) @name parameters: (_) @parameters body: (_)? @body) @definition.function
(destructor_declaration "~" @name parameters: (_) @parameters body: (_) @body) @definition.function
(local_function_statement type: (_) @returns name: (_) @name parameters: (_) @parameters body: (_)? @body) @definition.function
(delegate_declaration type: (_) @returns name: (_) @name parameters: (_) @parameters) @definition.function
(operator_declaration type: (_) @returns "operator" @name parameters: (_) @parameters body: (_)? @body) @definition.function
(conversion_operator_declaration "operator" @name type: (_) @returns parameters: (_) @parameters body: (_)? @body) @definition.function
(indexer_declaration type: (_) @returns "this" @name parameters: (_) @parameters accessors: (_)? @body) @definition.function

(method_declaration parameters: (_) @detail.opens) @owner
(constructor_declaration parameters: (_) @detail.opens) @owner
(local_function_statement parameters: (_) @detail.opens) @owner
(delegate_declaration parameters: (_) @detail.opens) @owner
(operator_declaration parameters: (_) @detail.opens) @owner
(indexer_declaration parameters: (_) @detail.opens) @owner
(record_declaration (parameter_list) @detail.opens) @owner
(class_declaration (parameter_list) @detail.opens) @owner
(struct_declaration (parameter_list) @detail.opens) @owner
(_ (type_parameter_list) @detail.opens) @owner
(conversion_operator_declaration parameters: (_) @detail.opens) @owner
(_ (attribute_list) @detail.decorator) @owner
((_ (modifier) @detail.visibility) @owner (#any-of? @detail.visibility "private" "protected" "internal"))
((method_declaration (modifier) @detail.async) @owner (#eq? @detail.async "async"))
((local_function_statement (modifier) @detail.async) @owner (#eq? @detail.async "async"))
(class_declaration (base_list [(identifier) (qualified_name) (generic_name)] @detail.base)) @owner
(struct_declaration (base_list [(identifier) (qualified_name) (generic_name)] @detail.base)) @owner
(record_declaration (base_list [(identifier) (qualified_name) (generic_name)] @detail.base)) @owner
(interface_declaration (base_list [(identifier) (qualified_name) (generic_name)] @detail.base)) @owner

; --- declared names; those that stand outside of methods become definitions

(field_declaration (variable_declaration type: (_) @annotation (variable_declarator name: (_) @target))) @statement
(event_field_declaration (variable_declaration type: (_) @annotation (variable_declarator name: (_) @target))) @statement
(field_declaration (variable_declaration type: (_) @annotation (variable_declarator name: (_) @target . (_) @value))) @statement
(property_declaration type: (_) @annotation name: (_) @target value: (_)? @value) @statement
(event_declaration type: (_) @annotation name: (_) @target) @statement
(enum_member_declaration name: (_) @target value: (_)? @value) @statement
(global_statement (local_declaration_statement (variable_declaration (variable_declarator name: (_) @target . (_)? @value)))) @statement
(record_declaration (parameter_list (parameter type: (_) @annotation name: (_) @target) @statement))
(class_declaration (parameter_list (parameter type: (_) @annotation name: (_) @target) @statement))
(struct_declaration (parameter_list (parameter type: (_) @annotation name: (_) @target) @statement))
(assignment_expression left: (_) @write right: (_) @value)
(postfix_unary_expression (identifier) @write ["++" "--"])
(prefix_unary_expression ["++" "--"] (identifier) @write)

; --- other names that are bound; locals of accessors and initialisers are no members of the class around

(variable_declaration type: (_) @annotation (variable_declarator name: (_) @binding))
(variable_declaration type: (implicit_type) (variable_declarator name: (_) @binding))
(variable_declaration type: (implicit_type) (variable_declarator name: (_) @binding . (_) @value))
((parameter_list (parameter type: (_)? @annotation name: (_) @parameter)) @parameters (#set! kind ""))
((bracketed_parameter_list (parameter type: (_)? @annotation name: (_) @parameter)) @parameters (#set! kind ""))
((parameter_list name: (_) @parameter) @parameters (#set! kind "*"))
(implicit_parameter) @reference
(implicit_parameter) @binding
(foreach_statement type: (_) @annotation left: (identifier) @binding)
(foreach_statement type: (implicit_type) left: (identifier) @binding)
(tuple_pattern name: (identifier) @binding)
(from_clause name: (_) @binding)
(from_clause type: (_) @annotation name: (_) @binding)
(let_clause . (identifier) @binding)
(join_clause . (identifier) @binding)
(catch_declaration type: (_) @annotation name: (_) @binding)
(declaration_pattern type: (_) @annotation name: (_) @binding)
(declaration_pattern type: (implicit_type) name: (_) @binding)
(declaration_expression type: (_) @annotation name: (_) @binding)
(declaration_expression type: (implicit_type) name: (_) @binding)
(var_pattern name: (_) @binding)
(type_parameter_list (type_parameter name: (_) @typevar)) @list

; --- uses with a role of their own

(invocation_expression function: (_) @callee arguments: (_) @arguments) @call
(invocation_expression function: (generic_name (identifier) @callee) arguments: (_) @arguments) @call
(invocation_expression function: (member_access_expression name: (generic_name (identifier) @called)) arguments: (_) @arguments) @call
(object_creation_expression type: (_) @callee arguments: (_)? @arguments) @call
(object_creation_expression type: (generic_name (identifier) @callee) arguments: (_)? @arguments) @call
(object_creation_expression type: (_) @callee !arguments initializer: (_) @arguments) @call
(variable_declaration
  type: (_) @callee (variable_declarator (implicit_object_creation_expression (argument_list) @arguments) @call))
(constructor_initializer ["this" "base"] @callee (argument_list) @arguments) @call
(initializer_expression (assignment_expression left: (identifier) @keyword)) @arguments
(with_initializer . (identifier) @skip)
(anonymous_object_creation_expression (identifier) @skip . "=")
(subpattern . (identifier) @skip)
(tuple_expression (argument name: (identifier) @skip))
(argument_list (argument name: (identifier) @keyword)) @arguments
(argument_list (comment) @padding) @arguments
(base_list [(identifier) (qualified_name)] @base)
(base_list (generic_name (identifier) @base))
(attribute name: (_) @decorator)
(labeled_statement (identifier) @skip)

; --- types

(variable_declaration type: (_) @type)
(property_declaration type: (_) @type)
(parameter type: (_) @type)
(method_declaration returns: (_) @type)
(type_argument_list) @type
(cast_expression type: (_) @type)
(catch_declaration type: (_) @type)
(typeof_expression type: (_) @type)
(foreach_statement type: (_) @type)
(declaration_pattern type: (_) @type)
(declaration_expression type: (_) @type)
(delegate_declaration type: (_) @type)
(event_declaration type: (_) @type)

; --- imports

((using_directive !name [(identifier) (qualified_name)] @module .) @import (#set! name "*") (#set! bound "*"))
(using_directive name: (_) @bound (qualified_name qualifier: (_) @module name: (identifier) @imported)) @import
(using_directive name: (_) @bound (qualified_name qualifier: (_) @module name: (generic_name (identifier) @imported))) @import

; --- comments, and what the grammar could not make sense of

(comment) @comment
(ERROR) @error
(MISSING) @missing
