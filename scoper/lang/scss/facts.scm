; What an SCSS file says on its own: rules by their selectors, at-rules by their headers, mixins, functions, variables.

(rule_set (selectors) @name (block) @body) @definition.section
((media_statement "@media" @name (block) @body) @definition.section (#set! named "header"))
((supports_statement "@supports" @name (block) @body) @definition.section (#set! named "header"))
((keyframes_statement "@keyframes" @name (keyframe_block_list) @body) @definition.section (#set! named "header"))
((at_rule (at_keyword) @name (block) @body) @definition.section (#set! named "header"))
(mixin_statement name: (_) @name (block) @body) @definition.function
(mixin_statement name: (_) @name (parameters) @parameters (block) @body) @definition.function
(function_statement name: (_) @name (parameters) @parameters (block) @body) @definition.function

((parameters (parameter . (variable) @parameter)) @parameters (#set! kind ""))

; Only names with two dashes or a dollar are names here: see ``name_pattern``.
((block (declaration (property_name) @target) @statement) (#set! kind "attribute"))
(stylesheet (declaration (property_name) @target) @statement)

(variable) @reference
(include_statement (identifier) @reference)
(function_name) @reference
(call_expression (function_name) @called (arguments) @arguments) @call

((import_statement (string_value) @module) @import (#set! name "*"))
((use_statement (string_value) @module) @import (#set! name "*"))
((forward_statement (string_value) @module) @import (#set! name "*"))

[(comment) (js_comment)] @comment
(ERROR) @error
(MISSING) @missing
