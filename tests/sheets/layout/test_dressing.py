"""Members' tabs are made ready to fill in the workbook's language, wherever their columns stand."""

from __future__ import annotations

import datetime as dt

from netsheets.sheets.layout.dressing import (
    FIRST_DAY,
    LAST_DAY,
    dressed_placements,
    dressing,
    guide_tab,
    output_tabs,
)
from netsheets.sheets.placing import place
from netsheets.sheets.schema import input_tabs, tab
from netsheets.sheets.schema import output_tabs as output_schemas
from netsheets.stores.port import Bounds, Choices, DressTab, Edit, Reference, ReplaceTab, ShownColumn
from tests.support.sheets import BILLING, MEMBERS, grid, snapshot


def dressed(edit: Edit) -> dict[str, ShownColumn]:
    """Return the columns of a tab that is dressed, by title."""
    assert isinstance(edit, DressTab)
    return {column.title: column for column in edit.columns}


def test_a_new_tab_has_every_column_of_its_schema_with_help() -> None:
    [edit] = dressing(["clients"], {}, "fr")
    assert isinstance(edit, DressTab)
    assert (edit.title, edit.header_row, edit.positions) == ("Clients", 1, (None,) * 7)
    assert [column.title for column in edit.columns][:3] == ["N° de client", "Nom", "SIREN"]
    assert all(column.note for column in edit.columns)
    assert [column.required for column in edit.columns][:3] == [True, True, False]


def test_a_tab_that_is_there_keeps_its_title_and_its_columns_places() -> None:
    placements, _ = place(snapshot(grid("MEMBRES", [("Our members",), ("Name", None, "Member no.", "Status")])))
    [edit] = dressing(["members"], placements, "en")
    assert isinstance(edit, DressTab)
    assert (edit.title, edit.header_row, edit.positions[:4]) == ("MEMBRES", 2, (3, 1, 4, None))


def test_words_are_offered_in_the_workbooks_language_and_only_closed_lists_are_strict() -> None:
    [edit] = dressing(["referrals"], {}, "fr")
    columns = dressed(edit)
    kinds = tab("referrals").column_by_key
    statuses = Choices(("donné", "contacté", "devis envoyé", "gagné", "perdu", "annulé"), strict=True)
    assert columns[kinds["status"].titles["fr"]].check == statuses
    cases = columns[kinds["case"].titles["fr"]].check
    assert isinstance(cases, Choices)
    assert not cases.strict


def test_ids_of_another_tab_are_offered_from_where_they_stand() -> None:
    placements, _ = place(snapshot(grid("Membres", [("Our members",), ("Name", "Member no.", "Status")])))
    [edit] = dressing(["referrals"], placements, "en")
    assert dressed(edit)["Referrer"].check == Reference("Membres", 2, 2, ("NETWORK",))
    assert dressed(edit)["Client no."].check is None


def test_ids_of_a_column_that_is_about_to_be_added_are_offered_from_there() -> None:
    placements, _ = place(snapshot(grid("Members", [("Name", "Status"), ("Ann", "active", "beyond")])))
    edits = dressing(["members", "referrals"], placements, "en")
    assert dressed(edits[1])["Referrer"].check == Reference("Members", 4, 1, ("NETWORK",))
    [alone] = dressing(["referrals"], placements, "en")
    assert dressed(alone)["Referrer"].check is None


def test_numbers_and_days_have_bounds() -> None:
    [edit] = dressing(["billing"], {}, "en")
    assert dressed(edit)["Amount excl. VAT"].check == Bounds("decimal", 0.000001)
    assert dressed(edit)["Issued on"].check == Bounds("day", FIRST_DAY, LAST_DAY)
    assert dt.date(1899, 12, 30) + dt.timedelta(days=LAST_DAY) == dt.date(2199, 12, 31)


def test_placements_are_those_of_the_tabs_once_they_are_dressed() -> None:
    placements, _ = place(snapshot(grid("Billing", BILLING), grid("Members", MEMBERS)))
    after = dressed_placements(["billing", "shares"], placements, "en")
    assert after["billing"].columns["notes"] == 10
    assert after["shares"].columns["weight"] == 4
    assert after["members"] == placements["members"]


def test_only_output_tabs_that_are_missing_are_made() -> None:
    placements, _ = place(snapshot(grid("ledger", [("line_id",)])))
    made = output_tabs((each.key for each in output_schemas()), placements, "en")
    assert [each.title for each in made if isinstance(each, ReplaceTab)] == [
        "Issues",
        "Standing",
        "Documents",
        "Sealed rows",
        "Closings",
        "Ownership",
        "Balances",
    ]


def test_the_guide_comes_first_and_has_headings_and_lines() -> None:
    guide = guide_tab("Guide", "en")
    assert isinstance(guide, ReplaceTab)
    assert guide.first
    assert guide.content.blocks[0].heading == "Welcome"
    assert all(block.headless and block.rows for block in guide.content.blocks)


def test_every_input_tab_can_be_dressed() -> None:
    keys = [each.key for each in input_tabs()]
    assert [each.title for each in dressing(keys, {}, "en") if isinstance(each, DressTab)] == [
        each.titles["en"] for each in input_tabs()
    ]
