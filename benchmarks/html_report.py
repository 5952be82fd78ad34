"""The HTML report in a real browser: screenshots, accessibility (axe-core), and how responsive a large one is.

    npm install --prefix DIR axe-core     # once
    python -m benchmarks.html_report --axe DIR/node_modules/axe-core/axe.min.js --screenshots docs/screenshots

Needs Chromium and its driver (``apt install chromium chromium-driver``) and ``selenium`` (extra ``dev``). The example is the
one of ``scoper demo``; the large report has 3,000 edits that are made up.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from scoper.change.build import build_change
from scoper.change.model import ChangedFile
from scoper.checks.model import Report
from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.report.html import render
from scoper.verdict.model import Relation, Step, Verdict
from tests.browser import find_browser, open_browser
from tests.demo import demo_report

_VIEWS = {"light": (1100, 820), "dark": (1100, 820), "narrow": (390, 844)}


def large(edits: int, per_file: int = 30) -> Report:
    """A report on that many edits, of which every fourth strays, with proofs, in files of ``per_file`` edits."""
    files, verdicts = [], []
    for number in range(edits // per_file):
        base = [f"line {n} of file {number}" for n in range(per_file * 10)]
        head = [f"{line}, changed" if n % 10 == 5 else line for n, line in enumerate(base)]
        hunks = tuple(Hunk(n + 1, 1, n + 1, 1) for n in range(len(base)) if n % 10 == 5)
        before, after = ("\n".join(lines).encode() + b"\n" for lines in (base, head))
        path, entry = f"folder/file_{number}.txt", Entry(0o100644, "0" * 40)
        files.append(ChangedFile(FileChange(Status.MODIFIED, path, path, entry, entry, hunks), before, after, None, None))
    change = build_change(files, [])
    for number, edit in enumerate(change.edits):
        if number % 4 == 3:
            verdicts.append(Verdict(edit, False, Relation.UNREACHED, "nothing ties it to what was asked for", 0.9, ()))
        else:
            steps = (Step("e1", Relation.TARGET, "the request names it"), Step(edit.id, Relation.USE, "uses it"))
            relation = Relation.TARGET if number == 0 else Relation.USE
            verdicts.append(Verdict(edit, True, relation, steps[-1].why, 0.9, steps if number else steps[:1]))
    return demo_report()._replace(verdicts=tuple(verdicts), findings=(), files=tuple(files))


@contextmanager
def page(report: Report) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.html")
        path.write_text(render(report), encoding="utf-8")
        yield path.as_uri()


def screenshots(url: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in _VIEWS.items():
        with open_browser(width, height, dark=name == "dark") as browser:
            browser.get(url)
            browser.save_screenshot(str(folder / f"report-{name}.png"))


def violations(url: str, axe: Path) -> list[dict[str, Any]]:
    """What axe-core finds, with every rule that it has, light and dark, wide and narrow."""
    found: list[dict[str, Any]] = []
    for name, (width, height) in _VIEWS.items():
        with open_browser(width, height, dark=name == "dark") as browser:
            browser.get(url)
            browser.execute_script("for (const edit of document.querySelectorAll('.edit')) edit.open = true")
            browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe.read_text(encoding="utf-8")})
            done = browser.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
            found += [{"view": name, **violation} for violation in done["violations"]]
    return found


def responsiveness(url: str) -> dict[str, float]:
    """Milliseconds: to load, for a filter to show (until two frames are painted), and to unfold an edit in the middle."""
    act = """
        const [what, done] = [arguments[0], arguments[arguments.length - 1]];
        const began = performance.now();
        if (what === "filter") document.querySelector('button[data-show="stray"]').click();
        if (what === "all") document.querySelector('button[data-show="all"]').click();
        if (what === "unfold") { const e = document.getElementById("e1500"); e.open = true; e.scrollIntoView(); }
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    """
    spent: dict[str, list[float]] = {}
    with open_browser(1280, 1000) as browser:
        for _ in range(5):
            began = perf_counter()
            browser.get(url)
            spent.setdefault("load", []).append((perf_counter() - began) * 1000)
            for what in ("filter", "all", "unfold"):
                spent.setdefault(what, []).append(browser.execute_async_script(act, what))
    return {what: round(median(times), 1) for what, times in spent.items()}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--axe", type=Path, help="axe.min.js of the npm package axe-core")
    parser.add_argument("--screenshots", type=Path, help="folder to write screenshots to")
    parser.add_argument("--edits", type=int, default=3_000, help="of the large report")
    options = parser.parse_args(argv)
    if find_browser() is None:
        print("there is no Chromium with its driver on this machine", file=sys.stderr)
        return 2
    grave = 0
    with page(demo_report()) as url:
        if options.screenshots:
            screenshots(url, options.screenshots)
        if options.axe:
            found = violations(url, options.axe)
            grave = sum(violation["impact"] in ("serious", "critical") for violation in found)
            for violation in found:
                print(
                    f"axe, {violation['view']}: {violation['impact']} {violation['id']}: {violation['nodes'][0]['html'][:120]}"
                )
            print(f"axe: {len(found)} violations, {grave} serious or critical")
    report = large(options.edits)
    began = process_time()
    size = len(render(report).encode())
    print(f"{len(report.verdicts)} edits: {size / 1e6:.1f} MB, written in {process_time() - began:.2f} s of CPU")
    with page(report) as url:
        print(json.dumps(responsiveness(url)))
    return int(grave > 0)


if __name__ == "__main__":
    raise SystemExit(main())
