"""Recording what was paid: the rows that settle a closed month (rules.md, 6)."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.command_line import TODAY, Ran, closed_sample, done, netsheets


def record(workbook: Path, *options: str, of: str = "2026-10") -> Ran:
    return netsheets("payouts", "record", of, "-w", workbook, "--today", TODAY, *options)


def add_rows(workbook: Path, tab: str, text: str) -> None:
    """Import the CSV text of one tab."""
    folder = workbook.parent / "more"
    folder.mkdir()
    (folder / f"{tab}.csv").write_text(text, encoding="utf-8")
    done("import", folder, "-w", workbook)


def test_proposed_rows_settle_every_balance(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    balances = done("balances", "2026-10", "-w", workbook, "--format", "json").document["balances"]
    for options in ((), ("--via-network",)):
        rows = record(workbook, *options, "--format", "json").document["payouts"]
        left = {each["member_id"]: Decimal(each["closing"]) for each in balances}
        for row in rows:
            left[row["payer_id"]] += Decimal(row["amount"])
            left[row["payee_id"]] -= Decimal(row["amount"])
        assert set(left.values()) == {Decimal("0.00")}


def test_with_vat_everyone_is_paid_what_their_invoices_say(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    rows = record(workbook, "--with-vat", "--write", "--format", "json").document["payouts"]
    paid = {each["payee_id"]: (each["amount"], each["vat"]) for each in rows if each["payer_id"] == "NETWORK"}
    assert paid["M02"][0] == f"{Decimal('551.25') + Decimal(paid['M02'][1])}"
    assert record(workbook, "--with-vat", "--format", "json").document["payouts"] == []
    assert not any(
        each["tab"] == "payouts"
        for each in netsheets("validate", "-w", workbook, "--format", "json").document["findings"]
    )
    after = done("balances", "2026-11", "-w", workbook, "--format", "json", "--today", "2026-12-01").document
    assert {each["closing"] for each in after["balances"] if each["member_id"] != "NETWORK"} == {"0.00"}


def test_vat_is_paid_after_all_where_only_the_commissions_were(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    record(workbook, "--via-network", "--write")
    rows = record(workbook, "--with-vat", "--format", "json").document["payouts"]
    assert rows
    assert all(each["amount"] == each["vat"].removeprefix("-") for each in rows)


def test_through_the_network_what_it_keeps_is_nobodys_balance_to_carry(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    add_rows(workbook, "charter", "parameter,value,effective_from\npayout.minimum,100,2026-10-02\n")
    record(workbook, "--via-network", "--write")
    ran = record(workbook, "--via-network", "--format", "json")
    assert [(each["member_id"], each["balance"]) for each in ran.document["carried_forward"]] == [("M08", "90.56")]


def test_nothing_is_written_unless_asked_for(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    before = workbook.read_bytes()
    for options in ((), ("--format", "csv"), ("--write", "--dry-run")):
        assert record(workbook, *options).code == 0
    assert workbook.read_bytes() == before


def test_written_rows_are_those_proposed_and_leave_nothing_to_pay(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    proposed = record(workbook, "--write", "--on", "2026-11-20", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(proposed.out)))
    assert (len(rows), rows[0]["payout_id"], rows[0]["paid_on"]) == (10, "2026-10-P01", "2026-11-20")
    assert "Rows added to the tab Payouts: 10." in proposed.err
    assert record(workbook, "--format", "json").document["payouts"] == []
    assert record(workbook).err == "Nothing is left to be paid for 2026-10.\n"
    after = done("balances", "2026-11", "-w", workbook, "--format", "json", "--today", "2026-12-01").document
    assert {each["closing"] for each in after["balances"]} == {"0.00"}


def test_what_is_to_be_typed_next_writes_the_very_rows_that_were_shown(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    assert "`netsheets payouts record 2026-10 --write`" in record(workbook).err
    said = record(workbook, "--via-network", "--on", "2026-12-01").err
    assert "`netsheets payouts record 2026-10 --via-network --on 2026-12-01 --write`" in said
    assert "`netsheets payouts record 2026-10 --with-vat --write`" in record(workbook, "--with-vat").err


def test_rows_can_be_imported_instead(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    add_rows(workbook, "payouts", record(workbook, "--format", "csv").out)
    assert record(workbook, "--format", "json").document["payouts"] == []


def test_after_a_partial_payment_the_rest_is_proposed_under_a_free_number(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    add_rows(
        workbook, "payouts", "payout_id,paid_on,payer_id,payee_id,amount\n2026-10-P01,2026-11-10,M05,M04,1000.00\n"
    )
    rows = record(workbook, "--format", "json").document["payouts"]
    assert ("M05", "M04", "740.75") in {(each["payer_id"], each["payee_id"], each["amount"]) for each in rows}
    assert "2026-10-P01" not in {each["payout_id"] for each in rows}


def test_a_balance_under_the_minimum_is_carried_forward(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    add_rows(workbook, "charter", "parameter,value,effective_from\npayout.minimum,100,2026-10-02\n")
    ran = record(workbook, "--format", "json")
    assert [(each["member_id"], each["balance"]) for each in ran.document["carried_forward"]] == [("M08", "90.56")]
    assert "M08" not in {each["payee_id"] for each in ran.document["payouts"]}
    assert "Balances under 100.00, carried forward: 1." in ran.err


@pytest.mark.parametrize(
    ("of", "told"),
    [("2026-09", "Settle 2026-10 instead."), ("2026-11", "Run `netsheets close 2026-11` first.")],
)
def test_only_the_last_closed_month_is_settled(tmp_path: Path, of: str, told: str) -> None:
    ran = record(closed_sample(tmp_path), of=of)
    assert (ran.code, ran.out) == (3, "")
    assert told in ran.err


def test_the_treasurer_reads_it_in_french(tmp_path: Path) -> None:
    ran = record(closed_sample(tmp_path, "fr"))
    assert ran.out.startswith("À régler pour 2026-10, hors TVA\n")
    assert "M05 Joseph Pandreau" in ran.out
    assert "Règlements à faire : 10." in ran.err
