"""Skills and types of clients that one member spells otherwise than the others."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.checks.spellings import spellings_of
from netsheets.domain.findings import Finding, finding

_COLUMNS = ("skills", "client_types")
_GONE = frozenset({"left", "rejected"})


def skills_spelt_otherwise(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every skill and type of clients that more members, or members further up, spell otherwise.

    Members who left and candidates who were rejected neither count nor are told.
    """
    members = sorted(
        (each for each in circumstances.book.members if each.status not in _GONE), key=lambda each: each.row
    )
    for column in _COLUMNS:
        spellings = spellings_of(getattr(each, column) for each in members)
        for member in members:
            for skill in dict.fromkeys(getattr(member, column)):
                if proposed := spellings.proposed(skill):
                    yield finding("skill_spelt_otherwise", "members", member.row, column, skill, nearest=proposed)
