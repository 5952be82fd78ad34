"""Bash and its kin, as data. Its query stands beside this file."""

from __future__ import annotations

from scoper.lang.spec import Language

BASH = Language(
    name="bash",
    extensions=(".sh", ".bash", ".zsh", ".ksh", ".bats"),
    filenames=(".bashrc", ".bash_profile", ".profile", ".zshrc", "PKGBUILD"),
    grammar_module="tree_sitter_bash",
    grammar_function="language",
    package="bash",
    family="bash",
    line_comment="#",
    templated=True,
    doc_comment=r"#(?!!)",
    name_pattern=r"[^\W\d][\w:-]*",
)
