"""Agreements: what two members who share a skill settled on who does what."""

from __future__ import annotations

from collections.abc import Mapping

from netsheets.domain.book import Book
from netsheets.domain.checks.spellings import skill_key
from netsheets.domain.records import Agreement

Pairing = tuple[str, str, str]
"""Two members, the smaller id first, and the key of a skill."""

Agreements = Mapping[Pairing, Agreement]


def agreements_of(book: Book) -> Agreements:
    """Return the latest agreement of each two members on each skill; of one day, the one further down the sheet."""
    by_day = sorted(book.agreements, key=lambda each: (each.agreed_on, each.row))
    return {between(each.member_a, each.member_b, each.skill): each for each in by_day}


def between(member_id: str, other_id: str, skill: str) -> Pairing:
    """Return what finds an agreement, whichever member is named first and however the skill is spelt."""
    first, second = sorted((member_id, other_id))
    return first, second, skill_key(skill)
