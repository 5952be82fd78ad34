; What shows how style sheets are written; see ../python/style.scm.

(comment) @comment
(string_value) @string
(class_name) @class-name
(integer_value (unit) @unit)
(float_value (unit) @unit)
(color_value) @colour.hexadecimal
(declaration (call_expression (function_name) @value-function))
(block) @block
