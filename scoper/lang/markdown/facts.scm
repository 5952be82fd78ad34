; What a Markdown file says on its own: its headings, and comments that stand alone.
;
; The grammar nests sections by ATX headings alone, so headings say themselves how far they reach. Those inside of lists and
; quotes open no section.

((section (atx_heading (atx_h1_marker) heading_content: (_) @name) @definition.section) (#set! level "1"))
((section (atx_heading (atx_h2_marker) heading_content: (_) @name) @definition.section) (#set! level "2"))
((section (atx_heading (atx_h3_marker) heading_content: (_) @name) @definition.section) (#set! level "3"))
((section (atx_heading (atx_h4_marker) heading_content: (_) @name) @definition.section) (#set! level "4"))
((section (atx_heading (atx_h5_marker) heading_content: (_) @name) @definition.section) (#set! level "5"))
((section (atx_heading (atx_h6_marker) heading_content: (_) @name) @definition.section) (#set! level "6"))
((section (setext_heading heading_content: (_) @name (setext_h1_underline)) @definition.section) (#set! level "1"))
((section (setext_heading heading_content: (_) @name (setext_h2_underline)) @definition.section) (#set! level "2"))

((list_item (section [(atx_heading heading_content: (_) @name) (setext_heading heading_content: (_) @name)] @definition.section))
  (#set! level "0"))
((block_quote (section [(atx_heading heading_content: (_) @name) (setext_heading heading_content: (_) @name)] @definition.section))
  (#set! level "0"))

((html_block) @comment (#match? @comment "^<!--[^>]*-->\\s*$"))
(ERROR) @error
(MISSING) @missing
