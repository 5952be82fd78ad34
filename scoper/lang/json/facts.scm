; What a JSON file says on its own: the keys of its objects, three levels deep, and not those in arrays.

(document (object (pair key: (string) @name ":" @colon) @definition.section))
(document (object (pair value: (object (pair key: (string) @name ":" @colon) @definition.section))))
(document (object (pair value: (object (pair value: (object (pair key: (string) @name ":" @colon) @definition.section))))))

(comment) @comment
(ERROR) @error
(MISSING) @missing
