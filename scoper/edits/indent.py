"""When a reply's indentation is not the file's: what one means in terms of the other, or that it cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scoper.edits.model import ADD, Line
from scoper.edits.normal import indent_of

Reindent = Callable[[str], str | None]
_OPENERS, _CLOSERS = (":", "{", "(", "["), (")", "]", "}", "end", "</")


def indents(found: Sequence[str], lines: Sequence[Line]) -> Reindent | None:
    """How to write a line of the reply with the indentation of the file, for lines that stand at ``found`` up to white space.

    ``None`` if it cannot be told: one indentation of the reply stands for several of the file, or the reply has lost the
    difference between a block and what is inside of it, or an added line has an indentation that nothing explains.
    """
    known: dict[str, str] = {}
    for line, own in zip((line.text for line in lines if line.op != ADD), found, strict=True):
        if own.strip() and known.setdefault(indent_of(line), indent_of(own)) != indent_of(own):
            return None
    if all(said == own for said, own in known.items()):
        return _unchanged
    if _is_flat(lines) or not _keeps_order(known):
        return None
    rules = [rule for rule in (_shift(known), _respell(known)) if rule is not None]

    def reindent(indent: str) -> str | None:
        if indent in known:
            return known[indent]
        answers = {rule(indent) for rule in rules} - {None}
        return answers.pop() if len(answers) == 1 else None

    added = {indent_of(line.text) for line in lines if line.op == ADD and line.text.strip()}
    return None if any(reindent(indent) is None for indent in added) else reindent


def _unchanged(indent: str) -> str:
    return indent


def _keeps_order(known: Mapping[str, str]) -> bool:
    pairs = sorted(known.items(), key=lambda pair: len(pair[0].expandtabs(4)))
    widths = [len(own.expandtabs(4)) for _, own in pairs]
    return all(one < other for one, other in zip(widths, widths[1:], strict=False))


def _is_flat(lines: Sequence[Line]) -> bool:
    """Whether no line is deeper than another although one opens a block: then the depth of lines is lost, not moved."""
    texts = [line.text for line in lines if line.text.strip()]
    return len({indent_of(text) for text in texts}) == 1 and any(
        one.rstrip().endswith(_OPENERS) and not other.strip().startswith(_CLOSERS)
        for one, other in zip(texts, texts[1:], strict=False)
    )


def _shift(known: Mapping[str, str]) -> Reindent | None:
    """All lines moved by the same: the file has this much before, or the reply has."""
    said, own = next(iter(known.items()))
    if own.endswith(said):
        more = own[: len(own) - len(said)]
        return (lambda indent: more + indent) if all(o == more + s for s, o in known.items()) else None
    less = said[: len(said) - len(own)]
    if said.endswith(own) and all(s == less + o for s, o in known.items()):
        return lambda indent: indent[len(less) :] if indent.startswith(less) else None
    return None


def _respell(known: Mapping[str, str]) -> Reindent | None:
    """Steps of another kind: two spaces for four, or spaces for tabs; needs one depth that is not zero."""
    deep = {said: own for said, own in known.items() if said and own}
    if not deep or any(bool(said) != bool(own) for said, own in known.items()):
        return None
    said, own = min(deep.items(), key=lambda pair: len(pair[0]))
    for steps in (1, 2, 3, 4):
        if len(said) % steps or len(own) % steps:
            continue
        unit, step = said[: len(said) // steps], own[: len(own) // steps]
        if all(s == unit * (len(s) // len(unit)) and o == step * (len(s) // len(unit)) for s, o in deep.items()):
            return _in_steps(unit, step)
    return None


def _in_steps(unit: str, step: str) -> Reindent:
    def reindent(indent: str) -> str | None:
        count = len(indent) // len(unit)
        return step * count if indent == unit * count else None

    return reindent
