"""Find who should talk among 2,000 members: netsheets against a plain loop over all pairs, by the same rules.

python -m benchmarks.synergies [--quick]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, charter_of
from netsheets.domain.network import Network
from netsheets.domain.practice.synergies import MOST_EACH, MOST_PAIRS, Synergies, synergies_of
from netsheets.domain.records import Attendance, Meeting, Member, Referral

MEMBERS, REFERRALS, ATTENDANCE = 2_000, 20_000, 60_000
QUICK = 10
"""Parts of the network that `--quick` leaves: one in so many."""

SKILLS, CLIENT_TYPES, MEETINGS = 120, 10, 600
TODAY = dt.date(2026, 11, 22)
_SEED = 20261122
_KINDS = ("meeting", "social", "visit", "presentation", "one_to_one", "training")

Scored = tuple[int, str, str]
"""The points of a pair, and its members."""


def network(part: int = 1) -> Book:
    """Return a generated network, or so small a part of one."""
    drawn = random.Random(_SEED)
    ids = [f"M{number:05d}" for number in range(MEMBERS // part)]
    trading = ids[len(ids) // 50 :]
    meetings = tuple(_meeting(number, drawn) for number in range(MEETINGS // part))
    rows = drawn.sample([(one.meeting_id, each) for one in meetings for each in ids], ATTENDANCE // part)
    return Book(
        members=tuple(_member(each, number, drawn) for number, each in enumerate(ids)),
        referrals=tuple(_referral(number, drawn.sample(trading, 2), drawn) for number in range(REFERRALS // part)),
        meetings=meetings,
        attendance=tuple(
            Attendance(meeting_id, each, drawn.choice(("present", "present", "late", "absent")), "", number)
            for number, (meeting_id, each) in enumerate(rows)
        ),
    )


def plainly(book: Book, charter: Charter, today: dt.date) -> list[Scored]:
    """Return the best pairs as one finds them without a second thought: look at every pair, sort, take the first."""
    months = charter.on(today).experience_months
    since = today.replace(year=today.year - months // 12)
    referrals = [each for each in book.referrals if each.given_on <= today]
    given = Counter((each.referrer_id, each.recipient_id) for each in referrals)
    known = {each.referrer_id for each in referrals} | {each.recipient_id for each in referrals}
    new = {each.member_id for each in book.members if each.joined_on and each.joined_on > since} - known
    talks: dict[str, set[str]] = {}
    kinds = {each.meeting_id: each.kind for each in book.meetings if each.held_on <= today}
    for row in book.attendance:
        if kinds.get(row.meeting_id, "meeting") != "meeting" and row.presence in ("present", "late"):
            talks.setdefault(row.member_id, set()).add(row.meeting_id)
    skills = {each.member_id: set(each.skills) for each in book.members}
    types = {each.member_id: set(each.client_types) for each in book.members}
    scored: list[Scored] = []
    for first, second in combinations(sorted(skills), 2):
        there, back = given[first, second], given[second, first]
        if there and back:
            continue
        points = 1 + min(there + back, 3) if there or back else 0
        points += 3 * ((first in new) != (second in new))
        points += 2 * (not talks.get(first, set()) & talks.get(second, set()))
        if skills[first] and skills[second] and not skills[first] & skills[second]:
            points += min(len(types[first] & types[second]), 3)
        scored.append((points, first, second))
    return list(_spread(sorted(scored, key=lambda each: (-each[0], *each[1:]))))


def _spread(scored: list[Scored]) -> Iterator[Scored]:
    """Yield the first pairs, of equals those whose members were named least."""
    named = Counter[str]()
    taken = 0
    for points in sorted({each[0] for each in scored if each[0]}, reverse=True):
        left = [each for each in scored if each[0] == points]
        for often in range(1, MOST_EACH + 1):
            for each in tuple(left):
                if named[each[1]] < often and named[each[2]] < often:
                    named.update(each[1:])
                    left.remove(each)
                    taken += 1
                    yield each
                    if taken == MOST_PAIRS:
                        return


def _member(member_id: str, number: int, drawn: random.Random) -> Member:
    skills = tuple(f"skill {each}" for each in drawn.sample(range(SKILLS), drawn.randint(2, 5)))
    types = tuple(f"type {each}" for each in drawn.sample(range(CLIENT_TYPES), drawn.randint(1, CLIENT_TYPES)))
    joined_on = dt.date(2018, 1, 1) + dt.timedelta(days=drawn.randrange(3_200))
    given = {"member_id": member_id, "name": f"Member {number}", "status": "active", "joined_on": joined_on}
    blank: dict[str, object] = dict.fromkeys(Member._fields, "")
    days = {"left_on": None, "self_billing_mandate_on": None}
    return Member(**{**blank, **days, **given, "skills": skills, "client_types": types, "row": number + 2})  # type: ignore[arg-type]


def _meeting(number: int, drawn: random.Random) -> Meeting:
    held_on = TODAY - dt.timedelta(days=number * 3)
    return Meeting(f"S{number}", held_on, drawn.choice(_KINDS), "", "", "", "", number + 2)


def _referral(number: int, parties: list[str], drawn: random.Random) -> Referral:
    given_on = TODAY - dt.timedelta(days=drawn.randrange(2_000))
    blank: dict[str, object] = dict.fromkeys(Referral._fields, "")
    none = dict.fromkeys(("won_on", "deal_amount", "rate", "client_consent_on", "thanked_on"))
    given = {"referral_id": f"R{number}", "given_on": given_on, "referrer_id": parties[0], "recipient_id": parties[1]}
    return Referral(**{**blank, **none, **given, "row": number + 2})  # type: ignore[arg-type]


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{MEMBERS // QUICK} members instead of {MEMBERS:,}")
    book = network(QUICK if parser.parse_args().quick else 1)
    charter = charter_of(())
    start = time.perf_counter()
    ours: Synergies = synergies_of(Network.of(book, TODAY))
    middle = time.perf_counter()
    theirs = plainly(book, charter, TODAY)
    end = time.perf_counter()
    assert [(each.score, each.member_a, each.member_b) for each in ours.pairs] == theirs
    print(
        f"{len(book.members):,} members, {len(book.referrals):,} referrals, {len(book.attendance):,} attendance rows: "
        f"{ours.pairs_in_all:,} pairs, {ours.overlaps_in_all:,} overlaps"
    )
    print(f"netsheets, pairs and overlaps      {middle - start:8.2f} s")
    print(f"a plain loop, pairs only           {end - middle:8.2f} s")
    print(f"ratio                              {(end - middle) / (middle - start):8.1f} x")


if __name__ == "__main__":
    main()
