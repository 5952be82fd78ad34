from __future__ import annotations

import pytest

from scoper.casefile import parse_case, with_findings
from scoper.errors import UserError

CASE = """\
# A helper next door is touched

Why it matters, in words.

Request: round `total`
Scope: a.py::total, !docs/

```python before=a.py
# Request: not this one
def total(): ...
```

```python after=a.py
def total(): return 1
```

```python before=kept.py no-eol
x = 1
```

```text before=old/b.txt crlf
one
two
```

``` gone=old/b.txt
```

```console
$ an example
```

```findings
a.py::total   CH201  warning

b.py SC101 error
```

```verdicts
a.py::total body in target
```
"""


def test_a_whole_case() -> None:
    case = parse_case(CASE)
    assert (case.title, case.request, case.scope) == (
        "A helper next door is touched",
        "round `total`",
        ("a.py::total", "!docs/"),
    )
    assert case.base == {
        "a.py": b"# Request: not this one\ndef total(): ...\n",
        "kept.py": b"x = 1",
        "old/b.txt": b"one\r\ntwo\r\n",
    }
    assert case.head == {"a.py": b"def total(): return 1\n", "kept.py": b"x = 1"}
    assert case.findings == ("a.py::total CH201 warning", "b.py SC101 error")
    assert case.verdicts == ("a.py::total body in target",)


def test_the_least_case() -> None:
    case = parse_case("```findings\n```\n")
    assert case == ("", None, (), {}, {}, (), None)


def test_a_request_of_many_lines() -> None:
    assert parse_case("```request\none\n\ntwo\n```\n```findings\n```\n").request == "one\n\ntwo"


def test_a_longer_fence_holds_a_shorter_one() -> None:
    case = parse_case("````markdown before=a.md\n```python\nx\n```\n````\n```findings\n```\n")
    assert case.base == {"a.md": b"```python\nx\n```\n"}


@pytest.mark.parametrize(
    "text",
    [
        "no findings at all",
        "```findings\n```\n```findings\n```\n",
        "```python befor=a.py\n```\n```findings\n```\n",
        "```python before=\n```\n```findings\n```\n",
        "```python before=a.py\n```\n```python before=a.py\n```\n```findings\n```\n",
        "```gone=a.py\n```\n```findings\n```\n",
        "```python before=a.py\n```\n```python after=a.py\n```\n```gone=a.py\n```\n```findings\n```\n",
    ],
)
def test_what_cannot_be_meant(text: str) -> None:
    with pytest.raises(UserError):
        parse_case(text)


def test_findings_are_replaced_and_nothing_else() -> None:
    text = with_findings(CASE, ("c.py SC102 note",))
    assert parse_case(text) == parse_case(CASE)._replace(findings=("c.py SC102 note",))
    assert with_findings(text, ("a.py::total   CH201  warning", "", "b.py SC101 error")) == CASE
