"""Cases of a referral: known to the charter, and justified by someone who gains nothing by it."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.checks.nearest import nearest_word
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import Referral


def unknown_cases(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every case that the charter did not name on the day the referral was given."""
    named = {day: frozenset(terms.cases) for day, terms in circumstances.terms_on.items()}
    always = frozenset.intersection(*named.values()) if named else frozenset()
    for row in circumstances.book.referrals:
        case = row.case
        if case and case not in always and case not in named[row.given_on]:
            cases = tuple(circumstances.terms_on[row.given_on].cases)
            details = {"nearest": nearest_word(case, cases), "cases": ", ".join(cases)}
            yield finding("unknown_case", "referrals", row.row, "case", case, **details)


def unjustified_cases(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every case other than the standard one without a reason, or without an approver who gains nothing.

    Who gains are the parties, everyone with a share and, where the charter pays them, the referrers' leads.
    """
    team_paid = any(terms.team_share for terms in circumstances.terms_on.values())
    only_parties = not team_paid and not circumstances.book.shares
    for row in circumstances.book.referrals:
        case = row.case
        if not case or case == "standard":
            continue
        if not row.case_reason:
            yield finding("case_without_reason", "referrals", row.row, "case_reason", case)
        approver = row.case_approved_by
        if not approver:
            yield finding("case_without_approver", "referrals", row.row, "case_approved_by", case)
            continue
        party = approver == row.referrer_id or approver == row.recipient_id  # noqa: PLR1714 - no tuple a row
        if party or (not only_parties and approver in _others_paid(row, circumstances)):
            place = ("referrals", row.row, "case_approved_by", approver)
            yield finding("case_approver_gains", *place, member=approver)


def _others_paid(row: Referral, circumstances: Circumstances) -> set[str]:
    """Return who else earns or pays by a referral: those with a share in it, and the referrers' leads if they do."""
    shares = circumstances.book.shares_of.get(row.referral_id, ())
    paid = {share.member_id for share in shares}
    if circumstances.terms_on[row.given_on].team_share:
        members = circumstances.book.member_by_id
        referrers = {share.member_id for share in shares if share.role == "referrer"} or {row.referrer_id}
        paid |= {members[each].lead_id for each in referrers if each in members}
    return paid
