"""The one rule a tab that colours wrong cells: found again by its mark, after all rules people made."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from netsheets.stores.port import Highlight
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.draft import number
from netsheets.stores.xlsx.sheet_frame import SheetFrame
from netsheets.stores.xlsx.styles import Styles

_LAST_ROW: Final = 1_048_576
_MARK: Final = 'IF("netsheets"<>"",'
"""A condition that always holds: the only place for a name that every spreadsheet program keeps."""


def set_highlight(frame: SheetFrame, edit: Highlight, styles: Styles) -> None:
    """Make this the tab's highlight."""
    for rule in list(frame.root.iter(xml.main("cfRule"))):
        if (rule.findtext(xml.main("formula")) or "").startswith(_MARK):
            _remove(frame, rule)
    first_column, first_row = re.sub(r"\d", "", edit.anchor), re.sub(r"\D", "", edit.anchor)
    area = f"{first_column}{first_row}:{edit.last_column}{_LAST_ROW}"
    section = frame.place(etree.Element(xml.main("conditionalFormatting"), sqref=area))
    attributes = {"type": "expression", "dxfId": str(styles.highlight()), "priority": str(_free_priority(frame))}
    rule = etree.SubElement(section, xml.main("cfRule"), attributes)
    etree.SubElement(rule, xml.main("formula")).text = f"{_MARK}{edit.formula.removeprefix('=')})"


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
