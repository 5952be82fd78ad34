"""Ruby, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

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
    constructors=("initialize",),
)
