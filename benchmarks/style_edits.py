"""Functions taken out of Python files, names put on them, and the same functions written in another style."""

from __future__ import annotations

import ast
import builtins
import keyword
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from scoper.style.profile import Levels

_LINES = range(6, 61)  # of a function that is taken
_KNOWN = {*keyword.kwlist, *dir(builtins), "self", "cls", "typing", "logging", "Optional", "Union", "List", "Dict"}
_NAME = re.compile(rb"(?<![\w\"'])[A-Za-z_]\w*")
Function = ast.FunctionDef | ast.AsyncFunctionDef
_WANTED = 10  # observations that make a habit
_RARE = 0.1


class Piece(NamedTuple):
    """One function at the top of a file. Lines are 1-based and inclusive."""

    start: int
    end: int
    text: bytes


class Names(NamedTuple):
    """The names that a repository gives, by what they look like."""

    by_kind: Mapping[str, Sequence[str]]


def pieces(text: bytes) -> list[Piece]:
    """The functions at the top of a file that are neither short nor long."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    lines = text.split(b"\n")
    found = []
    for node in tree.body:
        is_function = isinstance(node, Function) and not node.decorator_list
        if is_function and node.end_lineno and node.end_lineno - node.lineno + 1 in _LINES:
            found.append(Piece(node.lineno, node.end_lineno, b"\n".join(lines[node.lineno - 1 : node.end_lineno])))
    return found


def names_of(texts: Iterable[bytes]) -> Names:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(name.decode() for name in _NAME.findall(text))
    by_kind: dict[str, list[str]] = {}
    for name, count in counts.items():
        if name not in _KNOWN and count > 1:
            by_kind.setdefault(_kind(name), []).append(name)
    return Names({kind: sorted(names) for kind, names in by_kind.items()})


def renamed(text: bytes, donor: Names, host: Names, rng: random.Random) -> bytes:
    """A function with every name of its repository replaced by one of the host's, drawn at random; classes stay classes,
    constants constants."""
    own = {name for names in donor.by_kind.values() for name in names}
    given: dict[str, str] = {}
    tree = ast.parse(text)
    spoken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    spoken |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    spoken |= {node.name for node in ast.walk(tree) if isinstance(node, Function)}
    spoken |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for name in sorted((spoken & own) - _KNOWN):
        rivals = host.by_kind.get(_kind(name)) or [name]
        given[name] = rng.choice(rivals)
    return _NAME.sub(lambda match: given.get(match[0].decode(), match[0].decode()).encode(), text)


def _kind(name: str) -> str:
    bare = name.strip("_")
    case = "upper" if bare.isupper() and len(bare) > 1 else "pascal" if bare[:1].isupper() else "plain"
    return f"{case}{'_' * name.startswith('_')}"


class Injection(NamedTuple):
    """A way of writing functions again. ``features`` are those of ``scoper.style`` that it is to show in, ``value`` the one of
    the first that must be rare in the surroundings for it to be a drift at all."""

    features: Sequence[str]
    value: str
    write: Callable[[Sequence[bytes]], bytes | None]

    def applies(self, levels: Levels, decided: frozenset[str]) -> bool:
        """Whether the surroundings have a habit that this breaks, and no tool decides it."""
        name = self.features[0]
        if name in decided:
            return False
        counts = next((level[name] for level in levels if sum(level.get(name, {}).values()) >= _WANTED), None)
        return counts is not None and counts.get(self.value, 0) <= _RARE * sum(counts.values())


def _joined(texts: Iterable[str]) -> bytes:
    return "\n\n\n".join(texts).encode() + b"\n"


def _rebuilt(texts: Sequence[bytes], change: Callable[[Function], None]) -> bytes | None:
    found = []
    for text in texts:
        node = ast.parse(text).body[0]
        if isinstance(node, Function):
            change(node)
            found.append(ast.unparse(ast.fix_missing_locations(node)))
    return _joined(found) if found else None


def _documented(form: str) -> Callable[[Sequence[bytes]], bytes | None]:
    """Docstrings of a template, after the definition of each form by its own guide."""

    def write(texts: Sequence[bytes]) -> bytes | None:
        def change(node: Function) -> None:
            names = [one.arg for one in node.args.args if one.arg != "self"] or ["value"]
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            node.body = [ast.Expr(ast.Constant(_SECTIONS[form](node.name, names))), *body]

        return _rebuilt(texts, change)

    return write


_SECTIONS: Mapping[str, Callable[[str, Sequence[str]], str]] = {
    "google": lambda name, names: (
        f"Do the work of {name}.\n\n    Args:\n"
        + "".join(f"        {one}: The {one}.\n" for one in names)
        + "\n    Returns:\n        The result.\n    "
    ),
    "numpy": lambda name, names: (
        f"Do the work of {name}.\n\n    Parameters\n    ----------\n"
        + "".join(f"    {one} : object\n        The {one}.\n" for one in names)
        + "\n    Returns\n    -------\n    object\n    "
    ),
    "sphinx": lambda name, names: (
        f"Do the work of {name}.\n\n"
        + "".join(f"    :param {one}: The {one}.\n" for one in names)
        + "    :returns: The result.\n    "
    ),
}


def _quoted(quote: str) -> Callable[[Sequence[bytes]], bytes | None]:
    other = "'" if quote == '"' else '"'
    plain = re.compile(rf"(?<![\w{quote}{other}]){other}([^{quote}{other}\\\n]*){other}(?!{other})")

    def write(texts: Sequence[bytes]) -> bytes | None:
        found = [plain.sub(rf"{quote}\1{quote}", text.decode()) for text in texts]
        changed = sum(len(plain.findall(text.decode())) for text in texts)
        return _joined(found) if changed >= 3 else None

    return write


def _annotated(texts: Sequence[bytes]) -> bytes | None:
    def change(node: Function) -> None:
        for one in (*node.args.args, *node.args.kwonlyargs):
            if one.arg not in ("self", "cls"):
                one.annotation = one.annotation or ast.Name("str")
        node.returns = node.returns or ast.Name("bool")

    return _rebuilt(texts, change)


def _bare(texts: Sequence[bytes]) -> bytes | None:
    def change(node: Function) -> None:
        for one in (*node.args.args, *node.args.kwonlyargs):
            one.annotation = None
        node.returns = None

    return _rebuilt(texts, change)


def _narrated(texts: Sequence[bytes]) -> bytes | None:
    """A comment over every third statement or so that says what it says."""
    found = []
    for text in texts:
        lines = []
        for number, line in enumerate(text.decode().split("\n")):
            said = _narration(line.strip())
            if said and number % 2:
                lines.append(f"{line[: len(line) - len(line.lstrip())]}# {said}")
            lines.append(line)
        found.append("\n".join(lines))
    return _joined(found) if sum(text.count("# ") for text in found) >= 4 else None


def _narration(line: str) -> str | None:
    if match := re.match(r"return (\w+)", line):
        return f"Return the {match[1].replace('_', ' ')}"
    if match := re.match(r"for (\w+) in (\w+)", line):
        return f"Iterate over the {match[2].replace('_', ' ')}"
    if match := re.match(r"(\w+) = \w", line):
        return f"Set the {match[1].replace('_', ' ')}"
    if match := re.match(r"if (?:not )?(\w+)", line):
        return f"Check the {match[1].replace('_', ' ')}"
    return None


def _broad(texts: Sequence[bytes]) -> bytes | None:
    def change(node: Function) -> None:
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        handler = ast.ExceptHandler(ast.Name("Exception"), None, [ast.Return(ast.Constant(None))])
        node.body = [*node.body[: len(node.body) - len(body)], ast.Try(body, [handler], [], [])]

    return _rebuilt(texts, change)


def _printed(texts: Sequence[bytes]) -> bytes | None:
    def change(node: Function) -> None:
        said = ast.Expr(ast.Call(ast.Name("print"), [ast.Constant(f"running {node.name}")], []))
        node.body = [
            *node.body[: int(ast.get_docstring(node) is not None)],
            said,
            *node.body[int(ast.get_docstring(node) is not None) :],
        ]

    return _rebuilt(texts, change)


INJECTIONS: Mapping[str, Injection] = {
    **{
        f"docstrings: {form}": Injection(
            ("documentation-format", "documented-public-function", "documented-private-function"), form, _documented(form)
        )
        for form in _SECTIONS
    },
    "quotes: double": Injection(("quotes",), "double", _quoted('"')),
    "quotes: single": Injection(("quotes",), "single", _quoted("'")),
    "annotations: added": Injection(("annotated-parameter", "annotated-result"), "yes", _annotated),
    "annotations: left out": Injection(("annotated-parameter", "annotated-result"), "no", _bare),
    "comments: narrating": Injection(("comment-kind", "comment-lines", "narrated-function"), "narrating", _narrated),
    "errors: broad": Injection(("caught", "when-caught", "error-handling", "catch-all"), "broad", _broad),
    "output: printed": Injection(("output",), "print", _printed),
}
