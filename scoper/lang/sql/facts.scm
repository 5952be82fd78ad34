; What an SQL script says on its own: what it creates, and the columns of tables.

(create_table (object_reference . name: (_) @name) (column_definitions) @body) @definition.section
(create_table (object_reference schema: (_) @outer name: (_) @name) (column_definitions) @body) @definition.section
(create_view (object_reference . name: (_) @name) (create_query) @body) @definition.section
(create_view (object_reference schema: (_) @outer name: (_) @name) (create_query) @body) @definition.section
(create_materialized_view (object_reference . name: (_) @name) (create_query) @body) @definition.section
(create_materialized_view (object_reference schema: (_) @outer name: (_) @name) (create_query) @body) @definition.section
(create_function (object_reference . name: (_) @name) (function_body) @body) @definition.section
(create_function (object_reference schema: (_) @outer name: (_) @name) (function_body) @body) @definition.section
(create_trigger (keyword_trigger) . (object_reference . name: (_) @name)) @definition.section
(create_type (object_reference . name: (_) @name)) @definition.section
(create_type (object_reference schema: (_) @outer name: (_) @name)) @definition.section
(create_index (keyword_index) (_) @name . (keyword_on)) @definition.section

((create_table (column_definitions (column_definition name: (_) @target) @statement)) (#set! kind "attribute"))

[(comment) (marginalia)] @comment
(ERROR) @error
(MISSING) @missing
