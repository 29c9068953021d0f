"""The copy a person gets of everything that is held on them (GDPR, article 15): a page a tab."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from netsheets.domain.privacy import KEPT_YEARS
from netsheets.exports.document import Column, Facts, Kind, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.holdings import HeldColumn, HeldTab, Holdings, Value
from netsheets.sheets.schema import TabColumn as Described
from netsheets.sheets.schema import tab

_KINDS: Mapping[str, Kind] = {
    "day": "day",
    "money": "money",
    "exact_money": "money",
    "positive_money": "money",
    "percent": "percent",
    "number": "decimal",
    "integer": "integer",
    "score": "integer",
}
_LONGEST = 30


def copy_report(found: Holdings, setting: Setting, names: Mapping[str, str], archives: tuple[str, ...]) -> Report:
    """Return the copy for a person; `names` are what people call every member, also one whose row holds an error.

    `archives` are the files of the closings that hold the same lines of the ledger.
    """
    words = setting.words("privacy")
    name = names.get(found.member_id, found.member_id)
    title = words("copy_title", name=name, member=found.member_id)
    people = {each: f"{said} ({each})" for each, said in names.items() if said and said != each}
    clients = {each.client_id: f"{each.name} ({each.client_id})" for each in setting.network.book.clients}
    pages = [Page(words("sheet_about"), (_about(words), _overview(found, words)))]
    pages += [_page(each, setting, {"members": people, "clients": clients}) for each in found.tabs]
    pages.append(Page(words("sheet_elsewhere"), tuple(_elsewhere(found, archives, words))))
    document = {
        "member_id": found.member_id,
        "name": name,
        "on": setting.network.today,
        "tabs": [
            {"tab": each.tab, "title": each.title, "rows": [dict(row.values) for row in each.rows]}
            for each in found.tabs
        ],
        "mentions": [
            {"tab": each.tab, "cell": each.cell, "column": each.column, "by": each.by} for each in found.mentions
        ],
        "archives": list(archives),
    }
    return Report("privacy", title, setting.subtitle, setting.language, tuple(pages), document, _listing(found))


def _about(words: Words) -> Text:
    return Text((words("copy_about"), words("copy_kept", years=KEPT_YEARS), words("copy_others")))


def _overview(found: Holdings, words: Words) -> Table:
    columns = (Column("tab", words("tab"), width=24), Column("rows", words("rows"), "integer"))
    rows: tuple[Row, ...] = tuple({"tab": each.title, "rows": len(each.rows)} for each in found.tabs)
    return Table("overview", columns, rows, heading=words("heading_overview"), totals=("rows",))


def _page(held: HeldTab, setting: Setting, labels: Mapping[str, Mapping[str, str]]) -> Page:
    """Return a tab's rows: the person's own from top to bottom, all others below each other."""
    columns = tuple(_column(each, held, setting, labels) for each in held.columns)
    rows = tuple(_row(each.values, columns) for each in held.rows)
    if held.tab != "members":
        return Page(held.title, (Table(held.tab, columns, rows),))
    facts = (Facts(tuple((each.title, _fact(each, row)) for each in columns if each.key in row)) for row in rows)
    return Page(held.title, tuple(facts))


def _fact(column: Column, row: Row) -> Value:
    """Return what stands beside a label: a number as a text, so that all of them begin below each other."""
    value = column.shown(row[column.key])
    return f"{value:f}" if isinstance(value, Decimal) else value


def _column(column: HeldColumn, held: HeldTab, setting: Setting, labels: Mapping[str, Mapping[str, str]]) -> Column:
    described = None if column.own else tab(held.tab).column_by_key[column.key]
    values = [row.values.get(column.key) for row in held.rows]
    said = {
        **_labels(held.tab, described, labels),
        **(described.labels[setting.language] if described else {}),
    }
    longest = max(len(said.get(str(each), str(each))) for each in (*values, ""))
    return Column(
        column.key, column.title, _kind(described, values), width=max(min(longest, _LONGEST), 10), labels=said
    )


def _kind(described: Described | None, values: list[Value]) -> Kind:
    """Return how a column is shown: as its type says, a column of their own as what all of it holds."""
    if described is not None:
        return _KINDS.get(described.type, "text")
    filled = [each for each in values if each is not None]
    if all(isinstance(each, Decimal) for each in filled):
        return "decimal"
    return "day" if all(isinstance(each, dt.date) for each in filled) else "text"


def _labels(tab_key: str, described: Described | None, labels: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return the names of the members or clients that a column names; the row's own id, and any other, stay ids."""
    if described is None or (tab_key, described.key) in (("members", "member_id"), ("ownership", "client_id")):
        return {}
    if described.key in ("payer_id", "payee_id", "owner_id", "member_id", "client_id"):
        return labels["clients" if described.key == "client_id" else "members"]
    return labels.get(described.reference or described.items_reference, {})


def _row(values: Mapping[str, Value], columns: tuple[Column, ...]) -> Row:
    """Return a row for a table; each of several ids has its name, a number that is not one stands as it was typed."""
    found: dict[str, Value] = {}
    for column in columns:
        value = values.get(column.key)
        if isinstance(value, tuple):
            value = tuple(str(column.shown(each)) for each in value)
        elif isinstance(value, Decimal) and column.kind == "text":
            value = f"{value:f}"
        if value is not None:
            found[column.key] = value
    return found


def _elsewhere(found: Holdings, archives: tuple[str, ...], words: Words) -> list[Part]:
    columns = (
        Column("tab", words("tab"), width=24),
        Column("cell", words("cell"), width=10),
        Column("column", words("column"), width=28),
        Column("by", words("by"), width=34, labels=words.of("by")),
    )
    rows: tuple[Row, ...] = tuple(
        {"tab": each.tab, "cell": each.cell, "column": each.column, "by": each.by} for each in found.mentions
    )
    told = [words("copy_outside")]
    if archives:
        told.insert(0, words("copy_archives", files=", ".join(archives)))
    return [
        Table("mentions", columns, rows, note=words("mentions_note"), empty=words("mentions_none")),
        Text(tuple(told)),
    ]


def _listing(found: Holdings) -> Table:
    """Return every value held, a row each, for programs."""
    keys = ("tab", "row", "column", "value")
    rows = tuple(
        {"tab": held.tab, "row": row.row, "column": key, "value": value}
        for held in found.tabs
        for row in held.rows
        for key, value in row.values.items()
    )
    return Table("listing", tuple(Column(each, each) for each in keys), rows)
