; inherits: typescript/facts

; --- components, which only the grammar of TSX knows

(jsx_opening_element name: (_) @component)
(jsx_self_closing_element name: (_) @component)
(jsx_closing_element name: (_) @skip)
