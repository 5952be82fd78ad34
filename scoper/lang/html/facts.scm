; What an HTML file says on its own: its main parts, and elements with an id.

((element (start_tag (tag_name) @name ">" @colon)) @definition.section (#any-of? @name "head" "body"))
(script_element (start_tag (tag_name) @name ">" @colon)) @definition.section
(style_element (start_tag (tag_name) @name ">" @colon)) @definition.section

((_ (start_tag (attribute (attribute_name) @called (quoted_attribute_value (attribute_value) @name)) ">" @colon))
  @definition.section (#eq? @called "id"))
((_ (start_tag (attribute (attribute_name) @called (attribute_value) @name) ">" @colon))
  @definition.section (#eq? @called "id"))
((element (self_closing_tag (attribute (attribute_name) @called (quoted_attribute_value (attribute_value) @name)) "/>" @colon))
  @definition.section (#eq? @called "id"))

(comment) @comment
(ERROR) @error
(MISSING) @missing
