"""What is wrong with rows, or worth a look, when they are seen together (tabs.md, "Findings").

A check is a pure function from the `Network` to findings, one file an area. To add one, write it, give its code
a severity in `findings.CODES` and a sentence in `schemas/findings.json`, and name it below. Single cells are checked
where they are read, the charter and the ledger where they are computed. A check that computes commissions looks at the
rows that count, and is named in `CHECKS_OF_MONEY`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from netsheets.domain.checks.billing import (
    billing_not_won,
    billing_outside_window,
    excessive_credit_notes,
    half_paid_corrections,
    implausible_payments,
    misplaced_credit_notes,
    repeated_billing,
    taken_event_ids,
)
from netsheets.domain.checks.clients import (
    clients_of_others,
    duplicate_clients,
    extensions_without_until,
    half_resolved_disputes,
)
from netsheets.domain.checks.members import (
    departures_without_day,
    inactive_leads,
    invalid_emails,
    invalid_ibans,
    invalid_sirens,
    invalid_vat_numbers,
    large_teams,
    lead_circles,
    skills_spelt_otherwise,
    unexplained_past_networks,
)
from netsheets.domain.checks.money import (
    commissions_above_payments,
    impossible_vat,
    misdirected_payouts,
    payouts_to_self,
    repeated_payouts,
)
from netsheets.domain.checks.practice import (
    anonymous_opinions,
    attendance_ahead,
    attendance_of_others,
    diverging_verdicts,
    implausible_interview_days,
    inactive_hosts,
    joined_candidates,
    leads_outside_project,
    missing_interviews,
    new_partners,
    overlapping_skills,
    rival_leads,
    unfit_interviewers,
    unnoted_attendance,
)
from netsheets.domain.checks.referrals import (
    inactive_parties,
    incomplete_wins,
    missing_consents,
    projects_of_other_clients,
    rates_out_of_bounds,
    self_referrals,
    unjustified_cases,
    unknown_cases,
)
from netsheets.domain.checks.rows import days_out_of_order, duplicate_keys, unknown_references
from netsheets.domain.findings import Finding
from netsheets.domain.network import Network

Check = Callable[[Network], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    # rows
    duplicate_keys,
    unknown_references,
    days_out_of_order,
    # members and recruitment
    invalid_emails,
    invalid_sirens,
    invalid_vat_numbers,
    invalid_ibans,
    departures_without_day,
    unexplained_past_networks,
    skills_spelt_otherwise,
    inactive_leads,
    lead_circles,
    large_teams,
    missing_interviews,
    unfit_interviewers,
    diverging_verdicts,
    anonymous_opinions,
    implausible_interview_days,
    joined_candidates,
    # clients
    duplicate_clients,
    # referrals
    self_referrals,
    inactive_parties,
    rates_out_of_bounds,
    unknown_cases,
    unjustified_cases,
    incomplete_wins,
    clients_of_others,
    missing_consents,
    projects_of_other_clients,
    # billing
    billing_not_won,
    implausible_payments,
    billing_outside_window,
    misplaced_credit_notes,
    excessive_credit_notes,
    half_paid_corrections,
    repeated_billing,
    taken_event_ids,
    # relationships, disputes, payouts
    extensions_without_until,
    half_resolved_disputes,
    payouts_to_self,
    impossible_vat,
    repeated_payouts,
    # projects
    leads_outside_project,
    rival_leads,
    new_partners,
    overlapping_skills,
    # meetings
    unnoted_attendance,
    attendance_of_others,
    attendance_ahead,
    inactive_hosts,
)
"""Every check of rows, in the order of tabs.md."""

CHECKS_OF_MONEY: tuple[Check, ...] = (commissions_above_payments, misdirected_payouts)
"""Every check that computes what is owed: of the rows that count. What they find is never an error."""


def findings_of(network: Network) -> Iterator[Finding]:
    """Yield what every check of rows finds."""
    for check in CHECKS:
        yield from check(network)


def findings_of_money(network: Network) -> Iterator[Finding]:
    """Yield what is doubtful about what is owed and paid, in a network without its rows in error."""
    for check in CHECKS_OF_MONEY:
        yield from check(network)


__all__ = ["CHECKS", "CHECKS_OF_MONEY", "Check", "Network", "findings_of", "findings_of_money"]
