"""Facts as text, one line each: what a person reads, and what the outline files compare."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.facts.model import MODULE, Binding, Definition, FileFacts, Import, Reference


def outline(facts: FileFacts) -> str:
    return "".join(f"{line}\n" for line in _lines(facts))


def _lines(facts: FileFacts) -> Iterator[str]:
    yield from (_definition(facts, definition) for definition in facts.definitions)
    yield from (_import(facts, imported) for imported in facts.imports)
    yield from (_binding(facts, binding) for binding in facts.bindings)
    yield from (_reference(facts, reference) for reference in facts.references)
    for comment in facts.comments:
        yield f"comment {comment.start_line} {'own' if comment.own_line else 'trailing'} {comment.text}"
    if facts.exports is not None:
        yield f"exports {', '.join(facts.exports)}"
    for problem in facts.problems:
        yield f"problem {problem.line}-{problem.end_line} {problem.what}"
    if facts.degraded is not None:
        yield f"degraded {facts.degraded}"


def _definition(facts: FileFacts, d: Definition) -> str:
    indent = ""
    parent = d.parent
    while parent != MODULE:
        indent, parent = indent + "  ", facts.definitions[parent].parent
    parts = [f"{indent}{d.kind} {d.qualname} {d.start_line}-{d.end_line}"]
    if (d.signature_start, d.signature_end) != (d.start_line, d.start_line):
        parts.append(f"signature {d.signature_start}-{d.signature_end}")
    if d.name_line != d.signature_start:
        parts.append(f"name {d.name_line}")
    if d.docstring_start:
        parts.append(f"docstring {d.docstring_start}-{d.docstring_end}")
    parts.append(f"`{d.signature}`")
    parts.extend(f"@{decorator}" for decorator in d.decorators)
    if d.bases:
        parts.append(f"bases {', '.join(d.bases)}")
    if d.parameters:
        parts.append("parameters " + ", ".join(_parameter(*p) for p in d.parameters))
    if d.returns is not None:
        parts.append(f"returns {d.returns}")
    if d.is_async:
        parts.append("async")
    if d.visibility:
        parts.append(d.visibility)
    if d.value is not None:
        parts.append(f"value {d.value!r}")
    return " | ".join(parts)


def _parameter(name: str, kind: str, default: str | None, annotation: str | None) -> str:
    text = f"{name}[{kind}]" if kind else name
    text += f": {annotation}" if annotation is not None else ""
    return text + (f" = {default}" if default is not None else "")


def _scope(facts: FileFacts, scope: int) -> str:
    return "" if scope == MODULE else f" in {facts.definitions[scope].qualname}"


def _import(facts: FileFacts, i: Import) -> str:
    what = i.module if i.name is None else f"{i.module} {i.name}"
    return f"import {i.line}-{i.end_line} {what} as {i.bound}{_scope(facts, i.scope)}"


def _binding(facts: FileFacts, b: Binding) -> str:
    annotation = f": {b.annotation}" if b.annotation is not None else ""
    value = f" = {b.value}{'()' if b.is_call else ''}" if b.value is not None else ""
    lines = f" | lines {b.first_line}-{b.last_line}" if b.last_line else ""
    return f"binding {b.line} {b.name}{annotation}{value}{_scope(facts, b.scope)}{lines}"


def _reference(facts: FileFacts, r: Reference) -> str:
    call = f" ({r.call_arity if r.call_arity >= 0 else '*'}{''.join(f', {k}=' for k in r.keywords)})"
    called = call if r.call_arity >= 0 or r.keywords else ""
    named = "" if r.dotted.endswith(r.name) else f" [{r.name}]"
    return f"{r.role} {r.line}:{r.column} {r.dotted}{called}{named}{_scope(facts, r.scope)}"
