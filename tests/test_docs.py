"""The documentation tells what the program does: generated pages, followed pages, links, named tests."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.pages import Command, missing, steps, take

PAGES = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "benchmarks").glob("*.md")),
)
FOLLOWED = {
    "README.md": "network.xlsx",
    "README.fr.md": "reseau.xlsx",
    "docs/treasurer.md": "network.xlsx",
    "docs/tresorier.md": "reseau.xlsx",
}
"""The pages whose every step is taken, and the workbook they fill."""
TODAY = "2026-11-22"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.pages", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_generated_page_is_up_to_date() -> None:
    checked = run("--check")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_an_unknown_argument_is_refused() -> None:
    assert run("--chek").returncode == 2


@pytest.mark.parametrize("page", FOLLOWED)
def test_who_follows_a_page_sees_what_it_shows(page: str, tmp_path: Path) -> None:
    followed = steps(ROOT / page)
    assert any(isinstance(step, Command) and step.shown for step in followed)
    for step in followed:
        printed = take(step, tmp_path, FOLLOWED[page], TODAY)
        if isinstance(step, Command):
            assert "Traceback" not in printed, printed
            assert (step.typed, missing(step.shown, printed), printed) == (step.typed, None, printed)


def test_a_line_that_is_not_printed_is_missed() -> None:
    printed = "one\ntwo   words\nthree\n"
    assert missing(("one", "two words", "three"), printed) is None
    assert missing(("one", "…", "thr…"), printed) is None
    assert missing(("one", "three"), printed) == "three"
    assert missing(("three", "one"), printed) == "one"


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    kept = ("".join(each for each in heading.lower() if _stays_in_anchor(each)) for heading in headings)
    return {each.replace(" ", "-") for each in kept}


def _stays_in_anchor(character: str) -> bool:
    return character in " -_" or unicodedata.category(character)[0] in "LN"


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        led = (page.parent / path).resolve() if path else page
        assert led.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(led.read_text("utf-8")), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.relative_to(ROOT)))
def test_tests_that_pages_name_exist(page: Path) -> None:
    defined = set(re.findall(r"^def (test_\w+)\(", "".join(each.read_text("utf-8") for each in _tests()), re.MULTILINE))
    files = {each.stem for each in _tests()}
    named = set(re.findall(r"\btest_\w+", page.read_text("utf-8")))
    assert named - defined - files == set()


def _tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_the_readme_says_what_every_dependency_is_for(readme: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / readme).read_text("utf-8")
    listed = re.findall(r"^\| \[([\w-]+)\]", text, re.MULTILINE)
    assert sorted(listed) == sorted(map(_library, project["dependencies"]))
    of_tools = [_library(each) for extra in project["optional-dependencies"].values() for each in extra]
    types = ("types-", "lxml-stubs")
    assert [each for each in of_tools if not each.startswith(types) and each not in text] == []


def _library(requirement: str) -> str:
    return re.split(r"[>=<\[]", requirement)[0]


def test_the_readme_quotes_the_figures_of_the_crm_page() -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("## Tried on data")[2].partition("\n## ")[0]
    figures = set(re.findall(r"\d+(?:,\d{3})+(?:\.\d\d)?|\b\d{2,3}\b", section))
    page = (ROOT / "docs" / "crm.md").read_text("utf-8")
    assert len(figures) > 8
    assert {each for each in figures if each not in page} == {"1,925"}, "1,925 is 1,425 and 500"


def test_the_version_has_its_section_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.relative_to(ROOT)))
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)) <= targets
