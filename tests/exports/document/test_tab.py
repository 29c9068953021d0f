"""Reports in a tab of the workbook: what stands there, in every store, and whose tab it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

import pytest

from netsheets.exports.document import Bullets, Facts, Page, Part, Text
from netsheets.exports.document.tab import is_report, report_tab
from netsheets.stores.memory import MemoryStore
from netsheets.stores.port import Cell, Changeset, Grid, Store
from netsheets.texts import LANGUAGES, Language, message
from tests.stores.test_stores import MAKERS, MEMBERS, Maker, Tabs
from tests.support import papers
from tests.support.command_line import done, netsheets, sample

TODAY = "2026-11-22"
SIGNED = "netsheets writes this tab anew with every report: what is typed in it does not last."


def rows_of(store: Store, title: str) -> list[list[Cell]]:
    """Return the rows of a tab that hold something, without the empty cells at their end."""
    [grid] = [each for each in store.read().grids if each.title == title]
    rows = []
    for row in grid.rows:
        cells = list(row)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        rows += [cells] if cells else []
    return rows


def written(*pages: Page, language: Language = "en") -> list[list[Cell]]:
    """Return the rows of a report's tab."""
    store = MemoryStore({})
    store.apply(Changeset((report_tab(papers.paged(*pages, language=language), "Paper"),), "0"))
    return rows_of(store, "Paper")


@pytest.fixture(params=MAKERS, ids=[each.__name__ for each in MAKERS])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Tabs], Store]:
    maker: Maker = request.param
    return lambda tabs: maker(tabs, tmp_path)


def test_a_tab_begins_with_its_title_and_says_whose_it_is() -> None:
    assert written(Page("Paper", (Text(("Hello.",), "Inside"),))) == [
        ["Paper"],
        ["Azur · 22/11/2026"],
        [SIGNED],
        ["Inside"],
        ["Hello."],
    ]


def test_a_table_has_days_numbers_and_words() -> None:
    table = papers.table(papers.row(), papers.row("Ben", light="p", mark=None), note="A note.", totals=("count",))
    assert written(Page("Paper", (table,)))[3:] == [
        ["Name", "Since", "Light", "Sum", "Count", "Mark", "Part", "Skills"],
        ["Ana", dt.date(2026, 3, 9), "fine", 1234.5, 1200, 3.5, 0.155, "plumbing, joinery"],
        ["Ben", dt.date(2026, 3, 9), "low", 1234.5, 1200, None, 0.155, "plumbing, joinery"],
        ["Total", None, None, None, 2400],
        ["A note."],
    ]


def test_columns_have_the_formats_of_their_kind() -> None:
    edit = report_tab(papers.report(papers.table(papers.row())), "Paper")
    assert [each.format for each in edit.content.blocks[1].columns] == [
        "wrapped", "day", "wrapped", "money", "integer", "number", "percent", "wrapped",
    ]  # fmt: skip
    assert edit.content.protected


def test_lists_facts_and_pages_follow_each_other() -> None:
    facts = Facts((("Born", dt.date(1980, 5, 4)), ("Sum", Decimal("-1234.50")), ("Address", "3 rue du Port\nNice")))
    pages = (
        Page("One", (Bullets(("a", "b"), "Say"), Bullets(("c",), boxes=True), Bullets((), "Do", "Nothing."))),
        Page("Two", (facts, papers.table(heading="Who", empty="Nobody."))),
    )
    assert written(*pages)[3:] == [
        ["One"],
        ["Say"],
        ["• a"],
        ["• b"],
        ["☐ c"],
        ["Do"],
        ["Nothing."],
        ["Two"],
        ["Born", "04/05/1980"],
        ["Sum", "-1,234.50"],
        ["Address", "3 rue du Port"],
        [None, "Nice"],
        ["Who"],
        ["Nobody."],
    ]


def test_a_long_text_is_folded_to_the_width_of_the_sheet() -> None:
    lines = [str(each[0]) for each in written(Page("Paper", (Text(("word " * 60,)),)))[3:]]
    assert " ".join(lines) == ("word " * 60).strip()
    assert {len(each) <= 90 for each in lines} == {True}
    assert len(lines) == 4


def test_no_sheet_is_narrower_than_a_line_and_texts_make_none_wider() -> None:
    def width(*parts: Part) -> float:
        blocks = report_tab(papers.report(*parts), "Paper").content.blocks
        columns = zip_longest(*([each.width for each in block.columns] for block in blocks), fillvalue=0)
        return sum(map(max, columns))

    wide = papers.table(papers.row("A name that takes more room", skills=("joinery",) * 9))
    assert width(wide) == width(wide, Text(("x " * 400,)), Facts((("Label", "x " * 400),))) > 90
    assert width(papers.table(papers.row(), columns=papers.COLUMNS[:2])) == width(Text(("x " * 400,))) == 90


def test_figures_are_french_in_french() -> None:
    assert written(Page("Paper", (Facts((("Somme", Decimal("1234.50")),)),)), language="fr")[3] == [
        "Somme", "1\u202f234,50",
    ]  # fmt: skip


def test_every_store_takes_every_report(make: Callable[[Tabs], Store]) -> None:
    store = make(MEMBERS)
    edit = report_tab(papers.everything(), "Paper")
    store.apply(Changeset((edit,), store.read().revision))
    found = rows_of(store, "Paper")
    assert found[0] == ["Paper"]
    assert {"=1+1", "+33 6 12 34", "a|b", "_x0041_", "two\nlines"} <= {str(row[0]) for row in found}
    before = store.read()
    store.apply(Changeset((edit,), before.revision))
    assert rows_of(store, "Paper") == found


def test_a_report_is_known_again_in_every_store(make: Callable[[Tabs], Store]) -> None:
    store = make({**MEMBERS, "Mine": [("Paper", "of mine")]})
    store.apply(Changeset((report_tab(papers.report(Text(("x",))), "Paper"),), store.read().revision))
    assert {each.title: is_report(each) for each in store.read().grids} == {
        "Members": False,
        "Mine": False,
        "Paper": True,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("above", [0, 2])
def test_a_report_is_known_by_its_signature(language: Language, above: int) -> None:
    rows = [*[("mine",)] * above, ("Teams",), ("Azur",), (message("tab_signature", language),)]
    assert is_report(Grid("Teams", rows))


@pytest.mark.parametrize(
    ("rows", "ours"),
    [
        ((), True),
        (((None, ""), ("",)), True),
        ((("Teams",), ("Ana", "Ben")), False),
        ((("Teams",), ("Azur · 22/11/2026",)), False),
        (((None,),) * 9 + (("mine",),), False),
        ((("x",),) * 9 + ((SIGNED,),), False),
    ],
)
def test_only_what_is_signed_or_empty_is_ours(rows: tuple[tuple[Cell, ...], ...], ours: bool) -> None:
    assert is_report(Grid("Teams", rows)) is ours


def tabs_of(path: Path) -> dict[str, str]:
    """Return the tabs of a workbook with what stands in their first cell."""
    from netsheets.stores.xlsx import XlsxStore  # noqa: PLC0415 - only here

    grids = XlsxStore(path).read().grids
    return {each.title: str(each.rows[0][0]) if each.rows and each.rows[0] else "" for each in grids}


def with_tab(path: Path, title: str, *rows: tuple[str, ...]) -> None:
    """Add a tab of a person's own to a workbook."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only here

    book = load_workbook(path)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_a_tab_is_written_again_whatever_language_messages_are_in(tmp_path: Path) -> None:
    path = sample(tmp_path, "fr")
    for language in ("fr", "en", "fr"):
        done("report", "teams", "-w", path, "--today", TODAY, "--lang", language)
    found = tabs_of(path)
    assert found["Équipes"] == "Équipes"
    assert "Teams" not in found


def test_a_tab_is_known_again_after_the_workbooks_language_changed(tmp_path: Path) -> None:
    path = sample(tmp_path)
    done("report", "teams", "-w", path, "--today", TODAY)
    relabelled(path, "en_GB", "fr_FR")
    done("report", "teams", "-w", path, "--today", TODAY)
    found = tabs_of(path)
    assert found["Teams"] == "Équipes"
    assert "Équipes" not in found


def relabelled(path: Path, before: str, after: str) -> None:
    """Change the language of a workbook in its charter."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only here

    book = load_workbook(path)
    [cell] = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == before]
    cell.value = after
    book.save(path)


def test_a_persons_own_tab_is_never_written_over(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with_tab(path, "Teams", ("Teams",), ("Ana", "red shirts"))
    before = path.read_bytes()
    ran = netsheets("report", "teams", "-w", path, "--today", TODAY)
    assert ran.code == 3
    assert "The workbook has a tab “Teams” of your own" in ran.err
    assert "Team of" in ran.out
    assert path.read_bytes() == before


def test_a_persons_own_tab_is_not_in_the_way_of_a_file(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with_tab(path, "Teams", ("Teams",), ("Ana", "red shirts"))
    done("report", "teams", "-w", path, "--today", TODAY, "-o", tmp_path / "teams.html")
    assert (tmp_path / "teams.html").is_file()


def test_a_persons_own_tab_of_the_other_language_stays_beside_ours(tmp_path: Path) -> None:
    path = sample(tmp_path, "fr")
    with_tab(path, "Teams", ("mine",))
    for _ in range(2):
        done("report", "teams", "-w", path, "--today", TODAY)
    found = tabs_of(path)
    assert (found["Teams"], found["Équipes"]) == ("mine", "Équipes")
    assert "tab_twice" not in netsheets("validate", "-w", path, "--today", TODAY, "--format", "json").out


def test_a_persons_empty_tab_of_that_title_is_filled(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with_tab(path, "teams")
    done("report", "teams", "-w", path, "--today", TODAY)
    assert tabs_of(path)["teams"] == "Teams"
