; inherits: css/style

(js_comment) @comment
