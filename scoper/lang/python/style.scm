; What shows how Python is written. A capture `feature.value` says all; others are read by `style.py` and by scoper.style.observe.

(comment) @comment
(function_definition) @function
(class_definition) @class

(assignment left: (identifier) @variable)
(for_statement left: (identifier) @variable)
(typed_parameter . (identifier) @parameter)
(default_parameter name: (identifier) @parameter)
(typed_default_parameter name: (identifier) @parameter)
(parameters (identifier) @parameter)
(parameters (_) @annotated)

(generic_type (identifier) @type-head)
(subscript value: (identifier) @type-head)
(binary_operator operator: "|" right: (none)) @optional-spelling.bar
(type (binary_operator operator: "|") @union-spelling.bar)

(string) @string
(binary_operator left: (string) operator: "%") @formatting.percent
(call function: (attribute object: (string) attribute: (identifier) @string-method))

(import_statement) @import
(import_from_statement) @import

(except_clause) @except
(call function: (identifier) @called)
(call function: (attribute) @called-member)
(assert_statement) @assertion.assert

(argument_list ")" @closing)
(parameters ")" @closing)
(list "]" @closing)
(dictionary "}" @closing)
(set "}" @closing)
(tuple ")" @closing)

(comparison_operator operators: ["==" "!="] (none)) @none-test.equality
(comparison_operator operators: ["is" "is not"] (none)) @none-test.identity
