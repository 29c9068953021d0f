"""Findings: what is wrong with a row, or worth a look. Collected, never raised.

A finding carries a code and what its sentence needs; the sentences live in `schemas/findings.json`, in each language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.needed import is_needed

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a cell, a row (no column) or a tab (no row).

    `row` is the sheet's own row number, `column` the schema's key, `value` what stands in the cell as people see it,
    `details` what the sentence of this code names.
    """

    severity: Severity
    code: str
    tab: str
    row: int | None
    column: str | None
    value: str
    details: tuple[tuple[str, str], ...] = ()


def finding(
    code: str, tab: str, row: int | None, column: str | None = None, value: object = "", **details: object
) -> Finding:
    """Return a finding of this code, with the severity its code has there."""
    said = tuple((name, "" if what is None else str(what)) for name, what in details.items())
    return Finding(severity_of(code, tab, column), code, tab, row, column, "" if value is None else str(value), said)


def severity_of(code: str, tab: str, column: str | None) -> Severity:
    """Return how severe a code is in a column: what can't be read is an error only where the computation needs it."""
    return "warning" if code in UNREADABLE and not is_needed(tab, column) else CODES[code]


def rows_in_error(findings: Iterable[Finding]) -> Mapping[str, frozenset[int]]:
    """Return, per tab, the sheet rows that hold an error and so are not computed."""
    rows: dict[str, set[int]] = {}
    for each in findings:
        if each.severity == "error" and each.row is not None:
            rows.setdefault(each.tab, set()).add(each.row)
    return {tab: frozenset(found) for tab, found in rows.items()}


def in_order(findings: Iterable[Finding], tabs: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return findings as a person works through them: errors first, then by tab, row and column."""
    place = {tab: number for number, tab in enumerate(tabs)}

    def order(each: Finding) -> tuple[int, int, int, str, str]:
        severity = SEVERITIES.index(each.severity)
        return severity, place.get(each.tab, len(place)), each.row or 0, each.column or "", each.code

    return tuple(sorted(findings, key=order))


CODES: Mapping[str, Severity] = {
    # tabs and headers
    "tab_missing": "warning",
    "tab_twice": "error",
    "header_missing": "error",
    "header_twice": "error",
    "header_not_found": "error",
    "tab_lost": "error",
    "column_lost": "error",
    "column_emptied": "error",
    # cells
    "wrong_type": "error",
    "text_for_day": "warning",
    "text_for_number": "warning",
    "number_for_day": "warning",
    "currency_sign_differs": "warning",
    "ambiguous_day": "error",
    "ambiguous_number": "error",
    "unreadable_day": "error",
    "unreadable_number": "error",
    "bare_percent": "error",
    "formula_error": "error",
    "formula_uncalculated": "error",
    "formula_for_value": "warning",
    "not_in_list": "error",
    "too_many_decimals": "error",
    "out_of_range": "error",
    "invalid_id": "error",
    "reserved_id": "error",
    "invalid_currency": "error",
    "too_long": "warning",
    "control_characters": "warning",
    # rows
    "required_missing": "error",
    "half_filled_row": "error",
    "duplicate_key": "error",
    "unknown_reference": "error",
    # members and recruitment
    "invalid_email": "warning",
    "invalid_iban": "warning",
    "invalid_siren": "warning",
    "invalid_vat_number": "warning",
    "left_without_day": "warning",
    "lead_not_active": "warning",
    "lead_circle": "warning",
    "team_too_large": "warning",
    "interviews_missing": "warning",
    "interviewer_is_candidate": "warning",
    "interviewer_not_experienced": "warning",
    "verdicts_diverge": "warning",
    "interview_without_interviewer": "warning",
    "interview_in_future": "warning",
    "interview_after_joining": "info",
    "candidate_joined": "warning",
    "past_networks_unexplained": "warning",
    "skill_spelt_otherwise": "info",
    # clients
    "duplicate_client": "warning",
    # referrals
    "self_referral": "warning",
    "referrer_not_active": "warning",
    "recipient_not_active": "warning",
    "rate_out_of_bounds": "error",
    "unknown_case": "error",
    "case_without_reason": "warning",
    "case_without_approver": "warning",
    "case_approver_gains": "warning",
    "won_without_day": "error",
    "won_without_amount": "warning",
    "days_out_of_order": "warning",
    "client_owned_by_other": "warning",
    "consent_missing": "info",
    "project_client_differs": "warning",
    # billing
    "billing_not_won": "warning",
    "paid_before_issued": "warning",
    "billed_before_window": "error",
    "billed_after_window": "info",
    "credit_note_without_invoice": "warning",
    "credit_note_too_large": "warning",
    "credit_note_other_referral": "error",
    "credit_note_not_of_invoice": "error",
    "paid_in_future": "warning",
    "event_id_taken": "error",
    "duplicate_billing": "warning",
    "credit_note_open": "warning",
    "credit_note_before_invoice": "warning",
    "commission_above_payment": "warning",
    # relationships, disputes, payouts
    "extension_without_until": "error",
    "dispute_without_outcome": "error",
    "dispute_without_day": "error",
    "payout_to_self": "warning",
    "payout_vat_impossible": "error",
    "duplicate_payout": "warning",
    "payout_wrong_way": "warning",
    "payout_above_owed": "warning",
    # projects
    "signatory_not_participant": "warning",
    "several_open_leads": "warning",
    "partners_never_worked_together": "info",
    "skills_overlap": "warning",
    # meetings
    "attendance_missing": "warning",
    "attendee_had_left": "warning",
    "attendee_not_joined": "warning",
    "attendance_in_future": "warning",
    "host_not_active": "warning",
    # charter
    "unknown_parameter": "error",
    "unreadable_value": "error",
    "unreadable_setting": "warning",
    "charter_rate_out_of_bounds": "error",
    "tiers_with_gap": "error",
    "two_values_same_day": "error",
    "shares_above_whole": "error",
    "tiers_and_ages": "error",
    "fair_above_good": "warning",
    # payment orders
    "payee_unreadable": "error",
    "payee_iban_missing": "error",
    "payee_iban_unusable": "error",
    "payee_holder_missing": "error",
    "network_iban_missing": "error",
    "network_iban_unusable": "error",
    "network_holder_missing": "error",
    # ledger
    "chain_broken": "error",
    "ledger_emptied": "error",
    "ledger_rewritten": "error",
    "ledger_copy": "error",
    "ledger_backup": "error",
    "ledger_unreadable": "error",
}
"""Every code and its severity. An error is a row that cannot be computed, or would be computed wrongly; good practice
not followed is a warning (tabs.md, "Findings")."""

UNREADABLE = frozenset(
    {
        "wrong_type",
        "ambiguous_day",
        "ambiguous_number",
        "unreadable_day",
        "unreadable_number",
        "bare_percent",
        "formula_error",
        "formula_uncalculated",
        "not_in_list",
        "too_many_decimals",
        "out_of_range",
        "invalid_id",
        "reserved_id",
        "invalid_currency",
        "required_missing",
        "unknown_reference",
    }
)
"""The codes of a cell that nothing can be read from: it counts as empty, and its row only where it is not needed."""
