"""C, as data. Its query, which C++ builds on, stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

# Macros where no name may stand for the grammar. They are told by their spelling (capitals, with an underscore) and by what is
# around them, so that a type, a constant or a call that is spelled like one stays what it is.
_WORD = r"[A-Za-z_]\w*+"
_STATEMENT = r"(?:return|else|case|goto|delete|new|throw|if|for|while|do|switch|default|break|continue|and|or|not)\b"
_KEYWORD = (
    r"(?:template|namespace|class|struct|enum|union|using|typedef|static|inline|extern|virtual|explicit|constexpr|friend|mutable"
    r"|auto|void|bool|char|short|int|long|float|double|signed|unsigned|public:|private:|protected:)(?!\w)"
)
_PRIMITIVE = r"(?:unsigned|signed|long|short|int|char|bool|float|double|void)"
_GENERIC = r"<[^<>;{}()]*+(?:<[^<>;{}()]*+>[^<>;{}()]*+)*+>"
_TYPE = rf"(?!{_STATEMENT}){_WORD}(?:{_GENERIC})?+(?:::{_WORD}(?:{_GENERIC})?+)*+"
_BRACKETS = r"\((?:[^(){};]|\((?:[^(){};]|\((?:[^(){};]|\([^(){};]*+\))*+\))*+\))*+\)"
_NAME = r"[A-Z][A-Z0-9]*+_[A-Z0-9_]*+\b"
_MACRO = rf"{_NAME}(?:[ \t]*+{_BRACKETS})?+"

MACROS = "(?m)" + "|".join(
    (
        # the brackets around a header that C++ may include, too
        r"^[ \t]*+(?P<aside_linkage>\#[ \t]*+if(?:def[ \t]++|[ \t]++defined[ \t(]*+)__cplusplus[ \t)]*+\r?\n"
        r"(?:[ \t]*+(?:/\*[^*\n]*+\*/|//[^\n]*+)?+\r?\n)*+\s*+(?:extern[ ]\"C\"\s*+\{|\})[^\n#]*+\n\s*+\#[ \t]*+endif)",
        # the names of headers in conditions
        r"^[ \t]*+\#[ \t]*+(?:el)?if[^\n]*?(?:HAS_INCLUDE|has_include)[ ]?\((?P<name_header><[^>\n]*+>|\"[^\"\n]*+\")\)[^\n]*+",
        # what stands in comments, strings and directives is no code
        r"(?P<kept>/\*(?:[^*]|\*(?!/))*+(?:\*/)?+|//[^\n]*+|\"(?:[^\"\\\n]|\\.)*+\"?+|'(?:[^'\\\n]|\\.)'"
        r"|^[ \t]*+\#(?:[^\n\\]|\\(?:.|\r?\n))*+)",
        # in front of a declaration, or of a constructor
        rf"(?<!struct )(?<!class )(?<!union )(?<!enum )(?<!typename )(?<![\w:.>])(?P<aside_front>{_MACRO})"
        rf"(?=\s++(?:(?:const|volatile)\s++)*+(?:{_KEYWORD}|{_TYPE}[\s*&]++[A-Za-z_~]|~|{_WORD}{_BRACKETS}\s*+(?:noexcept\s*+)?:[^:]))",
        # in front of the name of a class
        rf"(?:(?<=class )|(?<=struct )|(?<=union )|(?<=enum ))(?P<aside_class>[A-Z][A-Z0-9_]++\b(?:{_BRACKETS})?+)"
        rf"(?=\s++{_WORD}(?:{_GENERIC})?+\s*+(?:final\s*+)?[:{{])",
        # alone on a line between declarations
        rf"^(?P<aside_line>{_MACRO})(?=[ \t]*+\r?\n\s*+(?:\#|/[/*]|\Z|{_NAME}\s*+$))",
        # behind the parameters of a function, and behind a field
        rf"(?:(?<=[\w>*&][ ])|(?<=[*&])|^[ \t]++~?+)(?!{_STATEMENT}){_WORD}(?:::~?+{_WORD})*+{_BRACKETS}\s*+"
        r"(?:(?:const|noexcept|override)\s++)*+"
        rf"(?P<aside_behind>{_MACRO}(?:\s++{_MACRO})*+)(?=\s*+(?:[;{{=]|:[^:]))",
        rf"(?<=\s)(?P<aside_guard>(?:[A-Z]++_)??(?:GUARDED_BY|ACQUIRED_AFTER|ACQUIRED_BEFORE){_BRACKETS})(?=\s*+[;={{])",
        # between `if` and its condition, and the type of an enumeration without a name
        rf"(?<=if )(?P<aside_if>{_NAME})(?=[ ]?\()",
        rf"(?<=enum )(?P<aside_enum>:\s*+{_TYPE})(?=\s*+\{{)",
        # behind a parameter, and with types as arguments
        rf"(?:(?<=[\w>*&][ ])|(?<=[*&]))(?!{_STATEMENT}|{_KEYWORD}|const\b){_WORD}[ ](?P<aside_parameter>{_NAME})(?=\))",
        rf"^[ \t]*+(?P<aside_types>{_NAME}\([^()\n\"]*?\b{_PRIMITIVE}\b[^()\n\"]*+\))(?=;)",
        # what the grammar of C++ lacks
        r"\b(?P<aside_extern>extern)(?=\s++template\b)",
        r"=\s*+(?P<name_default>\{\})(?=\s*+[,)])",
        # a condition on the parameters of a template
        rf"(?P<aside_condition>,\s*+{_NAME}{_BRACKETS})(?=\s*+>\s*+(?:\n|{_KEYWORD}|{_NAME}))",
        # a type where an expression is wanted
        rf"\bva_arg\([^,()\n]++,\s*+(?P<name>{_TYPE}[\s*]*+(?:{_WORD}[\s*]*+)?)(?=\))",
    )
)

C = Language(
    name="c",
    extensions=(".c",),
    filenames=(),
    grammar_module="tree_sitter_c",
    grammar_function="language",
    package="c",
    family="c",
    line_comment="//",
    beyond_grammar=MACROS,
    doc_comment=r"//|/\*",
    separator=r"->|\.|::",
    type_noise=r"^(?:const|struct|enum|union|volatile|static|unsigned)\s+|\s*[*&]+$",
    include=r'(?m)^[ \t]*+#[ \t]*+include(?:_next)?[ \t]*+(?:"(?P<quoted>[^"\n]++)"|(?P<angled><[^>\n]++>)|(?P<macro>\w++))',
    units=(".c", ".cc", ".cpp", ".cxx"),
)
