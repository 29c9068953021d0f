"""Leads and their teams."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances, active_days
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import Member

_GONE = frozenset({"left", "rejected"})


def inactive_leads(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every member whose lead is no active member today. Whose own row says left or rejected needs no lead."""
    members, today = circumstances.book.member_by_id, circumstances.today
    for member in circumstances.book.members:
        lead = members.get(member.lead_id)
        if lead is not None and member.status not in _GONE and not _active(lead, today):
            details = {"member": member.member_id, "other": lead.member_id}
            yield finding("lead_not_active", "members", member.row, "lead_id", lead.member_id, **details)


def lead_circles(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every member who is, over any number of leads, their own lead, with the circle seen from them."""
    members = circumstances.book.member_by_id
    leads = {each.member_id: each.lead_id for each in members.values() if each.lead_id in members}
    settled: set[str] = set()
    for start in leads:
        path: list[str] = []
        at = start
        while at in leads and at not in settled:
            settled.add(at)
            path.append(at)
            at = leads[at]
        # A path that ends in itself closed a circle; one that ends in an earlier path, or in nobody's lead, did not.
        circle = path[path.index(at) :] if at in path else []
        for place, member_id in enumerate(circle):
            turned = [*circle[place:], *circle[: place + 1]]
            details = {"member": member_id, "lines": " → ".join(turned)}
            yield finding("lead_circle", "members", members[member_id].row, "lead_id", leads[member_id], **details)


def large_teams(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every lead with more active members than `team.size_max` allows today."""
    limit = circumstances.charter.on(circumstances.today).team_size_max
    members = circumstances.book.members
    teams = Counter(each.lead_id for each in members if each.lead_id and each.status == "active")
    for lead in members:
        if (count := teams[lead.member_id]) > limit:
            details = {"member": lead.member_id, "count": count, "limit": limit}
            yield finding("team_too_large", "members", lead.row, "member_id", lead.member_id, **details)


def _active(member: Member, today: dt.date) -> bool:
    first, last = active_days(member)
    return first <= today <= last and not (member.status == "left" and member.left_on is None)
