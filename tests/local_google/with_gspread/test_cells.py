"""gspread's methods for cells against the local Google, over real HTTP with a real service-account key."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import (
    DateTimeOption,
    Dimension,
    InsertDataOption,
    ValueInputOption,
    ValueRenderOption,
)

from tests.local_google.with_gspread.conftest import ROWS, TRIMMED


def test_update_and_get_trims_trailing_empty_cells(sheet: gspread.Worksheet) -> None:
    sheet.update(ROWS, "A1")
    assert sheet.get("A1:D4") == TRIMMED
    assert sheet.get_values("A1:D4") == ROWS
    assert sheet.row_values(2) == ["", "b2"]
    assert sheet.col_values(2) == ["B1", "b2", "", "B4"]
    assert sheet.get("B1:B4", major_dimension=Dimension.cols) == [["B1", "b2", "", "B4"]]


def test_raw_keeps_text_and_user_entered_reads_it(sheet: gspread.Worksheet) -> None:
    sheet.update([["=1+1", "12%", "2020-01-31"]], "A1", raw=True)
    assert sheet.get("A1:C1", value_render_option=ValueRenderOption.unformatted) == [["=1+1", "12%", "2020-01-31"]]
    sheet.update([["=1+1", "12%", "2020-01-31"]], "A1", value_input_option=ValueInputOption.user_entered)
    assert sheet.get("A1:C1") == [["2", "12%", "2020-01-31"]]
    assert sheet.get("A1:C1", value_render_option=ValueRenderOption.unformatted) == [[2, 0.12, 43861]]
    assert sheet.get("A1", value_render_option=ValueRenderOption.formula) == [["=1+1"]]


def test_date_time_render_option_applies_to_unformatted_dates(sheet: gspread.Worksheet) -> None:
    sheet.update([["1/31/2020", 5]], "A1", value_input_option=ValueInputOption.user_entered)
    formatted = sheet.get(
        "A1:B1",
        value_render_option=ValueRenderOption.unformatted,
        date_time_render_option=DateTimeOption.formatted_string,
    )
    assert formatted == [["1/31/2020", 5]]
    assert sheet.get("A1:B1", value_render_option=ValueRenderOption.unformatted) == [[43861, 5]]


def test_cells_are_read_found_and_written(sheet: gspread.Worksheet) -> None:
    sheet.update([["apple", "Banana"], ["cherry", "apple pie"]], "A1")
    assert sheet.acell("B2").value == "apple pie"
    assert sheet.cell(2, 1).value == "cherry"
    found = sheet.find("apple")
    assert found is not None
    assert (found.row, found.col) == (1, 1)
    assert [cell.address for cell in sheet.findall("banana", case_sensitive=False)] == ["B1"]
    assert sheet.find("pear") is None
    sheet.update_acell("C3", "42")
    sheet.update_cell(4, 3, "0042")
    cells = sheet.range("C3:C4")
    assert [cell.value for cell in cells] == ["42", "42"]
    cells[0].value = "changed"
    sheet.update_cells(cells)
    assert sheet.get("C3:C4") == [["changed"], ["42"]]


def test_records_come_from_the_header(sheet: gspread.Worksheet) -> None:
    sheet.update([["name", "share"], ["Ann", 12], ["Bob", 3.5]], "A1")
    assert sheet.get_all_records() == [{"name": "Ann", "share": 12}, {"name": "Bob", "share": 3.5}]


def test_batch_get_update_and_clear(sheet: gspread.Worksheet) -> None:
    reply = sheet.batch_update([{"range": "A1:B1", "values": [[1, 2]]}, {"range": "A3", "values": [["x"]]}])
    assert (reply["totalUpdatedCells"], reply["totalUpdatedRows"], reply["totalUpdatedColumns"]) == (3, 2, 2)
    assert sheet.batch_get(["A1:B1", "A3", "D9"]) == [[["1", "2"]], [["x"]], []]
    sheet.batch_clear(["A1", "A3"])
    assert sheet.get("A1:B3") == [["", "2"]]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_append_goes_below_the_table(sheet: gspread.Worksheet) -> None:
    sheet.update([["name", "n"], ["Ann", 1]], "B2")
    reply = sheet.append_row(["Bob", 2], table_range="B2")
    assert reply["tableRange"] == "Sheet1!B2:C3"
    assert reply["updates"]["updatedRange"] == "Sheet1!B4:C4"
    sheet.append_rows([["Cy", 3], ["Di", 4]])
    assert sheet.get("B4:C6") == [["Bob", "2"], ["Cy", "3"], ["Di", "4"]]


def test_append_can_insert_rows(sheet: gspread.Worksheet) -> None:
    sheet.update([["a"], [""], ["below"]], "A1")
    sheet.append_row(["b"], table_range="A1", insert_data_option=InsertDataOption.insert_rows)
    assert sheet.col_values(1) == ["a", "b", "", "below"]


def test_append_grows_the_grid(book: gspread.Spreadsheet) -> None:
    small = book.add_worksheet("small", 1, 1)
    small.append_row(["first"])
    small.append_row(["second", "wide"])
    assert book.worksheet("small").row_count == 2
    assert book.worksheet("small").col_count == 2


def test_insert_and_delete_rows_and_columns(sheet: gspread.Worksheet) -> None:
    sheet.update([["1", "2"], ["3", "4"]], "A1")
    sheet.insert_row(["x", "y"], 2)
    sheet.insert_rows([["p"], ["q"]], 1)
    assert sheet.get_all_values() == [["p", ""], ["q", ""], ["1", "2"], ["x", "y"], ["3", "4"]]
    sheet.delete_rows(1, 2)
    sheet.insert_cols([["c1", "c2", "c3"]], 2)
    assert sheet.get_all_values() == [["1", "c1", "2"], ["x", "c2", "y"], ["3", "c3", "4"]]
    sheet.delete_columns(1)
    assert sheet.get_all_values() == [["c1", "2"], ["c2", "y"], ["c3", "4"]]
    assert sheet.row_count == 1001


def test_errors_have_googles_shape(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    def refused(call: Any, *args: Any) -> str:
        with pytest.raises(gspread.exceptions.APIError) as error:
            call(*args)
        assert error.value.code == 400
        assert error.value.error["status"] == "INVALID_ARGUMENT"
        return str(error.value.error["message"])

    assert refused(book.values_get, "Nowhere!A1") == "Unable to parse range: Nowhere!A1"
    limits = "exceeds grid limits. Max rows: 1000, max columns: 26"
    assert refused(sheet.get, "A1001") == f"Range (Sheet1!A1001) {limits}"
    assert refused(sheet.get, "A1001:B") == f"Range (Sheet1!A1001:B) {limits}"
    assert refused(sheet.batch_clear, ["A1001:B"]) == f"Invalid range[0]: Range (Sheet1!A1001:B) {limits}"
    assert refused(sheet.update, [[1, 2]], "Z1") == (
        "Requested writing within range ['Sheet1'!Z1], but tried writing to column [AA]"
    )
    assert refused(sheet.update, [[1, 2]], "A1:A2") == (
        "Requested writing within range ['Sheet1'!A1:A2], but tried writing to column [B]"
    )
    assert refused(book.batch_update, {"requests": [{"addShet": {}}]}) == (
        "Invalid JSON payload received. Unknown name \"addShet\" at 'requests[0]': Cannot find field."
    )
