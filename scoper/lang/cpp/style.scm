; inherits: c/style

(class_specifier) @class
(placeholder_type_specifier) @local-type.auto
(declaration type: [(primitive_type) (type_identifier) (template_type) (qualified_identifier)] declarator: (init_declarator)) @local-type.named
