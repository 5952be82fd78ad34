"""Putting git's hooks in place and taking them away: shell scripts where git looks for them, or lines in husky's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scoper.agent.hosts import install as files
from scoper.agent.hosts.model import Setting, SettingKind
from scoper.cli.shims import Hook, hooks_folder, husky_folder
from scoper.cli.stages import DEFAULT, STAGES
from scoper.errors import UserError
from scoper.git.repository import Repository

_HUSKY = "git-husky"  # the name of the record
_HUSKY_LINES = """\
if command -v scoper >/dev/null 2>&1; then
    scoper hook git {stage} "$@"
else
    echo "scoper is not installed here, so this was not checked" >&2
fi
"""


def install_hooks(stages: Sequence[str]) -> Iterator[str]:
    """Install these hooks, and say of each what happened."""
    wanted = [stage for stage in STAGES if stage in (stages or DEFAULT)]
    if (husky := husky_folder()) is not None:
        yield from _install_in_husky(*husky, wanted)
        return
    folder = hooks_folder()
    hooks = [Hook(folder, stage) for stage in wanted]
    for hook in hooks:
        _refuse_to_lose(hook)
    made_folder = _make(folder)
    for hook in hooks:
        yield f"{hook.path}: {_install(hook, made_folder=made_folder)}"


def uninstall_hooks() -> Iterator[str]:
    """Remove the hooks of scoper and put back what stood there before, and say of each what happened."""
    if (husky := husky_folder()) is not None:
        place = _place(husky[0])
        changes = files.plan_uninstall(_HUSKY, place, _settings(STAGES))
        files.uninstall(_HUSKY, place, changes)
        yield from (f"{change.path}: removed" for change in changes)
        if not changes:
            yield "not installed"
        return
    folder = hooks_folder()
    made_folder = False
    for stage in STAGES:
        hook = Hook(folder, stage)
        made_folder |= hook.is_ours() and hook.made_folder()
        yield f"{hook.path}: {_uninstall(hook)}"
    if made_folder and not any(folder.iterdir()):
        folder.rmdir()


def _install_in_husky(root: Path, folder: Path, stages: Sequence[str]) -> Iterator[str]:
    place = _place(root)
    changes = files.plan_install(_HUSKY, place, _settings(stages))
    files.install(_HUSKY, place, changes)
    changed = {change.path for change in changes}
    for stage in stages:
        path = f".husky/{stage}"
        yield f"{folder / stage}: {'installed, behind what husky runs' if path in changed else 'already installed'}"


def _settings(stages: Sequence[str]) -> tuple[Setting, ...]:
    return tuple(Setting(f".husky/{stage}", SettingKind.BLOCK, _HUSKY_LINES.format(stage=stage)) for stage in stages)


def _place(root: Path) -> files.Place:
    with Repository.discover() as repository:
        return files.Place(str(root), os.path.join(repository.git_dir, "scoper", "installed"))


def _refuse_to_lose(hook: Hook) -> None:
    if not hook.is_ours() and os.path.lexists(hook.path) and os.path.lexists(hook.kept):
        hint = f"look at both, and remove or rename {hook.kept.name}"
        raise UserError(f"{hook.path} would have to be kept as {hook.kept.name}, but that exists already", hint)


def _make(folder: Path) -> bool:
    """Create the folder of the hooks; whether it was not there."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    except OSError as error:
        raise UserError(f"cannot create {folder}: {error.strerror}") from None
    return True


def _install(hook: Hook, *, made_folder: bool) -> str:
    """Write one shim and say what happened."""
    ours = hook.is_ours()
    text = hook.shim(python=sys.executable, made_folder=made_folder or (ours and hook.made_folder()))
    if ours and hook.path.read_bytes() == text:
        return "already installed"
    fresh = hook.path.with_name(f"{hook.path.name}.scoper-new")
    try:
        fresh.write_bytes(text)
        fresh.chmod(0o755)
        keep = not ours and os.path.lexists(hook.path)
        if keep:
            os.rename(hook.path, hook.kept)
        os.replace(fresh, hook.path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError(f"cannot install {hook.path}: {error.strerror}") from None
    if ours:
        return "renewed"
    return f"installed; the hook that was there is kept as {hook.kept.name} and runs first" if keep else "installed"


def _uninstall(hook: Hook) -> str:
    """Remove one shim and say what happened."""
    if not hook.is_ours():
        return "not installed by scoper, left alone" if os.path.lexists(hook.path) else "not installed"
    try:
        if os.path.lexists(hook.kept):
            os.replace(hook.kept, hook.path)
            return "removed; the hook that was there before is back"
        hook.path.unlink()
    except OSError as error:
        raise UserError(f"cannot remove {hook.path}: {error.strerror}") from None
    return "removed"
