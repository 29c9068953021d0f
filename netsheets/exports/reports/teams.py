"""The report on teams in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from netsheets.domain.practice.teams import Mate, Team, Teams, teams_of
from netsheets.exports.document import Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting


def teams_report(setting: Setting) -> Report:
    """Return each team with what its members gave, and who needs a hand."""
    words = setting.words("teams")
    found = teams_of(setting.network.book, setting.network.terms, setting.network.today)
    tables = tuple(_table(team, setting, words) for team in found.teams)
    said = tuple(_notes(found, setting, words)) if tables else (words("empty"),)
    parts: tuple[Part, ...] = (*tables, Text(said))
    title = words("title")
    pages = (Page(title, parts),)
    listing = _listing(found)
    return Report("teams", title, setting.subtitle, setting.language, pages, document_of(found), listing)


def _notes(found: Teams, setting: Setting, words: Words) -> Iterator[str]:
    """Yield who is a newcomer where a charter knows any, and who is to be given a hand, or that nobody is."""
    if months := setting.network.terms.experience_months:
        yield words.counted("newcomers", months)
    needed = any(mate.need for team in found.teams for mate in team.mates)
    yield words("hand" if needed else "nobody_needs")


def _listing(found: Teams) -> Table:
    """Return every member with their lead, for programs."""
    keys = ("lead_id", *(each.name for each in fields(Mate)))
    rows = tuple({"lead_id": team.lead_id, **document_of(mate)} for team in found.teams for mate in team.mates)
    return Table("listing", tuple(Column(key, key) for key in keys), rows)


def _table(team: Team, setting: Setting, words: Words) -> Table:
    columns = (
        Column("member_id", words("member"), width=24),
        Column("joined_on", words("joined_on"), "day"),
        Column("newcomer", words("newcomer")),
        Column("given", words("given"), "integer"),
        Column("given_this_year", words("given_this_year"), "integer"),
        Column("last_given_on", words("last_given_on"), "day"),
        Column(
            "need", words("need"), labels=words.of("need"), width=24, tones={"first_referral": "fair", "quiet": "poor"}
        ),
    )
    rows = tuple(_row(each, setting, words) for each in team.mates)
    return Table("teams", columns, rows, heading=_heading(team, setting, words))


def _heading(team: Team, setting: Setting, words: Words) -> str:
    if not team.lead_id:
        return words("without_lead", count=len(team.mates))
    said = {"lead": setting.name(team.lead_id), "count": len(team.mates), "limit": team.size_max}
    return words("team_too_large" if team.too_large else "team", **said)


def _row(mate: Mate, setting: Setting, words: Words) -> Row:
    return {
        "member_id": setting.name(mate.member_id),
        "joined_on": mate.joined_on,
        "newcomer": words("yes") if mate.newcomer else None,
        "given": mate.given,
        "given_this_year": mate.given_this_year,
        "last_given_on": mate.last_given_on,
        "need": mate.need,
    }
