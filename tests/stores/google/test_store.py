"""The Google store over HTTP: how many requests a command costs, what the sheet looks like, and every bad input."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netsheets.__main__ import run
from netsheets.errors import Conflict, NetsheetsError, StoreRefused
from netsheets.stores.google import Access, GoogleStore, SpreadsheetReference
from netsheets.stores.google.access import identity
from netsheets.stores.google.cells import rule
from netsheets.stores.google.tab_edits import in_google
from netsheets.stores.port import AppendRows, Bounds, Changeset
from tests.support.google_network import ROWS, closed, lines, opened, settle, type_rows, workbook
from tests.support.google_world import MEMBER, OWNER, ROBOT, World, world, write_key

Json = dict[str, Any]


@pytest.fixture
def blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(tmp_path) as found:
        for name, value in found.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        yield found


@pytest.fixture
def shared(blank: World) -> World:
    return settle(blank)


# How many requests


@pytest.mark.parametrize(
    ("arguments", "writes"),
    [
        (["validate"], 1),
        (["commissions", "2026-01"], 1),
        (["close", "2026-01", "--restate"], 1),
        (["upgrade"], 1),
        (["ownership"], 0),
        (["balances", "2026-01"], 0),
        (["explain", "R1"], 0),
        (["statements", "2026-01", "-o", "out"], 0),
        (["doctor"], 1),
        (["close", "2026-01", "--restate", "--dry-run"], 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else str(value),
)
def test_a_command_costs_three_requests_at_most(shared: World, arguments: list[str], writes: int) -> None:
    if arguments[0] == "statements":
        closed(workbook(shared), "2026-01")
        shared.google.log.clear()
    assert run([*arguments, "-w", shared.url, "--today", "2026-05-04"]) == 0
    counted = {"spreadsheets.get": 1, "spreadsheets.values.batchGet": 1, "spreadsheets.batchUpdate": writes}
    assert shared.requests() == {kind: number for kind, number in counted.items() if number}


def test_init_costs_three_requests_and_fills_every_tab(blank: World) -> None:
    assert run(["init", blank.url, "--sample", "--lang", "en"]) == 0
    assert sum(blank.requests().values()) == 3
    assert "Sheet1" not in blank.titles()
    assert blank.titles()[:3] == ["Guide", "Members", "Interviews"]
    assert run(["validate", "-w", blank.url, "--today", "2026-11-22"]) == 0


def test_closing_through_the_command_line_again_says_that_it_is_closed(shared: World) -> None:
    arguments = ["close", "2026-01", "--restate", "-w", shared.url, "--today", "2026-05-04"]
    assert [run(arguments), run(arguments)] == [0, 0]
    assert lines(shared) == {"2026-01": [["B1", 150]]}


def test_a_second_run_that_finds_the_same_writes_nothing(shared: World) -> None:
    arguments = ["validate", "-w", shared.url, "--today", "2026-05-04"]
    run(arguments)
    shared.google.log.clear()
    run(arguments)
    assert "spreadsheets.batchUpdate" not in shared.requests()


# What the sheet looks like


def test_a_members_tab_helps_while_typing(shared: World) -> None:
    referrals = shared.described_tab("Referrals")
    assert referrals["properties"]["gridProperties"]["frozenRowCount"] == 1
    header, first = (row["values"] for row in referrals["data"][0]["rowData"][:2])
    titles = [cell.get("formattedValue") for cell in header]
    assert all(cell.get("note") for cell in header)
    status = first[titles.index("Status")]["dataValidation"]
    assert status["condition"]["type"] == "ONE_OF_LIST"
    assert {"userEnteredValue": "won"} in status["condition"]["values"]
    referrer = first[titles.index("Referrer")]["dataValidation"]["condition"]
    assert referrer == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='Members'!$A$2:$A"}]}
    assert referrals["bandedRanges"]
    assert [each["warningOnly"] for each in referrals["protectedRanges"]] == [True]
    [highlight] = referrals["conditionalFormats"]
    formula = highlight["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
    assert "INDIRECT(\"'Issues'!$E:$E\")" in formula
    assert "," not in formula


def test_output_tabs_are_protected_by_a_warning_and_the_summary_has_charts(shared: World) -> None:
    run(["commissions", "2026-01", "-w", shared.url, "--today", "2026-05-04"])
    for title in ("Issues", "Commissions", "Closings", "Ownership", "Balances", "Summary"):
        whole = [each for each in shared.described_tab(title)["protectedRanges"] if len(each["range"]) == 1]
        assert [each["warningOnly"] for each in whole] == [True]
    kinds = [next(iter(set(each["spec"]) - {"title"})) for each in shared.described_tab("Summary")["charts"]]
    assert kinds == ["basicChart", "basicChart", "pieChart"]
    run(["commissions", "2026-02", "-w", shared.url, "--today", "2026-05-04"])
    assert len(shared.described_tab("Summary")["charts"]) == 3


def test_an_issue_links_to_its_cell(shared: World) -> None:
    shared.google.write(shared.spreadsheet_id, MEMBER, "Billing!D2", [["much"]])
    assert run(["validate", "-w", shared.url, "--today", "2026-05-04"]) == 1
    issues = shared.described_tab("Issues")["data"][0]["rowData"]
    cell = issues[1]["values"][4]
    billing = shared.described_tab("Billing")["properties"]["sheetId"]
    assert cell["userEnteredValue"] == {"stringValue": "Billing!D2"}
    assert cell["userEnteredFormat"]["textFormat"]["link"] == {"uri": f"#gid={billing}&range=D2"}


def test_a_second_upgrade_changes_nothing(shared: World) -> None:
    run(["upgrade", "-w", shared.url])
    before = shared.described()
    run(["upgrade", "-w", shared.url])
    assert shared.described() == before


def test_upgrade_brings_back_what_people_took_away(shared: World) -> None:
    before = shared.described_tab("Billing")
    billing = before["properties"]["sheetId"]
    area = {"sheetId": billing, "startRowIndex": 0}
    header = {"range": {"sheetId": billing, "startRowIndex": 0, "endRowIndex": 1}, "rows": [], "fields": "note"}
    unfrozen = {"sheetId": billing, "gridProperties": {"frozenRowCount": 0}}
    shared.edit(
        {"setDataValidation": {"range": area}},
        {"updateCells": header},
        {"deleteConditionalFormatRule": {"sheetId": billing, "index": 0}},
        {"updateSheetProperties": {"properties": unfrozen, "fields": "gridProperties.frozenRowCount"}},
        *(
            {"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}}
            for each in before["protectedRanges"]
        ),
    )
    run(["upgrade", "-w", shared.url])
    after = shared.described_tab("Billing")
    assert {**after, "protectedRanges": 0} == {**before, "protectedRanges": 0}
    assert len(after["protectedRanges"]) == len(before["protectedRanges"])


def test_upgrade_touches_no_cell_of_the_members_and_inserts_its_columns(shared: World) -> None:
    """Clients loses its column of notes, and gets one of a member's own, which may not be written over."""
    shared.google.write(shared.spreadsheet_id, MEMBER, "Clients!G1:G2", [["Our own"], ["mine"]])
    run(["upgrade", "-w", shared.url])
    rows = shared.values("Clients")
    assert rows[0][-3:] == ["Contact", "Our own", "Notes"]
    assert rows[1][6] == "mine"


def test_a_row_typed_in_between_is_not_written_over_by_an_import(shared: World, tmp_path: Path) -> None:
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "clients.csv").write_text("client_id,name\nC7,Florist\n", "utf-8")
    shared.google.faults.add(
        path=":batchUpdate$", fault="edit", user=MEMBER, range="Clients!A3", values=[["C6", "Inn"]]
    )
    assert run(["import", "late", "-w", shared.url]) == 0
    assert [row[:2] for row in shared.values("Clients")[1:]] == [["C1", "Bakery"], ["C6", "Inn"], ["C7", "Florist"]]


def test_an_import_whose_reply_is_lost_is_not_doubled(shared: World, tmp_path: Path) -> None:
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "clients.csv").write_text("client_id,name\nC7,=IMPORTXML(1)\n", "utf-8")
    shared.google.faults.add(path=":batchUpdate$", fault="reset", when="after")
    assert run(["import", "late", "-w", shared.url]) == 0
    assert [row[:2] for row in shared.values("Clients")[1:]] == [["C1", "Bakery"], ["C7", "=IMPORTXML(1)"]]


# Languages, odd texts


@pytest.mark.parametrize(("place", "zone"), [("fr_FR", "Europe/Paris"), ("de_DE", "Pacific/Auckland")])
def test_another_language_and_time_zone_change_no_number_and_no_day(blank: World, place: str, zone: str) -> None:
    properties = {"locale": place, "timeZone": zone}
    blank.edit({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}})
    run(["init", blank.url, "--lang", "en"])
    for title, rows in ROWS.items():
        type_rows(blank.google, (blank.spreadsheet_id, title), rows)
    blank.google.write(blank.spreadsheet_id, MEMBER, "Billing!D2", [["1234,5"]])
    blank.google.write(blank.spreadsheet_id, MEMBER, "Billing!C3:D3", [["02/02/2026", "'1.234,56 €"]])
    read = opened(workbook(blank))
    assert [str(each.amount) for each in read.book.billing] == ["1234.50", "1234.56", "400.00"]
    assert {each.code for each in read.findings} == {"text_for_number", "consent_missing"}
    closed(workbook(blank), "2026-01")
    assert lines(blank) == {"2026-01": [["B1", 185.18]]}


@pytest.mark.parametrize("text", ["=1+1", "+33 6 12", "-", "@home", "\ttab", "\rreturn", "x" * 50_000])
def test_a_members_text_stays_text_wherever_it_is_shown(shared: World, text: str) -> None:
    place = f"/v4/spreadsheets/{shared.spreadsheet_id}/values/Clients!B2"
    shared.google._run("PUT", place, MEMBER, {"values": [[text]]}, {"valueInputOption": ["RAW"]})
    shared.google.write(shared.spreadsheet_id, MEMBER, "Referrals!A2", [["'=R1"]])
    assert run(["validate", "-w", shared.url, "--today", "2026-05-04"]) == 1
    run(["close", "2026-01", "--restate", "--skip-invalid", "-w", shared.url, "--today", "2026-05-04"])
    assert shared.google.read(shared.spreadsheet_id, OWNER, "Clients!B2") == [[text]]
    for sheet in shared.described()["sheets"]:
        for row in sheet.get("data", [{}])[0].get("rowData", ()):
            assert not any("formulaValue" in cell.get("userEnteredValue", {}) for cell in row.get("values", ()))


def test_a_text_longer_than_a_cell_is_refused_before_anything_is_written(shared: World) -> None:
    store = shared.store()
    read = store.read()
    edit = AppendRows("Clients", (1, 2), ("text", "text"), [("C9", "x" * 50_001)])
    with pytest.raises(StoreRefused) as refused:
        store.apply(Changeset((edit,), read.revision))
    assert refused.value.code == "google_cell_too_long"
    assert len(shared.values("Clients")) == 2


def test_a_failed_formula_is_an_error_finding(shared: World) -> None:
    shared.google.write(shared.spreadsheet_id, MEMBER, "Billing!D2", [["=1/0"]])
    assert [each.code for each in opened(workbook(shared)).findings if each.severity == "error"] == ["formula_error"]


def test_formulas_are_read_alike_in_every_language() -> None:
    plain = "COUNTIFS('It''s, all'!E:E,\"a,b\"&A2,Issues!A:A,1)>0"
    assert in_google(plain) == 'COUNTIFS(INDIRECT("\'It\'\'s, all\'!E:E");"a,b"&A2;INDIRECT("Issues!A:A");1)>0'
    bounds = rule(Bounds("decimal", 0.25), "")["condition"]
    assert bounds == {"type": "NUMBER_GREATER_THAN_EQ", "values": [{"userEnteredValue": "=1/4"}]}


# Refusals


def refused_read(shared: World, reference: str | None = None) -> NetsheetsError:
    store = (
        GoogleStore(SpreadsheetReference(reference), shared.access, shared.patience) if reference else shared.store()
    )
    with pytest.raises(NetsheetsError) as refused:
        store.read()
    return refused.value


def test_a_sheet_that_is_not_shared_names_the_address_to_share_with(shared: World) -> None:
    held = shared.google.files.get(shared.spreadsheet_id)
    assert held is not None
    held.permissions = [each for each in held.permissions if each["role"] == "owner"]
    refused = refused_read(shared)
    assert (refused.code, refused.exit_code) == ("google_not_shared", 4)
    assert ROBOT in refused.message("fr")


def test_a_sheet_shared_for_reading_only_is_said_on_writing(shared: World) -> None:
    held = shared.google.files.get(shared.spreadsheet_id)
    assert held is not None
    for each in held.permissions:
        if each["role"] == "writer":
            each["role"] = "reader"
    with pytest.raises(StoreRefused) as refused:
        closed(workbook(shared), "2026-01")
    assert (refused.value.code, refused.value.details["account"]) == ("google_read_only", ROBOT)
    assert lines(shared) == {}


def test_an_unknown_or_deleted_sheet(shared: World) -> None:
    assert refused_read(shared, "1" * 44).code == "google_unknown_id"


def test_an_api_that_is_off_names_the_page_to_switch_it_on(shared: World) -> None:
    shared.google.disabled_services = {"sheets.googleapis.com"}
    refused = refused_read(shared)
    assert refused.code == "google_api_off"
    assert "https://console.cloud.google.com/apis/library/sheets.googleapis.com" in refused.message("en")


def test_a_sheet_that_holds_something_is_not_made_a_new_one(shared: World) -> None:
    before = shared.described()
    assert run(["init", shared.url]) == Conflict.exit_code
    assert shared.described() == before


def test_a_service_account_has_no_room_for_a_new_sheet(blank: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "https://sheets.new"]) == 4
    assert f"share it as editor with {ROBOT}" in capsys.readouterr().err


def test_a_person_can_have_a_new_sheet_made(blank: World, monkeypatch: pytest.MonkeyPatch) -> None:
    blank.google.accounts.add_token("mine", OWNER)
    monkeypatch.setenv("NETSHEETS_GOOGLE_TOKEN", "mine")
    assert run(["init", "https://sheets.new"]) == 0
    assert blank.requests() == {"spreadsheets.create": 1, "spreadsheets.batchUpdate": 1}


def test_a_sheet_too_large_is_said(shared: World) -> None:
    shared.edit(
        {"addSheet": {"properties": {"title": "Huge", "gridProperties": {"rowCount": 99_000, "columnCount": 100}}}}
    )
    shared.edit(
        {"addSheet": {"properties": {"title": "More", "gridProperties": {"rowCount": 9_000, "columnCount": 10}}}}
    )
    store = shared.store(read=30, write=30)
    read = store.read()
    rows = [("C", "x")] * 20_000
    with pytest.raises(StoreRefused) as refused:
        store.apply(Changeset((AppendRows("Clients", (1, 2), ("text", "text"), rows),), read.revision))
    assert refused.value.code == "google_too_many_cells"
    assert len(shared.values("Clients")) == 2


def test_a_renamed_tab_or_header_is_a_finding_not_a_crash(shared: World) -> None:
    billing = shared.described_tab("Billing")["properties"]["sheetId"]
    new = {"sheetId": billing, "title": "Bilings"}
    shared.edit({"updateSheetProperties": {"properties": new, "fields": "title"}})
    shared.google.write(shared.spreadsheet_id, MEMBER, "Referrals!A1", [["Nummer"]])
    found = {each.code for each in opened(workbook(shared)).findings}
    assert {"tab_missing", "header_missing"} <= found


def test_a_tab_renamed_while_reading_is_read_again(shared: World) -> None:
    guide = shared.described_tab("Members")["properties"]["sheetId"]
    rename = {"updateSheetProperties": {"properties": {"sheetId": guide, "title": "Membres"}, "fields": "title"}}
    shared.google.faults.add(path="batchGet$", fault="edit", requests=[rename])
    assert "Membres" in [each.title for each in shared.store().read().grids]


def test_doctor_names_who_netsheets_is_and_what_to_do(shared: World, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["doctor", "--format", "json", "--lang", "en", "-w", shared.url, "--today", "2026-05-04"]
    assert run(arguments) == 0
    checks = {each["subject"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["Google access"]["seen"] == f"service account {ROBOT}"
    assert {checks[name]["verdict"] for name in ("Sharing", "Protection", "Tabs")} == {"ok"}
    issues = shared.described_tab("Issues")["protectedRanges"]
    shared.edit(*({"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}} for each in issues))
    held = shared.google.files.get(shared.spreadsheet_id)
    assert held is not None
    for each in held.permissions:
        each["role"] = "reader" if each["role"] == "writer" else each["role"]
    assert run(arguments) == 1
    checks = {each["subject"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert (checks["Sharing"]["verdict"], checks["Protection"]["seen"]) == ("error", "Issues")
    assert f"Share it with {ROBOT} as editor" in checks["Sharing"]["advice"]
    shared.key.unlink()
    assert run(arguments) == 1
    assert "There is no credentials file" in capsys.readouterr().out


def test_the_next_write_protects_a_tab_again(shared: World) -> None:
    issues = shared.described_tab("Issues")["protectedRanges"]
    shared.edit(*({"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}} for each in issues))
    run(["upgrade", "-w", shared.url])
    assert [len(each["range"]) for each in shared.described_tab("Issues")["protectedRanges"]] == [1]


# Credentials


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_key_file_that_others_can_read_is_refused(blank: World) -> None:
    blank.key.chmod(0o640)
    assert refused_read(blank).code == "google_key_exposed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "google_key_unreadable"),
        ("[]", "google_key_other_kind"),
        ('{"type": "external_account"}', "google_key_other_kind"),
        ('{"type": "service_account", "client_email": "a@b"}', "google_key_unreadable"),
    ],
)
def test_what_is_no_key_file_is_refused(blank: World, content: str, code: str) -> None:
    blank.key.write_text(content, "utf-8")
    assert refused_read(blank).code == code


def test_a_missing_key_file_and_none_at_all(blank: World) -> None:
    blank.key.unlink()
    assert refused_read(blank).code == "google_key_missing"
    with pytest.raises(StoreRefused) as refused:
        identity(Access())
    assert refused.value.code == "google_credentials_missing"


def test_a_key_that_google_does_not_know(blank: World) -> None:
    write_key(blank.key, "stranger@local.iam.gserviceaccount.com", blank.server.base_url)
    assert refused_read(blank).code == "google_credentials_refused"


def test_a_persons_file_signs_in_with_its_refresh_token(shared: World) -> None:
    shared.google.accounts.add_refresh_token("again", OWNER)
    held = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "again"}
    shared.key.write_text(json.dumps(held), "utf-8")
    assert shared.store().read().serial_days
    shared.key.write_text(json.dumps({**held, "refresh_token": "old"}), "utf-8")
    assert refused_read(shared).code == "google_credentials_refused"
