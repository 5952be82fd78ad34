"""The features that are measured, and how to speak of them. A value without words is counted and never reported."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from scoper.style.idioms import IDIOMS
from scoper.style.model import Feature

_CASES = {
    "snake": "are in snake_case",
    "camel": "are in camelCase",
    "pascal": "are in PascalCase",
    "upper": "are in UPPER_CASE",
    "kebab": "are in kebab-case",
    "BEM": "are in BEM form",
}
_QUOTED = {"double": "are in double quotes", "single": "are in single quotes", "backtick": "are in backticks"}
_DOCUMENTED = {"yes": "are documented", "no": "are not documented"}
_ANNOTATED = {"yes": "are annotated", "no": "are not annotated"}
_OUTPUT = {"print": "print", "console": "write to the console", "logging": "go to the log"}

_COMMENTS = (
    Feature("comment-lines", "ST301", "lines", {"comment": "are comments"}, 0.2, 3, "code"),
    Feature(
        "comment-place", "ST301", "comments", {"trailing": "stand behind code", "own": "stand on lines of their own"}, 0.6, 3
    ),
    Feature(
        "comment-kind",
        "ST302",
        "comments",
        {
            "narrating": "say again what the next line says",
            "divider": "are dividers",
            "step": "number steps",
            "code": "are code",
        },
        0.25,
    ),
    Feature(
        "narrated-function",
        "ST302",
        "functions",
        {"yes": "have a comment that says again what the next line says"},
    ),
    Feature(
        "comment-opening", "ST302", "comments", {"capital": "open with a capital", "small": "open with a small letter"}, 0.8, 3
    ),
    Feature(
        "comment-ending",
        "ST302",
        "comments",
        {"stop": "end in a full stop", "open": "end without a full stop"},
        0.8,
        3,
    ),
    Feature(
        "characters",
        "ST303",
        "comments and strings",
        {"emoji": "hold emoji", "typographic": "hold typographic characters"},
        0.1,
    ),
)
_DOCUMENTATION = (
    *(
        Feature(f"documented-{audience}-{kind}", "ST304", noun, _DOCUMENTED, 0.6)
        for audience, kind, noun in (
            ("public", "function", "public functions"),
            ("private", "function", "private functions"),
            ("test", "function", "tests"),
            ("public", "class", "public classes"),
            ("private", "class", "private classes"),
            ("test", "class", "test classes"),
        )
    ),
    Feature(
        "documentation-format",
        "ST305",
        "docstrings of several lines",
        {
            "google": "have Google sections",
            "numpy": "have NumPy sections",
            "sphinx": "have Sphinx fields",
            "tags": "have tags",
        },
    ),
    Feature("documentation-length", "ST305", "docstrings", {"one": "have one line", "several": "have several lines"}, 0.7),
    Feature(
        "documentation-opening",
        "ST305",
        "docstrings of several lines",
        {"beside": "open beside the quotes", "below": "open below the quotes"},
        0.7,
    ),
    Feature(
        "documentation-ending",
        "ST305",
        "first lines of docstrings",
        {"stop": "end in a full stop", "open": "end without a full stop"},
        0.8,
        3,
    ),
    Feature(
        "documentation-mood",
        "ST305",
        "docstrings that open with a verb",
        {"told": "say what is done (Returns)", "asked": "say what to do (Return)"},
        0.8,
        3,
    ),
    Feature(
        "documentation-code",
        "ST305",
        "docstrings with code",
        {"single": "put it in single backticks", "double": "put it in double backticks"},
        0.8,
    ),
)
_TYPES = (
    Feature("annotated-parameter", "ST306", "parameters", _ANNOTATED, 0.6),
    Feature(
        "annotated-result", "ST306", "functions", {"yes": "declare their result", "no": "do not declare their result"}, 0.6
    ),
    Feature("annotated-variable", "ST306", "variables", _ANNOTATED, 0.6, 3),
    Feature(
        "optional-spelling", "ST307", "optional types", {"bar": "are spelled X | None", "Optional": "are spelled Optional[X]"}
    ),
    Feature("union-spelling", "ST307", "unions", {"bar": "are spelled A | B", "Union": "are spelled Union[A, B]"}),
    Feature("generic-spelling", "ST307", "generic types", {"builtin": "are spelled list[X]", "typing": "are spelled List[X]"}),
    Feature("array-type", "ST307", "array types", {"brackets": "are spelled T[]", "generic": "are spelled Array<T>"}),
    Feature("object-type", "ST307", "object types", {"interface": "are interfaces", "type": "are type aliases"}),
    Feature("choice-type", "ST307", "types of choices", {"enum": "are enums", "union": "are unions of literals"}),
    Feature(
        "loose-type", "ST307", "open types", {"any": "are any", "unknown": "are unknown", "interface{}": "are interface{}"}
    ),
    Feature("type-assertion", "ST307", "type assertions", {"as": "use as", "non-null": "use !", "satisfies": "use satisfies"}),
    Feature("local-type", "ST307", "local variables", {"var": "leave their type out", "named": "name their type"}),
    Feature(
        "generic-form",
        "ST307",
        "generic types",
        {"impl": "are impl Trait", "parameter": "are type parameters", "where": "have where clauses"},
    ),
)
_STRINGS = (
    Feature("quotes", "ST308", "strings", _QUOTED, 0.6, 3),
    Feature("long-quotes", "ST308", "long strings", _QUOTED),
    Feature("jsx-quotes", "ST308", "JSX strings", _QUOTED),
    Feature(
        "formatting",
        "ST309",
        "formatted strings",
        {
            "f-string": "are f-strings",
            "format": "use format()",
            "percent": "use %",
            "template": "are templates",
            "concatenation": "are concatenated",
            "interpolated": "are interpolated",
            "inline": "name their values inside",
            "apart": "have their values behind",
        },
    ),
    Feature(
        "log-message",
        "ST309",
        "log messages",
        {"f-string": "are f-strings", "formatted": "are formatted before", "arguments": "leave formatting to the logger"},
    ),
)
_IMPORTS = (
    Feature(
        "import-reach",
        "ST310",
        "imports of the project's own",
        {
            "relative": "are relative",
            "absolute": "are absolute",
            "alias": "use an alias",
            "crate": "start at crate",
            "super": "start at super",
            "self": "start at self",
        },
        0.6,
    ),
    Feature("import-place", "ST310", "imports", {"inside": "stand inside of functions"}, 0.5),
    Feature(
        "import-form",
        "ST310",
        "imports",
        {
            "module": "import a module",
            "name": "import names",
            "default": "import a default",
            "namespace": "import a namespace",
            "all": "import all",
            "one": "import one name",
            "group": "import a group",
        },
        0.7,
        3,
    ),
    Feature("import-ending", "ST310", "relative imports", {"yes": "name the ending of the file", "no": "leave the ending out"}),
    Feature("import-alias", "ST310", "imports", {"yes": "have an alias"}),
    Feature("type-import", "ST310", "imports", {"yes": "are of types only"}, 0.6),
    Feature("module-system", "ST310", "modules", {"import": "are imported", "require": "are required"}),
    Feature("export-form", "ST310", "exports", {"default": "are defaults", "name": "are by name"}),
)
_NAMES = (
    *(
        Feature(f"case-of-{kind}", "ST311", noun, _CASES)
        for kind, noun in (
            ("function", "functions"),
            ("class", "classes"),
            ("variable", "variables"),
            ("parameter", "parameters"),
            ("class-name", "class names"),
        )
    ),
    *(
        Feature(
            f"length-of-{kind}",
            "ST311",
            noun,
            {"21+": "have names of more than 20 letters"},
        )
        for kind, noun in (
            ("function", "functions"),
            ("variable", "variables"),
            ("parameter", "parameters"),
            ("class", "classes"),
        )
    ),
    Feature("receiver-name", "ST311", "receivers", {"letter": "are one letter", "word": "are words"}),
    Feature("helper", "ST311", "private functions", {"once": "have one caller"}, 0.8, 3),
)
_FAILURES = (
    Feature("caught", "ST312", "caught exceptions", {"broad": "are broad", "named": "are named"}),
    Feature(
        "when-caught",
        "ST312",
        "caught exceptions",
        {
            "default": "become a default value",
            "ignore": "are ignored",
            "log": "are only logged",
            "raise": "are raised again",
        },
    ),
    Feature("error-handling", "ST312", "functions", {"yes": "handle errors"}),
    Feature("catch-all", "ST312", "functions", {"yes": "catch every exception"}),
    Feature("type-tests", "ST312", "functions", {"yes": "test types"}),
    Feature("guard-clause", "ST312", "functions", {"yes": "open with a guard", "no": "do not open with a guard"}, 0.6),
    Feature(
        "error-wrapping",
        "ST312",
        "returned errors",
        {
            "bare": "are returned as they are",
            "wrapped": "are wrapped by %w",
            "formatted": "are formatted without %w",
            "library": "are wrapped by a library",
        },
    ),
    Feature(
        "error-check", "ST312", "checks for errors", {"inline": "are made inside the if", "apart": "stand behind the call"}
    ),
    Feature(
        "error-making", "ST312", "new errors", {"errors.New": "are made by errors.New", "fmt.Errorf": "are made by fmt.Errorf"}
    ),
    Feature(
        "failure",
        "ST312",
        "places that can fail",
        {
            "unwrap": "unwrap",
            "expect": "expect",
            "question": "use ?",
            "fallback": "fall back to a value",
            "panic": "panic",
            "todo": "are to do",
            "unreachable": "are called unreachable",
        },
    ),
)
_WORKINGS = (
    Feature("output", "ST313", "outputs", _OUTPUT),
    Feature(
        "assertion",
        "ST314",
        "assertions",
        {
            "assert": "use assert",
            "method": "use methods of the test case",
            "expect": "use expect",
            "require": "use require",
            "testing": "use the testing package",
            "assertThat": "use assertThat",
            "assertEquals": "use assert methods",
        },
    ),
)
_LAYOUT = (
    Feature(
        "blank-line", "ST315", "statements", {"yes": "stand behind a blank line", "no": "follow without a blank line"}, 0.4, 4
    ),
    Feature("trailing-comma", "ST315", "lists over several lines", {"yes": "end in a comma", "no": "end without a comma"}, 0.6),
    Feature(
        "line-length",
        "ST315",
        "lines",
        {"100": "are longer than 80 columns", "120": "are longer than 100 columns", "longer": "are longer than 120 columns"},
        0.15,
        3,
    ),
    Feature("line-width", "ST315", "lines", {}),  # of a change as a whole
    Feature("line-opening", "ST315", "lines", {}),
    Feature("semicolon", "ST315", "statements", {"yes": "end in a semicolon", "no": "end without a semicolon"}, 0.6, 3),
)


@functools.cache
def features() -> Mapping[str, Feature]:
    """By name, in the order in which to show them."""
    groups = (_COMMENTS, _DOCUMENTATION, _TYPES, _STRINGS, _IMPORTS, _NAMES, _FAILURES, _WORKINGS, _LAYOUT, IDIOMS)
    return {feature.name: feature for group in groups for feature in group}
