"""Links between a package that a manifest asks for and the imports of what it brings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoper.change.model import Change, ChangedFile
from scoper.facts.model import Import
from scoper.graph.resolve import Graph
from scoper.lang.registry import language_of
from scoper.verdict.evidence import Evidence
from scoper.verdict.links import Link
from scoper.verdict.manifests import FAMILIES, dependencies
from scoper.verdict.model import Relation

_NAMED = 0.9
_LEFT = 0.7  # the one new package and the one new module that nothing else explains
_MOST = 200  # imports of foreign modules that one diff brings; more of them are a whole program
_SIDES = (False, True)


class _Asked(NamedTuple):
    """A package that came or went, and the edit of the manifest that says so."""

    package: str
    edit: int
    family: str


class _Taken(NamedTuple):
    """The import of a module from outside of the tree."""

    module: str
    edit: int
    family: str


def package_links(change: Change, evidence: Sequence[Evidence], base_graph: Graph, head_graph: Graph) -> list[Link]:
    """Whoever imports something new has to ask for it where the project says what it needs."""
    links: list[Link] = []
    for is_head in _SIDES:
        asked = [one for file in change.files for one in _asked(file, evidence, is_head=is_head)]
        if not asked:
            continue
        taken = list(_taken(change, evidence, head_graph if is_head else base_graph, is_head=is_head))
        for one in asked:
            found = [other for other in taken[:_MOST] if other.family == one.family and is_of(other.module, one.package)]
            strength = _NAMED
            if not found:
                found, strength = _left(one, asked, taken[:_MOST]), _LEFT
            for other in found:
                verb = "asks for" if is_head else "no longer asks for"
                why = f"{verb} {one.package}, which {other.module} is of"
                links.append(Link(other.edit, one.edit, Relation.COMPANION, strength, False, why))
                links.append(Link(one.edit, other.edit, Relation.RELATED, strength, True, f"imports {other.module}"))
    return links


def is_of(module: str, package: str) -> bool:
    """Whether a module, as an import writes it, is one that a package of this name is likely to bring."""
    path = re.sub(r"::|\\", "/", module.strip("'\"<>").lower().replace("_", "-"))
    if path == package or path.startswith((f"{package}/", f"{package}.")):
        return True
    first = re.split(r"[/.]", path)[0]
    names = package.lstrip("@").split("/")
    if len(names) > 1 and "." in names[0]:
        return False  # a host, and the whole path of the module
    bare = [re.sub(r"^(?:python-|py-?)|[-.]?(?:python|py|php|rb|\d+)$", "", name) for name in names]
    return first in names or first in bare


def _asked(file: ChangedFile, evidence: Sequence[Evidence], *, is_head: bool) -> Iterator[_Asked]:
    """The packages that only this side names."""
    path, other = file.change.head_path, file.change.base_path
    family = next((family for ending, family in FAMILIES.items() if file.change.path.endswith(ending)), None)
    if family is None:
        return
    before, after = dependencies(other or "", file.base_text or b""), dependencies(path or "", file.head_text or b"")
    for package in sorted(after - before if is_head else before - after):
        spelled = re.compile("[-_.]".join(map(re.escape, re.split(r"[-_.]", package))).encode(), re.IGNORECASE)
        for number, item in enumerate(evidence):
            lines = item.added if is_head else item.removed
            if item.edit.path == file.change.path and any(map(spelled.search, lines)):
                yield _Asked(package, number, family)
                break


def _taken(change: Change, evidence: Sequence[Evidence], graph: Graph, *, is_head: bool) -> Iterator[_Taken]:
    owner = {
        (item.edit.path, line): number
        for number, item in enumerate(evidence)
        for lines in (item.edit.after if is_head else item.edit.before)
        for line in range(lines.start, lines.end + 1)
    }
    for file in change.files:
        path = file.change.head_path if is_head else file.change.base_path
        facts, other = (file.head_facts, file.base_facts) if is_head else (file.base_facts, file.head_facts)
        if facts is None or path is None or (language := language_of(path)) is None or not language.family:
            continue
        known = {item.module for item in other.imports} if other is not None else set()
        for item in facts.imports:
            number = owner.get((file.change.path, item.line))
            if number is not None and item.module not in known and _is_foreign(item, path, language.family, graph):
                yield _Taken(item.module, number, language.family)


def _is_foreign(item: Import, path: str, family: str, graph: Graph) -> bool:
    if not item.module or item.module.startswith(".") or graph.members.modules_of(path, item):
        return False
    return family != "python" or item.module.partition(".")[0] not in sys.stdlib_module_names


def _left(one: _Asked, asked: Sequence[_Asked], taken: Sequence[_Taken]) -> list[_Taken]:
    """The imports of the one module that no package explains, where this is the one package that explains none."""
    packages = {other.package for other in asked if other.family == one.family}
    own = [other for other in taken if other.family == one.family]
    idle = {package for package in packages if not any(is_of(other.module, package) for other in own)}
    rest = [other for other in own if not any(is_of(other.module, package) for package in packages)]
    roots = {re.split(r"[/.:\\]", other.module)[0] for other in rest}
    return rest if idle == {one.package} and len(roots) == 1 else []
