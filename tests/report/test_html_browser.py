"""The HTML report in headless Chromium. Where there is none, this is skipped, and the summary of the run says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from scoper.report.html import render
from tests.browser import find_browser, open_browser
from tests.demo import demo_report

pytestmark = pytest.mark.skipif(
    find_browser() is None,
    reason="NO BROWSER: the HTML report was not tried in Chromium (apt install chromium chromium-driver)",
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    report = demo_report()
    hostile = report.findings[0]._replace(message="<img src=x onerror=alert(1)>")
    path.write_text(render(report._replace(findings=(*report.findings, hostile))), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(url: str) -> Iterator[webdriver.Chrome]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _fresh_page(browser: webdriver.Chrome, url: str) -> Iterator[None]:
    browser.get("about:blank")
    browser.get(url)
    yield
    log: object = browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert log == []  # no errors, and no breach of the policy


def shown(browser: webdriver.Chrome) -> list[str]:
    return [str(edit.get_attribute("id")) for edit in browser.find_elements(By.CSS_SELECTOR, ".edit") if edit.is_displayed()]


def test_filters(browser: webdriver.Chrome) -> None:
    every = shown(browser)
    browser.find_element(By.CSS_SELECTOR, 'button[data-show="stray"]').click()
    strays = shown(browser)
    assert 0 < len(strays) < len(every)
    assert browser.find_element(By.ID, "shown").text == f"{len(strays)} edits shown"
    assert not [f for f in browser.find_elements(By.CSS_SELECTOR, ".file:not(:has(.stray))") if f.is_displayed()]
    pressed = browser.find_elements(By.CSS_SELECTOR, 'button[aria-pressed="true"]')
    assert [button.get_attribute("data-show") for button in pressed] == ["stray"]
    browser.find_element(By.CSS_SELECTOR, 'button[data-show="all"]').click()
    assert shown(browser) == every


def test_a_click_in_the_picture_goes_to_the_edit(browser: webdriver.Chrome) -> None:
    browser.find_element(By.CSS_SELECTOR, 'button[data-show="stray"]').click()
    node = browser.find_element(By.CSS_SELECTOR, "svg a.entailed")
    target = str(node.get_attribute("href")).partition("#")[2] or str(node.get_dom_attribute("href"))[1:]
    browser.execute_script("document.querySelector('.picture').scrollIntoView()")
    node.find_element(By.TAG_NAME, "text").click()
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    edit = browser.find_element(By.ID, target)
    assert edit.is_displayed() and edit.get_attribute("open") is not None
    assert browser.execute_script("return document.activeElement.closest('.edit').id") == target


def test_keys_walk_the_edits(browser: webdriver.Chrome) -> None:
    for key in ("j", "j", "j", "k"):
        browser.switch_to.active_element.send_keys(key)
    every = [str(edit.get_attribute("id")) for edit in browser.find_elements(By.CSS_SELECTOR, ".edit")]
    assert browser.execute_script("return document.activeElement.closest('.edit').id") == every[1]
    here = browser.switch_to.active_element
    state = browser.find_element(By.ID, every[1]).get_attribute("open")
    here.send_keys(Keys.ENTER)
    assert browser.find_element(By.ID, every[1]).get_attribute("open") != state


def test_all_can_be_folded_and_unfolded(browser: webdriver.Chrome) -> None:
    fold = browser.find_element(By.ID, "fold")
    fold.click()
    assert not browser.find_elements(By.CSS_SELECTOR, ".edit[open]") and fold.text == "Unfold all"
    fold.click()
    assert len(browser.find_elements(By.CSS_SELECTOR, ".edit[open]")) == len(browser.find_elements(By.CSS_SELECTOR, ".edit"))


def test_a_narrow_page_needs_no_sideways_scrolling_and_dark_is_dark(url: str, browser: webdriver.Chrome) -> None:
    with open_browser(390, 844, dark=True) as narrow:
        narrow.get(url)
        assert narrow.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        assert narrow.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_it_asks_nobody_for_anything(browser: webdriver.Chrome) -> None:
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert not browser.find_elements(By.CSS_SELECTOR, "img, iframe, link")
