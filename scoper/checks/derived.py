"""Files that are made from others, and changed although these did not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

from scoper.change.model import ChangedFile
from scoper.checks.model import Review
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.verdict.generated import head_of_generated, is_made_from

LOCK_WITHOUT_CAUSE = Rule(
    "IN608",
    "lock-without-cause",
    Severity.WARNING,
    "A lock file changed, and no manifest did.",
    """
## What it does
Reports a changed lock file (`poetry.lock`, `uv.lock`, `package-lock.json`, `yarn.lock`, `Cargo.lock`, `go.sum`, …) where no
manifest of its kind changed. Silent where the request speaks of dependencies.

## Why it matters
Other versions of packages are other code. A lock file that changes by the way is hard to review and easy to miss.

## Example
Asked to fix a function, the diff has 800 lines of `package-lock.json` from an `npm install`.

## What to do
Take the lock file back, or ask for the upgrade.
""",
)
GENERATED_EDITED = Rule(
    "IN609",
    "generated-edited",
    Severity.WARNING,
    "A generated file was edited, and what it is generated from was not.",
    """
## What it does
Reports changes of a file whose head says that it is generated, or not to be edited, where no file changed that its head names
or that has its name with another ending. Silent where the request speaks of generating.

## Why it matters
The next run of the generator takes the edit back.

## Example
Asked to add a field, the diff edits `user_pb2.py` and leaves `user.proto` as it is.

## What to do
Edit the source and run the generator.
""",
)
RULES = (LOCK_WITHOUT_CAUSE, GENERATED_EDITED)

_MANIFESTS = {
    "poetry.lock": ("pyproject.toml",),
    "uv.lock": ("pyproject.toml",),
    "pdm.lock": ("pyproject.toml",),
    "Pipfile.lock": ("Pipfile",),
    "package-lock.json": ("package.json",),
    "yarn.lock": ("package.json",),
    "pnpm-lock.yaml": ("package.json", "pnpm-workspace.yaml"),
    "bun.lock": ("package.json",),
    "Cargo.lock": ("Cargo.toml",),
    "go.sum": ("go.mod", "go.work"),
    "Gemfile.lock": ("Gemfile",),
    "composer.lock": ("composer.json",),
}
_LOCKING = r"(?i)\b(?:(?:re)?lock\w*|upgrad\w*|updat\w*|bump\w*|dep(?:s|endenc\w*)|versions?|packages?|install\w*)\b"
_GENERATING = r"(?i)\b(?:re)?(?:generat\w*|compil\w*|build|vendor\w*|schema)\b"


def check(review: Review) -> Iterator[Finding]:
    request = review.task.request or ""
    changed = [file.change.path for file in review.change.files]
    names = {basename(path) for path in changed}
    for file in review.change.files:
        path = file.change.path
        if file.base_text is None or file.head_text is None:
            continue
        if (manifests := _MANIFESTS.get(basename(path))) is not None:
            if names.isdisjoint(manifests) and not re.search(_LOCKING, request):
                yield _finding(LOCK_WITHOUT_CAUSE, file, review, f"changed, and {' or '.join(manifests)} did not")
        elif (
            not re.search(_LOCKING if path.endswith(".txt") else _GENERATING, request)
            and (head := head_of_generated(file.base_text))
            and not any(is_made_from(path, head, other) for other in changed)
        ):
            yield _finding(
                GENERATED_EDITED, file, review, "says that it is generated, and nothing that it is made from changed"
            )


def _finding(rule: Rule, file: ChangedFile, review: Review, words: str) -> Finding:
    path = file.change.path
    edit = next((edit.id for edit in review.change.edits if edit.path == path), None)
    return Finding(rule, Severity.WARNING, Confidence.MEDIUM, Location(path, path), f"{path}: {words}", edit, "trim")
