; What a TOML file says on its own: tables, and keys outside of values.

(table . "[" . [(bare_key) (quoted_key)] @name "]" @colon) @definition.section
(table . "[" . (dotted_key (_) @outer "." (_) @name .) "]" @colon) @definition.section
(table_array_element . "[[" . [(bare_key) (quoted_key)] @name "]]" @colon) @definition.section
(table_array_element . "[[" . (dotted_key (_) @outer "." (_) @name .) "]]" @colon) @definition.section

(document (pair . [(bare_key) (quoted_key)] @name "=" @colon) @definition.section)
(document (pair . (dotted_key (_) @outer "." (_) @name .) "=" @colon) @definition.section)
(table (pair . [(bare_key) (quoted_key)] @name "=" @colon) @definition.section)
(table (pair . (dotted_key (_) @outer "." (_) @name .) "=" @colon) @definition.section)
(table_array_element (pair . [(bare_key) (quoted_key)] @name "=" @colon) @definition.section)
(table_array_element (pair . (dotted_key (_) @outer "." (_) @name .) "=" @colon) @definition.section)

(string) @quoted

(comment) @comment
(ERROR) @error
(MISSING) @missing
