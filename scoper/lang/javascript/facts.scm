; inherits: javascript/ecma

(variable_declarator name: (_) @target value: (_) @value) @statement
(field_definition property: (_) @target !value) @statement
(field_definition property: (_) @target value: (_) @value) @statement
(field_definition
  property: (_) @name
  value: [
    (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
    (function_expression parameters: (_) @parameters body: (_) @body)]) @definition.function
(class_declaration (class_heritage (_) @detail.base)) @owner
(class_heritage (_) @base)

((formal_parameters (identifier) @parameter) @parameters (#set! kind ""))
((formal_parameters (assignment_pattern left: (identifier) @parameter right: (_) @default)) @parameters (#set! kind ""))
((formal_parameters (rest_pattern (identifier) @parameter)) @parameters (#set! kind "*"))
((formal_parameters [(object_pattern) (array_pattern)] @parameter) @parameters (#set! kind ""))
((formal_parameters (assignment_pattern left: [(object_pattern) (array_pattern)] @parameter right: (_) @default)) @parameters (#set! kind ""))

(jsx_opening_element name: (_) @component)
(jsx_self_closing_element name: (_) @component)
(jsx_closing_element name: (_) @skip)
((jsx_opening_element name: (identifier) @skip) (#match? @skip "^[a-z]"))
((jsx_self_closing_element name: (identifier) @skip) (#match? @skip "^[a-z]"))
