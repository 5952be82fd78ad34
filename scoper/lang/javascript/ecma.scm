; What JavaScript and TypeScript have in common. The vocabulary of captures is described in scoper/facts/collect.py.

; --- every name, and every chain that ends in one

(identifier) @reference
(shorthand_property_identifier) @reference
(member_expression property: (_) @name) @member

; --- definitions

(function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(generator_function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(method_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(class_declaration name: (_) @name body: (_) @body) @definition.class

(variable_declarator
  name: (identifier) @name
  value: (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)) @definition.function
(variable_declarator name: (identifier) @name value: (function_expression parameters: (_) @parameters body: (_) @body)) @definition.function
(variable_declarator name: (identifier) @name value: (class body: (_) @body)) @definition.class
(method_definition name: (string (string_fragment) @name) parameters: (_) @parameters body: (_) @body (#match? @name "^[^.]+$")) @definition.function
(method_definition
  name: (computed_property_name [(identifier) @name (member_expression property: (_) @name)])
  parameters: (_) @parameters body: (_) @body) @definition.function

; what an object that is written out holds is reached through it alone
(object (method_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.method)
(object
  (method_definition name: (string (string_fragment) @name) parameters: (_) @parameters body: (_) @body) @definition.method
  (#match? @name "^[^.]+$"))
(pair
  key: [(property_identifier) @name (string (string_fragment) @name)]
  value: [
    (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
    (function_expression parameters: (_) @parameters body: (_) @body)
    (generator_function parameters: (_) @parameters body: (_) @body)]
  (#match? @name "^[^.]+$")) @definition.method

; those of an object that has a name are its members
(variable_declarator
  name: (identifier) @outer
  value: (object (method_definition name: (property_identifier) @name parameters: (_) @parameters body: (_) @body) @definition.method))
(variable_declarator
  name: (identifier) @outer
  value: (object
    (pair
      key: (property_identifier) @name
      value: [
        (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
        (function_expression parameters: (_) @parameters body: (_) @body)
        (generator_function parameters: (_) @parameters body: (_) @body)]) @definition.method))
(assignment_expression
  left: (member_expression object: (identifier) @outer property: (property_identifier) @name)
  right: [
    (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
    (function_expression parameters: (_) @parameters body: (_) @body)
    (generator_function parameters: (_) @parameters body: (_) @body)]) @definition.function

; a function that is handed on under a name of its own, which nobody else can use
(expression_statement
  (call_expression
    arguments: (arguments
      (function_expression name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.method)))

; a component or callback is the function that it is made of
(variable_declarator
  name: (identifier) @name
  value: (call_expression
    function: [(identifier) (member_expression)] @_made
    arguments: (arguments . [
      (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
      (function_expression parameters: (_) @parameters body: (_) @body)]))
  (#match? @_made "^(React\\.)?(forwardRef|memo|useCallback|observer|defineComponent|cache|debounce|throttle)$")) @definition.function

; a default export without a name
(export_statement
  "default" @name
  value: [
    (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
    (function_expression !name parameters: (_) @parameters body: (_) @body)
    (generator_function !name parameters: (_) @parameters body: (_) @body)]) @definition.function
(export_statement "default" @name value: (class !name body: (_) @body)) @definition.class
(export_statement "default" @name declaration: (class_declaration !name body: (_) @body)) @definition.class
(export_statement "default" @target value: [(object) (array) (call_expression) (new_expression)] @value) @statement

; blocks of a test file are called by what they say
(expression_statement
  (call_expression
    function: [(identifier) (member_expression) (call_expression function: (_) @_test)] @_test
    arguments: (arguments . [(string) (template_string)] @name [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))
  (#match? @_test "^((describe|suite|context|it|test|bench)(\\.|$)|(vi|jest)\\.(do)?[mM]ock)")) @definition.section
(expression_statement
  (call_expression
    function: [(identifier) @name (member_expression property: (_) @name)]
    arguments: (arguments . [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))
  (#match? @name "^(before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown)$")) @definition.section

; functions without a name, and blocks of a class, which have names of their own
(arrow_function body: (statement_block) @inner)
(function_expression body: (_) @inner)
(class_static_block body: (_) @inner)
(for_statement initializer: (lexical_declaration) @inner)
(function_expression name: (_) @skip)
(generator_function name: (_) @skip)
(class name: (_) @skip)

; where names are bound that are no definitions, and what functions give back
[(arrow_function) (function_expression) (generator_function) (class_static_block)] @region.function
[(statement_block) (for_statement) (for_in_statement) (catch_clause) (switch_body)] @region
(variable_declaration) @hoisted
(return_statement (_) @returned)
(arrow_function body: (expression) @returned)
(if_statement
  condition: (parenthesized_expression [
    (binary_expression left: (identifier) @narrowed operator: "instanceof" right: (_) @value)
    (binary_expression left: (binary_expression left: (identifier) @narrowed operator: "instanceof" right: (_) @value) operator: "&&")])
  consequence: (_) @within)
(ternary_expression
  condition: (binary_expression left: (identifier) @narrowed operator: "instanceof" right: (_) @value)
  consequence: (_) @within)

; what of the file belongs to a definition as well
(export_statement declaration: (_) @owner) @extent @detail.wrapped
(export_statement declaration: (_ . (variable_declarator) @owner .)) @extent @detail.wrapped
(lexical_declaration . (variable_declarator) @owner .) @extent @detail.wrapped
(variable_declaration . (variable_declarator) @owner .) @extent @detail.wrapped
(expression_statement (assignment_expression) @owner) @extent @detail.wrapped
(expression_statement (assignment_expression right: (assignment_expression) @owner)) @extent @detail.wrapped

; parameters are names of the function's own scope; those of a definition are so anyway
(expression_statement (call_expression arguments: (arguments (arrow_function parameters: (_) @detail.opens)))) @owner
(expression_statement (call_expression arguments: (arguments (function_expression parameters: (_) @detail.opens)))) @owner

; --- assigned names; those that stand outside of functions become definitions

(variable_declarator name: (_) @target !value) @statement
(assignment_expression left: (member_expression) @target right: (_) @value) @statement
(assignment_expression left: (identifier) @write right: (_) @value)
(augmented_assignment_expression left: (_) @write right: (_) @value)
(update_expression argument: (_) @write)
(unary_expression "delete" argument: (_) @delete)
(object_pattern (shorthand_property_identifier_pattern) @target)
(object_pattern (object_assignment_pattern left: (shorthand_property_identifier_pattern) @target))
(pair_pattern value: (identifier) @target)
(array_pattern (identifier) @target)
(rest_pattern (identifier) @target)
(assignment_pattern left: (identifier) @target)
(shorthand_property_identifier_pattern) @reference

; what Svelte computes anew whenever something of it changes
((labeled_statement
  label: (_) @_label
  body: (expression_statement (assignment_expression left: (identifier) @target right: (_) @value))) @statement
  (#eq? @_label "$"))

; --- other names that are bound

(for_in_statement left: (identifier) @binding)
((for_in_statement left: (_) @binding operator: "of" right: (_) @value) (#set! element "each"))
(catch_clause parameter: (identifier) @binding)
((arrow_function parameter: (identifier) @parameter @parameters) (#set! kind ""))

; --- uses with a role of their own

(call_expression) @call
(new_expression) @call
(arguments (spread_element) @unpacked) @arguments
(arguments (comment) @padding) @arguments
(decorator (_) @decorator)
(decorator (call_expression) @head.decorator)
(export_statement decorator: (decorator (_) @detail.decorator) declaration: (_) @owner) @extent
(class_declaration decorator: (decorator (_) @detail.decorator)) @owner
(labeled_statement label: (_) @skip)

; --- imports

((import_statement (import_clause (identifier) @bound) source: (string (string_fragment) @module)) @import (#set! name "default"))
((import_statement (import_clause (namespace_import (identifier) @bound)) source: (string (string_fragment) @module)) @import (#set! name "*"))
(import_statement (import_clause (named_imports (import_specifier name: _ @imported !alias))) source: (string (string_fragment) @module)) @import
(import_statement (import_clause (named_imports (import_specifier name: _ @imported alias: (_) @bound))) source: (string (string_fragment) @module)) @import
((import_statement . source: (string (string_fragment) @module)) @import (#set! binds "nothing"))
(export_statement (export_clause (export_specifier name: _ @imported !alias)) source: (string (string_fragment) @module)) @import
(export_statement (export_clause (export_specifier name: _ @imported alias: _ @bound)) source: (string (string_fragment) @module)) @import
(export_statement (export_clause (export_specifier name: _ @imported alias: _ @bound @import)) !source)
((export_statement "*" source: (string (string_fragment) @module)) @import (#set! name "*") (#set! bound "*"))
((export_statement (namespace_export (identifier) @bound) source: (string (string_fragment) @module)) @import (#set! name "*"))
((export_statement "default" value: (identifier) @imported @import) (#set! bound "default"))
((export_statement "default" declaration: (_ name: (_) @imported @import)) (#set! bound "default"))
((variable_declarator
  name: (identifier) @bound
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @module)))) @import
  (#eq? @_require "require") (#set! name "*"))
((variable_declarator
  name: (identifier) @bound
  value: (member_expression
    object: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @module)))
    property: (_) @imported)) @import
  (#eq? @_require "require"))
((variable_declarator
  name: (object_pattern [
    (shorthand_property_identifier_pattern) @imported
    (pair_pattern key: (property_identifier) @imported value: (identifier) @bound)])
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @module)))) @import
  (#eq? @_require "require"))
((variable_declarator
  name: (identifier) @bound
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string (string_fragment) @module))))) @import
  (#set! name "*"))
(variable_declarator
  name: (object_pattern [
    (shorthand_property_identifier_pattern) @imported
    (pair_pattern key: (property_identifier) @imported value: (identifier) @bound)])
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string (string_fragment) @module))))) @import
((call_expression function: (import) arguments: (arguments . (string (string_fragment) @module))) @import (#set! binds "nothing"))
([
  (expression_statement
    (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @module))) @import)
  (arguments (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @module))) @import)
] (#eq? @_require "require") (#set! binds "nothing"))

; --- comments, and what the grammar could not make sense of

(comment) @comment
((ERROR) @error (#not-match? @error "^(&[ \\w]|type$)"))  ; right, but refused: ``&`` in a text, ``export type *``
(MISSING) @missing
