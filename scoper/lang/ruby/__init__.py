"""Ruby, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

_DEFINED = r"\bdef\s+(?:[\w:]+\s*\.\s*)?|\b(?:class|module)\s+(?:\w*\s*::\s*)*|(?<!:):\"?"
_ASSIGNED = r"\s*(?:[,)]|[^\w\s.(]*=(?![=~>]))"

RUBY = Language(
    name="ruby",
    extensions=(".rb", ".rake", ".gemspec", ".ru"),
    filenames=("Rakefile", "Gemfile", "Guardfile", "Capfile"),
    grammar_module="tree_sitter_ruby",
    grammar_function="language",
    package="ruby",
    family="ruby",
    line_comment="#",
    doc_comment=r"#",
    name_pattern=r"(?:@@?|\$)?[^\W\d]\w*[?!]?",
    separator=r"&?\.|::",
    flat_namespaces=True,
    this=("self",),
    implicit_members=True,
    defining=rf"(?:{_DEFINED})NAME|NAME{_ASSIGNED}",
    constructors=("initialize",),
)
