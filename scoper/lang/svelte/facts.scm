; What a Svelte component says outside of its scripts: styles, snippets, and elements with an id.

(style_element (start_tag (tag_name) @name ">" @colon)) @definition.section
(snippet_statement (snippet_start (snippet_name) @name "}" @colon)) @definition.function

((element (start_tag (attribute (attribute_name) @called (quoted_attribute_value (attribute_value) @name)) ">" @colon))
  @definition.section (#eq? @called "id"))
((element (self_closing_tag (attribute (attribute_name) @called (quoted_attribute_value (attribute_value) @name)) "/>" @colon))
  @definition.section (#eq? @called "id"))

(comment) @comment
(ERROR) @error
(MISSING) @missing
