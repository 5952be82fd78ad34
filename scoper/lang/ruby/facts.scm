; What a Ruby file says on its own. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(constant) @reference
(instance_variable) @reference
(class_variable) @reference
(global_variable) @reference
(self) @reference
(scope_resolution scope: (_)) @member

; --- definitions

(module name: (constant) @name body: (_)? @body) @definition.class
(module name: (scope_resolution name: (_) @name) body: (_)? @body) @definition.class
(module name: (scope_resolution scope: (_) @outer name: (_) @name) body: (_)? @body) @definition.class
(class name: (constant) @name body: (_)? @body) @definition.class
(class name: (scope_resolution name: (_) @name) body: (_)? @body) @definition.class
(class name: (scope_resolution scope: (_) @outer name: (_) @name) body: (_)? @body) @definition.class
(method name: (_) @name body: (_)? @body) @definition.function
(method name: (_) @name parameters: (_) @parameters body: (_)? @body) @definition.function
(singleton_method name: (_) @name body: (_)? @body) @definition.function
(singleton_method name: (_) @name parameters: (_) @parameters body: (_)? @body) @definition.function
(class name: (scope_resolution name: (_) @absent))
(module name: (scope_resolution name: (_) @absent))
(method name: (setter (identifier) @absent))
((assignment left: (constant) @name right: (call receiver: (constant) @_new method: (identifier) @_make block: (_ body: (_) @body))) @definition.class
  (#any-of? @_new "Struct" "Class" "Data" "Module"))
; blocks of a test file are called by what they say
((call method: (identifier) @_test arguments: (argument_list . (_) @name) block: (_ body: (_)? @body)) @definition.section
  (#any-of? @_test
    "describe" "context" "it" "specify" "test" "should" "feature" "scenario" "shared_examples" "shared_context" "namespace" "task"))
((call method: (identifier) @_make arguments: (argument_list . (simple_symbol) @name) block: (_ body: (_)? @body)) @definition.function
  (#eq? @_make "define_method") (#set! opening ":"))

(method parameters: (_) @detail.opens) @owner
(singleton_method parameters: (_) @detail.opens) @owner
(class superclass: (superclass (_) @detail.base)) @owner
((class body: (body_statement (call method: (identifier) @_mix arguments: (argument_list (_) @detail.base)))) @owner
  (#any-of? @_mix "include" "extend" "prepend"))
((module body: (body_statement (call method: (identifier) @_mix arguments: (argument_list (_) @detail.base)))) @owner
  (#any-of? @_mix "include" "extend" "prepend"))
((call !receiver method: (identifier) @detail.visibility arguments: (argument_list . (method) @owner)) @extent
  (#any-of? @detail.visibility "private" "protected"))

; --- assigned names; those that stand outside of methods become definitions

(assignment left: (_) @target right: (_) @value) @statement
(operator_assignment left: (_) @write right: (_) @value)
(operator_assignment left: (instance_variable) @target right: (_) @value) @statement
(left_assignment_list (_) @target)
(rest_assignment (_) @target)
((call method: (identifier) @_attr arguments: (argument_list (simple_symbol) @target)) @statement
  (#any-of? @_attr "attr_reader" "attr_writer" "attr_accessor") (#set! opening ":"))

; --- other names that are bound

((method_parameters (identifier) @parameter) @parameters (#set! kind ""))
((method_parameters (optional_parameter name: (_) @parameter value: (_) @default)) @parameters (#set! kind ""))
((method_parameters (splat_parameter name: (_) @parameter)) @parameters (#set! kind "*"))
((method_parameters (keyword_parameter name: (_) @parameter value: (_)? @default)) @parameters (#set! kind "kw"))
((method_parameters (hash_splat_parameter name: (_) @parameter)) @parameters (#set! kind "**"))
(method_parameters (block_parameter name: (_) @binding))
(block_parameters (identifier) @binding)
(block_parameters (_ name: (identifier) @binding))
(lambda_parameters (identifier) @binding)
(lambda_parameters (_ name: (identifier) @binding))
(destructured_parameter (identifier) @binding)
(for pattern: (identifier) @binding)
(exception_variable (_) @binding)

; --- uses with a role of their own

(call method: (_) @called arguments: (_)? @arguments) @call
((call receiver: [(constant) (scope_resolution)] @callee method: (identifier) @_new arguments: (_)? @arguments) @call
  (#eq? @_new "new"))
(argument_list (pair key: (hash_key_symbol) @keyword)) @arguments
(argument_list (splat_argument) @unpacked) @arguments
(argument_list (hash_splat_argument) @unpacked) @arguments
(argument_list (block_argument) @padding) @arguments
(argument_list (comment) @padding) @arguments
(superclass (_) @base)
((call method: (identifier) @_mix arguments: (argument_list (constant) @base)) (#any-of? @_mix "include" "extend" "prepend"))
((call method: (identifier) @_mix arguments: (argument_list (scope_resolution) @base)) (#any-of? @_mix "include" "extend" "prepend"))
(alias name: (_) @skip)

; --- imports

((call
  !receiver
  method: (identifier) @_require
  arguments: (argument_list . (string (string_content) @module) .)) @import
  (#any-of? @_require "require" "require_relative" "load") (#set! binds "nothing"))

; --- comments, and what the grammar could not make sense of

(comment) @comment
(ERROR) @error
(MISSING) @missing
