; What shows how Ruby is written; see ../python/style.scm.

(comment) @comment
(method) @function
(singleton_method) @function
(class) @class
(module) @class
(assignment left: (identifier) @variable)
(method_parameters (identifier) @parameter)
(string) @string
(string (interpolation)) @formatting.interpolated
(block) @block-form.braces
(do_block) @block-form.do
(if_modifier) @condition-form.modifier
(if) @condition-form.block
(unless) @condition-form.unless
(pair key: (hash_key_symbol)) @hash-form.symbol
(pair "=>") @hash-form.rocket
