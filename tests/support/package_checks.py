"""What Excel demands of a package and says nothing about before it calls a file damaged: checked part by part."""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO
from itertools import pairwise

from lxml import etree

from netsheets.ooxml.sheet import ORDER

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "extLst",
)  # fmt: skip
_STYLES_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {each.filename: archive.read(each) for each in archive.infolist()}


def check_package(content: bytes) -> None:
    """Fail where the package is not as Excel wants it."""
    parts = parts_of(content)
    trees = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    _check_types(parts, trees["[Content_Types].xml"])
    _check_relations(parts, trees)
    styles = next((tree for tree in trees.values() if tree.tag == f"{_MAIN}styleSheet"), None)
    for name, tree in trees.items():
        if tree.tag == f"{_MAIN}worksheet":
            _check_order(tree, ORDER, name)
            _check_sheet(name, tree, styles)
        elif tree.tag == f"{_MAIN}workbook":
            _check_order(tree, _WORKBOOK_ORDER, name)
            _check_workbook(tree)
        elif tree.tag == f"{_MAIN}styleSheet":
            _check_order(tree, _STYLES_ORDER, name)
            _check_counts(tree)


def _check_types(parts: dict[str, bytes], types: etree._Element) -> None:
    named = [each.get("PartName", "").lstrip("/").lower() for each in types if each.get("PartName")]
    extensions = {each.get("Extension", "").lower() for each in types if each.get("Extension")}
    present = {name.lower() for name in parts}
    assert len(named) == len(set(named)), "a part has two types"
    assert set(named) <= present, f"types without part: {set(named) - present}"
    untyped = {
        name for name in present if name not in named and name.rpartition(".")[2] not in extensions and "[" not in name
    }
    assert not untyped, f"parts without type: {untyped}"


def _check_relations(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> None:
    present = {name.lower() for name in parts}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        owner = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[: -len(".rels")])
        identifiers = [each.get("Id", "") for each in tree]
        assert len(identifiers) == len(set(identifiers)), f"{name}: an id twice"
        for each in tree:
            if each.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), each.get("Target", "")))
            assert target.partition("#")[0].lstrip("/").lower() in present or target == "/NULL", f"{name}: {target}"
        if owner in trees:
            used = {
                value
                for node in trees[owner].iter()
                for key, value in node.attrib.items()
                if str(key).startswith(_RELATIONSHIP)
            }
            assert {each for each in used if each} <= set(identifiers), f"{owner}: ids without relationship"


def _check_order(tree: etree._Element, order: tuple[str, ...], name: str) -> None:
    ranks = [order.index(etree.QName(each).localname) for each in tree if str(each.tag).startswith(_MAIN)]
    assert ranks == sorted(ranks), f"{name}: elements out of order"


def _check_sheet(name: str, tree: etree._Element, styles: etree._Element | None) -> None:
    rows = [int(each.get("r", "0")) for each in tree.iter(f"{_MAIN}row")]
    assert rows == sorted(set(rows)) or not all(rows), f"{name}: rows out of order"
    count = len(styles.find(f"{_MAIN}cellXfs")) if styles is not None else 1  # type: ignore[arg-type]
    for row in tree.iter(f"{_MAIN}row"):
        columns = [_column(each.get("r", "")) for each in row]
        assert columns == sorted(set(columns)) or not all(columns), f"{name}: cells out of order"
        assert all(int(each.get("s", "0")) < count for each in row), f"{name}: a style that isn't there"
    for section, child in (("dataValidations", "dataValidation"), ("mergeCells", "mergeCell")):
        found = tree.find(f"{_MAIN}{section}")
        if found is not None and found.get("count"):
            assert int(found.get("count", "0")) == len(found.findall(f"{_MAIN}{child}")) > 0, f"{name}: {section}"
    spans = [(int(each.get("min", "0")), int(each.get("max", "0"))) for each in tree.iter(f"{_MAIN}col")]
    assert all(one[1] < other[0] for one, other in pairwise(spans)), f"{name}: columns overlap"


def _check_workbook(tree: etree._Element) -> None:
    sheets = list(tree.iter(f"{_MAIN}sheet"))
    assert sheets
    for attribute in ("name", "sheetId", f"{_RELATIONSHIP}id"):
        found = [each.get(attribute, "").lower() for each in sheets]
        assert len(found) == len(set(found)), f"two sheets with the same {attribute}"
    names = [(each.get("name", "").lower(), each.get("localSheetId")) for each in tree.iter(f"{_MAIN}definedName")]
    assert len(names) == len(set(names)), "a name is defined twice"
    assert all(place is None or int(place) < len(sheets) for _, place in names)
    for view in tree.iter(f"{_MAIN}workbookView"):
        assert int(view.get("activeTab", "0")) < len(sheets)


def _check_counts(tree: etree._Element) -> None:
    sections = {etree.QName(each).localname: each for each in tree}
    for each in sections.values():
        if each.get("count"):
            assert int(each.get("count", "0")) == len(each), each.tag
    for style in sections["cellXfs"]:
        for attribute, section in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            assert int(style.get(attribute, "0")) < max(len(sections[section]), 1)


def _column(address: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", address):
        number = number * 26 + ord(letter) - 64
    return number
