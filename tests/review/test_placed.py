from __future__ import annotations

from itertools import combinations

from scoper.review.opening import Way
from scoper.review.placed import in_place
from tests.gitrepo import GitRepo
from tests.review.matters import opened

FUNCTIONS = "".join(f"def {name}():\n    a = 1\n    return a\n\n\n" for name in ("one", "two", "three"))
WORDS = "# Title\n\nWords that stay the same in this file.\n"
BEFORE: dict[str, str | bytes] = {
    "code.py": FUNCTIONS,
    "moved.md": WORDS,
    "gone.md": "# Gone\n\nText.\n",
    "image.bin": b"\0\1",
    "run.sh": "echo\n",
}


def test_any_choice_of_parts_is_known_again(repo: GitRepo) -> None:
    repo.commit(BEFORE)
    text = FUNCTIONS.replace("a = 1", "a = 2", 1).replace("def three", "def third")
    # The new one is so like its neighbours that a diff may be read in several ways.
    repo.write("code.py", text.replace("def two", "def new():\n    a = 1\n    return a\n\n\ndef two"))
    for path in ("moved.md", "gone.md"):
        repo.remove(path)
    repo.write("elsewhere.md", f"{WORDS}\nAnd more of them.\n")
    repo.write("added.md", "# Added\n\nText.\n")
    repo.write("image.bin", b"\0\2")
    (repo.root / "run.sh").chmod(0o755)
    with opened(repo, Way.PATCH) as desk:
        matter, (base, head) = desk.matter, desk.sides[:2]
        every = set(range(len(matter.parts.edits)))
        kinds = {kind.value for edit in matter.parts.edits for kind in edit.kinds}
        assert {"body", "add", "delete", "binary", "mode", "rename"} <= kinds
        for few in [set(one) for count in (0, 1) for one in combinations(every, count)]:
            for chosen in (matter.recombination.closed(few), every - matter.recombination.closed(few)):
                placed = desk._repository.lay(base, matter.recombination.files(chosen), "some")
                assert in_place(desk._repository, base, head, placed, matter.parts) == chosen
