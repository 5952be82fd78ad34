; Stretches of an HTML file that are in another language. The vocabulary of captures is described in scoper/facts/parts.py.
; What is a template itself, of whatever dialect, is left as it is.

((script_element (start_tag) @_tag (raw_text) @part)
  (#not-match? @_tag "\\s(type|lang)\\s*=") (#not-match? @part "\\{\\{|\\{%|<%|<\\?") (#set! language "javascript"))
((script_element (start_tag) @_tag (raw_text) @part)
  (#match? @_tag "\\stype\\s*=\\s*[\"']?(module|(text|application)/(java|ecma)script)[\"'\\s>]")
  (#not-match? @part "\\{\\{|\\{%|<%|<\\?") (#set! language "javascript"))
((style_element (start_tag) @_tag (raw_text) @part)
  (#not-match? @_tag "\\stype\\s*=\\s*[\"']?text/[^c]") (#not-match? @part "\\{\\{|\\{%|<%|<\\?") (#set! language "css"))
