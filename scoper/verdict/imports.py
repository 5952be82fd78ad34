"""Links between imports and the code that uses their names, or what brings these into the world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename

from scoper.change.model import Edit, EditKind
from scoper.facts.model import FileFacts, Import, Role, split_symbol
from scoper.lang.registry import language_of
from scoper.verdict.links import Link
from scoper.verdict.model import Relation
from scoper.verdict.sides import Side, label

_IMPORTS = 0.95
_UNSEEN = 0.6  # what comes from outside of the tree can only be told by what else is new
_IMPORTED_USE = 0.35  # that something is imported is no reason to use it; it is a hint

_Names = dict[int, list[tuple[str, str]]]
"""By the number of an edit: names, and the file that has each."""


def import_links(edits: Sequence[Edit], side: Side, other: Side) -> Iterator[Link]:
    """An import follows the code that uses its names: added with the first use, removed with the last. ``other`` is the side
    that it is compared with."""
    for path, facts in side.facts.items():
        imports = [(owner, item) for item in facts.imports if (owner := side.owner.get((path, item.line))) is not None]
        if not imports:
            continue
        users = _users_of_names(path, facts, side)
        verb = "imports" if side.is_head else "no longer imports"
        for owner, item in imports:
            for user in sorted(users.get(item.bound, set()) - {owner}):
                yield Link(user, owner, Relation.IMPORT, _IMPORTS, False, f"{verb} {item.bound} for {label(edits[user])}")
                yield Link(owner, user, Relation.RELATED, _IMPORTED_USE, True, f"uses the imported {item.bound}")
        yield from _imports_of_new(edits, path, imports, side)
        if wholes := [(owner, item) for owner, item in imports if _names_nothing(path, item)]:
            yield from _whole_modules(edits, path, wholes, side, _known(edits, path, side, other))


def _names_nothing(path: str, item: Import) -> bool:
    """Whether the statement brings all that a module or header has, and says no name of it."""
    language = language_of(path)
    return item.bound == "*" or (not item.bound and language is not None and language.flat_namespaces)


def _known(edits: Sequence[Edit], path: str, side: Side, other: Side) -> set[str]:
    """The names that the file used on the other side, too."""
    paths = {edit.base_path if side.is_head else edit.path for edit in edits if path in (edit.path, edit.base_path)}
    found = (other.facts.get(one) for one in paths if one is not None)
    return {reference.name for facts in found if facts is not None for reference in facts.references}


def _whole_modules(
    edits: Sequence[Edit], path: str, imports: Iterable[tuple[int, Import]], side: Side, known: set[str]
) -> Iterator[Link]:
    """``#include "add.h"`` belongs to the edit that calls what the header has; one from outside of the tree to an edit with
    names that this file did not use before, and that nothing in the tree explains."""
    meant, unknown = _origins(path, side, known)
    verb = "brings" if side.is_head else "brought"
    for owner, item in imports:
        modules = side.graph.members.modules_of(path, item)
        for user, names in sorted({**unknown, **meant}.items()):
            if user == owner:
                continue
            name = next((name for name, other in names if other and _is_of(item, other, modules, side)), None)
            strength = _IMPORTS
            if name is None and not modules and user in unknown:
                name, strength = unknown[user][0][0], _UNSEEN
            if name is not None:
                yield Link(user, owner, Relation.IMPORT, strength, False, f"{verb} {name} for {label(edits[user])}")
                yield Link(owner, user, Relation.RELATED, _IMPORTED_USE, True, f"uses {name}, which is imported")


def _origins(path: str, side: Side, known: set[str]) -> tuple[_Names, _Names]:
    """Edit → the names that it uses with the files that have them, and those new to this file that nothing explains."""
    meant: _Names = defaultdict(list)
    unknown: _Names = defaultdict(list)
    for reference in side.facts[path].references:
        user = side.owner.get((path, reference.line))
        if user is None:
            continue
        targets = {split_symbol(edge.target)[0] for edge in side.graph.resolve(path, reference)}
        for target in sorted(targets - {path}):
            meant[user].append((reference.name, target))
        if not targets and reference.name not in known and reference.role in (Role.CALL, Role.READ):
            unknown[user].append((reference.name, ""))
    return meant, unknown


def _is_of(item: Import, path: str, modules: Sequence[str], side: Side) -> bool:
    """Whether an import names the module of a file. Where all files are one module, it names the file."""
    stem, facts = side.graph.members.stem_of(path), side.graph.facts(path)
    if stem in modules and not stem:
        return basename(path).partition(".")[0] == basename(item.module).partition(".")[0]
    return stem in modules or (facts is not None and facts.namespace == item.module)


def _users_of_names(path: str, facts: FileFacts, side: Side) -> dict[str, set[int]]:
    users: dict[str, set[int]] = defaultdict(set)
    for reference in facts.references:
        user = side.owner.get((path, reference.line))
        if user is not None and reference.role is not Role.STRING:  # which starts from a module, imported or not
            users[reference.dotted.partition(".")[0]].add(user)
    for binding in facts.bindings:
        user = side.owner.get((path, binding.line))
        if user is not None and binding.annotation:
            users[binding.annotation.partition(".")[0].partition("[")[0]].add(user)
    return users


def _imports_of_new(edits: Sequence[Edit], path: str, imports: Iterable[tuple[int, Import]], side: Side) -> Iterator[Link]:
    """``from .helpers import added`` belongs to the edit that adds, renames or moves what it names."""
    makers: dict[str, list[int]] = defaultdict(list)
    changed = (
        {EditKind.ADD, EditKind.RENAME, EditKind.MOVE} if side.is_head else {EditKind.DELETE, EditKind.RENAME, EditKind.MOVE}
    )
    for number, edit in enumerate(edits):
        symbol = edit.symbol if side.is_head else edit.old_symbol or edit.symbol
        if symbol and changed & set(edit.kinds) and split_symbol(symbol)[1] and "." not in split_symbol(symbol)[1]:
            makers[split_symbol(symbol)[1]].append(number)
    for owner, item in imports:
        for maker in makers.get(item.name or "", ()):
            if edits[maker].path != path:
                yield Link(maker, owner, Relation.IMPORT, 0.9, False, f"imports {item.name}")
                yield Link(owner, maker, Relation.DEFINITION, 0.9, False, f"defines {item.name}, which is imported")
