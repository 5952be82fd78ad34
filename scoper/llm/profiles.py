"""How to talk to which family of models: profiles in data files, chosen by the model's name or by their own, and overridable.

The shipped ones are ``profiles/*.toml`` beside this file. The user's file of models (``SCOPER_MODELS``, else ``models.toml`` in
the user's configuration folder) may add profiles, change single keys of shipped ones, and say prices and where to ask. No
repository can: it would choose where the user's key is sent.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_type_hints

from scoper.errors import UserError
from scoper.text import nearest

_FOLDER = Path(__file__).with_name("profiles")
_DEFAULT = "default"
_CHOICES = {
    "api": ("responses", "chat"),
    "deliver": ("patch-tool", "custom-tool", "text"),
    "documents": ("xml", "markdown"),
    "instructions_role": ("system", "developer"),
    "max_output_field": ("max_completion_tokens", "max_tokens"),
}


class Profile(NamedTuple):
    """What is particular to a family. Times are in seconds, sizes in tokens."""

    name: str
    match: tuple[str, ...] = ()  # globs of model names, without case; the longest that matches wins
    api: str = "chat"
    format: str = "search-replace"  # name of an edit format
    deliver: str = "text"  # how edits come: the built-in apply_patch tool, a freeform tool, or in the text
    documents: str = "xml"  # how the context pack is written
    instructions_role: str = "system"  # over Chat Completions
    repeat_instructions: bool = False  # say them again after a long context
    persistence: bool = False  # remind of finishing the task before ending the turn
    overeager: bool = False  # warn of doing more than was asked
    effort: str = ""  # of reasoning; empty for the server's default
    verbosity: str = ""
    context: int = 128_000  # the largest prompt
    pack: int = 12_000  # the budget of the context pack
    max_output: int = 16_000
    max_output_field: str = "max_completion_tokens"
    cache_key: bool = False  # send prompt_cache_key
    parallel_tool_calls: bool = False
    stream: bool = True
    timeout: float = 600.0  # for one request


class Price(NamedTuple):
    """US dollars for a million tokens. From ``long_from`` input tokens on, all input of a request costs ``long_input``."""

    input: float
    output: float
    cached: float | None = None
    cache_write: float | None = None
    long_from: int = 0
    long_input: float | None = None


class Models(NamedTuple):
    """All that is known: profiles by name, prices by glob of model names with the day they were noted, and where to ask."""

    profiles: Mapping[str, Profile]
    prices: Mapping[str, Price]
    prices_noted: str
    model: str | None = None
    base_url: str | None = None
    key_env: str | None = None
    source: str | None = None  # the user's file, where there is one

    def profile(self, model: str, wanted: str | None = None) -> Profile:
        """The profile of that name, else the one that fits the model best. Raises :class:`UserError` for an unknown name."""
        if wanted is not None:
            if wanted not in self.profiles:
                near = nearest(wanted, self.profiles)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(self.profiles))}"
                raise UserError(f"no such profile: {wanted}", hint)
            return self.profiles[wanted]
        found = [(len(glob), name) for name, one in self.profiles.items() for glob in one.match if _fits(model, glob)]
        return self.profiles[max(found)[1] if found else _DEFAULT]

    def price(self, model: str) -> Price | None:
        """What the model costs; ``None`` where nobody has said."""
        found = [(len(glob), glob) for glob in self.prices if _fits(model, glob)]
        return self.prices[max(found)[1]] if found else None


def load_models(environ: Mapping[str, str] = os.environ) -> Models:
    """What is shipped, with the user's file on top. Raises :class:`UserError` for a file that is not as it should be."""
    shipped = _shipped()
    path = environ.get("SCOPER_MODELS") or _default_file()
    if path is None or not (environ.get("SCOPER_MODELS") or os.path.exists(path)):
        return shipped
    try:
        with open(path, "rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise UserError(f"cannot read the file of models {path}: {error.strerror}", "SCOPER_MODELS names it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not valid TOML: {error}") from None
    return _merged(shipped, table, path)


def _default_file() -> str:
    from platformdirs import user_config_dir  # only where a model is asked

    return os.path.join(user_config_dir("scoper", appauthor=False), "models.toml")


@cache
def _shipped() -> Models:
    profiles = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        profiles[path.stem] = _profile(Profile(path.stem), tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    table = tomllib.loads((_FOLDER.parent / "prices.toml").read_text(encoding="utf-8"))
    return Models(profiles, _prices(table["prices"], "prices.toml"), str(table["noted"]))


def _merged(shipped: Models, table: Mapping[str, object], path: str) -> Models:
    known = ("model", "base-url", "key-env", "profiles", "prices")
    _refuse_unknown(table, known, path)
    texts: dict[str, str | None] = {}
    for key in ("model", "base-url", "key-env"):
        value = table.get(key)
        if value is not None and not (isinstance(value, str) and value):
            raise UserError(f"{path}: {key}: found {value!r}, expected a string that is not empty")
        texts[key] = value
    profiles = dict(shipped.profiles)
    for name, changes in _table(table, "profiles", path).items():
        base = changes.get("like", name) if isinstance(changes, dict) else None
        if not isinstance(changes, dict) or not isinstance(base, str):
            raise UserError(f"{path}: profiles.{name}: expected a table")
        start = profiles.get(base, Profile(name))._replace(name=name)
        if base != name:
            start = start._replace(match=())
        profiles[name] = _profile(start, {k: v for k, v in changes.items() if k != "like"}, f"{path}: profiles.{name}")
    prices = {**shipped.prices, **_prices(_table(table, "prices", path), path)}
    return Models(profiles, prices, shipped.prices_noted, texts["model"], texts["base-url"], texts["key-env"], path)


def _profile(start: Profile, table: Mapping[str, object], where: str) -> Profile:
    fields = {name.replace("_", "-"): kind for name, kind in get_type_hints(Profile).items() if name != "name"}
    _refuse_unknown(table, fields, where)
    values = {}
    for key, value in table.items():
        name, kind = key.replace("-", "_"), fields[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if name == "match" and isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = tuple(value)
        elif name == "match" or type(value) is not kind:
            raise UserError(f"{where}: {key}: found {value!r}, expected {_word(kind)}")
        if name in _CHOICES and value not in _CHOICES[name]:
            raise UserError(f"{where}: {key}: found {value!r}, expected one of {', '.join(_CHOICES[name])}")
        if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
            raise UserError(f"{where}: {key}: found {value!r}, expected a number above 0")
        values[name] = value
    made = start._replace(**values)  # type: ignore[arg-type]  # each value was compared with the type of its field
    if made.deliver == "patch-tool" and made.api != "responses":
        raise UserError(f"{where}: deliver = 'patch-tool' needs api = 'responses'", "over chat, use 'custom-tool' or 'text'")
    return made


def _prices(table: Mapping[str, object], where: str) -> dict[str, Price]:
    prices = {}
    for glob, value in table.items():
        fields = {name.replace("_", "-") for name in Price._fields}
        if not isinstance(value, dict) or not {"input", "output"} <= value.keys():
            raise UserError(f"{where}: prices.{glob}: expected a table with input and output")
        _refuse_unknown(value, fields, f"{where}: prices.{glob}")
        if not all(isinstance(one, int | float) and not isinstance(one, bool) and one >= 0 for one in value.values()):
            raise UserError(f"{where}: prices.{glob}: expected numbers of dollars for a million tokens")
        prices[glob] = Price(**{key.replace("-", "_"): one for key, one in value.items()})
    return prices


def _table(table: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UserError(f"{where}: {key}: expected a table")
    return value


def _refuse_unknown(table: Mapping[str, object], known: object, where: str) -> None:
    assert isinstance(known, tuple | dict | set)
    for key in table:
        if key not in known:
            near = nearest(key, known)
            raise UserError(f"{where}: {key}: unknown key" + (f"; did you mean {near[0]}?" if near else ""))


def _word(kind: object) -> str:
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}.get(kind, "a list of strings")  # type: ignore[call-overload,no-any-return]


def _fits(model: str, glob: str) -> bool:
    """Whether a name matches, with or without the provider's name that routers put before it."""
    name = model.lower()
    return fnmatchcase(name, glob.lower()) or fnmatchcase(name.rpartition("/")[2], glob.lower())
