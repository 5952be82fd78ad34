"""What an agent is told: judges what it did in this turn, and puts that into a few lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from scoper import gate
from scoper.agent.hosts.model import NOTHING, Act, Answer, Event
from scoper.agent.hosts.session import Session
from scoper.agent.hosts.watch import MARK, Watch
from scoper.change.model import Edit, EditKind
from scoper.checks.model import Check, Report
from scoper.checks.registry import CHECKS
from scoper.config import Config
from scoper.finding import Confidence, Finding, Severity
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.report.terminal import clean
from scoper.scope.model import Ambiguity, Spec, Task, TaskSource
from scoper.scope.specs import is_precise, matches_path, negative
from scoper.text import counted
from scoper.verdict.model import Relation

WIDEN = (
    "Where it is wanted after all, the user can say so: a prompt that names it widens the scope, as does `scoper task start`."
)
_LINES = 12  # of one answer
_WIDTH = 240  # characters of one line
_BLOCKS = 3  # of one turn
_COMING = (EditKind.ADD, EditKind.IMPORT)
_UNSETTLED = frozenset({"SC103"})  # what the next edit of the same turn may still settle
_UNSETTLED_FAMILIES = frozenset({"RF"})
_UNSETTLED_WORDS = re.compile(r"unused|never (?:used|read)|undefined|not defined|unresolved|cannot find", re.IGNORECASE)

Declared = Callable[[Ambiguity], Task] | None
"""The task that the user declared by ``scoper task start``, given the configured policy."""

Over = Callable[[Config], Config]
"""The repository's configuration with what the user says on top."""


def after_edit(
    repository: Repository, session: Session, event: Event, paths: Collection[str], declared: Declared, over: Over
) -> Answer:
    """What is wrong in these files now that no later edit can be expected to put right, said once."""
    files = {path: session.both(path) for path in session.files}
    base = repository.head() or repository.empty()
    base, head = _sides(repository, base, base, files)
    report = _judge(repository, base, head, session, declared, over, settled=True)
    wrong = {edit.id for edit in _strays(report) if set(_COMING).isdisjoint(edit.kinds)}
    found = [item for item in report.findings if item.location.path in paths and _is_settled(item, wrong)]
    return _said(Act.TELL, session, event.agent, found, "found in what you just changed")


def at_stop(repository: Repository, session: Session, watch: Watch, event: Event, declared: Declared, over: Over) -> Answer:
    """What keeps the turn from ending: strays, uses left behind, and whatever else fails a check."""
    for path in list(session.files):
        watch.take_foreign(path)
    own = set(session.agents.get(event.agent, ()))
    files = {path: session.both(path) for path in session.files}
    if not any(base != last for path, (base, last) in files.items() if not event.agent or path in own):
        return NOTHING
    if session.blocks.get(event.agent, 0) >= _BLOCKS:
        return NOTHING
    now = repository.work_tree()
    base, head = _sides(repository, now, now, files)
    report = _judge(repository, base, head, session, declared, over)
    failing = [item for item in report.findings if item.severity >= report.fail_on]
    if event.agent:
        failing = [item for item in failing if item.location.path in own or _caused_in(report, item, own)]
    answer = _said(Act.BLOCK, session, f"{event.agent} at its end", failing, "before this turn ends", again=not event.looping)
    if answer.act is Act.BLOCK:
        session.blocks[event.agent] = session.blocks.get(event.agent, 0) + 1
    return answer


def forbidden_symbol(
    repository: Repository, path: str, before: bytes | None, after: bytes | None, specs: Sequence[Spec]
) -> str | None:
    """Why an edit must not happen that touches what a negated spec names inside of a file; ``None`` where it may."""
    inside = tuple(spec for spec in negative(specs) if is_precise(spec) and matches_path(spec, path))
    if not inside or before is None or after is None:
        return None
    empty = repository.empty()
    base, head = repository.overlay(empty, {path: before}, "now"), repository.overlay(empty, {path: after}, "proposed")
    report = gate.judge(repository, base, head, Task(None, inside), Config(linters=()))
    found = (verdict.why for verdict in report.verdicts if verdict.relation is Relation.FORBIDDEN)
    return next(found, None)


Files = Mapping[str, tuple[bytes | None, bytes | None]]


def _sides(repository: Repository, base: Tree, head: Tree, files: Files) -> tuple[Tree, Tree]:
    """Two trees that differ by what the agent did. What git ignores is nobody's business."""
    known = base.entries()
    ignored = repository.ignored([path for path in files if path not in known])
    wanted = {path: pair for path, pair in files.items() if path not in ignored and pair[0] != pair[1]}
    present = base.read_many(wanted)
    sides = []
    for tree, number, label in ((base, 0, "before the agent"), (head, 1, "with the agent's edits")):
        texts = {path: pair[number] for path, pair in wanted.items() if pair[number] != present.get(path)}
        sides.append(repository.overlay(tree, texts, label) if texts else tree)
    return sides[0], sides[1]


def _judge(
    repository: Repository, base: Tree, head: Tree, session: Session, declared: Declared, over: Over, *, settled: bool = False
) -> Report:
    """With ``settled``, without the checks whose rules the next edit may still settle: they search the whole tree."""
    repository.expect(base, head)
    config = over(gate.load_config(base, head))
    task = declared(Ambiguity(config.ambiguity)) if declared is not None else _asked(session)
    checks = tuple(check for check in CHECKS if not settled or not _is_unsettled(check))
    return gate.judge(repository, base, head, task, config, checks=checks)


def _is_unsettled(check: Check) -> bool:
    return all(rule.family in _UNSETTLED_FAMILIES for rule in check.RULES)


def _asked(session: Session) -> Task:
    """What the user asked for in this session; each prompt is judged on its own, and an edit may serve any."""
    prompts = tuple(session.prompts)
    if not prompts:
        return Task()
    return Task("\n\n".join(prompts), (), TaskSource.TASK, Ambiguity.ASSUME, prompts if len(prompts) > 1 else ())


def _strays(report: Report) -> Iterable[Edit]:
    return (v.edit for v in report.verdicts if not v.in_scope and v.relation is not Relation.UNKNOWN)


def _is_settled(finding: Finding, wrong: Collection[str]) -> bool:
    rule = finding.rule
    if finding.severity < Severity.WARNING or finding.confidence < Confidence.MEDIUM:
        return False
    if rule.code in _UNSETTLED or rule.family in _UNSETTLED_FAMILIES:
        return False
    if rule.family == "SC":
        return finding.severity >= Severity.ERROR and any(edit in wrong for edit in finding.edits or (finding.edit,))
    return not (rule.family == "LN" and _UNSETTLED_WORDS.search(finding.message))


def _caused_in(report: Report, finding: Finding, paths: Collection[str]) -> bool:
    return any(verdict.edit.id == finding.edit and verdict.edit.path in paths for verdict in report.verdicts)


def _said(act: Act, session: Session, listener: str, found: Sequence[Finding], where: str, *, again: bool = False) -> Answer:
    """An answer about findings that this listener has not heard of; with ``again`` about all, if there is any."""
    keys = {_key(finding): finding for finding in found}
    fresh = keys.keys() if again else session.untold(listener, keys)
    news = [finding for key, finding in keys.items() if key in fresh]
    if not news:
        return NOTHING
    strays = any(finding.rule.family == "SC" for finding in news)
    room = _LINES - 1 - strays
    shown = news if len(news) <= room else news[: room - 1]
    lines = [f"{MARK}{counted(len(news), 'thing')} {where}", *map(_line, shown)]
    if len(shown) < len(news):
        lines.append(f"… and {len(news) - len(shown)} more")
    if strays:
        lines.append(WIDEN)
    session.tell(listener, map(_key, shown))
    return Answer(act, "\n".join(lines))


def _key(finding: Finding) -> str:
    """A finding without its lines, which move with every edit above them."""
    source = f"{finding.source.tool} {finding.source.code}" if finding.source else ""
    return "\0".join((finding.rule.code, source, finding.location.path, finding.location.symbol or "", finding.message))


def _line(finding: Finding) -> str:
    at, source = finding.location, finding.source
    code = f"{source.tool} {source.code}" if source else finding.rule.code
    text = clean(f"{at.place}: {code} {finding.message}")
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
