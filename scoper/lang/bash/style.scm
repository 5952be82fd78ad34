; What shows how shell scripts are written; see ../python/style.scm.

(comment) @comment
(function_definition) @function
(variable_assignment name: (variable_name) @variable)
(string) @quotes.double
(raw_string) @quotes.single
(test_command "[[") @test-form.double
(test_command "[") @test-form.single
(command_substitution "$(") @substitution.dollar
(command_substitution "`") @substitution.backtick
(expansion) @variable-form.braces
(simple_expansion) @variable-form.bare
