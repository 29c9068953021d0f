"""What a member's own row leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.checks.names import plain_name
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import Member

_NO_NETWORK = frozenset({"", "no", "none", "non", "aucun", "aucune", "neant", "n a"})
"""How people say that they were in no network before, beside leaving the cell empty or typing a dash."""


def departures_without_day(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every member who left without a `left_on`: nobody can tell which referrals were still theirs to give."""
    for member in circumstances.book.members:
        if member.status == "left" and member.left_on is None:
            yield finding("left_without_day", "members", member.row, "left_on", member=member.member_id)


def unexplained_past_networks(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield everyone who names past networks and not why they left them."""
    column = "past_networks_left_because"
    for member in circumstances.book.members:
        if leaves_past_networks_unexplained(member):
            yield finding("past_networks_unexplained", "members", member.row, column, member=member.member_id)


def leaves_past_networks_unexplained(member: Member) -> bool:
    """Tell whether someone names past networks and not why they left them."""
    unexplained = bool(member.past_networks) and not member.past_networks_left_because
    return unexplained and plain_name(member.past_networks) not in _NO_NETWORK
