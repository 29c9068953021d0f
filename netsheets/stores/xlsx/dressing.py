"""What a column tells and allows: the note on its header, its drop-down or check, and the tab for words that need room.

Ours are replaced, those people made stay. Hand-written: openpyxl's classes drop what keeps a note's blanks, write the
drawing that Excel wants for each note anew, without what people put into it, and know nothing of the rules in Excel's
extension, which people's drop-downs to other tabs are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.errors import StoreRefused
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import SHIFT_1904, column_letters, column_number, on_sheet
from netsheets.ooxml.draft import Draft
from netsheets.ooxml.sheet import SheetFrame
from netsheets.stores.port import Block, Bounds, Check, Choices, Content, Reference, ReplaceTab, ShownColumn

MARK: Final = "netsheets"
"""The title of our alerts, by which our rules are told from people's. Excel and LibreOffice keep it."""

LAST_ROW: Final = 5000
"""Rules reach down to this row at least."""

LONGEST_LIST: Final = 255
"""The most characters of a list written into the rule itself."""

_RANGE: Final = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_BOUND_TYPES: Final = {"day": "date", "decimal": "decimal", "whole": "whole", "length": "textLength"}
LISTS_TITLE: Final = "netsheets lists"
"""The hidden tab for words too long for their rule, one column a list."""

AUTHOR: Final = "netsheets"
"""Who signs our notes, so that they are found again and people's own are left alone."""

_VML_START: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE: Final = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;'
    'width:190pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#f7f4e6" o:insetmode="auto">'
    '<v:fill color2="#f7f4e6"/><v:shadow on="t" color="#b0b0b0" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 12, {top}, 4, {right}, 40, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
_ADDRESS: Final = re.compile(r"([A-Z]+)(\d+)")
_FIRST_SHAPE: Final = 1025
_CHARACTERS_A_LINE: Final = 38


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """A check on the rows of one column, and where its words stand when they are too long for the rule itself."""

    column: int
    check: Check
    words_at: str = ""


def is_inline(check: Choices) -> bool:
    """Return whether these words fit into the rule: they are separated by commas there."""
    words = ",".join(check.words)
    return len(words) <= LONGEST_LIST and not any("," in word or word != word.strip() for word in check.words)


def set_rules(frame: SheetFrame, rules: Sequence[ValidationRule], rows: tuple[int, int], *, uses_1904: bool) -> None:
    """Make these the tab's rules of ours on these columns, over these rows; columns with a person's rule keep it."""
    columns = {rule.column for rule in rules}
    taken = set(_columns_of_others(frame, columns, rows))
    _remove_ours(frame, columns)
    wanted = [rule for rule in rules if rule.column not in taken]
    if wanted:
        section = frame.obtain("dataValidations")
        section.extend([_element(rule, rows, uses_1904=uses_1904) for rule in wanted])
    section_now = frame.find("dataValidations")
    if section_now is None:
        return
    if len(section_now):
        section_now.set("count", str(len(section_now)))
    else:
        frame.drop(section_now)


def _element(rule: ValidationRule, rows: tuple[int, int], *, uses_1904: bool) -> etree._Element:
    name = column_letters(rule.column)
    attributes = {"type": "list", "allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
    attributes |= {"errorStyle": "warning", "errorTitle": MARK, "sqref": f"{name}{rows[0]}:{name}{rows[1]}"}
    check = rule.check
    if isinstance(check, Choices):
        words = ",".join(check.words).replace('"', '""')
        formulas = [rule.words_at or f'"{words}"']
        if check.strict:
            del attributes["errorStyle"]
    elif isinstance(check, Reference):
        column = column_letters(check.column)
        formulas = [on_sheet(check.title, f"${column}${check.header_row + 1}:${column}${LAST_ROW}")]
        if check.also:
            # A list can't be a range and words at once: the range drops down, the other words are typed freely.
            attributes["showErrorMessage"] = "0"
    else:
        attributes["type"] = _BOUND_TYPES[check.kind]
        operator, formulas = _bounds(check, uses_1904=uses_1904)
        attributes |= {"operator": operator}
    element = etree.Element(xml.main("dataValidation"), attributes)
    for number, formula in enumerate(formulas, 1):
        etree.SubElement(element, xml.main(f"formula{number}")).text = formula
    return element


def _bounds(check: Bounds, *, uses_1904: bool) -> tuple[str, list[str]]:
    shift = SHIFT_1904 if uses_1904 and check.kind == "day" else 0
    low, high = (None if bound is None else f"{bound - shift:.15g}" for bound in (check.low, check.high))
    if low is not None and high is not None:
        return "between", [low, high]
    if high is not None:
        return "lessThanOrEqual", [high]
    return "greaterThanOrEqual", [low or ("1" if check.kind == "day" else "-999999999999999")]


def _rules(frame: SheetFrame) -> Iterable[tuple[etree._Element, str]]:
    """Yield every rule of the tab and its range: the plain ones and those in Excel's extension."""
    for each in frame.root.iter(xml.main("dataValidation")):
        yield each, each.get("sqref", "")
    for each in frame.root.iter(f"{{{xml.SPREADSHEET_2009}}}dataValidation"):
        yield each, each.findtext(f"{{{xml.EXCEL_2006}}}sqref") or ""


def _columns_of_others(frame: SheetFrame, columns: set[int], rows: tuple[int, int]) -> Iterable[int]:
    for element, area in _rules(frame):
        if element.get("errorTitle") != MARK:
            yield from (column for column in columns if _covers(area, column, rows))


def _remove_ours(frame: SheetFrame, columns: set[int]) -> None:
    everywhere = (1, 1_048_576)
    for element, area in list(_rules(frame)):
        if element.get("errorTitle") != MARK or not any(_covers(area, column, everywhere) for column in columns):
            continue
        section = element.getparent()
        assert section is not None, "a rule always lies in its section"
        section.remove(element)
        if section.tag != xml.main("dataValidations"):
            section.set("count", str(len(section)))
            _drop_empty_extension(section)


def _drop_empty_extension(section: etree._Element) -> None:
    """Remove a section of Excel's extension that holds nothing any more, and what only held it."""
    element: etree._Element | None = section
    while element is not None and not len(element):
        above = element.getparent()
        if above is None:
            return
        above.remove(element)
        element = above


def _covers(area: str, column: int, rows: tuple[int, int]) -> bool:
    """Return whether a list of ranges has cells of this column within these rows."""
    for part in area.split():
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        left, right = column_number(found[1]), column_number(found[3] or found[1])
        top, bottom = int(found[2]), int(found[4] or found[2])
        if left <= column <= right and top <= rows[1] and bottom >= rows[0]:
            return True
    return False


class WordLists:
    """The lists a workbook has and those that come; a list that is there already is not added again."""

    def __init__(self, columns: Sequence[tuple[str, ...]]) -> None:
        self._lists = list(columns)
        self._had = len(self._lists)

    def place(self, check: Choices) -> str:
        """Return the range of these words, added where it is new; '' where they fit into the rule."""
        if is_inline(check):
            return ""
        if check.words not in self._lists:
            self._lists.append(check.words)
        name = column_letters(self._lists.index(check.words) + 1)
        return on_sheet(LISTS_TITLE, f"${name}$1:${name}${len(check.words)}")

    def edit(self) -> ReplaceTab | None:
        """Return what puts the lists on their tab, None where nothing came."""
        if len(self._lists) == self._had:
            return None
        deepest = max(len(words) for words in self._lists)
        rows = [tuple(words[row] if row < len(words) else "" for words in self._lists) for row in range(deepest)]
        columns = tuple(ShownColumn(f"list {number}", width=30) for number in range(1, len(self._lists) + 1))
        return ReplaceTab(LISTS_TITLE, Content((Block(columns, rows, headless=True),)))


def lists_in(rows: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
    """Return the lists that stand on the tab."""
    width = max((len(row) for row in rows), default=0)
    columns = ([row[number] for row in rows if number < len(row)] for number in range(width))
    return [tuple(str(cell) for cell in column if cell not in (None, "")) for column in columns]


def set_notes(draft: Draft, part: str, frame: SheetFrame, notes: Mapping[str, str]) -> None:
    """Give these cells (by address) these notes; a note someone else wrote stays, and so do all on other cells."""
    comments = _comments_part(draft, part, wanted=bool(notes))
    if comments is None:
        return
    root = draft.tree(comments)
    author, listed = _author(root), root.find(xml.main("commentList"))
    assert listed is not None, "a comments part always holds its list"
    present = {each.get("ref", ""): each for each in listed}
    added = []
    for address, text in notes.items():
        found = present.get(address)
        if found is None:
            listed.append(_comment(address, author, text))
            added.append(address)
        elif found.get("authorId") == author and found.xpath("string()") != text:
            listed.replace(found, _comment(address, author, text))
    if added:
        listed[:] = sorted(listed, key=lambda each: _place(each.get("ref", "A1")))
        _draw(draft, part, frame, {address: notes[address] for address in added})


def _comments_part(draft: Draft, part: str, *, wanted: bool) -> str | None:
    for each in draft.relations(part):
        if each.kind == xml.COMMENTS and each.target in draft:
            return each.target
    if not wanted:
        return None
    name = draft.free_name("xl/comments{}.xml")
    empty = f'{xml.XML_DECLARATION}<comments xmlns="{xml.MAIN}"><authors/><commentList/></comments>'
    draft.write(name, empty.encode())
    draft.declare(name, xml.COMMENTS_TYPE)
    draft.relate(part, xml.COMMENTS, name)
    return name


def _author(root: etree._Element) -> str:
    """Return the number of our author."""
    authors = root.find(xml.main("authors"))
    assert authors is not None, "a comments part always holds its authors"
    for number, each in enumerate(authors):
        if each.text == AUTHOR:
            return str(number)
    etree.SubElement(authors, xml.main("author")).text = AUTHOR
    return str(len(authors) - 1)


def _comment(address: str, author: str, text: str) -> etree._Element:
    comment = xml.element("comment", ref=address, authorId=author)
    inner = etree.SubElement(etree.SubElement(comment, xml.main("text")), xml.main("t"))
    inner.text = text
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return comment


def _draw(draft: Draft, part: str, frame: SheetFrame, notes: Mapping[str, str]) -> None:
    """Add the shape of each note to the sheet's drawing of comments."""
    drawing = _drawing_part(draft, part, frame)
    content = draft.read(drawing)
    number = max((int(each) for each in _SHAPE_ID.findall(content)), default=_FIRST_SHAPE - 1)
    shapes = []
    for order, (address, text) in enumerate(notes.items(), 1):
        row, column = _place(address)
        lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.split("\n"))
        shape = _SHAPE.format(
            number=number + order, order=order, height=12 + 13 * lines, row=row - 1, column=column - 1,
            left=column, right=column + 3, top=row - 1, bottom=row + lines,
        )  # fmt: skip
        shapes.append(shape)
    end = content.rfind(b"</xml>")
    if end < 0:
        raise StoreRefused("workbook_damaged", part=drawing)
    draft.write(drawing, content[:end] + "".join(shapes).encode() + content[end:])


def _drawing_part(draft: Draft, part: str, frame: SheetFrame) -> str:
    legacy = frame.find("legacyDrawing")
    if legacy is not None:
        wanted = legacy.get(xml.relationship("id"))
        for each in draft.relations(part):
            if each.id == wanted and each.target in draft:
                return each.target
    name = draft.free_name("xl/drawings/vmlDrawing{}.vml")
    draft.write(name, _VML_START.encode())
    draft.declare_extension("vml", xml.VML_TYPE)
    element = frame.obtain("legacyDrawing")
    element.set(xml.relationship("id"), draft.relate(part, xml.VML_DRAWING, name))
    return name


def _place(address: str) -> tuple[int, int]:
    """Return the row and column of an address."""
    found = _ADDRESS.fullmatch(address)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)
