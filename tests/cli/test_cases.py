"""The worked networks through the command line: on workbooks made by `init` and `import`, and made by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import Case, Close, Edit, Posted, worked_cases
from tests.support.closings import day_after
from tests.support.command_line import done, netsheets, write_csv
from tests.support.typed_workbook import Headers, edit_workbook, write_workbook

CASES = worked_cases()


def posted_in(document: Any) -> tuple[Posted, ...]:
    """Return the lines in the JSON of `close` as a case writes them."""
    keys = ("period", "referral_id", "event_id", "payer_id", "payee_id", "amount", "kind", "currency")
    return tuple(sorted(Posted(**{key: line[key] for key in keys}) for line in document["posted"]))


def close_and_compare(case: Case, step: Close, workbook: Path) -> None:
    """Close a step's month: rehearsed, posted and closed again it says the same lines, which are the case's."""
    options = (step.month, "-w", workbook, "--today", day_after(step.month), "--format", "json")
    assert done("validate", *options[1:], "--dry-run").document["counts"]["error"] == 0
    assert posted_in(done("commissions", *options, "--dry-run").document) == step.posted
    closed = done("close", "--restate", *options).document
    assert (closed["status"], closed["month"]) == ("closed", step.month)
    assert posted_in(closed) == step.posted, case.why
    again = done("close", *options)
    assert again.document["posted"] == closed["posted"]
    assert "was closed on" in again.err or "a été clôturé le" in again.err


def check_settlement(workbook: Path, last: Close, closed: list[Posted]) -> None:
    """Balances sum to zero and to the ledger's lines, the transfers settle them, and statements come out."""
    options = (last.month, "-w", workbook, "--today", day_after(last.month))
    document = done("balances", *options, "--format", "json").document
    balances = {(row["currency"], row["member_id"]): Decimal(row["closing"]) for row in document["balances"]}
    for currency in {row["currency"] for row in document["balances"]}:
        assert sum(balance for (code, _), balance in balances.items() if code == currency) == 0
    for (currency, member_id), balance in balances.items():
        own = [each for each in closed if each.currency == currency]
        moved = [(each, Decimal(each.amount) * (-1 if "payment" in each.kind else 1)) for each in own]
        earned = sum(amount for each, amount in moved if each.payee_id == member_id)
        owed = sum(amount for each, amount in moved if each.payer_id == member_id)
        assert balance == earned - owed
    for transfer in document["transfers"]:
        balances[transfer["currency"], transfer["payer_id"]] += Decimal(transfer["amount"])
        balances[transfer["currency"], transfer["payee_id"]] -= Decimal(transfer["amount"])
    assert set(balances.values()) <= {Decimal(0)}
    folder = workbook.parent / "statements"
    written = done("statements", *options, "-o", folder).out.splitlines()
    assert sorted(written) == sorted(str(path) for path in folder.iterdir())


def run_case(case: Case, workbook: Path, headers: Headers) -> None:
    """Take every step of a case on a workbook that holds its network."""
    closed: list[Posted] = []
    for step in case.steps:
        if isinstance(step, Edit):
            edit_workbook(workbook, step, headers)
        else:
            close_and_compare(case, step, workbook)
            closed += step.posted
    check_settlement(workbook, next(each for each in reversed(case.steps) if isinstance(each, Close)), closed)


@pytest.mark.parametrize("headers", ["key", "en", "fr"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_case_on_a_workbook_typed_by_hand(case: Case, headers: Headers, tmp_path: Path) -> None:
    workbook = tmp_path / "network.xlsx"
    write_workbook(workbook, case.network, headers)
    run_case(case, workbook, headers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_case_on_an_imported_workbook(case: Case, tmp_path: Path) -> None:
    workbook = tmp_path / "network.xlsx"
    for key, rows in case.network.items():
        write_csv(tmp_path / "csv" / f"{key}.csv", rows)
    done("init", workbook, "--lang", "fr")
    done("import", tmp_path / "csv", "-w", workbook)
    run_case(case, workbook, "fr")


def test_a_row_imported_after_its_month_was_closed_is_posted_with_the_next(tmp_path: Path) -> None:
    case = CASES[0]
    workbook = tmp_path / "network.xlsx"
    write_workbook(workbook, case.network, "en")
    first = case.steps[0]
    assert isinstance(first, Close)
    close_and_compare(case, first, workbook)
    late = {
        "billing_id": "LATE",
        "referral_id": "R1",
        "issued_on": "2026-02-03",
        "paid_on": "2026-02-03",
        "amount": "100",
    }
    write_csv(tmp_path / "late" / "billing.csv", [late])
    done("import", tmp_path / "late", "-w", workbook)
    ran = netsheets("close", "2026-03", "--restate", "-w", workbook, "--today", "2026-04-01", "--format", "json")
    late_lines = [line for line in ran.document["posted"] if line["event_id"] == "LATE"]
    assert [(each["kind"], each["period"], each["month"]) for each in late_lines] == [
        ("adjustment", "2026-02", "2026-03")
    ]


def test_a_ledger_in_thousandths_is_read_again(tmp_path: Path) -> None:
    case = next(each for each in CASES if each.name.startswith("23"))
    referrals = tuple({**row, "currency": "TND"} for row in case.network["referrals"])
    billing = tuple({**row, "amount": "100.07"} for row in case.network["billing"])
    workbook = tmp_path / "network.xlsx"
    write_workbook(workbook, {**case.network, "referrals": referrals, "billing": billing}, "key")
    for month, amounts in (("2026-02", ["15.011", "15.011"]), ("2026-03", ["15.010", "15.011"])):
        options = (month, "-w", workbook, "--today", day_after(month), "--format", "json")
        lines = done("close", "--restate", *options).document["posted"]
        assert sorted(line["amount"] for line in lines if line["kind"] == "commission") == amounts
        assert done("close", *options).document["posted"] == lines
