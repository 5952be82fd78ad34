; What a YAML file says on its own: the keys of its mappings, three levels deep, and not those in lists.

(document (block_node (block_mapping (block_mapping_pair key: (_) @name ":" @colon) @definition.section)))
(document (block_node (block_mapping (block_mapping_pair value: (block_node (block_mapping (block_mapping_pair key: (_) @name ":" @colon) @definition.section))))))
(document (block_node (block_mapping (block_mapping_pair value: (block_node (block_mapping (block_mapping_pair value: (block_node (block_mapping (block_mapping_pair key: (_) @name ":" @colon) @definition.section)))))))))

(comment) @comment
(ERROR) @error
(MISSING) @missing
