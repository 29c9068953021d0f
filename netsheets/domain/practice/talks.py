"""Who talked with whom: one-to-ones, visits and whatever else is smaller than a meeting of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from netsheets.domain.book import Book, grouped
from netsheets.domain.checks.meetings import PRESENT


def talks_of(book: Book, today: dt.date) -> Iterator[tuple[dt.date, frozenset[str]]]:
    """Yield the day of everything up to today but meetings of all, and who was there.

    Host and presenter were there where no row says otherwise.
    """
    rows = grouped(book.attendance, lambda each: each.meeting_id)
    for meeting in book.meetings:
        if meeting.kind == "meeting" or meeting.held_on > today:
            continue
        presence = {each.member_id: each.presence for each in rows.get(meeting.meeting_id, ())}
        expected = {each: "present" for each in (meeting.host_id, meeting.presenter_id) if each}
        yield meeting.held_on, frozenset(each for each, how in {**expected, **presence}.items() if how in PRESENT)
