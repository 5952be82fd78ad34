from __future__ import annotations

from scoper.facts.load import FactLoader
from scoper.git.repository import Repository
from scoper.lang import registry
from scoper.lang.spec import Language
from tests.gitrepo import GitRepo


def test_a_grammar_that_is_missing_is_said_with_the_way_out(repo: GitRepo) -> None:
    language = registry.LANGUAGES[0]
    gone: Language = language._replace(grammar_module="tree_sitter_of_nobody", extra="nobody")
    repo.commit({"a.py": "x = 1\n"})
    with Repository.discover(repo.root) as found, FactLoader(None, max_file_bytes=100) as loader:
        head = found.head()
        assert head is not None
        loader._extract(head, {(gone, head.entries()["a.py"].oid): "a.py"})
        facts = loader._memory[gone.name, head.entries()["a.py"].oid]
    assert facts.degraded == "the grammar of python is missing: pip install 'scoper[nobody]'"
    assert not facts.definitions
