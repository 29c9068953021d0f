"""What the computation needs, and how severe an unreadable cell is there and elsewhere (rules.md, 5, "Errors")."""

from __future__ import annotations

import json

import pytest

from netsheets.domain.checks.rows import KEYS
from netsheets.domain.findings import CODES, UNREADABLE, finding, severity_of
from netsheets.domain.needed import NEEDED, is_needed
from netsheets.domain.records import RECORDS
from netsheets.resources import resource


@pytest.mark.parametrize("tab", RECORDS)
def test_the_needed_columns_are_those_of_the_schemas(tab: str) -> None:
    properties = json.loads(resource("schemas", f"{tab}.json").read_text(encoding="utf-8"))["properties"]
    assert {column for column, each in properties.items() if each.get("x-needed")} == NEEDED[tab]


def test_what_tells_rows_apart_is_needed() -> None:
    assert [(tab, column) for tab, columns in KEYS for column in columns if not is_needed(tab, column)] == []


@pytest.mark.parametrize("code", sorted(UNREADABLE))
def test_an_unreadable_cell_is_an_error_only_where_it_is_needed(code: str) -> None:
    assert finding(code, "members", 2, "member_id").severity == "error"
    assert finding(code, "members", 2, "vat_status").severity == "warning"


def test_a_whole_row_a_tab_and_what_netsheets_writes_are_needed() -> None:
    assert severity_of("wrong_type", "members", None) == "error"
    assert severity_of("wrong_type", "ledger", "client_id") == "error"


def test_any_other_finding_is_as_severe_everywhere() -> None:
    others = [code for code in CODES if code not in UNREADABLE]
    assert [code for code in others if severity_of(code, "members", "iban") != CODES[code]] == []
