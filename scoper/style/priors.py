"""What is known of a language before a repository is looked at: ``style.json`` of its folder, as ``benchmarks.fit_style``
writes it. A feature that is not in it is not judged."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from typing import NamedTuple

import scoper.lang
from scoper.lang.registry import Language


class Prior(NamedTuple):
    """The mean share of every value over repositories, and how closely each level follows the one above it."""

    mean: Mapping[str, float]
    repository: float
    directory: float
    file: float
    edit: float


_AS = {"c": "cpp"}  # languages that are taken to be written as another is


@functools.cache
def priors(language: Language) -> Mapping[str, Prior]:
    """By feature; empty where none were fitted."""
    path = prior_path(language)
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        rows: dict[str, dict[str, object]] = json.load(file)
    return {feature: _prior(row) for feature, row in rows.items()}


def prior_path(language: Language) -> str:
    """Where the numbers of a language are."""
    return os.path.join(os.path.dirname(scoper.lang.__file__), _AS.get(language.package, language.package), "style.json")


def _prior(row: Mapping[str, object]) -> Prior:
    mean, numbers = row["mean"], [row[name] for name in ("repository", "directory", "file", "edit")]
    assert isinstance(mean, dict)
    repository, directory, file, edit = (float(str(number)) for number in numbers)
    return Prior({str(value): float(share) for value, share in mean.items()}, repository, directory, file, edit)
