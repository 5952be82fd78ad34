"""What clang says every call of a C or C++ tree means, for ``graph_accuracy --calls``.

usage: python -m benchmarks.clang_calls --repo CHECKOUT [--flag=-Iinclude …] FILE… > calls.tsv

Needs the wheel ``libclang``, and a clang for the headers of the system. Columns are those of ``graph_accuracy``; what is
called is a function, or the class of which an object is made. A call has a line for each declaration of its target. Left out
are calls that macros make, those of what a variable holds, and those in templates that only their arguments decide.
"""

from __future__ import annotations

import argparse
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clang import cindex

Row = tuple[str, int, int, str, int]
_KIND = cindex.CursorKind
_CONSTRUCTORS = (_KIND.CONSTRUCTOR, _KIND.FUNCTION_TEMPLATE)
_CALLABLE = (*_CONSTRUCTORS, _KIND.FUNCTION_DECL, _KIND.CXX_METHOD, _KIND.DESTRUCTOR, _KIND.CONVERSION_FUNCTION)
_NAMES = (_KIND.DECL_REF_EXPR, _KIND.MEMBER_REF_EXPR)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path)
    parser.add_argument("--flag", action="append", default=[], help="of the compiler; paths are relative to the checkout")
    parser.add_argument("files", nargs="+", help="translation units, relative to the checkout")
    args = parser.parse_args()
    top = args.repo.resolve()
    resources = subprocess.run(["clang", "-print-resource-dir"], capture_output=True, text=True, check=True).stdout.strip()
    flags = [*args.flag, f"-working-directory={top}", f"-isystem{resources}/include"]
    rows: set[Row] = set()
    for file in args.files:
        language = "c" if file.endswith(".c") else "c++"
        unit = cindex.Index.create().parse(str(top / file), args=["-x", language, *flags])
        rows.update(calls(unit.cursor, top))
    for row in sorted(rows):
        print(*row, sep="\t")
    return 0


def calls(root: Any, top: Path) -> Iterator[Row]:
    """The calls of a translation unit that stand in files below ``top``."""
    stack = [child for child in root.get_children() if _inside(child.location, top)]
    while stack:
        cursor = stack.pop()
        stack.extend(cursor.get_children())
        if cursor.kind is not _KIND.CALL_EXPR or cursor.referenced is None or cursor.referenced.kind not in _CALLABLE:
            continue  # what a variable holds is called, or what only an instance of a template knows
        found = _called(cursor)
        if found is None:
            continue
        location, target = found
        path = _inside(location, top)
        if path and _is_written(cursor, top / path, location, target.spelling):
            for where, line in _declared(target, top):
                yield path, location.line, location.column, where, line


def _called(call: Any) -> tuple[Any, Any] | None:
    """Where the name of what is called stands, and what it is."""
    children = list(call.get_children())
    target = call.referenced
    if target.kind in _CONSTRUCTORS and children and children[0].kind is _KIND.TYPE_REF:
        return children[0].location, target.semantic_parent
    named = children[0] if children else None
    while named is not None and named.kind not in _NAMES:
        inner = list(named.get_children())
        named = inner[0] if named.kind is _KIND.UNEXPOSED_EXPR and len(inner) == 1 else None
    if named is None or target.kind is _KIND.CONSTRUCTOR or named.location == target.location:
        return None  # made by the compiler
    return named.location, target


def _declared(target: Any, top: Path) -> list[tuple[str, int]]:
    template = cindex.conf.lib.clang_getSpecializedCursorTemplate(target)
    places = {
        (path, one.location.line)
        for one in (target, target.canonical, target.get_definition(), template)
        if one is not None and one.kind.is_declaration() and (path := _inside(one.location, top))
    }
    return sorted(places) or [("", 0)]


def _is_written(call: Any, path: Path, location: Any, name: str) -> bool:
    """Whether the name stands there, and is no part of what a macro stands for."""
    text = _text(path)[location.offset :]
    return text.startswith(name.encode()) and call.extent.start.offset <= location.offset < call.extent.end.offset


@functools.cache
def _text(path: Path) -> bytes:
    return path.read_bytes()


def _inside(location: Any, top: Path) -> str:
    return _relative(location.file.name, top) if location.file is not None else ""


@functools.cache
def _relative(name: str, top: Path) -> str:
    path = (top / name).resolve()
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else ""


if __name__ == "__main__":
    raise SystemExit(main())
