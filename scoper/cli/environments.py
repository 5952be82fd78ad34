"""What continuous integration says of a change: which commits, and what was asked for.

Read from environment variables, and on GitHub from the event that it writes to a file. Everything here was written by somebody
who may mean harm: it is data, and never a command or an option.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from scoper.errors import UserError

_NO_COMMIT = re.compile(r"0{40,64}")


class Run(NamedTuple):
    """One run. ``base`` and ``head`` are revisions; ``title`` and ``body`` are those of the pull request, where there is one;
    ``account`` is the number of its author's account; ``fetch`` is what gets a base that is not in the clone."""

    service: str
    base: str = ""
    head: str = "HEAD"
    title: str = ""
    body: str = ""
    issue: str = ""
    email: str = ""
    account: str = ""
    fetch: str = ""
    notices: tuple[str, ...] = ()


def read_run(environ: Mapping[str, str]) -> Run:
    """The run that the environment is about. ``SCOPER_BASE``, ``SCOPER_HEAD``, ``SCOPER_TITLE``, ``SCOPER_BODY``,
    ``SCOPER_ISSUE`` and ``SCOPER_AUTHOR_EMAIL`` come before what a service says, and are enough where none is known."""
    run = Run("the environment")
    for name, read in _SERVICES:
        if environ.get(name) not in (None, "", "false"):
            run = read(environ)
            break
    return run._replace(
        base=environ.get("SCOPER_BASE") or run.base,
        head=environ.get("SCOPER_HEAD") or run.head,
        title=environ.get("SCOPER_TITLE") or run.title,
        body=environ.get("SCOPER_BODY") or run.body,
        issue=environ.get("SCOPER_ISSUE") or run.issue,
        email=environ.get("SCOPER_AUTHOR_EMAIL") or run.email,
    )


def _github(environ: Mapping[str, str]) -> Run:
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    run = Run("GitHub", fetch="give actions/checkout `fetch-depth: 0`")
    pull, group = _table(event, "pull_request"), _table(event, "merge_group")
    if pull:
        base, head, user = _table(pull, "base"), _table(pull, "head"), _table(pull, "user")
        return run._replace(
            base=_text(base, "sha"),
            head=_text(head, "sha") or run.head,
            title=_text(pull, "title"),
            body=_text(pull, "body"),
            account=str(user.get("id") or ""),
        )
    if group:
        return run._replace(base=_text(group, "base_sha"), head=_text(group, "head_sha") or run.head)
    before = _text(event, "before")
    known = "" if _NO_COMMIT.fullmatch(before) else before
    return run._replace(base=known, head=environ.get("GITHUB_SHA", run.head), email=_text(_table(event, "pusher"), "email"))


def _gitlab(environ: Mapping[str, str]) -> Run:
    before = environ.get("CI_COMMIT_BEFORE_SHA", "")
    cut = environ.get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED") == "true"
    return Run(
        "GitLab",
        environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA") or ("" if _NO_COMMIT.fullmatch(before) else before),
        environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environ.get("CI_COMMIT_SHA", "HEAD"),
        environ.get("CI_MERGE_REQUEST_TITLE", ""),
        environ.get("CI_MERGE_REQUEST_DESCRIPTION", ""),
        email=_address(environ.get("CI_COMMIT_AUTHOR", "")),
        fetch="set the variable GIT_DEPTH to 0",
        notices=("GitLab cut the description of the merge request, so a part of the request is missing",) if cut else (),
    )


def _buildkite(environ: Mapping[str, str]) -> Run:
    target = environ.get("BUILDKITE_PULL_REQUEST_BASE_BRANCH", "")
    return Run(
        "Buildkite",
        target,
        environ.get("BUILDKITE_COMMIT", "HEAD"),
        email=environ.get("BUILDKITE_BUILD_AUTHOR_EMAIL", ""),
        fetch=_fetch(target),
    )


def _azure(environ: Mapping[str, str]) -> Run:
    target = environ.get("SYSTEM_PULLREQUEST_TARGETBRANCH", "").removeprefix("refs/heads/")
    head = environ.get("SYSTEM_PULLREQUEST_SOURCECOMMITID") or environ.get("BUILD_SOURCEVERSION", "HEAD")
    return Run(
        "Azure",
        target,
        head,
        email=environ.get("BUILD_REQUESTEDFOREMAIL", ""),
        fetch="set `fetchDepth: 0` on the checkout step",
    )


def _jenkins(environ: Mapping[str, str]) -> Run:
    target = environ.get("CHANGE_TARGET", "")
    return Run(
        "Jenkins",
        target or environ.get("GIT_PREVIOUS_SUCCESSFUL_COMMIT", ""),
        environ.get("GIT_COMMIT", "HEAD"),
        environ.get("CHANGE_TITLE", ""),
        email=environ.get("CHANGE_AUTHOR_EMAIL", ""),
        fetch=_fetch(target),
    )


_SERVICES = (
    ("GITHUB_ACTIONS", _github),
    ("GITLAB_CI", _gitlab),
    ("BUILDKITE", _buildkite),
    ("TF_BUILD", _azure),
    ("JENKINS_URL", _jenkins),
)


def _fetch(branch: str) -> str:
    return f"git fetch --no-tags --unshallow origin {branch}" if re.fullmatch(r"[\w./-]+", branch) else ""


def _event(path: str) -> Mapping[str, object]:
    if not path:
        return {}
    try:
        with open(path, "rb") as file:
            event: object = json.loads(file.read())
    except (OSError, ValueError) as error:
        raise UserError(f"the event of this run cannot be read: {path}: {error}") from None
    return event if isinstance(event, dict) else {}


def _table(document: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    return value if isinstance(value, str) else ""


def _address(author: str) -> str:
    match = re.search(r"<([^<>]+)>\s*$", author)
    return match[1] if match else ""
