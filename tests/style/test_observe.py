from __future__ import annotations

import pytest

from scoper.lang.registry import LANGUAGES, language_called
from scoper.style.features import features
from scoper.style.observe import is_read, observe
from scoper.style.priors import priors


def shown(language: str, text: str) -> dict[str, list[int]]:
    return {key: list(lines) for key, lines in observe(language_called(language), text.encode()).items()}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if is_read(language)], ids=lambda one: one.name)
@pytest.mark.parametrize(
    "text", [b"", b"\n", b"\xff\xfe\x00", b"((((", b"x" * 5000, "\u00fc = '\u2705'\n".encode(), b"def f(:\n  #"]
)
def test_anything_can_be_read(language: object, text: bytes) -> None:
    found = next(one for one in LANGUAGES if one is language)
    lines = text.count(b"\n") + 1
    assert all(1 <= line <= lines for where in observe(found, text).values() for line in where)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if is_read(language)], ids=lambda one: one.name)
def test_what_is_known_of_a_language_has_words(language: object) -> None:
    found = next(one for one in LANGUAGES if one is language)
    assert priors(found) and priors(found).keys() <= features().keys()
    for prior in priors(found).values():
        assert sum(prior.mean.values()) == pytest.approx(1, abs=0.01)
        assert min(prior[1:]) > 0


def test_python() -> None:
    found = shown(
        "python",
        """\
import os
from typing import Optional

class Cart(object):
    def total(self, items: List[int], rate=1) -> Optional[int]:
        '''Add up.

        :param items: what is bought
        '''
        if not items:
            return None

        name = "a" + f"{rate}" + "%s" % items
        try:
            print(name)
        except Exception:
            return None
        return isinstance(rate, int)

def _helper(a):
    import sys
    assert a
    log.info("got %s", a)

_helper(1)
""",
    )
    expected = {
        "import-form=module": [1, 21],
        "import-form=name": [2],
        "import-place=inside": [21],
        "annotated-parameter=yes": [5],
        "annotated-parameter=no": [5, 20],
        "annotated-result=yes": [5],
        "annotated-result=no": [20],
        "optional-spelling=Optional": [5],
        "generic-spelling=typing": [5],
        "documented-public-function=yes": [6],
        "documented-private-function=no": [20],
        "documented-public-class=no": [4],
        "documentation-format=sphinx": [6],
        "guard-clause=yes": [10],
        "blank-line=yes": [12],
        "formatting=f-string": [13],
        "formatting=percent": [13],
        "error-handling=yes": [14],
        "caught=broad": [16],
        "when-caught=default": [16],
        "type-tests=yes": [18],
        "output=print": [15],
        "output=logging": [23],
        "log-message=arguments": [23],
        "assertion=assert": [22],
        "helper=once": [20],
        "long-quotes=single": [6],
    }
    assert {key: found.get(key) for key in expected} == expected


def test_the_voice_of_docstrings() -> None:
    found = shown(
        "python",
        """\
def total(items):
    '''
    Returns what `items` cost.

    Taxes included.
    '''

def rate(item):
    '''Return the rate of ``item``

    in percent.'''

def empty():
    '''   '''
""",
    )
    expected = {
        "documentation-opening=below": [2],
        "documentation-opening=beside": [9],
        "documentation-ending=stop": [2],
        "documentation-ending=open": [9],
        "documentation-mood=told": [2],
        "documentation-mood=asked": [9],
        "documentation-code=single": [2],
        "documentation-code=double": [9],
    }
    assert {
        key: lines for key, lines in found.items() if key.split("=")[0] in {one.split("=")[0] for one in expected}
    } == expected


@pytest.mark.parametrize(
    ("caught", "value"),
    [
        ("", "yes"),
        (" Exception", "yes"),
        (" (KeyError, BaseException) as error", "yes"),
        (" KeyError", "no"),
        (" MyException", "no"),
    ],
)
def test_functions_that_catch_every_exception(caught: str, value: str) -> None:
    found = shown("python", f"def f():\n    try:\n        g()\n    except{caught}:\n        pass\n")
    assert {key for key in found if key.startswith("catch-all")} == {f"catch-all={value}"}


def test_functions_that_narrate() -> None:
    text = "def f(a):\n    # Return the total\n    return total\n\ndef g(a):\n    # taxes are in it\n    return total\n"
    found = shown("python", text)
    assert (found["narrated-function=yes"], found["narrated-function=no"]) == ([2], [5])


def test_typescript() -> None:
    found = shown(
        "typescript",
        """\
import { a } from './a';
import type { B } from "@/b";
export interface Shape { size: number }
export function area(shape: Shape, scale = 1): number {
  const list: Array<any> = [];
  let other: string[] = [];
  if (scale == 1) { return 0 }
  try {
    console.log(`area ${scale}`);
  } catch (error) {
    return null;
  }
  return list.map(function (x) { return x! }).length;
}
export const load = async () => { await area(null as any); fetch().then(x => x) };
""",
    )
    expected = {
        "import-reach=relative": [1],
        "import-reach=alias": [2],
        "type-import=yes": [2],
        "object-type=interface": [3],
        "annotated-result=yes": [4],
        "array-type=generic": [5],
        "array-type=brackets": [6],
        "declared-with=let": [6],
        "equality=loose": [7],
        "output=console": [9],
        "formatting=template": [9],
        "when-caught=default": [10],
        "callback-form=function": [13],
        "type-assertion=non-null": [13],
        "asynchronous=then": [15],
        "asynchronous=await": [15],
        "semicolon=no": [7],
        "quotes=single": [1],
        "quotes=double": [2],
    }
    assert {key: (found.get(key) or [])[: len(where)] for key, where in expected.items()} == expected


def test_go() -> None:
    found = shown(
        "go",
        """\
package shop

// Total adds up.
func Total(items []int) (int, error) {
\tif err := check(items); err != nil {
\t\treturn 0, fmt.Errorf("total: %w", err)
\t}
\t_, err := load()
\tif err != nil {
\t\treturn 0, err
\t}
\tfmt.Println("done")
\treturn 1, nil
}
""",
    )
    expected = {
        "documented-public-function=yes": [3],
        "error-check=inline": [5],
        "error-check=apart": [9],
        "error-wrapping=wrapped": [6],
        "error-wrapping=bare": [10],
        "output=print": [12],
    }
    assert {key: found.get(key) for key in expected} == expected


def test_rust() -> None:
    found = shown(
        "rust",
        """\
use crate::a::{B, C};
/// Adds up.
pub fn total(items: &[u32]) -> Result<u32, E> {
    let first = items.first().unwrap();
    let file = open(first)?;
    println!("{}", file);
    Ok(*first)
}
""",
    )
    expected = {
        "import-reach=crate": [1],
        "import-form=group": [1],
        "documented-public-function=yes": [2],
        "failure=unwrap": [4],
        "failure=question": [5],
        "output=print": [6],
        "formatting=apart": [6],
    }
    assert {key: found.get(key) for key in expected} == expected


def test_css() -> None:
    found = shown(
        "css", ".a-b { color: #fff; margin: 1px; padding: 2rem }\n.a__b { width: 1em; color: var(--x); height: 2px }\n"
    )
    expected = {
        "unit=px": [1, 2],
        "unit=rem": [1],
        "colour=hexadecimal": [1],
        "colour=variable": [2],
        "case-of-class-name=kebab": [1],
        "case-of-class-name=BEM": [2],
        "property-order=alphabetical": [1],
        "property-order=free": [2],
    }
    assert {key: found.get(key) for key in expected} == expected
