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

; --- methods of a prototype, and what a module of CommonJS offers, neither of which TypeScript has

(assignment_expression
  left: (member_expression
    object: (member_expression object: (identifier) @outer property: (property_identifier) @_prototype)
    property: (property_identifier) @name)
  right: (function_expression parameters: (_) @parameters body: (_) @body)
  (#eq? @_prototype "prototype")) @definition.function

; what a module of CommonJS offers is called as it is offered, and as a whole ``exports``
(assignment_expression
  left: (member_expression object: (_) @_exports property: (property_identifier) @name)
  right: [
    (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
    (function_expression parameters: (_) @parameters body: (_) @body)]
  (#any-of? @_exports "exports" "module.exports" "module")) @definition.function
(assignment_expression
  left: (member_expression) @_exports
  right: (object (method_definition name: (property_identifier) @name parameters: (_) @parameters body: (_) @body) @definition.function)
  (#eq? @_exports "module.exports"))
(assignment_expression
  left: (member_expression) @_exports
  right: (object
    (pair
      key: (property_identifier) @name
      value: [
        (arrow_function [parameters: (_) parameter: (_)] @parameters body: (_) @body)
        (function_expression parameters: (_) @parameters body: (_) @body)]) @definition.function)
  (#eq? @_exports "module.exports"))
(assignment_expression
  left: (member_expression object: (_) @_exports property: (property_identifier) @name)
  right: (class body: (_) @body)
  (#any-of? @_exports "exports" "module.exports" "module")) @definition.class

; what a module of CommonJS offers under another name, or as a whole
((assignment_expression
  left: (member_expression object: (_) @_exports property: (property_identifier) @bound)
  right: (identifier) @imported @import)
  (#any-of? @_exports "exports" "module.exports"))
((assignment_expression left: (member_expression) @_exports right: (object (pair key: (property_identifier) @bound value: (identifier) @imported @import)))
  (#eq? @_exports "module.exports"))
((assignment_expression left: (member_expression) @_exports right: (identifier) @imported @import)
  (#eq? @_exports "module.exports") (#set! bound "export="))
((assignment_expression left: (member_expression) @_exports right: (identifier) @imported @import)
  (#eq? @_exports "module.exports") (#set! bound "default"))
((assignment_expression
  left: (member_expression property: (_) @import) @_exports
  right: [(function_expression) (arrow_function) (class)])
  (#eq? @_exports "module.exports") (#set! name "exports") (#set! bound "export="))
((assignment_expression
  left: (member_expression) @_exports
  right: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @module))) @import)
  (#eq? @_exports "module.exports") (#eq? @_require "require") (#set! name "*") (#set! bound "export="))
