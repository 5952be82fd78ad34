; Stretches of a Svelte component that are in another language. The vocabulary of captures is described in scoper/facts/parts.py.

((script_element (start_tag) @_tag (raw_text) @part)
  (#not-match? @_tag "\\s(lang|type)\\s*=\\s*+[\"']?+(?!(text/|application/)?(js|javascript|module)[\"'\\s>])") (#set! language "javascript"))
((script_element (start_tag) @_tag (raw_text) @part)
  (#match? @_tag "\\s(lang|type)\\s*=\\s*[\"']?(text/)?(ts|typescript)[\"'\\s>]") (#set! language "typescript"))
((style_element (start_tag) @_tag (raw_text) @part)
  (#not-match? @_tag "\\s(lang|type)\\s*=\\s*+[\"']?+(?!(text/)?(post)?css[\"'\\s>])") (#set! language "css"))
((style_element (start_tag) @_tag (raw_text) @part)
  (#match? @_tag "\\s(lang|type)\\s*=\\s*[\"']?(text/)?scss[\"'\\s>]") (#set! language "scss"))

; --- expressions

((expression (svelte_raw_text) @code) (#set! form "^(?:\\s*@attach\\s)?(?P<code>.*)$"))
((attribute_name (svelte_raw_text) @code) (#set! form "^(?:\\s*(?:\\.\\.\\.|@attach\\s))?(?P<code>.*)$"))
((attribute (attribute_name) @code .) (#set! form "^(?:bind|class|style):(?P<code>[^\\W\\d]\\w*)$"))
((attribute_name) @code (#set! form "^(?:use|transition|in|out|animate):(?P<code>[^\\W\\d][\\w.]*)"))
[
  (if_start (svelte_raw_text) @code)
  (else_if_start (svelte_raw_text) @code)
  (key_start (svelte_raw_text) @code)
  (html_tag (svelte_raw_text) @code)
  (render_tag (svelte_raw_text) @code)
  (debug_tag (svelte_raw_text) @code)
  (each_start identifier: (svelte_raw_text) @code)
]

; --- names that elements and blocks bind

((each_start parameter: (svelte_raw_text) @code) @opener
  (#set! form "^(?P<locals>.*?)(?:\\((?P<code>[^()]*(?:\\([^()]*\\)[^()]*)*)\\)\\s*)?$"))
((await_start (svelte_raw_text) @code) @opener (#set! form "^(?P<code>.*?)(?:\\s(?:then|catch)\\s(?P<locals>.*))?$"))
((then_start (svelte_raw_text) @code) @opener (#set! form "^(?P<locals>.*)$"))
((catch_start (svelte_raw_text) @code) @opener (#set! form "^(?P<locals>.*)$"))
((snippet_start (svelte_raw_text) @code) @opener (#set! form "^(?P<locals>.*)$"))
((const_tag (svelte_raw_text) @code) @opener (#set! form "^(?P<locals>[^=]*)=(?P<code>.*)$"))
((_ (attribute (attribute_name) @code)) @opener (#set! form "^let:(?P<locals>\\w+)$"))
((_ (attribute (attribute_name) @_name (expression (svelte_raw_text) @code))) @opener
  (#match? @_name "^let:") (#set! form "^(?P<locals>.*)$"))

; --- components

((start_tag (tag_name) @component) (#match? @component "^[A-Z]|\\."))
((self_closing_tag (tag_name) @component) (#match? @component "^[A-Z]|\\."))
