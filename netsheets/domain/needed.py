"""What the computation needs: the columns in which an unreadable cell takes its row out of the month.

A month's lines, windows and balances are computed from these columns alone, and the practice reports from those of
their own tabs. Any other cell (a name, a VAT status, a note) may be wrong without costing anybody a commission: that is
a warning, the cell counts as empty and the row counts (rules.md, 5, "Errors"). The schemas say the same (`x-needed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NEEDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "members": frozenset({"member_id", "left_on", "lead_id", "rate"}),
        "interviews": frozenset(
            {
                "interview_id", "candidate_id", "kind", "held_on", "interviewer_id", "ethics", "generosity",
                "network_spirit", "verdict",
            }
        ),
        "clients": frozenset({"client_id"}),
        "referrals": frozenset(
            {
                "referral_id", "given_on", "referrer_id", "recipient_id", "client_id", "status", "won_on",
                "deal_amount", "currency", "case", "rate",
            }
        ),
        "billing": frozenset(
            {
                "billing_id", "referral_id", "issued_on", "amount", "kind", "corrects", "paid_on", "excluded",
                "performer_id",
            }
        ),
        "charter": frozenset({"parameter", "value", "effective_from"}),
        "shares": frozenset({"referral_id", "member_id", "role", "weight"}),
        "relationships": frozenset({"client_id", "event", "date", "until"}),
        "disputes": frozenset({"dispute_id", "referral_id", "opened_on", "resolved_on", "outcome"}),
        "payouts": frozenset({"payout_id", "paid_on", "payer_id", "payee_id", "amount", "currency", "vat"}),
        "member_terms": frozenset({"member_id", "from_on", "lead_id", "rate"}),
        "amendments": frozenset({"referral_id", "from_on", "rate", "case", "recipient_id"}),
        "entries": frozenset({"entry_id", "on_day", "kind", "payer_id", "payee_id", "amount", "currency"}),
        "projects": frozenset({"project_id", "client_id", "title", "signatory", "lead_id", "participants"}),
        "agreements": frozenset({"member_a", "member_b", "skill", "terms", "agreed_on"}),
        "meetings": frozenset({"meeting_id", "held_on", "kind"}),
        "attendance": frozenset({"meeting_id", "member_id", "presence"}),
    }
)  # fmt: skip
"""The needed columns of each input tab. What netsheets writes itself needs all of its columns."""


def is_needed(tab: str, column: str | None) -> bool:
    """Tell whether the computation needs a column; a whole row or tab, and a tab that is none of input, it does."""
    return column is None or tab not in NEEDED or column in NEEDED[tab]
