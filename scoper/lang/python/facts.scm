; What a Python file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.
;
; Patterns stay shallow and name as few node types as they can: a compile costs 0.7 ms, a nested alternative up to 4 ms
; more. A capture marks a whole expression, and only counts where that expression is a plain name or a chain of names.
; Where several patterns mark the same one, the last in this file wins.

; --- every name, and every chain that ends in one

(identifier) @reference
(attribute) @member
(class_pattern (dotted_name) @member)
(case_pattern (dotted_name) @member)
(union_pattern (dotted_name) @member)
(keyword_pattern (dotted_name) @member)

; --- definitions

(function_definition
  name: (_) @name
  parameters: (_) @parameters
  return_type: (_)? @returns
  ":" @colon
  body: (_) @body) @definition.function

(class_definition
  name: (_) @name
  ":" @colon
  body: (_) @body) @definition.class

(function_definition "async" @detail.async) @owner
(function_definition type_parameters: (_) @detail.opens) @owner
(class_definition type_parameters: (_) @detail.opens) @owner
(decorated_definition (decorator (_) @detail.decorator) definition: (_) @owner) @extent
(class_definition superclasses: (argument_list (_) @detail.base)) @owner
(expression_statement [(string) (concatenated_string)] @docstring)

(type_parameter (type (identifier) @typevar)) @list
(type_parameter (type (splat_type (identifier) @typevar))) @list
(type_parameter (type (constrained_type . (type (identifier) @typevar)))) @list

; --- assigned names; those that stand outside of functions become definitions

(assignment left: (_) @target type: (_)? @annotation right: (_)? @value) @statement
(augmented_assignment left: (_) @write right: (_) @value)
(type_alias_statement left: (type (_) @target) right: (_) @value) @statement
(type_alias_statement left: (type (generic_type . (_) @target)) right: (_) @value) @statement
(pattern_list (_) @target)
(tuple_pattern (_) @target)
(list_pattern (_) @target)
(list_splat_pattern (_) @target)

; --- other names that are bound

(for_statement left: (_) @binding)
(for_in_clause left: (_) @binding)
(as_pattern) @aliased
(as_pattern_target (tuple (_) @binding))
(except_clause (as_pattern) @instance)
(named_expression name: (_) @binding value: (_) @value)
(global_statement (_) @global)
(nonlocal_statement (_) @global)

(case_pattern (dotted_name . (identifier) @binding .))
(keyword_pattern . (identifier) @skip)
(keyword_pattern (dotted_name . (identifier) @binding .))
(splat_pattern (identifier) @binding)

; --- what functions give

(return_statement (_) @returned)
(yield . (_) @yielded)

; --- parameters

((parameters (identifier) @parameter) @parameters (#set! kind ""))
((parameters (typed_parameter . (identifier) @parameter type: (_) @annotation)) @parameters (#set! kind ""))
((parameters (default_parameter name: (_) @parameter value: (_) @default)) @parameters (#set! kind ""))
((parameters (typed_default_parameter name: (_) @parameter type: (_) @annotation value: (_) @default)) @parameters (#set! kind ""))
((parameters (list_splat_pattern (_) @parameter)) @parameters (#set! kind "*"))
((parameters (typed_parameter . (list_splat_pattern (_) @parameter) type: (_) @annotation)) @parameters (#set! kind "*"))
((parameters (dictionary_splat_pattern (_) @parameter)) @parameters (#set! kind "**"))
((parameters (typed_parameter . (dictionary_splat_pattern (_) @parameter) type: (_) @annotation)) @parameters (#set! kind "**"))
((parameters (positional_separator) @separator) @parameters (#set! kind "/"))
((parameters (keyword_separator) @separator) @parameters (#set! kind "kw"))

(lambda_parameters (identifier) @binding)
(lambda_parameters (default_parameter name: (_) @binding))
(lambda_parameters (list_splat_pattern (_) @binding))
(lambda_parameters (dictionary_splat_pattern (_) @binding))

; --- uses with a role of their own

(call) @call
(argument_list (keyword_argument name: (_) @keyword)) @arguments
(argument_list (list_splat) @unpacked) @arguments
(argument_list (dictionary_splat) @unpacked) @arguments
(argument_list (comment) @padding) @arguments
(generator_expression) @single
(delete_statement (_) @delete)
(delete_statement (expression_list (_) @delete))
(class_definition superclasses: (argument_list (_) @base))
(class_definition superclasses: (argument_list (subscript) @head.base))
(decorator (_) @decorator)
(decorator (call) @head.decorator)

; --- types: names inside are of role "type", also when they are quoted

(type) @type
(string) @quoted

; --- imports

((import_statement name: (dotted_name) @module) @import (#set! binds "head"))
(import_statement name: (aliased_import name: (_) @module alias: (_) @bound)) @import
(import_from_statement module_name: (_) @module name: (dotted_name) @imported) @import
(import_from_statement module_name: (_) @module name: (aliased_import name: (_) @imported alias: (_) @bound)) @import
(import_from_statement module_name: (_) @module (wildcard_import) @imported) @import
((future_import_statement name: (dotted_name) @imported) @import (#set! module "__future__"))
((future_import_statement name: (aliased_import name: (_) @imported alias: (_) @bound)) @import (#set! module "__future__"))

; --- comments, and what the grammar could not make sense of

(comment) @comment
(ERROR) @error
(MISSING) @missing
