"""The tab `issues`, and the highlight on the members' tabs that shows where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from netsheets.domain.findings import Finding
from netsheets.ooxml.cells import column_letters, quoted
from netsheets.sheets.placing import Placement, tab_titled
from netsheets.sheets.schema import input_tabs, shown_columns, tab
from netsheets.sheets.wording import column_title, tab_title, worded
from netsheets.stores.port import Block, Content, Edit, Highlight, Link, ReplaceTab, Written
from netsheets.texts import Language, message


def issues_tab(findings: Iterable[Finding], placements: Mapping[str, Placement], language: Language) -> ReplaceTab:
    """Return the `issues` tab: one row a finding, its cell a link to the cell it is about."""
    schema = tab("issues")
    rows = tuple(_row(each, placements, language) for each in findings)
    note = message("no_issues", language) if not rows else ""
    block = Block(shown_columns(schema, language), rows or ((note, *([None] * (len(schema.columns) - 1))),))
    return ReplaceTab(tab_titled("issues", placements, language), Content((block,)))


def highlights(placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return, for every members' tab, the highlight of the cells that the `issues` tab names, but for mere infos.

    It looks the cell's address up in the `issues` tab: when the tab no longer names it, the colour is gone.
    """
    schema = tab("issues")
    letters = {each.key: column_letters(number) for number, each in enumerate(schema.columns, start=1)}
    issues = quoted(tab_titled("issues", placements, language))
    cells, severities = (f"{issues}!${letters[key]}:${letters[key]}" for key in ("cell", "severity"))
    info = schema.column_by_key["severity"].label("info", language)
    edits = []
    for each in input_tabs():
        placement = placements.get(each.key)
        if placement is None or not placement.columns:
            continue
        anchor = f"A{placement.first_row}"
        address = f'"{_in_text(_target(placement.title))}!"&ADDRESS(ROW({anchor}),COLUMN({anchor}),4)'
        formula = f'COUNTIFS({cells},{address},{severities},"<>{info}")>0'
        edits.append(Highlight(placement.title, formula, anchor, column_letters(placement.last_column)))
    return tuple(edits)


def _row(finding: Finding, placements: Mapping[str, Placement], language: Language) -> tuple[Written, ...]:
    said, suggestion = worded(finding, language)
    placement = placements.get(finding.tab)
    address = placement.address(finding.row, finding.column) if placement else ""
    title = placement.title if placement else tab_title(finding.tab, language)
    severity = tab("issues").column_by_key["severity"].label(finding.severity, language)
    return (
        severity,
        finding.code,
        title,
        finding.row,
        Link(f"{_target(title)}!{address}", title, address) if address else "",
        column_title(finding.tab, finding.column, language) if finding.column else "",
        finding.value,
        said,
        suggestion,
    )


def _target(title: str) -> str:
    """Return a tab's title as the `cell` column writes it: quoted only where it has to be."""
    return title if title.replace("_", "").isalnum() else quoted(title)


def _in_text(text: str) -> str:
    return text.replace('"', '""')
