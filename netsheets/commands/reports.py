"""`report`, `charter`, `agenda`, `export das2`: what is told on paper, on a tab or on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from netsheets.commands.changes import TabChange, applied
from netsheets.commands.network import OpenNetwork, member_named, require_party
from netsheets.commands.writing import json_text, write_file
from netsheets.domain.charter_changes import difference
from netsheets.domain.closing import close_month
from netsheets.domain.declaration import Declaration, declaration_of
from netsheets.domain.month import Month
from netsheets.domain.network import owned_clients
from netsheets.domain.practice.dashboard import Dashboard, dashboard_of
from netsheets.domain.sealing import payouts_declared
from netsheets.domain.summary import summary_of
from netsheets.errors import Conflict, Misuse
from netsheets.exports.accounting.das2 import das2_report, threshold_of
from netsheets.exports.document import Report
from netsheets.exports.reports import REPORTS, Asked, Setting
from netsheets.exports.reports.charter import difference_report
from netsheets.sheets.labels import normalised, tab_key
from netsheets.sheets.schema import tab

TABS: Mapping[str, str] = {
    "recruitment": "recruitment",
    "directory": "directory",
    "synergies": "synergies",
    "teams": "teams",
    "projects": "project_review",
    "agenda": "agenda",
    "activity": "activity",
    "charter": "charter_text",
}
"""The tab of each report that has one."""


def report_of(network: OpenNetwork, asked: Asked) -> Report:
    """Return the report that was asked for, in the language of messages. Raise Misuse for an unknown member."""
    if asked.member_id:
        member_named(network, asked.member_id)
    return REPORTS[asked.name](Setting(network, asked, network.language))


def write_tab(network: OpenNetwork, asked: Asked, *, dry_run: bool = False) -> tuple[TabChange, ...]:
    """Make the report's tab hold it, in the workbook's language and without amounts: everybody opens the workbook.

    Raise Conflict where a tab of that title is a person's own: what they typed is never written over.
    """
    from netsheets.exports.document.tab import report_tab  # noqa: PLC0415 - only what is written needs it

    title = _tab_of(TABS[asked.name], network)
    for_all = replace(asked, member_id="", public=True, brief=True)
    report = REPORTS[asked.name](Setting(network, for_all, network.written_in))
    return applied(network, (report_tab(report, title),), dry_run=dry_run)


def write_report(report: Report, path: Path, network: OpenNetwork, *, dry_run: bool = False) -> None:
    """Write a report to a file, in the form its name ends with.

    Raise Misuse for any other ending, and as `require_other` does, StoreRefused where the file can't be written.
    """
    form = form_of(path)
    network.workbook.require_other(path)
    if not dry_run:
        write_file(path, form(report), shared=report.name == "charter")


def form_of(path: Path) -> Callable[[Report], bytes]:
    """Return what writes a report in the form a file's name ends with. Raise Misuse for any other ending."""
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise Misuse("report_form_unknown", path=path, forms=", ".join(_FORMS))
    return form


def _tab_of(key: str, network: OpenNetwork) -> str:
    """Return the title of the tab a report goes to: that of the last time, in whatever language, or a new one.

    Raise Conflict where a person has a tab of the new one's title.
    """
    from netsheets.exports.document.tab import is_report  # noqa: PLC0415 - only what is written needs it

    alike = [grid for grid in network.snapshot.grids if tab_key(grid.title) == key]
    written = next((grid.title for grid in alike if is_report(grid)), None)
    if written is not None:
        return written
    title = tab(key).titles[network.written_in]
    taken = next((grid.title for grid in alike if normalised(grid.title) == normalised(title)), None)
    if taken is not None:
        raise Conflict("tab_of_a_person", tab=taken)
    return title


def _excel(report: Report) -> bytes:
    from netsheets.exports.document.excel import excel  # noqa: PLC0415 - each form has a library of its own

    return excel(report)


def _html(report: Report) -> bytes:
    from netsheets.exports.document.html import html  # noqa: PLC0415 - likewise

    return html(report).encode()


def _markdown(report: Report) -> bytes:
    from netsheets.exports.document.markdown import markdown  # noqa: PLC0415 - likewise

    return markdown(report).encode()


def _json(report: Report) -> bytes:
    return (json_text(report.document) + "\n").encode()


def _csv(report: Report) -> bytes:
    from netsheets.exports.document.listing import csv_of  # noqa: PLC0415 - likewise

    return csv_of(report).encode()


_FORMS: Mapping[str, Callable[[Report], bytes]] = {
    ".xlsx": _excel,
    ".html": _html,
    ".htm": _html,
    ".md": _markdown,
    ".json": _json,
    ".csv": _csv,
}


def charter(network: OpenNetwork, day: dt.date | None = None, template: Path | None = None) -> Report:
    """Return the charter of a day (None: today) as a text, from the network's own template (None: ours).

    Raise Misuse where the template can't be filled, StoreRefused where it can't be read.
    """
    return report_of(network, Asked("charter", Month.of(network.today), day=day, template=template))


def charter_difference(network: OpenNetwork, first: dt.date, second: dt.date | None = None) -> Report:
    """Return what differs between two days, the second being today where none is named."""
    found = difference(network.charter, first, second or network.today)
    name = network.charter.on(found.later).network_name
    return difference_report(found, network.book, name, network.language)


def das2_of(network: OpenNetwork, year: int, payer_id: str = "", *, written: bool = False) -> Report:
    """Return the declaration of a year; `payer_id` keeps what one member, or NETWORK, paid.

    It is in the language of messages, `written` in the workbook's. Raise Misuse for a year whose threshold is not
    known, or an unknown payer.
    """
    if payer_id:
        require_party(network, payer_id)
    found = declaration_in(network, year, payer_id)
    language = network.written_in if written else network.language
    return das2_report(found, Setting(network, Asked("das2", Month(year, 12)), language), payer_id)


def declaration_in(network: OpenNetwork, year: int, payer_id: str = "") -> Declaration:
    """Return what was paid in a year. Raise Misuse for a year whose threshold is not known, or that is to come."""
    threshold = threshold_of(year)
    if threshold is None or year > network.today.year:
        raise Misuse("das2_year", year=year, last=network.today.year)
    last = network.ledger.last_month
    seen = network.at_close(last) if last else network
    seen = replace(seen, book=replace(seen.book, payouts=payouts_declared(network)))
    terms = seen.charter.on(min(network.today, Month(year, 12).last_day))
    return declaration_of(seen, terms, year, threshold, payer_id=payer_id)


ENDINGS = (".html", ".htm")


def dashboard(network: OpenNetwork, month: Month, *, public: bool = False) -> Dashboard:
    """Return the figures of a month, closed or as it would close now; `public` leaves amounts out."""
    closing = close_month(network, month)
    owned = owned_clients(network, network.today)
    summary = summary_of(closing, network, network.terms_at(month).currency, owned=owned, transfers=())
    return dashboard_of(summary, network, owned, public=public)


def require_page(path: Path | None) -> Path:
    """Return the path of the page. Raise Misuse where there is none, or its name ends like something else."""
    if path is None:
        raise Misuse("dashboard_without_file")
    if path.suffix.lower() not in ENDINGS:
        raise Misuse("dashboard_form_unknown", path=path)
    return path


def write_dashboard(found: Dashboard, network: OpenNetwork, path: Path) -> None:
    """Write a dashboard as a page, in the language of messages.

    Raise Misuse as `require_other` does, StoreRefused where it can't be written.
    """
    from netsheets.exports.dashboard import View, dashboard_page  # noqa: PLC0415 - it draws, which takes a while to load

    network.workbook.require_other(path)
    name = network.terms_at(found.month).network_name
    view = View(found, network.language, name, network.book.names(name), network.findings)
    write_file(path, dashboard_page(view).encode(), shared=True)
