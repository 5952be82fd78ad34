from __future__ import annotations

from scoper.style.features import features
from scoper.style.weights import WEIGHTS, weight_of


def test_weights_are_of_features_that_can_be_reported() -> None:
    assert WEIGHTS and all(features()[name].words for name in WEIGHTS)


def test_what_people_do_now_and_then_weighs_less_than_what_they_never_do() -> None:
    assert weight_of("line-length") < weight_of("a feature that nothing is known of") == 1 < weight_of("narrated-function")
