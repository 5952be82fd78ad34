"""Pairs the changed import statements of both sides of a file, and says what happened to each group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import NamedTuple

from scoper.change.model import EditKind
from scoper.change.side import ImportStatement, Side
from scoper.change.syntax import Difference, compare


class ImportGroups(NamedTuple):
    """The number of its group for each changed statement, by its position in ``Side.imports``."""

    base: dict[int, int]
    head: dict[int, int]


def group_imports(
    base: Side | None, head: Side | None, base_lines: Collection[int], head_lines: Collection[int]
) -> ImportGroups:
    """Statements that hold these changed lines, paired: the same names first, then the same modules, then the same bound names.

    What is left on both sides is one group if it imports the same things; else each statement is its own.
    """
    groups = ImportGroups({}, {})
    bases, heads = _changed(base, base_lines), _changed(head, head_lines)
    for key in (_names, _modules, _bound):
        _pair(groups, _free(bases, groups.base), _free(heads, groups.head), key)
    left, right = _free(bases, groups.base), _free(heads, groups.head)
    if left and right and _all_names(left.values()) == _all_names(right.values()):
        number = _next(groups)
        groups.base.update(dict.fromkeys(left, number))
        groups.head.update(dict.fromkeys(right, number))
        return groups
    for position in left:
        groups.base[position] = _next(groups)
    for position in right:
        groups.head[position] = _next(groups)
    return groups


def kind_of_imports(base: Side | None, head: Side | None, before: Sequence[int], after: Sequence[int]) -> EditKind:
    """What the changed lines of one group are."""
    if base is None or head is None:
        return EditKind.IMPORT
    if not before or not after:
        are_comments = all(n in base.own_comments for n in before) and all(n in head.own_comments for n in after)
        return EditKind.COMMENT if are_comments else EditKind.IMPORT
    olds, news = _statements(base, before), _statements(head, after)
    if _all_names(olds) != _all_names(news) or {s.indent for s in olds} != {s.indent for s in news}:
        return EditKind.IMPORT
    if [s.names for s in olds] != [s.names for s in news] or _text(base, olds) == _text(head, news):
        return EditKind.REORDER
    pieces = [base.syntax.within(s.lines) for s in olds], [head.syntax.within(s.lines) for s in news]
    differences = [compare(old, new) for old, new in zip(*pieces, strict=True)]
    return EditKind.COMMENT if Difference.COMMENT in differences else EditKind.FORMAT_ONLY


def _changed(side: Side | None, lines: Collection[int]) -> dict[int, ImportStatement]:
    if side is None:
        return {}
    positions = {side.import_at[n] for n in lines if n in side.import_at}
    return {position: side.imports[position] for position in sorted(positions)}


def _pair(
    groups: ImportGroups,
    bases: dict[int, ImportStatement],
    heads: dict[int, ImportStatement],
    key: Callable[[ImportStatement], Hashable],
) -> None:
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for position, statement in bases.items():
        waiting[key(statement)].append(position)
    for position, statement in heads.items():
        if partners := waiting[key(statement)]:
            number = _next(groups)
            groups.base[partners.pop(0)] = number
            groups.head[position] = number


def _free(statements: dict[int, ImportStatement], taken: dict[int, int]) -> dict[int, ImportStatement]:
    return {position: statement for position, statement in statements.items() if position not in taken}


def _next(groups: ImportGroups) -> int:
    return len(groups.base) + len(groups.head)


def _names(statement: ImportStatement) -> Hashable:
    return statement.names


def _modules(statement: ImportStatement) -> Hashable:
    return tuple(sorted({module for module, _name, _bound in statement.names})), statement.names[0][1] is None


def _bound(statement: ImportStatement) -> Hashable:
    return frozenset(bound for _module, _name, bound in statement.names)


def _all_names(statements: Collection[ImportStatement]) -> list[tuple[str, str, str]]:
    return sorted((module, name or "", bound) for s in statements for module, name, bound in s.names)


def _statements(side: Side, lines: Sequence[int]) -> list[ImportStatement]:
    return [side.imports[position] for position in sorted({side.import_at[n] for n in lines if n in side.import_at})]


def _text(side: Side, statements: Sequence[ImportStatement]) -> list[bytes]:
    return [side.line(n) for s in statements for n in range(s.lines.start, s.lines.end + 1)]
