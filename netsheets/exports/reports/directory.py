"""The directory in words: who can do what, for whom, and a page on each member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from netsheets.domain.practice.directory import Directory, DirectoryEntry, Offer, directory_of
from netsheets.exports.document import Column, Facts, Kind, Page, Report, Row, Table, Text, Value
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.wording import column_title

_WIDTHS = {"trade": 17, "company": 18, "phone": 15, "skills": 24, "client_types": 20, "current_business": 22}
"""The columns of the overview. Mail and web addresses, too long for a column, are on the page of their member."""

_SHOWN = ("trade", "company", "phone", "email", "skills", "client_types", "current_business", "cv_url")
"""What stands on a member's page."""

_OWN_TITLES = ("filled", "missing", "heard_on", "age_days")
_KINDS: dict[str, Kind] = {"joined_on": "day", "heard_on": "day", "filled": "integer", "age_days": "integer"}


def directory_report(setting: Setting) -> Report:
    """Return the overview, the skills, the state of the records and a page on each member; or one member's page."""
    words = setting.words("directory")
    found = directory_of(setting.network.book, setting.network.today)
    if setting.asked.member_id:
        return _of_one_member(found, setting, words)
    pages = [
        Page(words("members"), (_overview(found, words),)),
        Page(words("skills"), (_offers("skill", found.skills, setting, words),)),
        Page(words("client_types"), (_offers("client_type", found.client_types, setting, words),)),
        Page(words("records"), (_records(found, words),)),
    ]
    if not setting.asked.brief:
        pages += [_member_page(each, words) for each in found.entries]
    title = words("title")
    return Report(
        "directory", title, setting.subtitle, setting.language, tuple(pages), document_of(found), _listing(found, words)
    )


def _of_one_member(found: Directory, setting: Setting, words: Words) -> Report:
    entry = next((each for each in found.entries if each.member_id == setting.asked.member_id), None)
    if entry:
        page, document = _member_page(entry, words), document_of(entry)
    else:
        name = setting.name(setting.asked.member_id)
        page, document = Page(name, (Text((words("not_listed", name=name),)),)), {}
    return Report("directory", page.title, setting.subtitle, setting.language, (page,), document)


def _overview(found: Directory, words: Words) -> Table:
    columns = (
        Column("member_id", words("member"), width=18),
        *(Column(key, column_title("members", key, words.language), width=width) for key, width in _WIDTHS.items()),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "member_id": _called(each, words),
            **{key: getattr(each, key) or None for key in _WIDTHS},
            "phone": each.phone.replace(" ", "\N{NO-BREAK SPACE}") or None,
        }
        for each in found.entries
    )
    return Table("members", columns, rows, empty=words("members_empty"))


def _called(entry: DirectoryEntry, words: Words) -> str:
    """Return a member's name, marked where they are suspended."""
    return words("suspended", name=entry.name) if entry.status == "suspended" else entry.name


def _offers(kind: str, offers: Iterable[Offer], setting: Setting, words: Words) -> Table:
    """Return who has each skill, or works for each type of clients."""
    columns = (Column(kind, words(kind), width=26), Column("members", words("who"), width=44))
    rows: tuple[Row, ...] = tuple(
        {kind: each.name, "members": tuple(setting.name(member_id) for member_id in each.member_ids)} for each in offers
    )
    return Table(f"{kind}s", columns, rows, empty=words(f"{kind}s_empty"))


def _records(found: Directory, words: Words) -> Table:
    """Return how complete and how recent each record is, those that need a hand first."""
    columns = (
        Column("member_id", words("member"), width=26),
        Column("filled", words("filled"), width=10),
        Column("missing", words("missing"), width=34),
        Column("heard_on", words("heard_on"), "day", width=16),
        Column("age_days", words("age_days"), "integer", width=14),
    )
    neediest = sorted(found.entries, key=lambda each: (each.filled, -(each.age_days or 0)))
    rows: tuple[Row, ...] = tuple(
        {
            "member_id": _called(each, words),
            "filled": words("filled_of", filled=each.filled, count=len(found.fields)),
            "missing": tuple(column_title("members", key, words.language) for key in each.missing) or None,
            "heard_on": each.heard_on,
            "age_days": each.age_days,
        }
        for each in neediest
    )
    return Table("records", columns, rows, note=words("records_note"), empty=words("members_empty"))


def _member_page(entry: DirectoryEntry, words: Words) -> Page:
    """Return what one member shows the others; what is missing is a line to fill."""
    return Page(_called(entry, words), (Facts(tuple(_facts(entry, words))),))


def _facts(entry: DirectoryEntry, words: Words) -> Iterator[tuple[str, Value]]:
    for key in _SHOWN:
        yield column_title("members", key, words.language), getattr(entry, key) or None
    yield column_title("members", "joined_on", words.language), entry.joined_on or words("not_noted")
    yield words("heard_on"), _heard(entry, words)


def _heard(entry: DirectoryEntry, words: Words) -> str:
    if entry.heard_on is None or entry.age_days is None:
        return words("not_noted")
    said = {0: "heard_today", 1: "heard_yesterday"}.get(entry.age_days, "heard")
    return words(said, day=entry.heard_on, count=entry.age_days)


def _listing(found: Directory, words: Words) -> Table:
    """Return everything about everybody, one row a member."""
    columns = tuple(
        Column(key, words(key) if key in _OWN_TITLES else column_title("members", key, words.language), kind)
        for key, kind in ((each, _KINDS.get(each, "text")) for each in DirectoryEntry.__slots__)
    )
    return Table("members", columns, tuple(asdict(each) for each in found.entries))
