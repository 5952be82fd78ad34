from __future__ import annotations

import pytest

from scoper.context.rank import PastCommit, Words, by_file, fuse, history_scores, walk
from scoper.facts.model import Role
from scoper.graph.model import Certainty, Edge


def edge(source: str, target: str, certainty: Certainty = Certainty.EXACT) -> Edge:
    return Edge(source, target, Role.CALL, 1, certainty, "local")


def test_a_walk_prefers_what_is_near_and_sure() -> None:
    edges = [
        edge("a.py::f", "b.py::near"),
        edge("a.py::f", "c.py::guessed", Certainty.GUESS),
        edge("b.py::near", "d.py::far"),
        edge("x.py::x", "y.py::y"),
    ]
    scores = walk(edges, ["a.py::f"])
    assert scores["b.py::near"] > scores["c.py::guessed"] > 0
    assert scores["b.py::near"] > scores["d.py::far"] > 0
    assert "x.py::x" not in scores
    assert sum(scores.values()) == pytest.approx(1)


def test_a_walk_depends_on_no_order() -> None:
    edges = [edge(f"m{n}.py::f", f"m{(n * 7) % 11}.py::g") for n in range(40)]
    assert walk(edges, ["m1.py::f", "m2.py::f"]) == walk(edges[::-1], ["m2.py::f", "m1.py::f"])


def test_a_walk_without_edges_stays_at_home() -> None:
    assert by_file(walk([], ["a.py::f"])) == {"a.py": pytest.approx(1)}
    assert walk([], []) == {}


def test_rare_words_weigh_more_and_paths_count() -> None:
    texts = {f"f{n}.py": b"common common" for n in range(20)} | {"redirects.py": b"", "rare.py": b"redirected common"}
    words = Words("Common redirect", texts)
    assert words.weights["redirect"] > words.weights["common"]
    files = words.files()
    assert files["redirects.py"] > files["rare.py"] > files["f1.py"] > 0
    assert words.name("follow_redirects") > words.name("common_thing") > words.name("other") == 0


def test_short_words_are_looked_for_as_words() -> None:
    files = Words("fix the url", {"a.py": b"curly", "b.py": b"url = 1", "c.py": b"base_url"}).files()
    assert set(files) == {"b.py", "c.py"}


def test_what_changed_together_comes_first_and_large_commits_say_nothing() -> None:
    history = [
        PastCommit("one", ("a.py", "b.py")),
        PastCommit("two", ("a.py", "b.py", "CHANGES")),
        PastCommit("three", ("c.py", "CHANGES")),
        PastCommit("four", ("d.py", "CHANGES")),
        PastCommit("all", tuple(f"{n}.py" for n in range(50)) + ("a.py", "e.py")),
    ]
    scores = history_scores(history, {"a.py"}, "")
    assert scores["b.py"] > scores["CHANGES"] > 0
    assert scores.get("c.py", 0) == scores.get("e.py", 0) == 0


def test_commits_for_like_requests_count() -> None:
    history = [PastCommit("Fix redirect loops", ("net.py",)), PastCommit("Bump version", ("version.py",))]
    scores = history_scores(history, set(), "Limit redirects")
    assert scores["net.py"] > scores.get("version.py", 0)


def test_no_history_is_no_signal() -> None:
    assert history_scores([], {"a.py"}, "words") == {}


def test_fusion_takes_ranks_and_ties_in_a_fixed_order() -> None:
    fused = fuse({"text": {"a": 100.0, "b": 99.0}, "graph": {"b": 0.1}, "history": {}})
    assert sorted(fused, key=lambda path: -fused[path]) == ["b", "a"]
    assert fused["b"] == 1
    assert fuse({}) == {}
