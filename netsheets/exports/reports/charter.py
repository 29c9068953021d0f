"""The charter in words: the rules of a day as a text, with an example, and what differs between two days.

The example is computed by the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from netsheets.domain.book import Book
from netsheets.domain.charter import CASE_PREFIX, PARAMETERS
from netsheets.domain.charter_changes import Difference, Revision, Rule, revisions_after, rules_on
from netsheets.domain.findings import rows_in_error
from netsheets.domain.parameters import raw_value
from netsheets.domain.worked_example import worked_example
from netsheets.exports.charter.example import Telling
from netsheets.exports.charter.markup import pages_of
from netsheets.exports.charter.template import CharterTemplate, filled, template_of
from netsheets.exports.charter.values import revision_in_words, rules_table, values_of
from netsheets.exports.charter.wording import Wording
from netsheets.exports.document import Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.words import Words, words_of
from netsheets.exports.reports.setting import Setting
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
    page = Page(title, tuple(_difference_parts(found, wording, days, notes)))
    document = {
        "earlier": found.earlier,
        "later": found.later,
        "revisions": [raw_revision(each) for each in found.revisions],
        "lasting": list(found.lasting),
    }
    return Report("charter_difference", title, subtitle, language, (page,), document, _revisions_listing(found))


def _difference_parts(
    found: Difference, wording: Wording, days: Mapping[str, str], notes: Mapping[int, str]
) -> Iterator[Part]:
    words = wording.words
    if not found.revisions:
        yield Text((words("nothing_differs", **days),))
        return
    changed = dict.fromkeys(each.parameter for each in found.revisions)
    said = [words.counted("some_differ", len(changed), **days)]
    if returned := [wording.label(each) for each in changed if each not in found.lasting]:
        said.append(words("returned", rules=", ".join(returned), **days))
    yield Text(tuple(said))
    yield _revisions_table(found, wording, notes)
    if any(each.scope == "referral" for each in found.revisions):
        yield Text((words("governed_for_life"),))


def _revisions_table(found: Difference, wording: Wording, notes: Mapping[int, str]) -> Table:
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


def _revisions_listing(found: Difference) -> Table:
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


def charter_report(setting: Setting) -> Report:
    """Return the charter as a text. Raise Misuse where its template can't be filled, naming the line."""
    words = setting.words("charter")
    wording = Wording(words)
    day = setting.asked.day or setting.network.today
    terms = setting.network.charter.on(day)
    rules, coming = rules_on(setting.network.charter, day), revisions_after(setting.network.charter, day)
    left_out = sorted(rows_in_error(setting.network.findings).get("charter", ()))
    telling = Telling(worked_example(setting.network.charter, day), terms, wording)
    tables = {"example": telling.table(), "rules": rules_table(rules, wording)}
    values = {
        **values_of(rules, coming, day, wording),
        "example": telling.values(),
        "left_out": tuple(map(str, left_out)),
    }
    template = template_of(setting.language, setting.asked.template)
    values["also"] = tuple(_untold(rules, template, wording))
    text = filled(template, values, wording.filters(terms.currency))
    pages = pages_of(text, tables)
    if not any(isinstance(part, Table) and part.key == "rules" for page in pages for part in page.parts):
        pages = (*pages, Page(words("rules"), (tables["rules"],)))
    document = {
        "on": day,
        "rules": [_rule(each) for each in rules],
        "coming": [raw_revision(each) for each in coming],
        "left_out": left_out,
        "example": telling.document(),
    }
    subtitle = _subtitle(terms.network_name, wording.day(day), words)
    return Report("charter", words("title"), subtitle, setting.language, pages, document, _rules_listing(rules))


def _untold(rules: Iterable[Rule], template: CharterTemplate, wording: Wording) -> Iterator[Mapping[str, str]]:
    """Yield the rules that govern cents, are not the usual ones, and that the template does not ask for by name."""
    for rule in rules:
        known = PARAMETERS.get(rule.parameter)
        if known is None or not known.governs or known.name.startswith(CASE_PREFIX) or rule.value == known.default:
            continue
        if not re.search(rf"\b{re.escape(known.name)}\b", template.text):
            yield {"label": wording.label(known.name), "value": wording.value(known.name, rule.value)}


def _subtitle(name: str, day: str, words: Words) -> str:
    return words("subtitle" if name else "subtitle_without_name", network=name, day=day)


def _rule(rule: Rule) -> Row:
    """Return a rule as JSON and CSV have it."""
    return {
        "parameter": rule.parameter,
        "value": raw_value(rule.value),
        "since": rule.since,
        "row": rule.row,
    }


def _rules_listing(rules: tuple[Rule, ...]) -> Table:
    """Return the rules as CSV has them."""
    columns = tuple(Column(key, key) for key in ("parameter", "value", "since", "row"))
    return Table("rules", columns, tuple(map(_rule, rules)))
