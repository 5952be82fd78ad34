"""Changes that can be made to functions of Python files, and which uses they break: for :mod:`benchmarks.missed_ripple`."""

from __future__ import annotations

import ast
import builtins
import io
import re
import sqlite3
import subprocess
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from logging import Logger
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import NamedTuple

KINDS = ("rename", "add-parameter", "remove-parameter", "remove", "async")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NEW = "renamed_by_seed"
_KEEPING = frozenset({"staticmethod", "classmethod"})
_EVERYDAY = (str, bytes, int, list, tuple, dict, set, object, Path, io.StringIO, io.BytesIO, io.TextIOWrapper, datetime)
_EVERYDAY_TOO = (
    Thread,
    Queue,
    Logger,
    ArgumentParser,
    subprocess.Popen,
    re.Pattern,
    re.Match,
    sqlite3.Connection,
    sqlite3.Cursor,
)
_BUILTIN = frozenset(dir(builtins)).union(*(dir(kind) for kind in (*_EVERYDAY, *_EVERYDAY_TOO)))
_MOST_BASES = 6  # one above the other


class Function(NamedTuple):
    """A definition that can be changed: its file, its syntax, whether it is a method, and whether a base class has one."""

    path: str
    node: ast.FunctionDef
    is_method: bool
    is_inherited: bool


class Occurrence(NamedTuple):
    """A place where a name stands. ``call`` is the call that it is the function of, ``is_awaited`` what becomes of that."""

    path: str
    line: int
    column: int
    call: ast.Call | None
    is_awaited: bool


def functions(trees: Mapping[str, ast.Module], package: str) -> Iterator[Function]:
    """Functions at the top of a module and methods of classes there, defined once, with no decorator that changes them."""
    classes = {node.name: node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for path, tree in trees.items():
        if not path.startswith(package) or re.search(r"(^|/)(tests?|docs|examples)/|(^|/)(test_|conftest)", path):
            continue
        owners: list[ast.Module | ast.ClassDef] = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
        for owner in owners:
            names = Counter(node.name for node in owner.body if isinstance(node, FUNCTIONS))
            for node in owner.body:
                if isinstance(node, ast.FunctionDef) and names[node.name] == 1 and _is_plain(node):
                    is_method = isinstance(owner, ast.ClassDef)
                    yield Function(path, node, is_method, is_method and _is_inherited(owner, node.name, classes))


def _is_inherited(cls: ast.AST, name: str, classes: Mapping[str, ast.ClassDef], depth: int = 0) -> bool:
    """Whether a class of the tree that is called like a base, or like one of its bases, defines the name."""
    bases = [one for one in cls.bases if isinstance(one, (ast.Name, ast.Attribute))] if isinstance(cls, ast.ClassDef) else []
    above = [classes.get(one.id if isinstance(one, ast.Name) else one.attr) for one in bases if depth < _MOST_BASES]
    return any(one is not None and (has_method(one, name) or _is_inherited(one, name, classes, depth + 1)) for one in above)


def has_method(cls: ast.ClassDef, name: str) -> bool:
    return any(isinstance(node, FUNCTIONS) and node.name == name for node in cls.body)


def _is_plain(node: ast.FunctionDef) -> bool:
    if node.name.startswith("__") or node.name in _BUILTIN:
        return False
    return all(isinstance(one, ast.Name) and one.id in _KEEPING for one in node.decorator_list)


def change(text: str, function: Function, kind: str) -> str | None:
    """The file with the definition changed; ``None`` where this kind of change cannot be made to it."""
    node, lines = function.node, text.splitlines(keepends=True)
    first = node.lineno - 1
    head = "".join(lines[first : node.body[0].lineno - 1]) or lines[first]
    if node.body[0].lineno == node.lineno or "(" not in head:
        return None
    if kind == "rename":
        new = head.replace(f"def {node.name}", f"def {_NEW}", 1)
    elif kind == "async":
        is_generator = any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in ast.walk(node))
        new = head.replace("def ", "async def ", 1) if not is_generator else head
    elif kind == "remove":
        start = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
        indent = " " * node.col_offset
        return "".join((*lines[:start], f"{indent}pass\n", *lines[node.end_lineno or first :]))
    else:
        header = _header(function, kind)
        if header is None:
            return None
        indent = " " * node.col_offset
        new = f"{indent}{header}\n"
    return "".join((*lines[:first], new, *lines[node.body[0].lineno - 1 :])) if new != head else None


def _header(function: Function, kind: str) -> str | None:
    node = function.node
    found = node.args
    if kind == "add-parameter":
        if found.defaults or found.vararg or found.kwonlyargs or found.kwarg:
            changed = ast.arguments(
                found.posonlyargs,
                found.args,
                found.vararg,
                [*found.kwonlyargs, ast.arg("seeded")],
                [*found.kw_defaults, None],
                found.kwarg,
                found.defaults,
            )
        else:
            changed = ast.arguments(found.posonlyargs, [*found.args, ast.arg("seeded")], None, [], [], None, [])
    else:
        own = found.args[1:] if function.is_method else found.args
        if not own or found.vararg or found.kwarg or found.kwonlyargs:
            return None
        changed = ast.arguments(found.posonlyargs, found.args[:-1], None, [], [], None, found.defaults[:-1])
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"def {node.name}({ast.unparse(changed)}){returns}:"


def breaks(function: Function, kind: str, at: Occurrence) -> bool:
    """Whether the change breaks a use, as far as that can be read off the use."""
    if kind in ("rename", "remove"):
        return True
    if at.call is None:
        return False
    if kind == "async":
        return not at.is_awaited
    is_unpacked = any(isinstance(one, ast.Starred) for one in at.call.args) or any(one.arg is None for one in at.call.keywords)
    if is_unpacked:
        return False
    if kind == "add-parameter":
        return True
    taken = [*function.node.args.posonlyargs, *function.node.args.args]
    count = len(taken) - function.is_method
    last = taken[-1].arg if taken else None  # where there is none, nothing can be taken away
    return len(at.call.args) >= count or any(one.arg == last for one in at.call.keywords if one.arg)
