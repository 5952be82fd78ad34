; What a Vue component says outside of its scripts: its blocks, and elements with an id.

(document (element (start_tag (tag_name) @name ">" @colon)) @definition.section)
(style_element (start_tag (tag_name) @name ">" @colon)) @definition.section

((element (start_tag (attribute (attribute_name) @called (quoted_attribute_value (attribute_value) @name)) ">" @colon))
  @definition.section (#eq? @called "id"))
((element (self_closing_tag (attribute (attribute_name) @called (quoted_attribute_value (attribute_value) @name)) "/>" @colon))
  @definition.section (#eq? @called "id"))

(comment) @comment
(ERROR) @error
(MISSING) @missing
