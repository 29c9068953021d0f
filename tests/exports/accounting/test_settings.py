"""The section `[accounting]` of `netsheets.toml`: accounts, journals, labels, the fiscal year."""

from __future__ import annotations

from typing import Any

import pytest

from netsheets.domain.books import Accounting, Coded, entries_of
from netsheets.errors import Misuse
from netsheets.exports.accounting.accounts import KEYS, accounting_of
from netsheets.exports.accounting.layouts import label_of
from tests.support import ROOT
from tests.support.build import day
from tests.support.journals import booked_month, lines_of
from tests.support.statements import closed_register, paid, rows, won

TWO = (won("R1", "M1", "M2"), paid("B1", "R1", "1000.00", "2026-02-10"))


def test_settings_left_out_are_the_general_chart_of_accounts() -> None:
    found = accounting_of(None)
    assert found == accounting_of({}) == Accounting()
    codes = [
        found.commissions_paid,
        found.input_vat,
        found.suppliers,
        found.customers,
        found.commissions_received,
        found.output_vat,
    ]
    assert [each.code for each in codes] == ["6222", "44566", "401", "411", "7082", "44571"]
    assert (found.purchases_journal, found.sales_journal) == (Coded("AC", "Achats"), Coded("VE", "Ventes"))


def test_settings_name_accounts_journals_and_labels() -> None:
    found = accounting_of(
        {
            "suppliers_name": "Fournisseurs divers",
            "suppliers": 401000,
            "sales_journal": "VTE",
            "supplier_prefix": "",
            "label": "Com. {month} - {name} ({document})",
            "fiscal_year_ends": "06-30",
            "payment_days": 45,
            "auxiliaries": {"M1": "ANA", "M2": 40112},
        }
    )
    assert found.suppliers == Coded("401000", "Fournisseurs divers")
    assert found.sales_journal == Coded("VTE", "Ventes")
    assert (found.supplier_prefix, found.payment_days) == ("", 45)
    assert found.auxiliaries == {"M1": "ANA", "M2": "40112"}
    booked = entries_of((booked_month(closed_register(rows(*TWO), "2026-02")),), found, "DRAFT")
    assert lines_of(booked)[2] == "AC 1 401000/ANA 180.00 C"
    assert label_of(booked[0], found, booked[0].name) == "Com. 02/2026 - Ana SARL (26020001)"
    assert booked[0].due_on == day("2026-04-14")


@pytest.mark.parametrize(
    ("end", "on", "closing"),
    [
        ("12-31", "2026-10-31", "2026-12-31"),
        ("06-30", "2026-06-30", "2026-06-30"),
        ("06-30", "2026-07-01", "2027-06-30"),
        ("02-29", "2026-02-28", "2026-02-28"),
        ("02-29", "2024-02-29", "2024-02-29"),
        ("02-28", "2026-03-01", "2027-02-28"),
    ],
)
def test_the_closing_day_of_the_year_a_day_lies_in(end: str, on: str, closing: str) -> None:
    assert accounting_of({"fiscal_year_ends": end}).closing_day(day(on)) == day(closing)


BAD_SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"supplier": "401"}, "accounting_key_unknown_nearest"),
    ({"xyzzy": "401"}, "accounting_key_unknown"),
    ({"suppliers": "40"}, "accounting_account"),
    ({"suppliers": "4A1"}, "accounting_account"),
    ({"suppliers": "401 000"}, "accounting_account"),
    ({"suppliers": "40123456789012"}, "accounting_account"),
    ({"suppliers": True}, "accounting_account"),
    ({"suppliers": ["401"]}, "accounting_account"),
    ({"suppliers_name": " "}, "accounting_name"),
    ({"suppliers_name": 3}, "accounting_name"),
    ({"sales_journal": "V|E"}, "accounting_journal"),
    ({"sales_journal": ""}, "accounting_journal"),
    ({"supplier_prefix": "F-"}, "accounting_prefix"),
    ({"label": "Commissions {nom}"}, "accounting_label"),
    ({"label": "Commissions {name.__class__}"}, "accounting_label"),
    ({"label": "Commissions {name:>10}"}, "accounting_label"),
    ({"label": "Commissions {"}, "accounting_label"),
    ({"label": "Commissions {}"}, "accounting_label"),
    ({"fiscal_year_ends": "31/12"}, "accounting_fiscal_year"),
    ({"fiscal_year_ends": "02-30"}, "accounting_fiscal_year"),
    ({"payment_days": "30"}, "accounting_days"),
    ({"payment_days": -1}, "accounting_days"),
    ({"payment_days": True}, "accounting_days"),
    ({"auxiliaries": {"M1": "A|B"}}, "accounting_auxiliaries"),
    ({"auxiliaries": "M1"}, "accounting_auxiliaries"),
]


@pytest.mark.parametrize(("section", "code"), BAD_SETTINGS)
def test_a_setting_that_cannot_be_booked_with_is_misuse(section: dict[str, Any], code: str) -> None:
    with pytest.raises(Misuse) as raised:
        accounting_of(section)
    assert raised.value.code == code
    for language in ("en", "fr"):
        assert next(iter(section)) in raised.value.message(language)
        assert "{" not in raised.value.message(language).replace(str(next(iter(section.values()))), "").replace(
            "{name}", ""
        ).replace("{month}", "").replace("{document}", "")


def test_a_section_must_be_one() -> None:
    with pytest.raises(Misuse) as raised:
        accounting_of("401")
    assert raised.value.code == "accounting_no_section"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "accounting.md").read_text("utf-8")
    assert [key for key in KEYS if f"`{key}`" not in page] == []
