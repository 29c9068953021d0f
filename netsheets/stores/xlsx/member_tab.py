"""A members' tab: made ready to fill, its wrong cells coloured, single cells typed anew; all else is theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_letters, text_element
from netsheets.ooxml.draft import Draft, in_utf8, number
from netsheets.ooxml.sheet import SheetFrame, last_column, last_row, set_column, with_cells
from netsheets.ooxml.styles import Styles
from netsheets.ooxml.workbook import WorkbookParts
from netsheets.stores.port import Check, Choices, DressTab, Highlight, Reference, RetypeCells, Retyping, ShownColumn
from netsheets.stores.xlsx.dressing import LAST_ROW, ValidationRule, WordLists, set_notes, set_rules
from netsheets.stores.xlsx.forgetting import forget
from netsheets.stores.xlsx.owned_tab import header_height, page, view
from netsheets.stores.xlsx.rows import SOFT_RED, RowWriter, header_look, look_of

_GENERAL: Final = ("number", "note", "heading", "link", "total", "total_money")
"""Formats that need no column style: an empty cell is like that anyway, or never typed in."""
_LAST_ROW: Final = 1_048_576
_MARK: Final = 'IF("netsheets"<>"",'
"""A condition that always holds: the only place for a name that every spreadsheet program keeps."""
_INDEX: Final = re.compile(rb"""\st=["']s["'][^>]*>\s*<(?:[\w.-]+:)?v[^>]*>(\d+)<""")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f(?=[\s/>])")
_STYLE: Final = re.compile(rb"""\ss=["'](\d+)["']""")


def dress_tab(draft: Draft, workbook: WorkbookParts, styles: Styles, edit: DressTab, lists: WordLists) -> None:
    """Add what the tab lacks: its missing columns, notes, formats of empty cells, rules, the frozen header."""
    sheet = workbook.existing_sheet(edit.title)
    if not draft.read(sheet.part):
        draft.write(sheet.part, _new_sheet(edit))
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    positions = _positions(edit, frame)
    added = {at: each for at, each, had in zip(positions, edit.columns, edit.positions, strict=True) if had is None}
    if added:
        _add_headers(frame, styles, edit.header_row, added)
    for at, each in zip(positions, edit.columns, strict=True):
        style = 0 if each.format in _GENERAL else styles.number(look_of(each.format))
        set_column(frame, at, style=style, width=each.width)
    rules = [
        ValidationRule(at, each.check, lists.place(each.check) if isinstance(each.check, Choices) else "")
        for at, each in zip(positions, edit.columns, strict=True)
        if each.check is not None and not _leads_nowhere(workbook, each.check)
    ]
    rows = (edit.header_row + 1, max(LAST_ROW, last_row(frame.rows)))
    set_rules(frame, rules, rows, uses_1904=workbook.uses_1904)
    _freeze(frame, edit.header_row)
    notes = {
        f"{column_letters(at)}{edit.header_row}": each.note
        for at, each in zip(positions, edit.columns, strict=True)
        if each.note
    }
    set_notes(draft, sheet.part, frame, notes)
    draft.write(sheet.part, frame.content())


def _new_sheet(edit: DressTab) -> bytes:
    return (
        f'{xml.XML_DECLARATION}<worksheet xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{view(edit.header_row)}<sheetFormatPr defaultRowHeight="15"/>'
        f"<sheetData/>{page(landscape=True)}</worksheet>"
    ).encode()


def _positions(edit: DressTab, frame: SheetFrame) -> list[int]:
    """Return where each column stands, missing ones right of all that is used."""
    known = [at for at in edit.positions if at is not None]
    if len(known) == len(edit.positions):
        return known
    last = max((last_column(frame.rows), *known))
    positions = []
    for at in edit.positions:
        last += at is None
        positions.append(last if at is None else at)
    return positions


def _add_headers(frame: SheetFrame, styles: Styles, row: int, added: Mapping[int, ShownColumn]) -> None:
    writer = RowWriter()
    looks = [styles.number(header_look(each)) for each in added.values()]
    if last_row(frame.rows) == 0:
        cells = [(at, look, each.title) for (at, each), look in zip(added.items(), looks, strict=True)]
        written = writer.row(row, cells, height=header_height(tuple(added.values())))
        frame.rows = frame.prefixed(written.encode())
        return
    titles = [each.title for each in added.values()]
    [written] = writer.rows(row, list(added), looks, [titles])
    cells_only = written[written.index(">") + 1 : written.rindex("<")]
    frame.rows = with_cells(frame.rows, row, frame.prefixed(cells_only.encode()), frame.prefix + b"row")


def _leads_nowhere(workbook: WorkbookParts, check: Check) -> bool:
    """Return whether a drop-down points to a tab that isn't there: Excel would call the file damaged."""
    return isinstance(check, Reference) and workbook.sheet(check.title) is None


def _freeze(frame: SheetFrame, rows: int) -> None:
    """Freeze the header row, unless someone has arranged the panes already."""
    views = frame.obtain("sheetViews")
    if not len(views):
        etree.SubElement(views, xml.main("sheetView"), workbookViewId="0")
    first = views[0]
    if first.find(xml.main("pane")) is not None:
        return
    attributes = {"ySplit": str(rows), "topLeftCell": f"A{rows + 1}", "activePane": "bottomLeft", "state": "frozen"}
    first.insert(0, etree.Element(xml.main("pane"), attributes))
    selections = first.findall(xml.main("selection"))
    if not selections:
        etree.SubElement(first, xml.main("selection"), pane="bottomLeft")
    for each in selections:
        each.set("pane", "bottomLeft")


def set_highlight(draft: Draft, workbook: WorkbookParts, styles: Styles, edit: Highlight) -> None:
    """Make this the tab's one rule that colours wrong cells: found again by its mark, after all rules people made."""
    sheet = workbook.existing_sheet(edit.title)
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    for rule in list(frame.root.iter(xml.main("cfRule"))):
        if (rule.findtext(xml.main("formula")) or "").startswith(_MARK):
            _remove(frame, rule)
    first_column, first_row = re.sub(r"\d", "", edit.anchor), re.sub(r"\D", "", edit.anchor)
    area = f"{first_column}{first_row}:{edit.last_column}{_LAST_ROW}"
    section = frame.place(etree.Element(xml.main("conditionalFormatting"), sqref=area))
    number = styles.highlight(SOFT_RED)
    attributes = {"type": "expression", "dxfId": str(number), "priority": str(_free_priority(frame))}
    rule = etree.SubElement(section, xml.main("cfRule"), attributes)
    etree.SubElement(rule, xml.main("formula")).text = f"{_MARK}{edit.formula.removeprefix('=')})"
    draft.write(sheet.part, frame.content())


def _free_priority(frame: SheetFrame) -> int:
    """Return a priority after all others, those in Excel's extension too: people's own colours win."""
    rules = [each for each in frame.root.iter() if isinstance(each.tag, str) and each.tag.endswith("}cfRule")]
    return max((number(each, "priority") for each in rules), default=0) + 1


def _remove(frame: SheetFrame, rule: etree._Element) -> None:
    section = rule.getparent()
    assert section is not None, "a rule always lies in its section"
    section.remove(rule)
    if not len(section):
        frame.drop(section)


def retype_cells(draft: Draft, workbook: WorkbookParts, edit: RetypeCells) -> None:
    """Type cells anew, their format kept, with what else is to be forgotten. Raise Conflict where the tab is missing.

    The file is the one that was read, byte for byte, so each cell still holds what it held. One without an address of
    its own, as a few odd programs write them, is left alone, and so is one with a formula: others may share it.
    """
    sheet = workbook.existing_sheet(edit.title)
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    dropped: set[int] = set()
    for each in edit.cells:
        frame.rows, index = _retyped(frame, each)
        if index is not None:
            dropped.add(index)
    draft.write(sheet.part, frame.content())
    workbook.calculate_on_load()
    _empty_shared(draft, workbook, dropped)
    forget(draft, workbook, sheet.part, edit)


def _retyped(frame: SheetFrame, cell: Retyping) -> tuple[bytes, int | None]:
    """Return the rows with one cell typed anew, and which shared text it held."""
    start, end = _row(frame, cell.row)
    name = re.escape(frame.prefix + b"c")
    address = f"{column_letters(cell.column)}{cell.row}".encode()
    opening = rb"<" + name + rb"(?=\s)[^>]*?\sr=[\"']" + address + rb"[\"'][^>]*?"
    pattern = re.compile(rb"(?:" + opening + rb"/>)|(?:" + opening + rb">.*?</" + name + rb"\s*>)", re.DOTALL)
    found = pattern.search(frame.rows, start, end)
    if found is None or _FORMULA.search(found[0]):
        return frame.rows, None
    index = _INDEX.search(found[0])
    style = _STYLE.search(found[0][: found[0].index(b">")])
    looks = b' s="' + style[1] + b'"' if style else b""
    written = f'<c r="{address.decode()}"'.encode() + looks
    written += f' t="inlineStr"><is>{text_element(cell.text)}</is></c>'.encode() if cell.text else b"/>"
    rows = frame.rows[: found.start()] + frame.prefixed(written) + frame.rows[found.end() :]
    return rows, int(index[1]) if index else None


def _row(frame: SheetFrame, number: int) -> tuple[int, int]:
    """Return where a row begins and ends; nowhere for one that is not there, or that does not say its number."""
    name = re.escape(frame.prefix + b"row")
    found = re.search(rb"<" + name + rb"(?=\s)[^>]*?\sr=[\"']" + str(number).encode() + rb"[\"']", frame.rows)
    if found is None:
        return 0, 0
    end = frame.rows.find(b"</" + frame.prefix + b"row", found.end())
    return found.end(), end if end >= 0 else len(frame.rows)


def _empty_shared(draft: Draft, workbook: WorkbookParts, dropped: set[int]) -> None:
    """Empty those of these shared texts that no cell of any sheet refers to any more; the others keep their place."""
    part = workbook.related(xml.SHARED_STRINGS)
    if part is None or part not in draft or not dropped:
        return
    for sheet in workbook.sheets():
        dropped -= {int(each) for each in _INDEX.findall(in_utf8(draft.read(sheet.part), sheet.part))}
    texts = draft.tree(part).findall(xml.main("si"))
    for index in dropped:
        if index < len(texts):
            for each in list(texts[index]):
                texts[index].remove(each)
            etree.SubElement(texts[index], xml.main("t"))
