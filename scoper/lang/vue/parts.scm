; Stretches of a Vue component that are in another language. The vocabulary of captures is described in scoper/facts/parts.py.

((script_element (start_tag) @_tag (raw_text) @part)
  (#not-match? @_tag "\\slang\\s*=\\s*+[\"']?+(?!jsx?[\"'\\s>])") (#set! language "javascript"))
((script_element (start_tag) @_tag (raw_text) @part)
  (#match? @_tag "\\slang\\s*=\\s*[\"']?ts[\"'\\s>]") (#set! language "typescript"))
((script_element (start_tag) @_tag (raw_text) @part)
  (#match? @_tag "\\slang\\s*=\\s*[\"']?tsx[\"'\\s>]") (#set! language "tsx"))
((style_element (start_tag) @_tag (raw_text) @part)
  (#not-match? @_tag "\\slang\\s*=\\s*+[\"']?+(?!(post)?css[\"'\\s>])") (#set! language "css"))
((style_element (start_tag) @_tag (raw_text) @part)
  (#match? @_tag "\\slang\\s*=\\s*[\"']?scss[\"'\\s>]") (#set! language "scss"))

; --- expressions

((text) @code (#set! form "\\{\\{(?P<code>(?:(?!\\{\\{|\\}\\}).)*+)\\}\\}"))
((attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @code))
  (#match? @_name "^(:|\\.|v-)") (#not-match? @_name "^v-(on:|(for|slot)\\b)"))
((attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @code))
  (#match? @_name "^(@|v-on:)") (#match? @code "^\\s*(async\\s+)?function\\b"))
((attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @code))
  (#match? @_name "^(@|v-on:)") (#not-match? @code "^\\s*(async\\s+)?function\\b") (#set! as "statements"))
((attribute (attribute_name) @code .) (#set! form "^(?::|v-bind:)(?P<code>[^\\W\\d]\\w*)$"))
((attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @code))
  (#eq? @_name "ref") (#set! form "^(?P<code>[^\\W\\d]\\w*)$"))
((style_element (raw_text) @code) (#set! form "\\bv-bind\\(\\s*+['\"]?+(?P<code>[^()'\"]++)['\"]?+\\s*+\\)"))

; --- names that elements bind

((_ (attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @code))) @opener
  (#eq? @_name "v-for")
  (#set! form "^\\s*+\\(?+(?P<locals>.*?)(?<=\\S)\\s*+(?:\\)\\s*+|(?<=\\s))(?:in|of)\\s(?P<code>.*)$"))
((_ (attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @code))) @opener
  (#match? @_name "^(#|v-slot|slot-scope$)") (#set! form "^(?P<locals>.*)$"))

; --- components and directives

(start_tag (tag_name) @component)
(self_closing_tag (tag_name) @component)
((attribute_name) @component
  (#match? @component "^v-") (#not-match? @component "^v-(bind|if|else-if|else|show|model|html|text|memo|on|for|slot|pre|once|cloak)\\b"))
