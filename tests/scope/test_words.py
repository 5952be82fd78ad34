from __future__ import annotations

import pytest

from scoper.scope.words import request_terms, stem, stems


@pytest.mark.parametrize(
    "request_text", ["", "Fix it\n", "Signed-off-by: Ada <a@b.c>", "https://example.com/redirect", "<!-- redirect -->"]
)
def test_nothing_telling_gives_no_terms(request_text: str) -> None:
    assert request_terms(request_text) == ()


@pytest.mark.parametrize("form", ["redirect", "redirects", "redirected", "redirecting"])
def test_forms_of_a_word_meet(form: str) -> None:
    assert stem(form) == "redirect"


def test_short_words_are_not_cut_to_nothing() -> None:
    assert stem("us") == "us"
    assert stem("red") == "red"


def test_identifiers_are_split() -> None:
    assert stems("HTTPServer.max_redirects") == {"http", "serv", "max", "redirect"}


def test_the_subject_weighs_more_than_the_body() -> None:
    terms = dict(request_terms("Cache templates\n\nThe loader kept templates and sessions."))
    assert terms["templat"] == 1.0
    assert terms["session"] == 0.5
