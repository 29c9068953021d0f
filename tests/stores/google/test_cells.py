"""A cell at Google: what is written for a value, what a format looks like, and what a check lets in."""

from __future__ import annotations

import datetime as dt

import pytest

from netsheets.errors import StoreRefused
from netsheets.stores.google.cells import (
    BANDS,
    HIGHLIGHT,
    as_read,
    colour,
    entered,
    header_look,
    linked,
    look,
    pixels,
    rule,
)
from netsheets.stores.port import Bounds, Cell, Choices, Format, Link, Reference, ShownColumn, Written
from tests.support.google_drafts import Json

CELL = "INDIRECT(ADDRESS(ROW();COLUMN()))"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, {}),
        ("", {}),
        (0, {"userEnteredValue": {"numberValue": 0}}),
        (12.5, {"userEnteredValue": {"numberValue": 12.5}}),
        (True, {"userEnteredValue": {"boolValue": True}}),
        (False, {"userEnteredValue": {"boolValue": False}}),
        (dt.date(2026, 1, 31), {"userEnteredValue": {"numberValue": 46053}}),
        ("=1+1", {"userEnteredValue": {"stringValue": "=1+1"}}),
        (Link("B2", "Members", "B2"), {"userEnteredValue": {"stringValue": "B2"}}),
    ],
)
def test_a_value_is_entered_as_what_it_is(value: Written, cell: Json) -> None:
    assert entered(value) == cell


@pytest.mark.parametrize(
    ("value", "read"),
    [(None, ""), ("", ""), ("x", "x"), (0, 0), (False, False), (dt.date(2026, 1, 31), 46053),
     (Link("B2", "M", "B2"), "B2")],
)  # fmt: skip
def test_a_value_is_read_again_as_google_gives_it(value: Written, read: Cell) -> None:
    assert as_read(value) == read
    assert type(as_read(value)) is type(read)


def test_a_text_has_50_000_characters_at_most() -> None:
    assert entered("é" * 50_000) == {"userEnteredValue": {"stringValue": "é" * 50_000}}
    with pytest.raises(StoreRefused) as refused:
        entered("0123456789" * 5000 + "x")
    assert (refused.value.code, refused.value.details) == (
        "google_cell_too_long",
        {"begins": "0123456789" * 4, "limit": 50_000},
    )


def test_a_colour_is_three_shares_of_255() -> None:
    assert colour("FF3380") == {"rgbColor": {"red": 1.0, "green": 0.2, "blue": 128 / 255}}
    assert HIGHLIGHT["backgroundColorStyle"] == colour("FDE3E1")
    assert BANDS["firstBandColorStyle"] == colour("FFFFFF")


@pytest.mark.parametrize(
    ("format_", "shown"),
    [
        ("text", {"numberFormat": {"type": "TEXT"}, "verticalAlignment": "TOP"}),
        ("day", {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}, "verticalAlignment": "TOP"}),
        ("number", {"verticalAlignment": "TOP"}),
        ("wrapped", {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}),
        ("heading", {"textFormat": {"bold": True, "fontSize": 14, "foregroundColorStyle": colour("1F3A4D")}}),
        ("note", {"textFormat": {"italic": True, "foregroundColorStyle": colour("6B7780")}}),
        ("link", {"textFormat": {"underline": True, "foregroundColorStyle": colour("1F5FA8")}}),
    ],
)
def test_a_format_is_a_number_format_and_a_look(format_: Format, shown: Json) -> None:
    assert look(format_) == shown


def test_a_total_is_bold_under_a_line() -> None:
    line = {"borders": {"top": {"style": "SOLID", "colorStyle": colour("B8C4CE")}}}
    assert look("total") == {"textFormat": {"bold": True}, **line}
    assert look("total_money") == {**look("total"), "numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}}


@pytest.mark.parametrize(
    ("column", "background", "side"),
    [
        (ShownColumn("Name"), "2F5D7C", "LEFT"),
        (ShownColumn("Name", required=True), "1F3A4D", "LEFT"),
        (ShownColumn("Amount", "money"), "2F5D7C", "RIGHT"),
        (ShownColumn("Joined on", "day"), "2F5D7C", "RIGHT"),
    ],
)
def test_a_header_stands_over_its_values_and_is_darker_where_required(
    column: ShownColumn, background: str, side: str
) -> None:
    shown = header_look(column)
    assert shown["textFormat"] == {"bold": True, "foregroundColorStyle": colour("FFFFFF")}
    assert (shown["backgroundColorStyle"], shown["horizontalAlignment"]) == (colour(background), side)


def test_a_link_keeps_its_columns_look() -> None:
    shown = linked(look("total"), "#gid=1&range=A1")
    assert shown["borders"] == look("total")["borders"]
    assert shown["textFormat"] == {
        "bold": True,
        "underline": True,
        "foregroundColorStyle": colour("1F5FA8"),
        "link": {"uri": "#gid=1&range=A1"},
    }


@pytest.mark.parametrize(("width", "counted"), [(0, 10), (10, 85), (14, 115)])
def test_a_width_in_characters_is_counted_in_pixels(width: float, counted: int) -> None:
    assert pixels(width) == counted


# Checks


def test_a_drop_down_of_words_refuses_others_where_it_is_strict() -> None:
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "active"}, {"userEnteredValue": "left"}]}
    words = ("active", "left")
    assert rule(Choices(words), "") == {"condition": condition, "strict": False, "showCustomUi": True}
    assert rule(Choices(words, strict=True), "Is it?") == {
        "condition": condition,
        "strict": True,
        "showCustomUi": True,
        "inputMessage": "Is it?",
    }


def test_a_drop_down_of_a_tab_begins_below_its_header_and_flags_only() -> None:
    place = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='It''s'!$C$5:$C"}]}
    assert rule(Reference("It's", 3, 4), "") == {"condition": place, "strict": False, "showCustomUi": True}


@pytest.mark.parametrize(
    ("bounds", "kind", "values"),
    [
        (Bounds("day", 36526), "DATE_ON_OR_AFTER", ["=36526"]),
        (Bounds("day", 36526, 73050), "DATE_BETWEEN", ["=36526", "=73050"]),
        (Bounds("day", None, 73050), "DATE_BETWEEN", ["=1", "=73050"]),
        (Bounds("day"), "DATE_ON_OR_AFTER", ["=1"]),
        (Bounds("day", 0), "DATE_ON_OR_AFTER", ["=0"]),
        (Bounds("decimal", 0.25), "NUMBER_GREATER_THAN_EQ", ["=1/4"]),
        (Bounds("decimal", 0, 1), "NUMBER_BETWEEN", ["=0", "=1"]),
        (Bounds("decimal", None, 0.1), "NUMBER_BETWEEN", ["=-1000000000000000", "=1/10"]),
        (Bounds("decimal", 0.000000001), "NUMBER_GREATER_THAN_EQ", ["=1/1000000000"]),
    ],
)
def test_days_and_numbers_are_checked_by_their_bounds(bounds: Bounds, kind: str, values: list[str]) -> None:
    condition = {"type": kind, "values": [{"userEnteredValue": each} for each in values]}
    assert rule(bounds, "") == {"condition": condition, "strict": False}


@pytest.mark.parametrize(
    ("bounds", "formula"),
    [
        (Bounds("whole", 1), f"ISNUMBER({CELL});INT({CELL})={CELL};{CELL}>=1"),
        (Bounds("whole", 0, 9.5), f"ISNUMBER({CELL});INT({CELL})={CELL};{CELL}>=0;{CELL}<=19/2"),
        (Bounds("whole"), f"ISNUMBER({CELL});INT({CELL})={CELL}"),
        (Bounds("length", None, 60), f"LEN({CELL})<=60"),
        (Bounds("length", 0, 0), f"LEN({CELL})>=0;LEN({CELL})<=0"),
        (Bounds("length"), "TRUE"),
    ],
)
def test_whole_numbers_and_lengths_are_checked_by_a_formula(bounds: Bounds, formula: str) -> None:
    values = [{"userEnteredValue": f"=AND({formula})"}]
    assert rule(bounds, "")["condition"] == {"type": "CUSTOM_FORMULA", "values": values}
