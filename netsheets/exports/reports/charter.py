"""The charter in words: the rules of a day as a text, with an example that the rules themselves compute."""

from __future__ import annotations

from netsheets.domain.findings import rows_in_error
from netsheets.domain.practice.rules import Rule, raw_value, revisions_after, rules_on
from netsheets.domain.practice.worked_example import worked_example
from netsheets.exports.charter.example import Telling
from netsheets.exports.charter.markup import pages_of
from netsheets.exports.charter.template import filled, template_of
from netsheets.exports.charter.values import rules_table, values_of
from netsheets.exports.charter.wording import Wording
from netsheets.exports.document import Column, Page, Report, Row, Table
from netsheets.exports.document.words import Words
from netsheets.exports.reports.charter_difference import raw_revision
from netsheets.exports.reports.setting import Setting


def charter_report(setting: Setting) -> Report:
    """Return the charter as a text. Raise Misuse where its template can't be filled, naming the line."""
    words = setting.words("charter")
    wording = Wording(words)
    day = setting.day or setting.today
    terms = setting.charter.on(day)
    rules, coming = rules_on(setting.charter, day), revisions_after(setting.charter, day)
    left_out = sorted(rows_in_error(setting.findings).get("charter", ()))
    telling = Telling(worked_example(setting.charter, day), terms, wording)
    tables = {"example": telling.table(), "rules": rules_table(rules, wording)}
    values = {
        **values_of(rules, coming, day, wording),
        "example": telling.values(),
        "left_out": tuple(map(str, left_out)),
    }
    text = filled(template_of(setting.language, setting.template), values, wording.filters(terms.currency))
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
    return Report("charter", words("title"), subtitle, setting.language, pages, document, _listing(rules))


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


def _listing(rules: tuple[Rule, ...]) -> Table:
    """Return the rules as CSV has them."""
    columns = tuple(Column(key, key) for key in ("parameter", "value", "since", "row"))
    return Table("rules", columns, tuple(map(_rule, rules)))
