; What a shell script says on its own.

(variable_name) @reference
(command_name (word) @reference)

(function_definition name: (word) @name body: (_) @body) @definition.function

(variable_assignment name: (variable_name) @target value: (_)? @value) @statement
(for_statement variable: (variable_name) @binding)
(declaration_command "local" (variable_assignment name: (variable_name) @binding))
(declaration_command "local" (variable_name) @binding)
(unset_command (variable_name) @delete)

(command name: (command_name) @called) @call

((command name: (command_name (word) @called) . argument: (_) @module) @import
  (#any-of? @called "source" ".") (#set! name "*"))

(comment) @comment
(ERROR) @error
(MISSING) @missing
