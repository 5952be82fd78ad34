"""Scripts that source others."""

from __future__ import annotations

import pytest

from tests.graph.trees import meanings, tree_graph

LIBRARY = "help_all() { :; }\n"


@pytest.mark.parametrize(
    ("script", "line", "library", "found"),
    [
        ("run.sh", "source lib.sh", "lib.sh", ["lib.sh::help_all exact star"]),
        ("bin/run.sh", ". ../lib/names.sh", "lib/names.sh", ["lib/names.sh::help_all exact star"]),
        ("bin/run.sh", '. "$(dirname "$0")/names.sh"', "bin/names.sh", ["bin/names.sh::help_all exact star"]),
        ("bin/run.sh", 'source "${ROOT}/lib/names.sh"', "lib/names.sh", ["lib/names.sh::help_all likely star"]),
        ("bin/run.sh", "source /etc/names.sh", "lib/names.sh", []),
        ("bin/run.sh", "source $NAMES", "lib/names.sh", []),
    ],
)
def test_what_is_sourced(script: str, line: str, library: str, found: list[str]) -> None:
    graph = tree_graph({script: f"{line}\nhelp_all\n", library: LIBRARY})
    assert meanings(graph, script, "help_all") == found
