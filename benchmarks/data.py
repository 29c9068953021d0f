"""A generated network for the benchmarks: consistent, valid, the same one each time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook

Value = str | float | dt.date | None
Tab = tuple[tuple[str, ...], Sequence[tuple[Value, ...]]]
"""The header of a tab, which are the keys of its schema, and its rows."""

SEED: Final = 20260131
MEMBERS: Final = 500
CLIENTS: Final = 9_000
REFERRALS: Final = 100_000

_NEW_YEAR: Final = dt.date(2025, 1, 1)
_SYLLABLES: Final = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "xo",
    "zu",
    "bri",
    "cla",
)
_RATES: Final = (0.15, 0.16, 0.18, 0.2)
_REFERRAL_KEYS: Final = (
    "referral_id", "given_on", "referrer_id", "recipient_id", "client_id", "kind", "status", "description", "won_on",
    "deal_amount", "currency", "case", "case_reason", "case_approved_by", "rate", "client_consent_on", "thanked_on",
    "notes",
)  # fmt: skip
_BILLING_KEYS: Final = (
    "billing_id", "referral_id", "issued_on", "amount", "kind", "corrects", "paid_on", "notes",
)  # fmt: skip
LEDGER_KEYS: Final = (
    "line_id", "month", "period", "kind", "referral_id", "event_id", "client_id", "payer_id", "payee_id", "currency",
    "base", "amount",
)  # fmt: skip


def network(referrals: int = REFERRALS) -> dict[str, Tab]:
    """Return the tabs of a network of 500 members: each referral won in 2025 and paid once within its window."""
    drawn = random.Random(SEED)
    return {
        "members": _members(),
        "interviews": (("interview_id", "candidate_id", "kind", "held_on"), []),
        "clients": _clients(drawn),
        "referrals": _referrals(drawn, referrals),
        "billing": _billing(drawn, referrals),
        "charter": (("parameter", "value", "effective_from", "note"), [("recruitment.interviews", "0", None, "")]),
    }


def write_workbook(path: Path, tabs: dict[str, Tab]) -> None:
    """Write these tabs to an .xlsx, one sheet each."""
    workbook = Workbook(write_only=True)
    for title, (header, rows) in tabs.items():
        sheet = workbook.create_sheet(title)
        sheet.append(header)
        for row in rows:
            sheet.append(row)
    workbook.save(path)


def ledger_lines(count: int) -> list[tuple[str | float, ...]]:
    """Return the lines of a ledger: one commission for each referral."""
    drawn = random.Random(SEED + 1)
    lines: list[tuple[str | float, ...]] = []
    for number in range(1, count + 1):
        month = f"2025-{number * 12 // (count + 1) + 1:02d}"
        referrer, recipient = _two_members(number)
        base = drawn.randrange(10_000, 900_000)
        identifiers = (f"R{number}", f"B{number}", _client_id(number), recipient, referrer)
        amount = (base * 15 + 50) // 100 / 100
        lines.append((f"{month}-{number:06d}", month, month, "commission", *identifiers, "EUR", base / 100, amount))
    return lines


def _members() -> Tab:
    keys = ("member_id", "name", "status", "email", "joined_on")
    rows: list[tuple[Value, ...]] = [
        (f"M{number}", f"Member {number}", "active", f"member{number}@example.org", dt.date(2020, 1, 1 + number % 28))
        for number in range(1, MEMBERS + 1)
    ]
    return keys, rows


def _clients(drawn: random.Random) -> Tab:
    names: set[str] = set()
    while len(names) < CLIENTS:
        names.add(" ".join("".join(drawn.choices(_SYLLABLES, k=4)).capitalize() for _ in range(2)))
    return ("client_id", "name"), [(_client_id(number), name) for number, name in enumerate(sorted(names))]


def _referrals(drawn: random.Random, count: int) -> Tab:
    return _REFERRAL_KEYS, list(_referral_rows(drawn, count))


def _referral_rows(drawn: random.Random, count: int) -> Iterator[tuple[Value, ...]]:
    for number in range(1, count + 1):
        given_on = _given_on(number)
        won_on = _won_on(number)
        referrer, recipient = _two_members(number)
        approver = f"M{(number + 7) % MEMBERS + 1}"
        case = ("EUR", "standard", "as agreed", approver if approver not in (referrer, recipient) else "M500")
        days = (given_on, given_on + dt.timedelta(days=3))
        deal = (f"Offer no. {number} after a first talk", won_on, drawn.randrange(50_000, 2_000_000) / 100)
        start = (f"R{number}", given_on, referrer, recipient, _client_id(number), "recommendation", "won")
        yield (*start, *deal, *case, drawn.choice(_RATES), *days, f"note {number}")


def _billing(drawn: random.Random, count: int) -> Tab:
    rows: list[tuple[Value, ...]] = []
    for number in range(1, count + 1):
        issued_on = _won_on(number) + dt.timedelta(days=5)
        paid_on = issued_on + dt.timedelta(days=number % 40)
        amount = drawn.randrange(10_000, 900_000) / 100
        rows.append((f"B{number}", f"R{number}", issued_on, amount, "invoice", None, paid_on, None))
    return _BILLING_KEYS, rows


def _given_on(number: int) -> dt.date:
    return _NEW_YEAR + dt.timedelta(days=number * 37 % 300)


def _won_on(number: int) -> dt.date:
    return _given_on(number) + dt.timedelta(days=number % 45)


def _two_members(number: int) -> tuple[str, str]:
    """Return a referrer and a recipient, never the same."""
    referrer = number % MEMBERS
    recipient = (referrer + 1 + number // MEMBERS % (MEMBERS - 1)) % MEMBERS
    return f"M{referrer + 1}", f"M{recipient + 1}"


def _client_id(number: int) -> str:
    """Return a client who is always brought by the same member."""
    own = CLIENTS // MEMBERS
    return f"C{number % MEMBERS * own + number // MEMBERS % own + 1}"
