; What a style sheet says on its own: rules by their selectors, at-rules by their headers, custom properties.

(rule_set (selectors) @name (block) @body) @definition.section
((media_statement "@media" @name (block) @body) @definition.section (#set! named "header"))
((supports_statement "@supports" @name (block) @body) @definition.section (#set! named "header"))
((keyframes_statement "@keyframes" @name (keyframe_block_list) @body) @definition.section (#set! named "header"))
((at_rule (at_keyword) @name (block) @body) @definition.section (#set! named "header"))

; Only names with two dashes are names here: see ``name_pattern``.
((block (declaration (property_name) @target) @statement) (#set! kind "attribute"))

(comment) @comment
(ERROR) @error
((_ (MISSING) @missing) @_statement (#not-match? @_statement "^@[^{]*$"))  ; ``@apply a }`` is right without its semicolon
