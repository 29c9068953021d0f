"""Which rows are computed: those without an error, and whose rows they stand on have none (rules.md, 5, "Errors")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from netsheets.domain.book import INPUT_TABS, Book, Rejected
from netsheets.domain.findings import Finding, rows_in_error
from netsheets.domain.records import NETWORK

CLOSING_TABS = frozenset(
    {
        "members", "clients", "referrals", "billing", "shares", "relationships", "disputes", "amendments",
        "member_terms", "entries", "payouts", "charter", "ledger",
    }
)  # fmt: skip
"""The tabs in which an error keeps a month from being closed."""


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a month from being closed."""
    return tuple(each for each in findings if each.severity == "error" and each.tab in CLOSING_TABS)


def valid_book(book: Book, findings: Iterable[Finding]) -> Book:
    """Return the book without the rows in error and the rows that cannot be computed without them.

    A referral falls with its referrer, recipient, client or one of its shares; billing, shares and disputes fall with
    their referral, a credit note with its invoice, an extension or release with its client.
    """
    in_error = rows_in_error(findings)
    if not in_error and not book.rejected:
        return book
    sieve = _Sieve(book, in_error)
    sieve.drop("members", lambda _: True)
    sieve.drop("clients", lambda _: True)
    sieve.drop("shares", lambda row: sieve.has("members", row.member_id))
    whole = _lost_referrals(book, sieve)
    sieve.drop(
        "referrals",
        lambda row: (
            sieve.has("members", row.referrer_id)
            and sieve.has("members", row.recipient_id)
            and sieve.has("clients", row.client_id)
            and row.referral_id not in whole
        ),
    )
    for tab in ("shares", "billing", "disputes", "amendments"):
        sieve.drop(tab, lambda row: sieve.has("referrals", row.referral_id))
    sieve.drop("billing", lambda row: not row.corrects or sieve.has("billing", row.corrects))
    sieve.drop("relationships", lambda row: sieve.has("clients", row.client_id))
    sieve.drop("member_terms", lambda row: sieve.has("members", row.member_id))
    for tab in INPUT_TABS:
        sieve.drop(tab, lambda _: True)
    return replace(book, **sieve.kept, rejected=tuple(sieve.rejected))


class _Sieve:
    """What is kept of each tab so far, the ids that are lost, and the rows they stood in."""

    def __init__(self, book: Book, in_error: Mapping[str, frozenset[int]]) -> None:
        self.kept: dict[str, Any] = {tab: getattr(book, tab) for tab in INPUT_TABS}
        self.rejected: list[Rejected] = list(book.rejected)
        self.in_error = in_error
        self.lost: dict[str, set[str]] = {tab: set(book.unread.get(tab, ())) for tab in INPUT_TABS}

    def has(self, tab: str, record_id: str) -> bool:
        """Tell whether a row that is referred to is computed; the network always is."""
        return record_id == NETWORK or record_id not in self.lost[tab]

    def drop(self, tab: str, stands: Callable[[Any], bool]) -> None:
        """Keep of a tab the rows that hold no error and stand on rows that are kept."""
        errors = self.in_error.get(tab, frozenset())
        kept = tuple(row for row in self.kept[tab] if row.row not in errors and stands(row))
        if len(kept) == len(self.kept[tab]):
            return
        remaining = {row.row for row in kept}
        for row in self.kept[tab]:
            if row.row not in remaining:
                self._reject(tab, row)
        self.kept[tab] = kept

    def _reject(self, tab: str, row: Any) -> None:
        record_id = str(getattr(row, _ID_FIELDS[tab], "")) if tab in _ID_FIELDS else ""
        amount = getattr(row, "amount", getattr(row, "deal_amount", None))
        self.rejected.append(Rejected(tab, row.row, record_id, getattr(row, "referral_id", ""), amount, row))
        self.lost[tab].add(record_id)


_ID_FIELDS = {
    "members": "member_id",
    "clients": "client_id",
    "referrals": "referral_id",
    "billing": "billing_id",
    "interviews": "interview_id",
    "disputes": "dispute_id",
    "payouts": "payout_id",
    "entries": "entry_id",
    "projects": "project_id",
    "meetings": "meeting_id",
}


def _lost_referrals(book: Book, sieve: _Sieve) -> frozenset[str]:
    """Return the referrals one of whose shares is lost: without it, the others would be paid too much."""
    kept = {share.row for share in sieve.kept["shares"]}
    return frozenset(
        [share.referral_id for share in book.shares if share.row not in kept]
        + [row.referral_id for row in book.rejected if row.tab == "shares" and row.referral_id]
    )
