"""What is wrong with rows, or worth a look, when they are seen together (tabs.md, "Findings").

A check is a pure function from the `Circumstances` to findings, one file an area. To add one, write it, give its code
a severity in `findings.CODES` and a sentence in `schemas/findings.json`, and name it below. Single cells are checked
where they are read, the charter and the ledger where they are computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from netsheets.domain.checks.billing import (
    billing_not_won,
    billing_outside_window,
    implausible_payments,
    taken_event_ids,
)
from netsheets.domain.checks.cases import unjustified_cases, unknown_cases
from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.checks.clients import duplicate_clients
from netsheets.domain.checks.credit_notes import excessive_credit_notes, misplaced_credit_notes
from netsheets.domain.checks.days import days_out_of_order
from netsheets.domain.checks.disputes import half_resolved_disputes
from netsheets.domain.checks.identities import invalid_emails, invalid_ibans, invalid_sirens, invalid_vat_numbers
from netsheets.domain.checks.keys import duplicate_keys
from netsheets.domain.checks.meetings import attendance_ahead, attendance_of_others, inactive_hosts, unnoted_attendance
from netsheets.domain.checks.members import departures_without_day, unexplained_past_networks
from netsheets.domain.checks.owners import clients_of_others
from netsheets.domain.checks.payouts import impossible_vat, payouts_to_self
from netsheets.domain.checks.projects import leads_outside_project, new_partners, overlapping_skills, rival_leads
from netsheets.domain.checks.recruitment import (
    anonymous_opinions,
    diverging_verdicts,
    implausible_interview_days,
    joined_candidates,
    missing_interviews,
    unfit_interviewers,
)
from netsheets.domain.checks.references import unknown_references
from netsheets.domain.checks.referrals import (
    inactive_parties,
    incomplete_wins,
    missing_consents,
    projects_of_other_clients,
    rates_out_of_bounds,
    self_referrals,
)
from netsheets.domain.checks.relationships import extensions_without_until
from netsheets.domain.checks.skills import skills_spelt_otherwise
from netsheets.domain.checks.teams import inactive_leads, large_teams, lead_circles
from netsheets.domain.findings import Finding

Check = Callable[[Circumstances], Iterator[Finding]]

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
    taken_event_ids,
    # relationships, disputes, payouts
    extensions_without_until,
    half_resolved_disputes,
    payouts_to_self,
    impossible_vat,
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
"""Every check, in the order of tabs.md."""


def findings_of(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check(circumstances)


__all__ = ["CHECKS", "Check", "Circumstances", "findings_of"]
