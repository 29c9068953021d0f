"""The local Google in-process: reading, misfits, limits, sharing, quotas, the log."""

from __future__ import annotations

import pytest

from tests.sheets_server import Google
from tests.sheets_server.harness import (
    OWNER,
    ROBOT,
    Clock,
    Json,
    area,
    batch,
    send,
    shown,
    write_cells,
)

# Reading


def test_masks_keep_messages_and_refuse_unknown_paths(google: Google, book: str) -> None:
    assert shown(google, book, "?fields=sheets.properties(title,index)") == {
        "sheets": [{"properties": {"title": "Sheet1", "index": 0}}]
    }
    error = shown(google, book, "?fields=sheets.nothing")["error"]
    assert error["message"] == (
        "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.nothing'."
    )


def test_grid_data_shows_entered_effective_and_formatted(google: Google, book: str) -> None:
    google.write(book, OWNER, "B2", [["=1/4"]])
    [data] = shown(google, book, "?includeGridData=true&ranges=B2")["sheets"][0]["data"]
    assert (data["startRow"], data["startColumn"]) == (1, 1)
    [cell] = data["rowData"][0]["values"]
    assert cell["userEnteredValue"] == {"formulaValue": "=1/4"}
    assert cell["effectiveValue"] == {"numberValue": 0.25}
    assert cell["formattedValue"] == "0.25"
    assert cell["effectiveFormat"]["textFormat"]["fontSize"] == 10


def test_a_missing_tab_fails_the_whole_batch_get(google: Google, book: str) -> None:
    reply = send(google, "GET", f"/v4/spreadsheets/{book}/values:batchGet?ranges=Sheet1&ranges=Gone!A1")
    assert (reply.status, reply.json()["error"]["message"]) == (400, "Unable to parse range: Gone!A1")


# Requests that do not fit


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"requests": [{"addSheet": {"properties": {"tittle": "x"}}}]},
            "Invalid JSON payload received. Unknown name \"tittle\" at 'requests[0].add_sheet.properties': "
            "Cannot find field.",
        ),
        (
            {"requests": [{"deleteSheet": {"sheetId": "x"}}]},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"x\"",
        ),
        (
            {"requests": [{"repeatCell": {"range": area(0, 1, 0, 1), "cell": {}}}]},
            "Invalid requests[0].repeatCell: At least one field must be listed in 'fields'. "
            "(Use '*' to indicate all fields.)",
        ),
        ({"requests": [{}]}, "Invalid requests[0]: Must specify exactly one request."),
    ],
)
def test_misfits_are_refused_as_google_says_it(google: Google, book: str, body: Json, message: str) -> None:
    reply = send(google, "POST", f"/v4/spreadsheets/{book}:batchUpdate", body)
    assert (reply.status, reply.json()["error"]["message"]) == (400, message)


def test_the_value_input_option_is_required(google: Google, book: str) -> None:
    reply = send(google, "PUT", f"/v4/spreadsheets/{book}/values/A1", {"values": [["x"]]})
    assert reply.json()["error"]["message"] == "'valueInputOption' is required but not specified"
    wrong = send(google, "PUT", f"/v4/spreadsheets/{book}/values/A1?valueInputOption=TYPED", {"values": [["x"]]})
    assert wrong.json()["error"]["message"] == (
        "Invalid value at 'value_input_option' (type.googleapis.com/google.apps.sheets.v4.ValueInputOption), \"TYPED\""
    )


# Limits


def test_a_cell_holds_50000_characters(google: Google, book: str) -> None:
    target = f"/v4/spreadsheets/{book}/values/A1?valueInputOption=RAW"
    assert send(google, "PUT", target, {"values": [["x" * 50_000]]}).status == 200
    refused = send(google, "PUT", target, {"values": [["x" * 50_001]]})
    assert refused.json()["error"]["message"] == (
        "Your input contains more than the maximum of 50000 characters in a single cell."
    )


def test_a_spreadsheet_holds_ten_million_cells(google: Google, book: str) -> None:
    def grow(rows: int) -> Json:
        properties = {"title": f"big {rows}", "gridProperties": {"rowCount": rows, "columnCount": 100}}
        return batch(google, book, {"addSheet": {"properties": properties}})

    assert "above the limit of 10000000 cells" in grow(99_741)["error"]["message"]
    assert "error" not in grow(99_740)


# Sharing


def test_unshared_unknown_and_read_only_spreadsheets(google: Google) -> None:
    private = google.create("Private", OWNER)
    assert send(google, "GET", f"/v4/spreadsheets/{private}").json()["error"] == {
        "code": 403,
        "message": "The caller does not have permission",
        "status": "PERMISSION_DENIED",
    }
    assert send(google, "GET", "/v4/spreadsheets/unknown").json()["error"]["status"] == "NOT_FOUND"
    assert send(google, "GET", f"/drive/v3/files/{private}").json()["error"]["errors"][0]["reason"] == "notFound"
    google.share(private, ROBOT, "reader")
    assert send(google, "GET", f"/v4/spreadsheets/{private}").status == 200
    assert batch(google, private, write_cells(["x"]))["error"]["status"] == "PERMISSION_DENIED"


def test_service_accounts_have_no_storage(google: Google) -> None:
    google.drive.service_accounts_have_storage = False
    reply = send(google, "POST", "/drive/v3/files", {"name": "x"})
    assert (reply.status, reply.json()["error"]["errors"][0]["reason"]) == (403, "storageQuotaExceeded")
    assert send(google, "POST", "/drive/v3/files", {"name": "x"}, user=OWNER).status == 200


def test_an_api_that_is_not_enabled(google: Google, book: str) -> None:
    google.disabled_services = {"sheets.googleapis.com"}
    error = send(google, "GET", f"/v4/spreadsheets/{book}").json()["error"]
    assert (error["code"], error["details"][0]["reason"]) == (403, "SERVICE_DISABLED")
    assert error["message"].startswith("Google Sheets API has not been used in project")


# Quotas, the log and impossible faults


def test_a_fault_that_cannot_happen_is_a_failure_of_the_test(google: Google, book: str) -> None:
    google.faults.add(fault="edit", range="Nowhere!A1", values=[["x"]])
    assert send(google, "GET", f"/v4/spreadsheets/{book}").status == 200
    [trace] = google.failures
    assert "Unable to parse range: Nowhere!A1" in trace
    google.failures.clear()


def test_a_user_has_60_reads_a_minute(google: Google, book: str, clock: Clock) -> None:
    google.quotas.enable()
    target = f"/v4/spreadsheets/{book}"
    assert {send(google, "GET", target).status for _ in range(60)} == {200}
    refused = send(google, "GET", target)
    assert (refused.status, refused.json()["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert send(google, "GET", target, user=OWNER).status == 200
    assert "error" not in batch(google, book, write_cells(["x"]))
    clock.forward(60)
    assert send(google, "GET", target).status == 200


def test_a_project_has_300_reads_a_minute(google: Google, book: str) -> None:
    google.quotas.enable(per_project=3)
    target = f"/v4/spreadsheets/{book}"
    statuses = [send(google, "GET", target, user=user).status for user in (OWNER, ROBOT, OWNER, ROBOT)]
    assert statuses == [200, 200, 200, 429]


def test_the_log_counts_requests_by_kind(google: Google, book: str) -> None:
    shown(google, book)
    batch(google, book, write_cells(["x"]))
    batch(google, book, write_cells(["y"]))
    send(google, "GET", f"/v4/spreadsheets/{book}/values/A1")
    assert google.log.counts() == {
        "spreadsheets.get": 1,
        "spreadsheets.batchUpdate": 2,
        "spreadsheets.values.get": 1,
    }
    google.log.clear()
    assert google.log.total() == 0
