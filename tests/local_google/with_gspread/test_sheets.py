"""gspread's methods for sheets, spreadsheets and files against the local Google, with a real service-account key."""

from __future__ import annotations

import zipfile
from io import BytesIO

import gspread
import pytest
from gspread.utils import (
    ExportFormat,
    MergeType,
    PasteOrientation,
    PasteType,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)

from tests.local_google.with_gspread.conftest import EMAIL, OTHER, PRIVATE_KEY, ROWS
from tests.sheets_server import Google
from tests.sheets_server.gspread_client import client_for

# Sheets


def test_worksheets_are_added_renamed_moved_and_deleted(book: gspread.Spreadsheet) -> None:
    finances = book.add_worksheet("finances", 10, 5)
    more = book.add_worksheet("more", 10, 5, index=0)
    assert [each.title for each in book.worksheets()] == ["more", "Sheet1", "finances"]
    book.reorder_worksheets([finances, book.sheet1, more])
    assert [each.title for each in book.worksheets()] == ["finances", "more", "Sheet1"]
    more.update_title("renamed")
    more.update_index(2)
    assert [each.title for each in book.worksheets()] == ["finances", "renamed", "Sheet1"]
    more.update_index(3)
    assert [each.title for each in book.worksheets()] == ["finances", "Sheet1", "renamed"]
    book.del_worksheet(finances)
    book.del_worksheet_by_id(more.id)
    assert [each.title for each in book.worksheets()] == ["Sheet1"]
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("finances")


def test_duplicate_titles_are_refused(book: gspread.Spreadsheet) -> None:
    with pytest.raises(gspread.exceptions.APIError) as error:
        book.add_worksheet("sheet1", 1, 1)
    assert error.value.error["message"] == (
        'Invalid requests[0].addSheet: A sheet with the name "sheet1" already exists. Please enter another name.'
    )


def test_worksheets_are_copied(client: gspread.Client, book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update([["x"]], "A1")
    assert sheet.duplicate(new_sheet_name="twin").get("A1") == [["x"]]
    assert [each.title for each in book.worksheets()] == ["twin", "Sheet1"]
    other = client.create("Other")
    assert sheet.copy_to(other.id)["title"] == "Copy of Sheet1"
    assert other.worksheet("Copy of Sheet1").acell("A1").value == "x"
    client.del_spreadsheet(other.id)


def test_hidden_sheets_can_be_left_out(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    other = book.add_worksheet("other", 1, 1)
    sheet.hide()
    assert [each.title for each in book.worksheets(exclude_hidden=True)] == ["other"]
    with pytest.raises(gspread.exceptions.APIError):
        other.hide()
    sheet.show()
    assert len(book.worksheets(exclude_hidden=True)) == 2


def test_resize_freeze_gridlines_and_tab_colour(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.resize(5, 4)
    sheet.freeze(rows=1, cols=2)
    sheet.hide_gridlines()
    sheet.update_tab_color("#FF8000")
    fresh = book.sheet1
    assert (fresh.row_count, fresh.col_count) == (5, 4)
    assert (fresh.frozen_row_count, fresh.frozen_col_count, fresh.is_gridlines_hidden) == (1, 2, True)
    assert fresh.get_tab_color() == "#FF8000"
    fresh.clear_tab_color()
    sheet.show_gridlines()
    sheet.add_rows(2)
    sheet.add_cols(1)
    assert (book.sheet1.row_count, book.sheet1.col_count) == (7, 5)
    assert book.sheet1.get_tab_color() is None
    with pytest.raises(gspread.exceptions.APIError, match="can't freeze all"):
        sheet.freeze(rows=7)


def test_sort_by_several_columns(sheet: gspread.Worksheet) -> None:
    sheet.resize(3, 3)
    sheet.update([["b", 2, "x"], ["a", 2, "y"], ["c", 1, "z"]], "A1")
    sheet.sort((2, "asc"), (1, "des"))
    assert sheet.get_all_values() == [["c", "1", "z"], ["b", "2", "x"], ["a", "2", "y"]]
    sheet.sort((1, "asc"), range="A2:C3")
    assert sheet.col_values(1) == ["c", "a", "b"]


def test_merges_filters_and_groups(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update([["title", "lost"], ["x", "y"]], "A1")
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D2", MergeType.merge_rows)
    assert sheet.get_values("A1:B2", combine_merged_cells=True) == [["title", "title"], ["x", "y"]]
    with pytest.raises(gspread.exceptions.APIError, match="You must select all cells in a merged range"):
        sheet.merge_cells("B1:C1")
    sheet.unmerge_cells("A1:D2")
    assert "merges" not in book.fetch_sheet_metadata()["sheets"][0]
    sheet.set_basic_filter("A1:B2")
    sheet.clear_basic_filter()
    sheet.add_dimension_group_rows(1, 5)
    sheet.add_dimension_group_rows(2, 3)
    groups = sheet.list_dimension_group_rows()
    assert [(group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]) for group in groups] == [
        (1, 5, 1),
        (2, 3, 2),
    ]
    sheet.delete_dimension_group_rows(1, 5)
    assert len(sheet.list_dimension_group_rows()) == 1
    sheet.hide_rows(0, 2)
    sheet.hide_columns(0, 1)
    sheet.unhide_rows(0, 2)
    metadata = book.fetch_sheet_metadata({"fields": "sheets.data(columnMetadata,rowMetadata)"})["sheets"][0]["data"][0]
    assert metadata["columnMetadata"][:2] == [{"pixelSize": 100, "hiddenByUser": True}, {"pixelSize": 100}]
    assert metadata["rowMetadata"][0] == {"pixelSize": 21}


def test_copy_and_cut_ranges(sheet: gspread.Worksheet) -> None:
    sheet.update([["1", "=A1+1"]], "A1", value_input_option=ValueInputOption.user_entered)
    sheet.copy_range("A1:B1", "A2:B2", PasteType.normal, PasteOrientation.normal)
    sheet.update_acell("A2", 10)
    assert sheet.get("A1:B2") == [["1", "2"], ["10", "11"]]
    sheet.cut_range("A1:B1", "D4")
    assert sheet.get("A1:E4") == [[], ["10", "11"], [], ["", "", "", "1", "2"]]
    sheet.copy_range("D4:E4", "A6", PasteType.values, PasteOrientation.transpose)
    assert sheet.get("A6:A7") == [["1"], ["2"]]


# Dress


def test_formats_are_kept_and_returned(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1.0}})
    sheet.batch_format([{"range": "C1", "format": {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}])
    sheet.update([[1, 2, 3]], "A1")
    assert sheet.get("A1:C1") == [["1", "2", "3.00"]]
    shown = book.fetch_sheet_metadata({"ranges": "A1", "fields": "sheets.data.rowData.values.userEnteredFormat"})
    assert shown["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"] == {
        "textFormat": {"bold": True},
        "backgroundColor": {"red": 1},
        "backgroundColorStyle": {"rgbColor": {"red": 1}},
    }


def test_notes(sheet: gspread.Worksheet) -> None:
    sheet.update_note("A1", "first")
    sheet.update_notes({"B2": "second", "C3": "third"})
    assert sheet.get_note("A1") == "first"
    assert sheet.get_notes() == [["first"], ["", "second"], ["", "", "third"]]
    sheet.clear_note("A1")
    sheet.clear_notes(["B2"])
    assert sheet.get_notes() == [[], [], ["", "", "third"]]


def test_data_validation_is_set(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.add_validation("A1", ValidationConditionType.one_of_list, ["yes", "no"], showCustomUi=True, strict=True)
    shown = book.fetch_sheet_metadata({"fields": "sheets.data.rowData.values.dataValidation"})
    assert shown["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"] == {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "yes"}, {"userEnteredValue": "no"}]},
        "showCustomUi": True,
        "strict": True,
    }


def test_named_ranges(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update(ROWS, "A1")
    identifier = sheet.define_named_range("A1:B2", "corner")["replies"][0]["addNamedRange"]["namedRange"][
        "namedRangeId"
    ]
    assert sheet.get("corner") == [["A1", "B1"], ["", "b2"]]
    with pytest.raises(gspread.exceptions.APIError):
        sheet.define_named_range("A1:B2", "corner")
    assert [item["name"] for item in book.list_named_ranges()] == ["corner"]
    sheet.delete_named_range(identifier)
    assert book.list_named_ranges() == []


def test_protected_ranges(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.add_protected_range("A1:B2", editor_users_emails=[OTHER], description="closed")
    [held] = book.list_protected_ranges(sheet.id)
    assert held["description"] == "closed"
    assert held["editors"]["users"] == [OTHER, EMAIL]
    sheet.delete_protected_range(held["protectedRangeId"])
    assert book.list_protected_ranges(sheet.id) == []


def test_columns_fit_their_text(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update([["A" * 1024]], "B1")
    sheet.columns_auto_resize(1, 2)
    shown = book.fetch_sheet_metadata({"fields": "sheets.data.columnMetadata"})
    assert shown["sheets"][0]["data"][0]["columnMetadata"][1] == {"pixelSize": 8691}


# Spreadsheets and files


def test_title_locale_and_time_zone(book: gspread.Spreadsheet) -> None:
    book.update_title("Été")
    book.update_locale("fr_FR")
    book.update_timezone("Europe/Paris")
    properties = book.fetch_sheet_metadata()["properties"]
    assert (properties["title"], properties["locale"], properties["timeZone"]) == ("Été", "fr_FR", "Europe/Paris")
    book.sheet1.update([["12,50", "1/2/2020"]], "A1", value_input_option=ValueInputOption.user_entered)
    assert book.sheet1.get("A1:B1", value_render_option=ValueRenderOption.unformatted) == [[12.5, 43862]]
    assert book.sheet1.get("A1:B1") == [["12,5", "01/02/2020"]]


def test_open_by_title_key_and_url(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    assert client.open("Book").id == book.id
    assert client.open_by_key(book.id).title == "Book"
    assert client.open_by_url(book.url).id == book.id
    assert book.id in [each.id for each in client.openall()]
    assert [each["id"] for each in client.list_spreadsheet_files("Book")] == [book.id]
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("No such book")
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("1" + "x" * 43)
    assert book.get_lastUpdateTime().endswith("Z")


def test_files_are_listed_by_folder(client: gspread.Client) -> None:
    book = client.create("Filed", folder_id="folder")
    assert [each["name"] for each in client.list_spreadsheet_files(folder_id="folder")] == ["Filed"]
    client.del_spreadsheet(book.id)
    assert client.list_spreadsheet_files(folder_id="folder") == []


def test_copy_takes_the_content_along(
    client: gspread.Client, book: gspread.Spreadsheet, sheet: gspread.Worksheet
) -> None:
    sheet.update([["x"]], "A1")
    twin = client.copy(book.id, title="Twin")
    assert twin.sheet1.acell("A1").value == "x"
    sheet.update([["changed"]], "A1")
    assert twin.sheet1.acell("A1").value == "x"
    client.del_spreadsheet(twin.id)


def test_export_and_import(client: gspread.Client, book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update([["a", 1.5], ["b,c", ""]], "A1")
    assert book.export(ExportFormat.CSV) == b'a,1.5\r\n"b,c",'
    with zipfile.ZipFile(BytesIO(book.export(ExportFormat.EXCEL))) as package:
        assert "xl/worksheets/sheet1.xml" in package.namelist()
    for kind in ExportFormat:
        assert book.export(kind)
    client.import_csv(book.id, "x,1\ny,2\n")
    assert book.sheet1.get_all_values() == [["x", "1"], ["y", "2"]]


def test_sharing_lets_another_account_in(google: Google, book: gspread.Spreadsheet) -> None:
    other, session = client_for(google.base_url, OTHER, PRIVATE_KEY)
    with pytest.raises(PermissionError):
        other.open_by_key(book.id)
    book.share(OTHER, perm_type="user", role="reader")
    assert other.open_by_key(book.id).sheet1.get_all_values() == [[]]
    with pytest.raises(gspread.exceptions.APIError) as error:
        other.open_by_key(book.id).sheet1.update([["x"]], "A1")
    assert error.value.error["status"] == "PERMISSION_DENIED"
    assert [(held["emailAddress"], held["role"]) for held in book.list_permissions()] == [
        (EMAIL, "owner"),
        (OTHER, "reader"),
    ]
    book.remove_permissions(OTHER)
    with pytest.raises(PermissionError):
        other.open_by_key(book.id)
    session.close()  # type: ignore[no-untyped-call]


def test_copy_takes_comments_along(google: Google, client: gspread.Client, book: gspread.Spreadsheet) -> None:
    client.http_client.request(
        "post",
        f"https://www.googleapis.com/drive/v3/files/{book.id}/comments",
        params={"fields": "id"},
        json={"content": "why?", "anchor": "a"},
    )
    twin = client.copy(book.id, copy_comments=True)
    assert twin.title == "Copy of Book"
    file = google.files.get(twin.id)
    assert file is not None
    assert [comment["content"] for comment in file.comments] == ["why?"]
    client.del_spreadsheet(twin.id)
