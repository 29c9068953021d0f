"""Notes on header cells: the comments part, and the drawing Excel wants for each of them.

Hand-written: openpyxl's classes drop what keeps a note's blanks, and write the whole drawing anew, without what people
put into it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from netsheets.errors import StoreRefused
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_number
from netsheets.ooxml.draft import Draft
from netsheets.ooxml.sheet import SheetFrame

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
