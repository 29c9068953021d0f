"""Reports as HTML: one page that holds all it needs, that everyone can read, and that prints."""

from __future__ import annotations

import html as escapes
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parsing

from netsheets.exports.document import Bullets, Column, Facts, Page, Report, Text
from netsheets.exports.document.html import html
from netsheets.exports.document.wording import readable
from netsheets.texts import LANGUAGES, Language
from tests.support import papers
from tests.support.browser import PHONE, THEMES, Browser, Theme, started

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "h1", "h2", "h3", "p", "ul",
    "li", "a", "dl", "div", "dt", "dd", "span", "i", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot",
    "tr", "th", "td",
}  # fmt: skip


def parsed(report: Report) -> Any:
    return parsing.document_fromstring(html(report))


def chosen(page: Any, selector: str) -> list[Any]:
    """Return the elements that a plain CSS selector finds: tags, classes and attributes, blanks and commas."""
    paths = [".//" + "//".join(map(_step, each.split())) for each in selector.split(", ")]
    found: list[Any] = page.xpath(" | ".join(paths))
    return found


def _step(simple: str) -> str:
    if simple.startswith("."):
        return f"*[contains(concat(' ', @class, ' '), ' {simple[1:]} ')]"
    return f"*[@{simple[1:-1]}]" if simple.startswith("[") else simple


def texts(page: Any, selector: str) -> list[str]:
    return ["".join(each.itertext()).strip() for each in chosen(page, selector)]


def cells(page: Any) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in chosen(row, "th, td")] for row in chosen(page, "tbody tr")]


def test_values_are_shown_as_people_write_them() -> None:
    table = papers.table(papers.row(), papers.row("Ben", since=None, sum=Decimal("-0.5"), skills=()))
    assert cells(parsed(papers.report(table))) == [
        ["Ana", "09/03/2026", "fine", "1,234.50", "1,200", "3.5", "15.5%", "plumbing, joinery"],
        ["Ben", "", "fine", "-0.50", "1,200", "3.5", "15.5%", ""],
    ]


def test_french_figures_are_french() -> None:
    [found] = cells(parsed(papers.report(papers.table(papers.row()), language="fr")))
    assert found[3:7] == ["1\u202f234,50", "1\u202f200", "3,5", "15,5\u00a0%"]


def test_french_sentences_do_not_break_before_a_sign_and_values_are_left_alone() -> None:
    table = papers.table(papers.row("Durand : fils"), heading="Équipe : 3")
    page = parsed(papers.report(table, Text(("Vraiment ? « Oui » !",)), language="fr"))
    assert texts(page, "h2") == ["Équipe\u00a0: 3"]
    assert texts(page, ".text") == ["Vraiment\u00a0? «\u00a0Oui\u00a0»\u00a0!"]
    assert cells(page)[0][0] == "Durand : fils"


def test_sums_stand_in_a_foot() -> None:
    page = parsed(papers.report(papers.table(papers.row(), papers.row("Ben"), totals=("sum", "count"))))
    assert texts(page, "tfoot th, tfoot td") == ["Total", "", "", "2,469.00", "2,400", "", "", ""]


@pytest.mark.parametrize(
    ("light", "tone", "word"), [("g", "good", "fine"), ("f", "fair", "so so"), ("p", "poor", "low")]
)
def test_a_tone_is_a_word_with_a_colour(light: str, tone: str, word: str) -> None:
    page = parsed(papers.report(papers.table(papers.row(light=light))))
    [pill] = chosen(page, ".tone")
    assert (pill.get("class"), pill.text) == (f"tone {tone}", word)


def test_a_word_without_a_tone_has_no_colour() -> None:
    assert chosen(parsed(papers.report(papers.table(papers.row(light="x")))), ".tone") == []


def test_hostile_text_is_text_and_nothing_else() -> None:
    source = html(papers.everything())
    page: Any = parsing.document_fromstring(source)
    assert {each.tag for each in page.iter() if isinstance(each.tag, str)} <= ELEMENTS
    assert all(not name.startswith("on") for each in page.iter() for name in each.attrib)
    assert {each.get("href")[:6] for each in chosen(page, "a")} == {"#page-"}
    shown = [row[0] for row in cells(page)]
    assert shown == [*map(readable, papers.HOSTILE), ""]
    assert texts(page, ".bullets li")[: len(papers.HOSTILE)] == [readable(each) for each in papers.HOSTILE]
    assert source.count("</style>") == source.count("</title>") == 1


def test_nothing_is_fetched_and_nothing_runs() -> None:
    source = html(papers.everything())
    head = source[: source.index("</head>")]
    assert "http:" not in head
    assert "https:" not in head
    assert "url(" not in head
    assert "@import" not in head
    assert "default-src 'none'" in head


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_go_down_one_step_at_a_time(language: Language) -> None:
    page = parsed(papers.everything(language))
    levels = [int(each.tag[1]) for each in chosen(page, "h1, h2, h3, h4, h5, h6")]
    assert page.get("lang") == language
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_report_of_one_page_says_its_title_once() -> None:
    page = parsed(papers.report(Text(("a",), "Inside")))
    assert texts(page, "h1, h2, h3") == ["Paper", "Inside"]


def test_every_table_has_a_caption_and_heads_with_a_scope() -> None:
    page = parsed(papers.report(papers.table(papers.row(), heading="Those"), papers.table(papers.row())))
    assert texts(page, "caption") == ["Those", "Paper"]
    assert [each.get("aria-label") for each in chosen(page, "[tabindex]")] == ["Those", "Paper"]
    assert {each.get("scope") for each in chosen(page, "thead th")} == {"col"}
    assert {each.get("scope") for each in chosen(page, "tbody th")} == {"row"}


def test_tables_of_one_kind_have_the_same_widths() -> None:
    other = papers.table(papers.row("A name that is far longer than the other"))
    page = parsed(papers.report(papers.table(papers.row()), other))
    first, second = ([each.get("style") for each in chosen(table, "col")] for table in chosen(page, "table"))
    assert first == second


def test_a_long_list_of_pages_has_a_list_of_contents() -> None:
    pages = [Page(f"Page {number}", (Text(("x",)),)) for number in range(3)]
    page = parsed(papers.paged(*pages))
    assert texts(page, "nav a") == ["Page 0", "Page 1", "Page 2"]
    assert [each.get("id") for each in chosen(page, "h2")] == [each.get("href")[1:] for each in chosen(page, "nav a")]
    assert chosen(parsed(papers.paged(*pages[:2])), "nav") == []


def test_a_blank_is_a_line_to_fill_and_a_question_has_room() -> None:
    facts = Facts((("Name", ""), ("What makes you get up in the morning, but for work?", None), ("City", "Nice")))
    page = parsed(papers.report(facts))
    assert texts(page, "dd") == ["to fill in", "to fill in", "Nice"]
    assert [len(chosen(each, "i")) for each in chosen(page, "dd")] == [0, 3, 0]


def test_what_is_empty_says_so() -> None:
    page = parsed(papers.report(papers.table(empty="Nobody."), papers.table(), Bullets((), "To do", "All done.")))
    assert texts(page, ".empty") == ["Nobody.", "Nothing to say here.", "All done."]


def test_the_same_report_is_the_same_page() -> None:
    assert html(papers.everything()) == html(papers.everything())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as found:
        yield found


def written(report: Report, folder: Path) -> Path:
    path = folder / "report.html"
    path.write_text(html(report), encoding="utf-8")
    return path


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_read_it(browser: Browser, tmp_path: Path, theme: Theme, language: Language) -> None:
    browser.show(written(papers.everything(language), tmp_path), theme)
    assert browser.console() == []
    assert browser.requests() == []
    assert browser.violations() == []
    assert browser.overflow() == 0


def test_a_telephone_shows_it_too(browser: Browser, tmp_path: Path) -> None:
    browser.show(written(papers.everything(), tmp_path), "light", PHONE)
    assert browser.overflow() == 0
    assert browser.violations() == []
    assert browser.run("return document.querySelector('.wide-table').scrollWidth") > PHONE[0]


def test_hostile_text_does_not_run(browser: Browser, tmp_path: Path) -> None:
    browser.show(written(papers.everything(), tmp_path))
    assert browser.run("return document.scripts.length") == 0
    assert browser.texts("tbody th")[1] == "{{ 7*7 }} {% raw %}"


def test_each_theme_has_its_own_ground(browser: Browser, tmp_path: Path) -> None:
    path = written(papers.everything(), tmp_path)
    grounds = []
    for theme in THEMES:
        browser.show(path, theme)
        grounds.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(24, 32, 40)"]


def printed(path: Path) -> list[str]:
    """Return the text of each sheet of paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    return found.stdout.split("\f")[:-1]


def test_each_page_begins_on_a_sheet_of_its_own(browser: Browser, tmp_path: Path) -> None:
    pages = [Page(f"Member {number}", (Facts((("Name", f"Nom {number}"),)),)) for number in range(5)]
    browser.show(written(papers.paged(*pages), tmp_path), "dark")
    sheets = printed(browser.paper(tmp_path / "report.pdf"))
    assert len(sheets) == 5
    for number, sheet in enumerate(sheets):
        assert re.findall(r"Nom \d", sheet) == [f"Nom {number}"]
        assert f"{number + 1}/5" in sheet.replace(" ", "")


def test_header_rows_stand_on_every_sheet(browser: Browser, tmp_path: Path) -> None:
    browser.show(written(papers.report(papers.table(*[papers.row()] * 120)), tmp_path))
    sheets = printed(browser.paper(tmp_path / "report.pdf"))
    assert len(sheets) >= 3
    assert all("Skills" in sheet for sheet in sheets)
    assert sum(sheet.count("plumbing, joinery") for sheet in sheets) == 120


def test_a_wide_table_is_printed_on_its_side_and_whole(browser: Browser, tmp_path: Path) -> None:
    columns = tuple(Column(f"c{number}", f"Column {number}", width=20) for number in range(9))
    wide = papers.table({each.key: "eight words that stand in each of them" for each in columns}, columns=columns)
    browser.show(written(papers.paged(Page("Wide", (wide,)), Page("Narrow", (Text(("x",)),))), tmp_path))
    path = browser.paper(tmp_path / "report.pdf")
    first, second = printed(path)
    assert "Column 8" in first
    assert "Narrow" in second
    if shutil.which("pdfinfo"):
        command = ["pdfinfo", "-f", "1", "-l", "2", str(path)]
        said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        widths, heights = zip(*re.findall(r"size:\s+([\d.]+) x ([\d.]+)", said), strict=True)
        assert float(widths[0]) > float(heights[0])
        assert float(widths[1]) < float(heights[1])


def test_a_title_of_markup_is_a_title() -> None:
    source = html(papers.report(title="<b>&amp;</b>"))
    assert f"<h1>{escapes.escape('<b>&amp;</b>')}</h1>" in source
