"""The features of what a language has several ways to say."""

from __future__ import annotations

from scoper.style.model import Feature

IDIOMS = (
    Feature(
        "declared-with",
        "ST316",
        "declarations",
        {"const": "use const", "let": "use let", "var": "use var", "short": "use :="},
        0.6,
    ),
    Feature("equality", "ST316", "comparisons", {"strict": "use ===", "loose": "use =="}),
    Feature("default-value", "ST316", "default values", {"nullish": "use ??", "or": "use ||"}),
    Feature(
        "callback-form",
        "ST316",
        "callbacks",
        {
            "arrow": "are arrow functions",
            "function": "are function expressions",
            "lambda": "are lambdas",
            "reference": "are method references",
        },
    ),
    Feature(
        "function-form",
        "ST316",
        "functions",
        {
            "arrow": "are arrow functions",
            "declaration": "are declared",
            "expression": "are expressions",
            "block": "have a block",
        },
    ),
    Feature("arrow-body", "ST316", "arrow functions", {"block": "have a block", "expression": "are an expression"}, 0.8, 3),
    Feature("asynchronous", "ST316", "promises", {"await": "are awaited", "then": "use then()"}),
    Feature("iteration", "ST316", "loops", {"forEach": "use forEach", "for_each": "use for_each"}),
    Feature(
        "none-test", "ST316", "tests for nothing", {"equality": "use ==", "identity": "use is", "pattern": "use a pattern"}
    ),
    Feature("matching", "ST316", "matches", {"let-else": "use let else"}),
    Feature(
        "owned-string",
        "ST316",
        "owned strings",
        {"to_string": "use to_string", "to_owned": "use to_owned", "into": "use into", "String::from": "use String::from"},
    ),
    Feature("hash-form", "ST316", "hash keys", {"symbol": "are written key:", "rocket": "use =>"}),
    Feature("block-form", "ST316", "blocks", {"braces": "use braces", "do": "use do"}, 0.8, 3),
    Feature("namespace-form", "ST316", "namespaces", {"file": "are of the file", "block": "have a block"}),
    Feature("test-form", "ST316", "tests", {"double": "use [[", "single": "use ["}),
    Feature("substitution", "ST316", "substitutions", {"dollar": "use $()", "backtick": "use backticks"}),
    Feature("variable-form", "ST316", "variables", {"braces": "are in braces", "bare": "are without braces"}),
    Feature("jsx-handler", "ST317", "handlers", {"inline": "are written in place", "named": "are named"}, 0.7),
    Feature("jsx-text", "ST317", "attributes", {"quoted": "are quoted", "braced": "are in braces"}),
    Feature("jsx-condition", "ST317", "conditions", {"and": "use &&", "ternary": "use ?:"}, 0.7, 3),
    Feature("unit", "ST318", "lengths", {"px": "are in px", "rem": "are in rem", "em": "are in em", "%": "are in %"}),
    Feature(
        "colour",
        "ST318",
        "colours",
        {"hexadecimal": "are hexadecimal", "rgb": "use rgb()", "hsl": "use hsl()", "variable": "are variables"},
    ),
    Feature("property-order", "ST318", "rules", {"alphabetical": "have sorted properties", "free": "have unsorted properties"}),
)
