"""A page as people get it: in a real browser, light and dark, on the screen and on paper, without a network.

`started` gives a headless Chromium, or skips the test where there is none. In a test file:

    @pytest.fixture(scope="module")
    def browser() -> Iterator[Browser]:
        with started() as found:
            yield found
"""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

WIDE = (1280, 900)
PHONE = (390, 844)
_A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True, "preferCSSPageSize": True}
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")


@dataclass(frozen=True, slots=True)
class Browser:
    """A running browser that shows one page at a time."""

    driver: webdriver.Chrome

    def show(self, path: Path, theme: Theme = "light", size: tuple[int, int] = WIDE) -> None:
        """Open a file on the disk, as a person who prefers this theme sees it in a window of this size."""
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        for log in ("browser", "performance"):
            self._log(log)  # what the page before this one said
        self.driver.get(path.resolve().as_uri())

    def console(self) -> list[str]:
        """Return what the page complained about on the console since it was opened or last asked: nothing, best."""
        return [f"{each['level']}: {each['message']}" for each in self._log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses asked for since the page was opened, but for files and data in the page itself."""
        said = (json.loads(each["message"])["message"] for each in self._log("performance"))
        asked = (each["params"]["request"]["url"] for each in said if each["method"] == "Network.requestWillBeSent")
        return [each for each in asked if not each.startswith(("file:", "data:", "about:"))]

    def violations(self) -> list[str]:
        """Return what axe finds inaccessible on the page as it is shown: its rules' ids, each with what breaks them."""
        self.driver.execute_script(_axe())
        found: dict[str, Any] = self.driver.execute_script(
            "return axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']})", list(_RULES)
        )
        return [
            f"{each['id']} ({each['help']}): {node['html']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def run(self, script: str, *arguments: object) -> Any:
        """Return what a script says in the page: `browser.run("return document.title")`."""
        return self.driver.execute_script(script, *arguments)

    def texts(self, selector: str) -> list[str]:
        """Return the text of every element that a CSS selector finds, in the order of the page."""
        script = "return [...document.querySelectorAll(arguments[0])].map(each => each.textContent.trim())"
        found: list[str] = self.run(script, selector)
        return found

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window: 0 where nobody needs to scroll sideways."""
        found: int = self.run("return document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        return found

    def picture(self, path: Path) -> Path:
        """Write a picture (.png) of the whole page, and return its path."""
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        whole = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        taken = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": whole}
        )
        path.write_bytes(base64.b64decode(taken["data"]))
        return path

    def paper(self, path: Path, *, landscape: bool = False) -> Path:
        """Print the page on A4 to a .pdf, and return its path."""
        printed = self.driver.execute_cdp_cmd("Page.printToPDF", {**_A4, "landscape": landscape})
        path.write_bytes(base64.b64decode(printed["data"]))
        return path

    def _log(self, name: str) -> list[dict[str, Any]]:
        """Return what was added to one of the browser's logs since it was last read."""
        found: list[dict[str, Any]] = self.driver.get_log(name)  # type: ignore[no-untyped-call]
        return found


@contextmanager
def started() -> Iterator[Browser]:
    """Start a browser with nothing remembered, and end it. Skip the test where there is none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("Chromium or chromedriver is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = chromium
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        running = webdriver.Chrome(options=options, service=Service(driver))
        try:
            yield Browser(running)
        finally:
            running.quit()


@cache
def _axe() -> str:
    """Return the script of axe-core, which comes with a package of the tests."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
