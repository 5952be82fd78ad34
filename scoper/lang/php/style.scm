; What shows how PHP is written; see ../python/style.scm.

(comment) @comment
(function_definition) @function
(method_declaration) @function
(class_declaration) @class
(interface_declaration) @class
(simple_parameter name: (variable_name) @parameter)
(assignment_expression left: (variable_name) @variable)
(string) @quotes.single
(encapsed_string) @string
(binary_expression operator: ["===" "!=="]) @equality.strict
(binary_expression operator: ["==" "!="]) @equality.loose
(simple_parameter type: (_)) @annotated-parameter.yes
(simple_parameter !type) @annotated-parameter.no
(method_declaration return_type: (_)) @annotated-result.yes
(method_declaration !return_type) @annotated-result.no
(arrow_function) @callback-form.arrow
(anonymous_function) @callback-form.function
