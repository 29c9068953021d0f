"""Rows of texts are written as the cells a person would have typed, and read back the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netsheets.commands.preparing import init, sample_rows
from netsheets.commands.workbook import Workbook
from netsheets.domain.book import INPUT_TABS, Book
from netsheets.sheets.decode import Decoded, decode
from netsheets.sheets.layout.dressing import dressing, filling
from netsheets.sheets.placing import new_placement
from netsheets.sheets.schema import input_tabs, tab
from netsheets.stores.memory import MemoryStore
from netsheets.stores.port import NEW, Changeset, Written
from netsheets.stores.xlsx import XlsxStore
from netsheets.texts import Language
from tests.support.strategies import networks

LANGUAGES: tuple[Language, ...] = ("en", "fr")


def filled(key: str, text: str, language: Language = "en", tab_key: str = "billing") -> Written:
    """Return the cell that a text becomes."""
    edit = filling([{key: text}], new_placement(tab(tab_key), language), language)
    [[cell]] = edit.rows
    return cell


@pytest.mark.parametrize(
    ("key", "text", "cell"),
    [
        ("issued_on", "2026-10-31", dt.date(2026, 10, 31)),
        ("issued_on", "31/10/2026", dt.date(2026, 10, 31)),
        ("issued_on", "03/04/2026", "03/04/2026"),
        ("issued_on", "0001-01-01", "0001-01-01"),
        ("issued_on", "soon", "soon"),
        ("amount", "1 234,56 €", 1234.56),
        ("amount", "1200.00", 1200.0),
        ("amount", "1,234", "1,234"),
        ("amount", "-5", "-5"),
        ("amount", "12.345", "12.345"),
        ("kind", "avoir", "credit note"),
        ("kind", "credit_note", "credit note"),
        ("kind", "gift", "gift"),
        ("billing_id", "007", "007"),
        ("billing_id", "C 31", "C 31"),
        ("notes", "=1+1", "=1+1"),
        ("notes", "  ", None),
        ("notes", "", None),
        ("notes", "01000", "01000"),
    ],
)
def test_a_text_that_is_surely_something_becomes_it_and_any_other_stays(key: str, text: str, cell: Written) -> None:
    assert filled(key, text) == cell


def test_words_are_written_in_the_workbooks_language() -> None:
    assert [filled("status", "won", each, "referrals") for each in LANGUAGES] == ["won", "gagné"]
    assert filled("case", "double", "fr", "referrals") == "double"


def test_percentages_are_numbers_only_with_their_sign() -> None:
    assert filled("rate", "15%", tab_key="referrals") == 0.15
    assert filled("rate", "15", tab_key="referrals") == "15"


def test_a_long_text_is_written_whole() -> None:
    assert filled("notes", "x" * 6000) == "x" * 6000


def test_only_columns_that_a_row_names_are_written() -> None:
    edit = filling([{"amount": "1"}, {"billing_id": "B2"}], new_placement(tab("billing"), "en"), "en")
    assert (edit.positions, edit.formats, edit.rows) == ((1, 4), ("text", "money"), ((None, 1.0), ("B2", None)))


# What is written is read back


def texts(book: Book) -> dict[str, list[dict[str, str]]]:
    """Return a book's rows as texts, as a CSV file has them."""
    rows: dict[str, list[dict[str, str]]] = {}
    for key in INPUT_TABS:
        columns = tab(key).columns
        rows[key] = [
            {each.key: as_text(getattr(row, each.key), each.type) for each in columns} for row in getattr(book, key)
        ]
    return rows


def as_text(value: object, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value * 100:f}%" if kind == "percent" else str(value)  # type: ignore[operator]


def written(store: MemoryStore | XlsxStore, rows: Mapping[str, list[dict[str, str]]], language: Language) -> Decoded:
    """Return what is read after new tabs were made and filled."""
    placements = {each.key: new_placement(each, language) for each in input_tabs()}
    edits = [*dressing(placements, {}, language)]
    edits += [filling(found, placements[key], language) for key, found in rows.items() if found]
    store.apply(Changeset(tuple(edits), store.read().revision if isinstance(store, MemoryStore) else NEW))
    return decode(store.read())


def rows_of(book: Book) -> dict[str, list[object]]:
    return {key: [each._replace(row=0) for each in getattr(book, key)] for key in INPUT_TABS}


@given(networks(), st.sampled_from(LANGUAGES))
def test_any_network_is_read_back_as_it_was_written(book: Book, language: Language) -> None:
    decoded = written(MemoryStore(), texts(book), language)
    assert decoded.findings == ()
    assert rows_of(decoded.book) == rows_of(book)


@settings(max_examples=8)
@given(book=networks(), language=st.sampled_from(LANGUAGES), number=st.uuids())
def test_any_network_is_read_back_from_a_file_as_it_was_written(
    tmp_path: Path, book: Book, language: Language, number: object
) -> None:
    decoded = written(XlsxStore(tmp_path / f"{number}.xlsx"), texts(book), language)
    assert decoded.findings == ()
    assert rows_of(decoded.book) == rows_of(book)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_network_is_read_back_without_a_finding_about_a_cell(tmp_path: Path, language: Language) -> None:
    store = XlsxStore(tmp_path / "sample.xlsx")
    init(Workbook(store, tmp_path / "closings"), language=language, sample=True)
    decoded = decode(store.read())
    assert decoded.findings == ()
    assert {key: len(getattr(decoded.book, key)) for key in INPUT_TABS} == {
        key: len(sample_rows(language).get(key, ())) for key in INPUT_TABS
    }
