"""`admit`: whether a candidate may join, every reason why not, and what to change in the workbook where they may.

Nothing is written: members' rows are the members'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsheets.commands.network import OpenNetwork, member_named
from netsheets.domain.findings import UNREADABLE, Finding
from netsheets.domain.practice.recruitment import (
    Admission,
    Candidacy,
    CandidateOverlap,
    Divergence,
    Talk,
    admission_of,
    recruitment_of,
)
from netsheets.domain.practice.teams import teams_of
from netsheets.domain.records import Interview, Member
from netsheets.exports.document.words import words_of
from netsheets.exports.reports.candidacy import CandidacyPoint, Speaker
from netsheets.sheets.placing import Placement, tab_titled
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import column_title, worded
from netsheets.texts import day_in_words, message


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on a candidacy, and the cells it is about (`Members!C15`)."""

    code: str
    message: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell to change: what stands in it, what to type, in the workbook's language, and a word on why."""

    cell: str
    column: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether someone may join: if there are no `reasons` why not, `changes` is what their admission takes.

    `cautions` keep nobody from joining; members talk about them first. `candidacy` is None for who is no candidate.
    """

    member_id: str
    name: str
    reasons: tuple[Remark, ...]
    cautions: tuple[Remark, ...] = ()
    changes: tuple[CellChange, ...] = ()
    agreements: tuple[CellChange, ...] = ()
    candidacy: Candidacy | None = None

    @property
    def ready(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.reasons


def admit(network: OpenNetwork, named: str) -> Answer:
    """Return whether a candidate may join, by the charter of today. Raise Misuse where nobody has that number."""
    member = member_named(network, named)
    name = member.name or member.member_id
    errors = tuple(_errors(member, network))
    if member.status != "candidate":
        return Answer(member.member_id, name, (*errors, *_no_candidate(member, network)))
    found = recruitment_of(network)
    candidacy = next(each for each in found.candidates if each.member_id == member.member_id)
    cells = _Cells(network, member)
    speaker = _speaker(network)
    obstacles = (each for each in speaker.obstacles(candidacy) if not errors or each.code not in _ROWS)
    reasons = (*errors, *(cells.remark(each) for each in obstacles))
    cautions = tuple(cells.remark(each) for each in speaker.cautions(candidacy))
    if reasons:
        return Answer(member.member_id, name, reasons, cautions, candidacy=candidacy)
    terms = network.charter.on(network.today)
    admission = admission_of(member, candidacy, teams_of(network.book, terms, network.today), network.today)
    changes = tuple(cells.changes(admission, terms.team_size_max))
    return Answer(member.member_id, name, (), cautions, changes, tuple(cells.agreements(admission)), candidacy)


_UNREAD = UNREADABLE | {"unreadable_setting"}
"""What takes no row out of a month may still be what an admission is decided by."""
_ROWS = frozenset({"row_in_error", "interview_in_error"})
"""The obstacles that the errors themselves say more of."""

_CERTAIN = frozenset({"members", "interviews", "charter"})
"""The tabs an admission rests on: where one of them can't be read as a whole, nobody can tell."""


def _speaker(network: OpenNetwork) -> Speaker:
    terms = network.charter.on(network.today)
    names = network.book.names(terms.network_name)
    return Speaker(words_of("recruitment", network.language), names, terms.experience_months)


def _errors(member: Member, network: OpenNetwork) -> Iterator[Remark]:
    """Yield what can't be read of a candidate's rows and the charter, and what keeps a whole tab from being read."""
    rows = {("members", member.row)}
    for each in network.book.rejected:
        if each.tab == "members" and each.record_id == member.member_id:
            rows.add(("members", each.row))
        elif isinstance(each.record, Interview) and each.record.candidate_id == member.member_id:
            rows.add(("interviews", each.row))
    for finding in network.findings:
        own = (finding.tab, finding.row) in rows or finding.tab == "charter" or finding.row is None
        wrong = finding.severity == "error" or finding.code in _UNREAD
        if wrong and finding.tab in _CERTAIN and own:
            yield Remark(
                finding.code, " ".join(filter(None, worded(finding, network.language))), _place(finding, network)
            )


def _place(finding: Finding, network: OpenNetwork) -> tuple[str, ...]:
    title = tab_titled(finding.tab, network.placements, network.language)
    placement = network.placements.get(finding.tab)
    address = placement.address(finding.row, finding.column) if placement else ""
    return (f"{title}!{address}" if address else title,)


def _no_candidate(member: Member, network: OpenNetwork) -> Iterator[Remark]:
    """Yield why someone who is no candidate can't be admitted; nothing where the status itself can't be read."""
    if not member.status:
        return
    cells = _Cells(network, member)
    since = {"active": member.joined_on, "left": member.left_on, "suspended": member.left_on}.get(member.status)
    code = f"admission_{member.status}_since" if since else f"admission_{member.status}"
    candidate = tab("members").column_by_key["status"].label("candidate", network.written_in)
    said = {"member": member.name or member.member_id, "day": since, "candidate": candidate}
    yield Remark(
        f"already_{member.status}", message(code, network.language, **said), (cells.of_member(member, "status"),)
    )


class _Cells:
    """Where in the workbook stands what an admission is about, and what to type there."""

    def __init__(self, network: OpenNetwork, member: Member) -> None:
        self._network = network
        self._member = member
        self._rows = {each.interview_id: each.row for each in network.book.interviews}

    def remark(self, point: CandidacyPoint) -> Remark:
        """Return a point with its cells."""
        return Remark(point.code, point.text, tuple(self._about(point)))

    def of_member(self, member: Member, column: str) -> str:
        """Return the address of a cell in a member's row."""
        return self._address("members", member.row, column)

    def changes(self, admission: Admission, size_max: int) -> Iterator[CellChange]:
        """Yield what to change in the row of a candidate who joins."""
        status = tab("members").column_by_key["status"].labels[self._network.written_in]
        yield self._entry("status", status["candidate"], status["active"])
        before = self._member.joined_on
        if admission.joined_on != before:
            day = day_in_words(admission.joined_on)
            yield self._entry("joined_on", day_in_words(before) if before else "", day)
        if admission.lead_id and admission.lead_id != self._member.lead_id:
            lead = self._network.book.member_by_id[admission.lead_id]
            said = {"lead": lead.name, "count": admission.team, "limit": size_max}
            note = message("admission_lead", self._network.language, **said)
            yield self._entry("lead_id", self._member.lead_id, admission.lead_id, note)
        elif admission.teams_full:
            yield self._entry("lead_id", "", "", message("admission_no_lead", self._network.language))

    def agreements(self, admission: Admission) -> Iterator[CellChange]:
        """Yield the cells of each agreement to write, in a free row; what is agreed is for the two to say."""
        language, placement = self._network.language, self._network.placements.get("agreements")
        for number, overlap in enumerate(admission.to_agree):
            other = self._network.book.member_by_id[overlap.member_id]
            said = {"name": self._member.name, "other": other.name, "skill": overlap.skill}
            who = message("admission_agreement", language, **said)
            missing = "" if placement else message("tab_not_found", language, tab=self._title("agreements"))
            row = _free_row(placement) + number if placement else 0
            known = {"member_a": self._member.member_id, "member_b": overlap.member_id, "skill": overlap.skill}
            for column in tab("agreements").columns:
                note = who if column.key == "terms" else missing if column.key == "member_a" else ""
                cell = self._address("agreements", row, column.key)
                yield CellChange(cell, column.titles[language], "", known.get(column.key, ""), note)

    def _entry(self, column: str, before: str, after: str, note: str = "") -> CellChange:
        title = column_title("members", column, self._network.language)
        return CellChange(self.of_member(self._member, column), title, before, after, note)

    def _about(self, point: CandidacyPoint) -> Iterator[str]:
        match point.about:
            case Talk(interview=interview, why_not=why_not):
                columns = {"future": "held_on", None: "verdict"}
                yield self._interview(interview.interview_id, columns.get(why_not, "interviewer_id"))
            case Divergence(on=column, low_in=low, high_in=high):
                yield from (self._interview(each, column) for each in (*low, *high))
            case CandidateOverlap(member_id=other_id):
                yield self.of_member(self._member, "skills")
                yield self.of_member(self._network.book.member_by_id[other_id], "skills")
            case None if point.code in _COLUMNS:
                yield self.of_member(self._member, _COLUMNS[point.code])

    def _interview(self, interview_id: str, column: str) -> str:
        return self._address("interviews", self._rows[interview_id], column)

    def _address(self, key: str, row: int, column: str) -> str:
        """Return a cell's address with its tab; the tab alone where the sheet has no such column."""
        title, placement = self._title(key), self._network.placements.get(key)
        if placement is None or column not in placement.columns:
            return title
        return f"{title}!{placement.address(row, column)}"

    def _title(self, key: str) -> str:
        return tab_titled(key, self._network.placements, self._network.language)


_COLUMNS = {"interviews_missing": "status", "past_networks_unexplained": "past_networks_left_because"}
"""The column of a candidate's row that some points are about."""


def _free_row(placement: Placement) -> int:
    """Return the sheet row below the last one that holds anything."""
    used = [number for number, cells in enumerate(placement.rows, 1) if any(cell not in (None, "") for cell in cells)]
    return placement.header_row + max(used, default=0) + 1
