"""Which files configure what: one in the top folder, others in folders below it, each of which may ``extend`` another file.

What a folder says holds for what is below it and adds to what folders above say: its globs count from there, its severities win
over theirs. What concerns a whole run can be said at the top only. ``extend`` fills in what a file leaves out, key by key.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scoper.config import EXTEND, SHADOWED, SOURCES, Config, read_fields, read_table, refuse

Read = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Contents by path; those of paths that do not exist are left out."""

OF_A_FOLDER = ("protect", "exclude", "ignore", "per_path_ignore", "severity")
"""The fields that a folder below the top may have."""

_MOST_EXTENDED = 10  # files in one chain


class Setting(NamedTuple):
    """One value, the file that says it, and the folder (``""`` at the top, else ending in ``/``) that it holds for."""

    field: str
    value: object
    file: str
    folder: str


class Settings(NamedTuple):
    """What all files add up to, and what each of them says, those above before those below."""

    config: Config
    said: tuple[Setting, ...]


def load_settings(paths: Collection[str], read: Read) -> Settings:
    """The configuration of a tree with these paths. What the top excludes is not looked at.

    Raises one :class:`UserError` that lists every mistake in every file.
    """
    found = [path for path in paths if path.endswith(SOURCES) and posixpath.basename(path) in SOURCES]
    mistakes: list[tuple[str, str]] = []
    top = [path for path in found if "/" not in path]
    said, notes = _of_folder("", read(top), read, mistakes)
    excluded = _matcher([setting.value for setting in said if setting.field == "exclude"])
    below = sorted({path for path in found if "/" in path and not excluded(path)}, key=lambda path: (path.count("/"), path))
    texts = read(below) if below else {}
    for folder in dict.fromkeys(posixpath.dirname(path) + "/" for path in below):
        more, its_notes = _of_folder(
            folder, {name: texts[folder + name] for name in SOURCES if folder + name in texts}, read, mistakes
        )
        said += more
        notes += its_notes
    _refuse(mistakes)
    return Settings(_merged(said, notes), tuple(said))


def _of_folder(
    folder: str, texts: Mapping[str, bytes], read: Read, mistakes: list[tuple[str, str]]
) -> tuple[list[Setting], tuple[str, ...]]:
    """What the stronger of the two files of one folder says (name → content), with what it extends."""
    tables = [
        (folder + name, table)
        for name in SOURCES
        if name in texts and (table := read_table(folder + name, texts[name])) is not None
    ]
    if not tables:
        return [], ()
    file, table = tables[0]
    said: dict[str, Setting] = {}
    for source, values in reversed(list(_chain(file, table, read, mistakes))):
        said |= {field: Setting(field, value, source, folder) for field, value in values.items()}
    for field in said.keys() - set(OF_A_FOLDER) if folder else ():
        mistakes.append((file, f"{field.replace('_', '-')}: counts for a whole run, so only the top folder can say it"))
    return list(said.values()), (SHADOWED.format(folder),) if len(tables) > 1 else ()


def _chain(
    file: str, table: Mapping[str, object], read: Read, mistakes: list[tuple[str, str]]
) -> Iterator[tuple[str, dict[str, object]]]:
    """The fields of a file, then those of what it extends, and so on."""
    seen = [file]
    while True:
        wrong: list[str] = []
        values = read_fields(file, table, wrong)
        mistakes += ((file, mistake) for mistake in wrong)
        target = values.pop(EXTEND, None)
        yield file, values
        if not isinstance(target, str) or not target:
            return
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        text = {} if target.startswith("/") or path.startswith("../") else read([path])
        following = read_table(path, text[path]) if path in text else None
        if path in seen or len(seen) > _MOST_EXTENDED:
            mistakes.append(
                (file, f'extend: "{target}" leads back to {path}' if path in seen else "extend: the chain is too long")
            )
        elif following is None:
            missing = (
                "has no configuration of scoper" if path in text else "is no file of this repository on the side that counts"
            )
            mistakes.append((file, f'extend: "{target}" {missing}'))
        else:
            seen.append(path)
            file, table = path, following
            continue
        return


def _merged(said: Iterable[Setting], notes: tuple[str, ...]) -> Config:
    # Any: read_fields gives each field its type, which a mapping cannot say
    values: dict[str, Any] = {}
    severities: list[tuple[str, Any]] = []
    for field, value, _, folder in said:
        if not folder:
            values[field] = value
        elif field == "severity":
            severities.append((anchored(folder), value))
        elif field == "ignore":
            values["per_path_ignore"] = (*values.get("per_path_ignore", ()), (anchored(folder), value))
        elif field == "per_path_ignore" and isinstance(value, tuple):
            more = ((below(folder, glob), codes) for glob, codes in value)
            values[field] = (*values.get(field, ()), *more)
        elif isinstance(value, tuple):
            values[field] = (*values.get(field, ()), *(below(folder, glob) for glob in value))
    return Config(**values, per_path_severity=tuple(severities), notes=notes)


def below(folder: str, glob: str) -> str:
    """A gitignore-style glob of a file in ``folder`` as one that counts from the top."""
    negated, body = ("!", glob[1:]) if glob.startswith("!") else ("", glob)
    anywhere = "/" not in body.rstrip().rstrip("/")
    return f"{negated}{anchored(folder)}{'**/' if anywhere else ''}{body.removeprefix('/')}"


def anchored(path: str) -> str:
    """A gitignore-style glob of exactly this file, or of all that is in this folder (which ends in ``/``)."""
    return "/" + re.sub(r"([\\*?\[\]!# ])", r"\\\1", path)


def _matcher(globs: Iterable[object]) -> Callable[[str], bool]:
    lines = [glob for value in globs if isinstance(value, tuple) for glob in value]
    if not lines:
        return lambda _path: False
    from pathspec import GitIgnoreSpec  # only repositories that configure globs pay for it

    return GitIgnoreSpec.from_lines(lines).match_file


def _refuse(mistakes: list[tuple[str, str]]) -> None:
    files = list(dict.fromkeys(file for file, _ in mistakes))
    if len(files) == 1:
        refuse(files[0], [mistake for _, mistake in mistakes])
    if files:
        refuse(" and ".join(files), [f"{file}: {mistake}" for file, mistake in mistakes])
