"""The charter as a text, made of rows of its tab, for tests: what it says, and another value for every parameter."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from netsheets.domain.charter import charter_of, parameter_named
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.ownership import Ownership
from netsheets.domain.parameters import read_value
from netsheets.domain.records import CharterRow
from netsheets.exports.document import Bullets, Facts, Part, Report, Table, Text
from netsheets.exports.document.wording import in_words
from netsheets.exports.reports.charter import charter_report
from netsheets.exports.reports.setting import Asked, Setting
from netsheets.texts import Language
from tests.support.build import book, day

TODAY = "2026-11-22"
_CANDIDATES = ("17%", "3", "4", "250.00", "2027-03-01", "0:20%;10000:15%", "CHF", "de_DE", "Les Amis")


def charter_text(
    *rows: CharterRow, on: str = TODAY, language: Language = "en", template: Path | None = None, **given: Any
) -> Report:
    """Return the charter that these rows say on a day."""
    found = book(*rows)
    seen = Network(found, charter_of(found.charter), Ownership({}, {}), Ledger(), given.get("findings", ()), day(on))
    setting = Setting(seen, Asked("charter", Month(2026, 10), template=template), language)
    return charter_report(setting)


def sentences(report: Report, *, without: str = "") -> list[str]:
    """Return everything a report says, a text each, but the table of one key."""
    pages = [each.title for each in report.pages]
    said = [text for part in report.parts for text in _texts(part, report.language, without)]
    return [report.title, report.subtitle, *pages, *said]


def prose(report: Report) -> str:
    """Return what the charter says outside its table of all rules."""
    return "\n".join(sentences(report, without="rules")[4:])


def other_value(name: str) -> str:
    """Return a value of a parameter, as it is typed, that is not its default."""
    parameter = parameter_named(name)
    assert parameter
    for text in (*parameter.expected.split(", "), *_CANDIDATES):
        reading = read_value(parameter, text) if text else None
        if reading and reading.problem is None and reading.value != parameter.default:
            return text
    raise AssertionError(name)


def _texts(part: Part, language: Language, without: str) -> Iterator[str]:
    yield part.heading
    match part:
        case Text(paragraphs):
            yield from paragraphs
        case Bullets(items):
            yield from items
        case Facts(rows):
            yield from (f"{label}: {in_words(value, language)}" for label, value in rows)
        case Table() if part.key != without:
            yield from (each.title for each in part.columns)
            for row in part.rows:
                yield " | ".join(_cell(row.get(each.key), language) for each in part.columns)


def _cell(value: Any, language: Language) -> str:
    return in_words(value, language, "money" if isinstance(value, Decimal) else "text")
