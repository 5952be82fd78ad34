from __future__ import annotations

import pytest

from tests.change.changes import briefs


@pytest.mark.parametrize(
    ("base", "head", "edits"),
    [
        ("import a\n", "import a\nimport b\n", ["a.py: import +2"]),
        ("import a\nimport b\n", "import a\n", ["a.py: import -2"]),
        ("from a import b\n", "from a import b, c\n", ["a.py: import -1 +1"]),
        ("from a import b\n", "from x.a import b\n", ["a.py: import -1 +1"]),
        (
            "import a\nimport b\n",
            "import c\nimport d\n",
            ["a.py: import +1", "a.py: import -1", "a.py: import +2", "a.py: import -2"],
        ),
        ("import a\nimport b\n", "import b\nimport a\n", ["a.py: reorder -2 +1"]),
        ("from a import b, c\n", "from a import c, b\n", ["a.py: reorder -1 +1"]),
        ("import a, b\n", "import a\nimport b\n", ["a.py: reorder -1 +1-2"]),
        ("from a import b, c\n", "from a import (\n    b,\n    c,\n)\n", ["a.py: format-only -1 +1-4"]),
        ("from a import b\n", "from a import b  # noqa\n", ["a.py: comment -1 +1"]),
        ("from a import (\n    b,\n)\n", "from a import (\n    # why\n    b,\n)\n", ["a.py: comment +2"]),
        ("from a import (\n    b,\n)\n", "from a import (\n    b,\n    c,\n)\n", ["a.py: import +3"]),
        ("import a\nif x:\n    b()\n", "if x:\n    import a\n    b()\n", ["a.py: import -1 +2"]),
    ],
)
def test_import_statements(base: str, head: str, edits: list[str]) -> None:
    assert briefs(base, head) == edits
