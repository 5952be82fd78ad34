"""C++, as data. Headers are read as C++, whichever language includes them."""

from __future__ import annotations

from scoper.lang.c import C

CPP = C._replace(
    name="cpp",
    extensions=(".h", ".hh", ".hpp", ".hxx", ".cc", ".cpp", ".cxx", ".ipp", ".inl"),
    grammar_module="tree_sitter_cpp",
    package="cpp",
    name_pattern=r"~?[^\W\d]\w*",
    this=("this",),
    implicit_members=True,
    constructors=("",),
    foreign_namespaces=("std",),
    type_wrappers=("std.unique_ptr", "std.shared_ptr", "unique_ptr", "shared_ptr", "std.optional"),
)
