"""`report NAME`: a report on the life of the network, in its tab of the workbook or in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from netsheets.commands.json_text import json_text
from netsheets.commands.network import OpenNetwork
from netsheets.commands.outcome import TabChange, applied
from netsheets.commands.people import member_named
from netsheets.commands.writing import write_file
from netsheets.errors import Conflict, Misuse
from netsheets.exports.document import Report
from netsheets.exports.reports import REPORTS, Asked, Setting
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
        write_file(path, form(report))


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


_FORMS: Mapping[str, Callable[[Report], bytes]] = {
    ".xlsx": _excel,
    ".html": _html,
    ".htm": _html,
    ".md": _markdown,
    ".json": _json,
}
