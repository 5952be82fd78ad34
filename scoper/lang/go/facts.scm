; What a Go file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(type_identifier) @reference
(package_identifier) @reference
(selector_expression field: (_) @reference)
(selector_expression) @member
(qualified_type) @member
(package_clause (package_identifier) @namespace)
(package_clause (package_identifier) @skip)

; --- definitions

(function_declaration name: (_) @name parameters: (_) @parameters result: (_)? @returns body: (_)? @body) @definition.function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @outer
    (pointer_type (type_identifier) @outer)
    (generic_type type: (_) @outer)
    (pointer_type (generic_type type: (_) @outer))]))
  name: (_) @name parameters: (_) @parameters result: (_)? @returns body: (_)? @body) @definition.function
(method_elem name: (_) @name parameters: (_) @parameters result: (_)? @returns) @definition.function
(type_spec name: (_) @name type: (_) @body) @definition.class
(type_spec name: (_) @name type: (struct_type (field_declaration_list) @body)) @definition.class
(type_spec name: (_) @name type: (interface_type) @body) @definition.interface
(type_spec type: (struct_type (field_declaration_list
  (field_declaration name: (_) @name type: (struct_type (field_declaration_list) @body)) @definition.class)))
((type_alias name: (_) @target type: (_) @value) @statement (#set! kind "type"))
(var_spec name: (_) @name value: (expression_list . (func_literal parameters: (_) @parameters result: (_)? @returns body: (_) @body) .)) @definition.function
(short_var_declaration
  left: (expression_list . (identifier) @name .)
  right: (expression_list . (func_literal parameters: (_) @parameters result: (_)? @returns body: (_) @body) .)) @definition.function

; blocks of a test are called by what they say
(expression_statement
  (call_expression
    function: (selector_expression field: (_) @_run)
    arguments: (argument_list . (interpreted_string_literal) @name . (func_literal body: (_) @body)))
  (#eq? @_run "Run")) @definition.section

; what of the file belongs to a definition as well, where its scope opens, and its bases

(type_declaration . (type_spec) @owner .) @extent @detail.wrapped
(type_declaration . (type_alias) @owner .) @extent @detail.wrapped
(const_declaration . (const_spec) @owner .) @extent @detail.wrapped
(var_declaration . (var_spec) @owner .) @extent @detail.wrapped
(function_declaration type_parameters: (_) @detail.opens) @owner
(function_declaration parameters: (_) @detail.opens) @owner
(type_spec type_parameters: (_) @detail.opens) @owner
(var_spec value: (expression_list . (func_literal parameters: (_) @detail.opens) .)) @owner
(short_var_declaration right: (expression_list . (func_literal parameters: (_) @detail.opens) .)) @owner
(method_declaration receiver: (_) @detail.opens) @owner
(method_elem parameters: (_) @detail.opens) @owner
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (_) @detail.base)))) @owner
(type_spec type: (interface_type (type_elem . [(type_identifier) (qualified_type) (generic_type)] @detail.base .))) @owner

; --- assigned and declared names; those that stand outside of functions become definitions

(const_spec name: (identifier) @target type: (_)? @annotation value: (expression_list . (_) @value .)?) @statement
(var_spec name: (identifier) @target type: (_)? @annotation value: (expression_list . (_) @value .)?) @statement
(var_spec (identifier) name: (identifier) @target type: (_)? @annotation) @statement
(type_spec type: (struct_type (field_declaration_list (field_declaration name: (_) @target type: (_) @annotation) @statement)))
(type_spec type: (struct_type (field_declaration_list (field_declaration type: (struct_type (field_declaration_list
  (field_declaration name: (_) @target type: (_) @annotation) @statement))))))
(short_var_declaration left: (expression_list (identifier) @target))
(short_var_declaration left: (expression_list . (identifier) @target) right: (expression_list . (_) @value .)) @statement
(assignment_statement left: (expression_list (_) @write))
((assignment_statement left: (expression_list (identifier) @skip)) (#eq? @skip "_"))
(inc_statement (_) @write)
(dec_statement (_) @write)

; --- other names that are bound

(range_clause left: (expression_list (identifier) @binding))
(range_clause left: (expression_list (_) . (identifier) @binding) right: (_) @value)
(type_switch_statement alias: (expression_list (identifier) @binding))
(receive_statement left: (expression_list (identifier) @binding))
((parameter_list (parameter_declaration name: (identifier) @parameter type: (_) @annotation)) @parameters (#set! kind ""))
((parameter_list (variadic_parameter_declaration name: (identifier) @parameter)) @parameters (#set! kind "*"))
(function_type parameters: (parameter_list (parameter_declaration name: (_) @skip)))
(type_parameter_list (type_parameter_declaration name: (identifier) @typevar)) @list

; --- uses with a role of their own

(call_expression) @call
(call_expression function: (index_expression operand: [(identifier) (selector_expression)] @callee) arguments: (_) @arguments) @call
(index_expression operand: (_) @held) @element
(composite_literal type: (_) @called body: (_) @arguments) @call
(composite_literal type: (generic_type type: (_) @callee) body: (_) @arguments) @call
(composite_literal
  type: [(type_identifier) (qualified_type) (generic_type)]
  body: (literal_value (keyed_element key: (literal_element (identifier) @keyword))) @arguments)
(literal_element (literal_value (keyed_element key: (literal_element (identifier) @keyword))) @arguments)
(argument_list (variadic_argument) @unpacked) @arguments
(argument_list (comment) @padding) @arguments
(field_declaration !name type: (_) @base)
(field_declaration !name type: (generic_type) @head.base)
(interface_type (type_elem . [(type_identifier) (qualified_type)] @base .))
(interface_type (type_elem . (generic_type) @head.base .))

; --- types

(parameter_declaration type: (_) @type)
(variadic_parameter_declaration type: (_) @type)
(field_declaration name: (_) type: (_) @type)
(var_spec type: (_) @type)
(const_spec type: (_) @type)
(function_declaration result: (_) @type)
(method_declaration result: (_) @type)
(method_elem result: (_) @type)
(func_literal result: (_) @type)
(type_spec type: (_) @type)
(type_alias type: (_) @type)
(type_constraint) @type
(type_arguments) @type
(slice_type) @type
(array_type) @type
(map_type) @type
(channel_type) @type
(pointer_type) @type
(type_assertion_expression type: (_) @type)
(type_case type: (_) @type)

; --- imports

((import_spec !name path: (_ (interpreted_string_literal_content) @module)) @import (#set! name "*") (#set! binds "last"))
((import_spec name: (package_identifier) @bound path: (_ (interpreted_string_literal_content) @module)) @import (#set! name "*"))
((import_spec name: (dot) path: (_ (interpreted_string_literal_content) @module)) @import (#set! name "*") (#set! bound "*"))
((import_spec name: (blank_identifier) path: (_ (interpreted_string_literal_content) @module)) @import (#set! binds "nothing"))

; --- comments, and what the grammar could not make sense of

(comment) @comment
(ERROR) @error
(MISSING) @missing
