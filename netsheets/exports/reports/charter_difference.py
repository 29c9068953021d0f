"""What differs between the charter of two days, and what that means for referrals given from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netsheets.domain.book import Book
from netsheets.domain.practice.rules import Difference, Revision, raw_value
from netsheets.exports.charter.values import revision_in_words
from netsheets.exports.charter.wording import Wording
from netsheets.exports.document import Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.words import words_of
from netsheets.sheets.wording import column_title, tab_title
from netsheets.texts import Language


def difference_report(found: Difference, book: Book, name: str, language: Language) -> Report:
    """Return what changes between two days: each rule before and after, from which day, and by which row.

    `name` is the network's; the book's rows of the charter say why.
    """
    wording = Wording(words_of("charter", language))
    words = wording.words
    notes = {each.row: each.note for each in book.charter}
    days = {"earlier": wording.day(found.earlier), "later": wording.day(found.later)}
    subtitle = words("difference_subtitle" if name else "difference_subtitle_without_name", network=name, **days)
    title = words("difference_title")
    page = Page(title, tuple(_parts(found, wording, days, notes)))
    document = {
        "earlier": found.earlier,
        "later": found.later,
        "revisions": [raw_revision(each) for each in found.revisions],
        "lasting": list(found.lasting),
    }
    return Report("charter_difference", title, subtitle, language, (page,), document, _listing(found))


def _parts(found: Difference, wording: Wording, days: Mapping[str, str], notes: Mapping[int, str]) -> Iterator[Part]:
    words = wording.words
    if not found.revisions:
        yield Text((words("nothing_differs", **days),))
        return
    changed = dict.fromkeys(each.parameter for each in found.revisions)
    said = [words.counted("some_differ", len(changed), **days)]
    if returned := [wording.label(each) for each in changed if each not in found.lasting]:
        said.append(words("returned", rules=", ".join(returned), **days))
    yield Text(tuple(said))
    yield _table(found, wording, notes)
    if any(each.scope == "referral" for each in found.revisions):
        yield Text((words("governed_for_life"),))


def _table(found: Difference, wording: Wording, notes: Mapping[int, str]) -> Table:
    words, language = wording.words, wording.words.language
    noted = any(notes[each.row] for each in found.revisions)
    columns = (
        Column("label", words("parameter"), width=28),
        Column("before", words("before"), width=16),
        Column("after", words("after"), width=16),
        Column("on", words("from"), "day", 12),
        Column("row", words("row", tab=tab_title("charter", language)), "integer", 10),
        *((Column("note", column_title("charter", "note", language), width=28),) if noted else ()),
        Column("applies", words("applies"), width=40),
    )
    rows = tuple(
        {**revision_in_words(each, wording), "row": each.row, "note": notes[each.row]} for each in found.revisions
    )
    return Table("revisions", columns, rows)


def _listing(found: Difference) -> Table:
    """Return the changes as CSV has them."""
    columns = tuple(Column(key, key) for key in ("parameter", "before", "after", "on", "row", "scope"))
    return Table("revisions", columns, tuple(map(raw_revision, found.revisions)))


def raw_revision(revision: Revision) -> Row:
    """Return a change of the charter as JSON has it."""
    return {
        "parameter": revision.parameter,
        "before": raw_value(revision.before),
        "after": raw_value(revision.after),
        "on": revision.on,
        "row": revision.row,
        "scope": revision.scope,
    }
