"""One figure, one spelling: every output of the sample network for people, in both languages, searched for another."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from openpyxl import load_workbook

from netsheets.sheets.schema import input_tabs, tab
from netsheets.texts import LANGUAGES, Language
from tests.support.command_line import netsheets

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
OTHERWISE = {
    "en": rf"\u2212|\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}|\d[\u202f\u00a0]\d{{3}}\b|\d,\d\d\b(?!\d)|\d[\u00a0\u202f]%",
    "fr": rf"\u2212|\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}|\d,\d{{3}},\d|\d\u00a0\d{{3}}\b|\d\.\d\d\b(?![./\d])|\d%",
}
"""What is spelt in another way: the sign, the day, the thousands, the decimals, the percent."""


TYPED = {title for each in (*input_tabs(), tab("sealed_rows")) for title in each.titles.values()}
"""What members typed stays as they typed it, and is sealed as a program writes it."""


@pytest.fixture(scope="module", params=LANGUAGES)
def demonstrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    """Return the language and the folder of a demonstration, and what the terminal said in it."""
    folder = tmp_path_factory.mktemp("spelling")
    ran = netsheets("demo", "demo", "--lang", request.param, folder=folder)
    assert ran.code == 0, ran
    lines = (line for line in ran.out.splitlines() if not line.startswith("$"))
    (folder / "demo" / "terminal.txt").write_text("\n".join(lines), encoding="utf-8")
    return request.param, folder / "demo"


def texts_of(name: str, content: bytes) -> Iterator[str]:
    """Yield what a person reads in a file."""
    match Path(name).suffix:
        case ".zip":
            with zipfile.ZipFile(BytesIO(content)) as archive:
                for each in archive.namelist():
                    yield from texts_of(each, archive.read(each))
        case ".xlsx":
            workbook = load_workbook(BytesIO(content), data_only=True)
            sheets = (sheet for sheet in workbook if sheet.title not in TYPED)
            cells = (cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row)
            yield from (each for each in cells if isinstance(each, str))
        case ".html":
            page = html.fromstring(content)
            for style in page.iter("style"):
                style.text = ""
            yield from (str(each) for each in page.itertext())
        case ".eml":
            body = email.message_from_bytes(content, policy=email.policy.default).get_body(("plain",))
            assert body
            yield body.get_content()
        case ".txt" if not re.match(r"\d{9}FEC", name):
            yield content.decode()


def day_formats(name: str, content: bytes) -> Iterator[str]:
    """Yield the number format of every day in a workbook, and in those inside a zip."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for each in archive.namelist():
                yield from day_formats(each, archive.read(each))
    elif name.endswith(".xlsx"):
        sheets = (sheet for sheet in load_workbook(BytesIO(content)) if sheet.title not in TYPED)
        cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
        yield from (str(cell.number_format) for cell in cells if isinstance(cell.value, dt.date))


def test_every_cell_with_a_day_shows_it_as_the_text_beside_it(demonstrated: tuple[Language, Path]) -> None:
    _, folder = demonstrated
    files = (each for each in sorted(folder.rglob("*")) if each.is_file())
    found = [(path.name, each) for path in files for each in day_formats(path.name, path.read_bytes())]
    assert len(found) > 200
    assert {each for _, each in found} == {"dd/mm/yyyy"}


def test_every_output_spells_figures_and_days_alike(demonstrated: tuple[Language, Path]) -> None:
    language, folder = demonstrated
    other = re.compile(OTHERWISE[language])
    read, found = 0, []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for text in texts_of(path.name, path.read_bytes()):
            read += 1
            found += [(path.name, each[0], text[:120]) for each in other.finditer(text)]
    assert read > 5_000
    assert found == []


@pytest.mark.parametrize(("language", "text"), [("en", "−5"), ("en", "31 Oct 2026"), ("fr", "1,234.50"), ("fr", "15%")])
def test_another_spelling_is_found(language: Language, text: str) -> None:
    assert re.search(OTHERWISE[language], text)
