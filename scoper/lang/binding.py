"""Loading grammars: tree-sitter's wheels are a compiled ``_binding`` inside of a package."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def grammar_function(module: str, name: str) -> Callable[[], object]:
    """The function of a grammar's package that gives its language.

    The binding is loaded without its package, whose own code only offers queries that scoper does not use, and imports
    ``importlib.resources`` for them: 7 ms of every run that parses anything.
    """
    binding = _binding(module)
    found = getattr(binding, name, None) if binding is not None else None
    function: Callable[[], object] = found if found is not None else getattr(import_module(module), name)
    return function


def _binding(module: str) -> ModuleType | None:
    package = find_spec(module)
    if package is None or package.submodule_search_locations is None:
        return None
    spec = PathFinder.find_spec(f"{module}._binding", package.submodule_search_locations)
    if spec is None or spec.loader is None:
        return None
    binding = module_from_spec(spec)
    sys.modules[spec.name] = binding  # whoever imports the package later gets this one
    spec.loader.exec_module(binding)
    return binding
