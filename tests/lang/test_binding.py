from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scoper.lang.binding import grammar_function
from scoper.lang.registry import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_every_grammar_is_loaded(language: object) -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    module, name = (getattr(language, field) for field in ("grammar_module", "grammar_function"))
    assert tree_sitter.Language(grammar_function(module, name)()).abi_version


def test_a_package_without_a_binding_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "grammar_of_another_make").mkdir()
    (tmp_path / "grammar_of_another_make" / "__init__.py").write_text("def language(): return 7\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert grammar_function("grammar_of_another_make", "language")() == 7
    sys.modules.pop("grammar_of_another_make")


def test_a_grammar_that_is_not_installed() -> None:
    with pytest.raises(ModuleNotFoundError):
        grammar_function("no_such_grammar", "language")
