"""What a workbook keeps of a person outside its cells: links, comments, filters, and the properties of the file.

Programs put these beside the cells and leave them there when a cell is emptied. Hand-written: a library that reads them
writes back what it knows of them, and forgets the rest.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from lxml import etree

from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_letters, split_cell, unspelled
from netsheets.ooxml.draft import Draft, in_utf8
from netsheets.ooxml.sheet import SheetFrame
from netsheets.ooxml.workbook import WorkbookParts
from netsheets.stores.port import RetypeCells

_PROPERTIES: Final = ("/core-properties", "/extended-properties", "/custom-properties")
_OF_TABS: Final = ("/table", "/namedSheetView")
_THREADED: Final = "/threadedComment"
_PERSONS: Final = "/person"
_SHAPE: Final = re.compile(rb"<((?:[\w.-]+:)?)shape\s.*?</\1shape>", re.DOTALL)
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?Row>\s*(\d+)\s*<")
_COLUMN: Final = re.compile(rb"<(?:[\w.-]+:)?Column>\s*(\d+)\s*<")
_BESIDE_ROWS: Final = re.compile(rb"hyperlink|[fF]ilter")
_INLINE: Final = re.compile(rb"<(?:[\w.-]+:)?is[\s>].*?</(?:[\w.-]+:)?is>", re.DOTALL)
_TAG: Final = re.compile(rb"<[^>]*>")
_BETWEEN: Final = r"[\s./()-]*"
"""What people put between the parts of a name or the digits of a number."""
_SHORTEST: Final = 3
_BLANK: Final = " "
"""How Excel spells a custom filter for blank cells."""


class ShownPerson:
    """Texts that show a person, found whatever their case, accents and blanks, and what stands in their place."""

    def __init__(self, texts: Iterable[str], stand_in: str) -> None:
        folded = ("".join(_folded(each)[0].split()) for each in texts)
        patterns = [_BETWEEN.join(map(re.escape, each)) for each in folded if len(each) >= _SHORTEST]
        self._found = re.compile("|".join(rf"(?<!\w){each}(?!\w)" for each in patterns)) if patterns else None
        self._stand_in = stand_in

    def shown_in(self, text: str | None) -> bool:
        """Tell whether a text shows the person."""
        return text is not None and self._found is not None and self._found.search(_folded(text)[0]) is not None

    def replaced(self, text: str) -> str:
        """Return a text in which the stand-in is named instead."""
        if self._found is None:
            return text
        folded, places = _folded(text)
        for found in reversed(list(self._found.finditer(folded))):
            text = text[: places[found.start()]] + self._stand_in + text[places[found.end() - 1] + 1 :]
        return text


def forget(draft: Draft, workbook: WorkbookParts, part: str, edit: RetypeCells) -> None:
    """Leave nothing of cells that were typed anew, and of the traces, outside the cells.

    The links and comments of the cells go. A filter for what they held follows them, where no cell holds it any more.
    The traces are replaced in all comments and in the properties of the file; links that show them go.
    """
    person = ShownPerson(edit.traces, edit.stand_in)
    addresses = frozenset(f"{column_letters(each.column)}{each.row}" for each in edit.cells)
    held = _texts(draft, workbook)
    gone = {each.was.casefold(): each.text for each in edit.cells if each.was.casefold() not in held}
    for sheet in workbook.sheets():
        content = draft.read(sheet.part)
        here = addresses if sheet.part == part else frozenset()
        if sheet.is_grid and _BESIDE_ROWS.search(content):
            frame = SheetFrame(content, sheet.part)
            _unlink(draft, sheet.part, frame, here, person)
            _follow(frame.root, gone, held)
            draft.write(sheet.part, frame.content())
        for each in draft.relations(sheet.part):
            if each.external or each.target not in draft:
                continue
            if each.kind.endswith(_OF_TABS):
                _follow(draft.tree(each.target), gone, held)
            elif each.kind == xml.COMMENTS or each.kind.endswith(_THREADED):
                _uncomment(draft.tree(each.target), here, person)
            elif each.kind == xml.VML_DRAWING and here:
                draft.write(each.target, _without_shapes(draft.read(each.target), here))
    for each in (*draft.relations(""), *draft.relations(workbook.part)):
        if each.kind.endswith((*_PROPERTIES, _PERSONS)) and not each.external and each.target in draft:
            _rename(draft.tree(each.target), person)


def _unlink(draft: Draft, part: str, frame: SheetFrame, here: frozenset[str], person: ShownPerson) -> None:
    """Remove the links of these cells, and those that show the person, with the addresses they lead to."""
    section = frame.find("hyperlinks")
    if section is None:
        return
    targets = {each.id: each.target for each in draft.relations(part) if each.external}
    identifier = xml.relationship("id")
    for link in list(section):
        shown = (unquote(targets.get(link.get(identifier, ""), "")), link.get("display"), link.get("tooltip"))
        if link.get("ref", "").partition(":")[0] in here or any(map(person.shown_in, shown)):
            section.remove(link)
    left = {each.get(identifier) for each in frame.root.iter() if each.get(identifier)}
    for each in draft.relations(part):
        if each.external and each.kind.endswith("/hyperlink") and each.id not in left:
            draft.unrelate(part, each.id)
    if not len(section):
        frame.drop(section)


def _follow(root: etree._Element, gone: Mapping[str, str], held: frozenset[str]) -> None:
    """Make each filter for a text that no cell holds any more one for what stands there now."""
    for each in [each for each in root.iter() if isinstance(each.tag, str)]:
        name, value = etree.QName(each).localname, each.get("val", "").casefold()
        parent = each.getparent()
        if name == "filter" and value in gone and parent is not None:
            if gone[value]:
                each.set("val", gone[value])
            else:
                parent.remove(each)
                parent.set("blank", "1")
        elif name == "customFilter" and (found := _meant(value, gone, held)):
            each.set("val", gone[found] or _BLANK)
            if "operator" in each.attrib:
                del each.attrib["operator"]


def _meant(value: str, gone: Mapping[str, str], held: frozenset[str]) -> str | None:
    """Return the text of no cell any more that a filter asks for, as a whole or by a part of it (`*Ampourcet*`)."""
    if value in gone:
        return value
    core = value.strip("*? ")
    if core == value or len(core) < _SHORTEST or any(core in each for each in held):
        return None
    return next((each for each in gone if core in each), None)


def _uncomment(root: etree._Element, here: frozenset[str], person: ShownPerson) -> None:
    """Remove the comments on these cells, and name the stand-in in all others and among their authors."""
    for each in [each for each in root.iter() if each.get("ref") in here]:
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    _rename(root, person)
    for comment in root.iter(xml.main("comment")):
        # A name in two typefaces stands in two pieces.
        pieces = list(comment.iter(xml.main("t")))
        whole = "".join(each.text or "" for each in pieces)
        if person.shown_in(whole):
            for each in pieces:
                each.text = ""
            pieces[0].text = person.replaced(whole)


def _rename(root: etree._Element, person: ShownPerson) -> None:
    """Name the stand-in in every text, and in what a person is called."""
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        if each.text and not len(each) and person.shown_in(each.text) and not _is_title(each):
            each.text = person.replaced(each.text)
        for key in ("displayName", "userId"):
            if person.shown_in(each.get(key)):
                each.set(key, person.replaced(each.get(key, "")))


def _is_title(element: etree._Element) -> bool:
    """Tell whether a text is a tab's title, which the tab bears still."""
    return any(str(each.tag).endswith("}TitlesOfParts") for each in element.iterancestors())


def _without_shapes(content: bytes, here: frozenset[str]) -> bytes:
    """Return a drawing of comments without those on these cells."""
    places = {(row - 1, column) for row, column in map(_place, here)}

    def kept(found: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(found[0]), _COLUMN.search(found[0])
        there = (int(row[1]), column_letters(int(column[1]) + 1)) if row and column else None
        return b"" if there in places else found[0]

    return _SHAPE.sub(kept, content)


def _place(address: str) -> tuple[int, str]:
    letters, row = split_cell(address)
    return row, letters


def _texts(draft: Draft, workbook: WorkbookParts) -> frozenset[str]:
    """Return the texts that cells hold, in small letters."""
    return frozenset(each.casefold() for each in _all_texts(draft, workbook) if each)


def _all_texts(draft: Draft, workbook: WorkbookParts) -> Iterator[str]:
    part = workbook.related(xml.SHARED_STRINGS)
    if part is not None and part in draft:
        for each in draft.tree(part):
            yield unspelled("".join(piece.text or "" for piece in each.iter(xml.main("t"))))
    for sheet in workbook.sheets():
        for found in _INLINE.findall(in_utf8(draft.read(sheet.part), sheet.part)):
            yield unspelled(html.unescape(_TAG.sub(b"", found).decode("utf-8", "replace")))


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and where in the text each of its characters stands."""
    folded, places = [], []
    for place, character in enumerate(text):
        for mark in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(mark):
                folded.append(mark)
                places.append(place)
    return "".join(folded), places
