; inherits: typescript/style
; What shows how JSX is written.

(jsx_attribute (jsx_expression [(arrow_function) (function_expression)])) @jsx-handler.inline
(jsx_attribute (jsx_expression [(identifier) (member_expression)])) @jsx-handler.named
(jsx_attribute (string)) @jsx-text.quoted
(jsx_attribute (jsx_expression (string))) @jsx-text.braced
(jsx_expression (binary_expression operator: "&&")) @jsx-condition.and
(jsx_expression (ternary_expression)) @jsx-condition.ternary
