"""Reviews in memory: two trees in, everything that checks look at out. Only git is left out; hunks come from difflib."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence

from scoper.change.build import build_change
from scoper.change.model import Change, ChangedFile, Edit
from scoper.checks.model import Check, Review
from scoper.config import Config
from scoper.facts.extract import extract
from scoper.facts.model import FileFacts
from scoper.finding import Finding
from scoper.git.model import REGULAR, Entry, FileChange, Hunk, Status
from scoper.graph.resolve import Graph
from scoper.lang.registry import language_of
from scoper.linters.model import LintResult
from scoper.scope.model import Scope, Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.text import split_lines
from scoper.verdict.model import Relation, Verdict

NO_SCOPE = Scope((), (), (), False, (), None)
NO_LINT = LintResult((), 0, ())

Files = Mapping[str, str]


class MemoryTree:
    """A snapshot and the graph's view of it at once."""

    problems = ()

    def __init__(self, files: Files, label: str) -> None:
        self.id = self.label = label
        self.files = {path: text.encode() for path, text in files.items()}

    def entries(self) -> Mapping[str, Entry]:
        return {path: Entry(REGULAR, text.hex() or "0") for path, text in self.files.items()}

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        return {path: self.files[path] for path in paths if path in self.files}

    def paths(self) -> Collection[str]:
        return self.files.keys()

    def texts(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        return self.read_many(paths)

    def facts(self, paths: Iterable[str]) -> Mapping[str, FileFacts]:
        found = {path: facts_of(path, self.files[path]) for path in paths if path in self.files}
        return {path: facts for path, facts in found.items() if facts is not None}

    def search(self, words: Collection[str]) -> set[str]:
        return {path for path, text in self.files.items() if any(word.encode() in text for word in words)}

    def expect(self, words: Collection[str]) -> None:
        pass

    def after(self, word: str) -> set[str]:
        raise AssertionError("no language here goes by namespaces")


def facts_of(path: str, text: bytes) -> FileFacts | None:
    language = language_of(path)
    return extract(language, text) if language else None


def review(
    base: Files,
    head: Files,
    *,
    request: str | None = None,
    scope: Sequence[str] = (),
    renames: Sequence[tuple[str, str]] = (),
    config: Config | None = None,
    lint: LintResult = NO_LINT,
    out: Mapping[str, float] | None = None,
    relation: Relation = Relation.UNREACHED,
) -> Review:
    """``out`` are the symbols (or paths) whose edits are out of scope, with the confidence in that."""
    before, after = MemoryTree(base, "base"), MemoryTree(head, "head")
    change = _change(before, after, renames)
    specs = tuple(parse_spec(spec) for spec in scope)
    task = Task(request, specs, TaskSource.FLAG if request or specs else TaskSource.NONE)
    verdicts = tuple(_verdict(edit, out, relation, task) for edit in change.edits)
    graphs = Graph(before), Graph(after)
    return Review(before, after, change, task, NO_SCOPE, verdicts, *graphs, lint, config or Config())


def _verdict(edit: Edit, out: Mapping[str, float] | None, relation: Relation, task: Task) -> Verdict:
    for name in (edit.symbol, edit.path):
        if out and name in out:
            assert name is not None
            return Verdict(edit, False, relation, "nothing ties it to what was asked for", out[name], ())
    if task.is_empty:
        return Verdict(edit, True, Relation.UNKNOWN, "there is no task", 0.0, ())
    return Verdict(edit, True, Relation.TARGET, "it was asked for", 1.0, ())


def _change(base: MemoryTree, head: MemoryTree, renames: Sequence[tuple[str, str]]) -> Change:
    before, after = base.entries(), head.entries()
    sides: list[tuple[str | None, str | None]] = list(renames)
    known = {path for pair in renames for path in pair}
    for path in sorted((before.keys() | after.keys()) - known):
        if before.get(path) != after.get(path):
            sides.append((path if path in before else None, path if path in after else None))
    return build_change([_changed_file(base, head, old, new) for old, new in sides])


def _changed_file(base: MemoryTree, head: MemoryTree, old: str | None, new: str | None) -> ChangedFile:
    old_text, new_text = base.files.get(old or ""), head.files.get(new or "")
    status = (
        Status.ADDED if old is None else Status.DELETED if new is None else Status.RENAMED if old != new else Status.MODIFIED
    )
    entries = base.entries().get(old or ""), head.entries().get(new or "")
    change = FileChange(status, old, new, *entries, _hunks(split_lines(old_text or b""), split_lines(new_text or b"")))
    old_facts = facts_of(old, old_text) if old is not None and old_text is not None else None
    new_facts = facts_of(new, new_text) if new is not None and new_text is not None else None
    return ChangedFile(change, old_text, new_text, old_facts, new_facts)


def _hunks(old: list[bytes], new: list[bytes]) -> tuple[Hunk, ...]:
    """As ``git diff -U0`` writes them: the start of an empty side is the line before."""
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(Hunk(a + (b > a), b - a, c + (d > c), d - c) for tag, a, b, c, d in codes if tag != "equal")


def rows(check: Check, found: Review) -> list[str]:
    """``symbol CODE severity`` of every finding of one check, sorted."""
    return sorted(row(finding) for finding in check.check(found))


def row(finding: Finding) -> str:
    return f"{finding.location.symbol or finding.location.path} {finding.rule.code} {finding.severity.label}"
