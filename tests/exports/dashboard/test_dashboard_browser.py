"""The dashboard's page in a real browser: what is seen, heard, reached by keyboard and printed, without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from netsheets.texts import LANGUAGES
from tests.exports.dashboard.test_dashboard import hostile, large
from tests.support.browser import THEMES, Browser, Theme, started
from tests.support.command_line import TODAY, done, sample
from tests.support.dashboards import page

PAGES = ("en", "fr", "en-public", "fr-public", "large", "hostile", "empty")
SMALLEST = (320, 700)
"""The width at which nobody should need to scroll sideways: that of a small telephone, or of a page zoomed by four."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the pages looked at: of the sample network after three closes, of a large, a hostile and an empty one."""
    folder = tmp_path_factory.mktemp("pages")
    found = {name: folder / f"{name}.html" for name in PAGES}
    for language in LANGUAGES:
        workbook = sample(tmp_path_factory.mktemp(language), language)
        for month in ("2026-08", "2026-09", "2026-10"):
            done("close", month, "-w", workbook, "--today", TODAY)
        told = ("report", "dashboard", "2026-10", "-w", workbook, "--today", TODAY)
        done(*told, "-o", found[language])
        done(*told, "-o", found[f"{language}-public"], "--public")
    found["large"].write_text(page(*large(200, 300, 900)), "utf-8")
    found["hostile"].write_text(page(*hostile()), "utf-8")
    found["empty"].write_text(page(), "utf-8")
    return found


def open_details(browser: Browser) -> None:
    browser.run("document.querySelectorAll('details').forEach(each => { each.open = true })")


def boxes(browser: Browser, selector: str) -> list[dict[str, Any]]:
    """Return the boxes of what a selector finds, as they stand in the window."""
    found: list[dict[str, Any]] = browser.run(
        "return [...document.querySelectorAll(arguments[0])].map(each => each.getBoundingClientRect().toJSON())",
        selector,
    )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_without_a_complaint_and_asks_no_network(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    browser.show(pages[name])
    assert browser.console() == []
    assert browser.requests() == []
    assert browser.overflow() == 0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_inaccessible(browser: Browser, pages: dict[str, Path], name: str, theme: Theme) -> None:
    browser.show(pages[name], theme)
    open_details(browser)
    assert browser.violations() == []


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_inaccessible_on_a_telephone(browser: Browser, pages: dict[str, Path], theme: Theme) -> None:
    browser.show(pages["fr"], theme, SMALLEST)
    open_details(browser)
    assert browser.violations() == []


@pytest.mark.parametrize("name", PAGES)
def test_a_small_telephone_shows_the_page_without_scrolling_sideways(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    browser.show(pages[name], size=SMALLEST)
    open_details(browser)
    assert browser.overflow() == 0


@pytest.mark.parametrize(("size", "shown", "hidden"), [((1280, 900), "broad", "slim"), (SMALLEST, "slim", "broad")])
def test_of_each_chart_one_picture_shows(
    browser: Browser, pages: dict[str, Path], size: tuple[int, int], shown: str, hidden: str
) -> None:
    browser.show(pages["en"], size=size)
    charts = boxes(browser, f"svg.{shown}")
    assert len(charts) == 3
    assert all(each["width"] > 250 and each["height"] > 100 for each in charts)
    assert all(each["width"] == 0 for each in boxes(browser, f"svg.{hidden}"))
    bars = boxes(browser, f"svg.{shown} rect")
    assert len(bars) == 12 + 6 + 10
    assert all(each["width"] > 0 and each["height"] > 0 for each in bars)


@pytest.mark.parametrize("size", [(1280, 900), SMALLEST])
def test_what_is_written_in_a_chart_is_large_enough_and_inside_it(
    browser: Browser, pages: dict[str, Path], size: tuple[int, int]
) -> None:
    for name in ("en", "fr", "fr-public", "large"):
        browser.show(pages[name], size=size)
        texts = browser.run("""
            return [...document.querySelectorAll('svg text')].filter(each => each.getClientRects().length).map(each => {
              const chart = each.closest('svg').getBoundingClientRect(), text = each.getBoundingClientRect()
              const size = parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a
              return [each.textContent, size, text.left - chart.left, chart.right - text.right]
            })
        """)
        assert len(texts) > 50
        assert [each for each in texts if each[1] < 9.5 or each[2] < -2 or each[3] < -2] == []


def test_bars_of_the_timeline_lie_along_the_calendar(browser: Browser, pages: dict[str, Path]) -> None:
    browser.show(pages["en"])
    tracks, bars = boxes(browser, "tbody .track"), boxes(browser, "tbody .bar")
    assert len(tracks) == len(bars) == 21
    for track, bar in zip(tracks, bars, strict=True):
        assert track["left"] - 0.1 <= bar["left"] < bar["right"] <= track["right"] + 0.1
        assert track["height"] > 20
    assert len(boxes(browser, "tr.expiring .bar")) == 3


def test_no_cell_of_a_table_is_cut(browser: Browser, pages: dict[str, Path]) -> None:
    for name in ("en", "fr", "large"):
        browser.show(pages[name])
        open_details(browser)
        cut = browser.run("""
            return [...document.querySelectorAll('th, td')]
              .filter(each => each.scrollWidth > each.clientWidth + 1 && !each.closest('.matrix'))
              .map(each => each.textContent)
        """)
        assert cut == []


def test_the_first_key_leads_past_the_front_to_the_figures(browser: Browser, pages: dict[str, Path]) -> None:
    browser.show(pages["en"])
    press(browser, Keys.TAB)
    assert browser.run("return document.activeElement.textContent") == "Skip to the figures"
    assert boxes(browser, ".skip")[0]["top"] >= 0
    press(browser, Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "main"


def test_every_stop_of_the_keyboard_is_seen_and_named(browser: Browser, pages: dict[str, Path]) -> None:
    browser.show(pages["en"])
    stops = []
    for _ in range(20):
        press(browser, Keys.TAB)
        stop = browser.run("""
            const each = document.activeElement, style = getComputedStyle(each)
            if (each === document.body) return null
            return [each.tagName, each.getAttribute('aria-label') || each.textContent.trim().slice(0, 40),
                    style.outlineStyle, parseFloat(style.outlineWidth)]
        """)
        if stop is None:
            break
        stops.append(stop)
    assert [each[0] for each in stops] == ["A", "SUMMARY", "SUMMARY", "SUMMARY", "DIV", "DIV", "SUMMARY"]
    assert stops[1][1] == "The numbers: Revenue brought by month"
    assert all(each[2] == "solid" and each[3] >= 2 for each in stops)


def test_enter_opens_the_numbers(browser: Browser, pages: dict[str, Path]) -> None:
    browser.show(pages["en"])
    press(browser, Keys.TAB, Keys.TAB, Keys.ENTER)
    assert browser.run("return [...document.querySelectorAll('details')].map(each => each.open)") == [
        True, False, False, False,
    ]  # fmt: skip
    assert boxes(browser, "details[open] table")[0]["height"] > 200


def test_the_matrix_scrolls_by_keyboard_on_a_telephone_and_keeps_its_names(
    browser: Browser, pages: dict[str, Path]
) -> None:
    browser.show(pages["en"], size=SMALLEST)
    browser.run("document.querySelector('.matrix').focus()")
    press(browser, *([Keys.ARROW_RIGHT] * 4))
    browser.run("return new Promise(done => setTimeout(done, 400))")
    assert browser.run("return document.querySelector('.matrix').scrollLeft") > 50
    assert boxes(browser, ".matrix tbody .name")[0]["left"] >= 0


def press(browser: Browser, *keys: str) -> None:
    for key in keys:
        ActionChains(browser.driver).send_keys(key).perform()


# On paper


def test_on_paper_the_page_is_light_whatever_the_screen_is(browser: Browser, pages: dict[str, Path]) -> None:
    browser.show(pages["en"], "dark")
    on_paper = {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", on_paper)
    colour = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    assert browser.run(colour, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run(colour, "svg.broad rect:not(.past)", "fill") == "rgb(47, 93, 124)"
    assert boxes(browser, "details")[0]["height"] == 0


@pytest.mark.parametrize(("name", "sheets"), [("en", 3), ("fr", 3), ("en-public", 3), ("hostile", 2), ("large", 4)])
def test_it_prints_on_so_many_sheets_of_a4_and_nothing_is_cut(
    browser: Browser, pages: dict[str, Path], tmp_path: Path, name: str, sheets: int
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    browser.show(pages[name])
    printed = browser.paper(tmp_path / "page.pdf")
    said = subprocess.run(["pdftotext", "-bbox", printed, "-"], capture_output=True, text=True, check=True).stdout
    sizes = re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', said)
    assert [(round(float(width)), round(float(height))) for width, height in sizes] == [(595, 842)] * sheets
    words = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)', said)
    outside = [each for each in words if float(each[0]) < 35 or float(each[2]) > 560 or float(each[1]) < 35]
    assert outside == []
    seen = {each[4] for each in words}
    shown = browser.run("""
        document.querySelectorAll('.unseen').forEach(each => each.remove())
        return [...document.querySelectorAll('h1, h2, .timeline th, .timeline td, dd, footer p')]
          .map(each => each.innerText)
    """)
    missing = [word for text in shown for word in re.findall(r"\w{4,}", text) if not any(word in each for each in seen)]
    assert missing == []


def test_numbers_that_were_opened_are_printed(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    browser.show(pages["en"])

    def said() -> str:
        printed = browser.paper(tmp_path / "page.pdf")
        return subprocess.run(["pdftotext", printed, "-"], capture_output=True, text=True, check=True).stdout

    assert "55,590.00" not in said().replace("with 55,590.00 EUR", "")
    open_details(browser)
    assert "55,590.00" in said().replace("with 55,590.00 EUR", "")
