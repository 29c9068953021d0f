"""Cells typed anew in a file: what they held is nowhere in it any more, and everything else stays as it is."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from netsheets.ooxml import names as xml
from netsheets.stores.port import Changeset, RetypeCells, Retyping
from netsheets.stores.xlsx import XlsxStore
from tests.support import xlsx_packages as packages
from tests.support.command_line import sample

RELATIONS = "xl/_rels/workbook.xml.rels"


def shared(rows: str, texts: str, *more: str) -> bytes:
    """Return a workbook whose cells hold numbers of shared texts, as Excel writes it."""
    sheets = {f"Tab{number}": packages.sheet(each) for number, each in enumerate((rows, *more), 1)}
    content = packages.workbook(sheets, more={"xl/sharedStrings.xml": f'<sst xmlns="{xml.MAIN}">{texts}</sst>'})
    parts = parts_of(content)
    related = parts[RELATIONS].decode()
    link = f'<Relationship Id="rId99" Type="{xml.SHARED_STRINGS}" Target="sharedStrings.xml"/></Relationships>'
    parts[RELATIONS] = related.replace("</Relationships>", link).encode()
    return packages.zipped(parts)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def retyped(folder: Path, content: bytes, *cells: Retyping, title: str = "Tab1") -> Mapping[str, bytes]:
    """Return the parts of a workbook in which these cells were typed anew."""
    path = folder / "network.xlsx"
    path.write_bytes(content)
    store = XlsxStore(path)
    store.apply(Changeset((RetypeCells(title, cells),), store.read().revision))
    return parts_of(path.read_bytes())


def test_an_erased_text_is_nowhere_in_the_file(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    parts = retyped(tmp_path, shared(rows, "<si><t>secret</t></si><si><t>stays</t></si>"), Retyping(1, 1, "secret", ""))
    assert not any(b"secret" in each for each in parts.values())
    assert b'<c r="A1" s="0"/>' in parts["xl/worksheets/sheet1.xml"]
    assert XlsxStore(tmp_path / "network.xlsx").read().grids[0].rows[0][-1] == "stays"


@pytest.mark.parametrize("elsewhere", ["same tab", "other tab"])
def test_a_text_that_another_cell_holds_too_stays_for_it(tmp_path: Path, elsewhere: str) -> None:
    cell = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    first, other = cell.format(1), cell.format(2)
    text = "<si><t>shared</t></si>"
    content = shared(first + other, text) if elsewhere == "same tab" else shared(first, text, other)
    parts = retyped(tmp_path, content, Retyping(1, 1, "shared", "Member M1"))
    assert b"shared" in parts["xl/sharedStrings.xml"]
    assert b"Member M1" in parts["xl/worksheets/sheet1.xml"]


def test_rich_text_and_its_reading_aid_go(tmp_path: Path) -> None:
    text = "<si><r><rPr><b/></rPr><t>Yv</t></r><r><t>on</t></r><rPh sb='0' eb='1'><t>aloud</t></rPh></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    parts = retyped(tmp_path, shared(rows, text), Retyping(1, 1, "Yvon", ""))
    assert not any(each in parts["xl/sharedStrings.xml"] for each in (b"Yv", b"on<", b"aloud"))


def test_a_text_in_the_cell_itself_and_a_number_go(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>secret</t></is></c><c r="B1"><v>612345678</v></c></row>'
    content = packages.workbook({"Tab1": packages.sheet(rows)})
    parts = retyped(tmp_path, content, Retyping(1, 1, "secret", ""), Retyping(1, 2, "612345678", ""))
    assert b"secret" not in parts["xl/worksheets/sheet1.xml"]
    assert b"612345678" not in parts["xl/worksheets/sheet1.xml"]


def test_a_cell_with_a_formula_stays_as_it_is(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1+1</f><v>2</v></c></row>'
    rows += '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    parts = retyped(tmp_path, packages.workbook({"Tab1": packages.sheet(rows)}), Retyping(1, 1, "2", ""))
    assert b'<f t="shared" ref="A1:A2" si="0">1+1</f>' in parts["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("text", ["<b> & =1+1", "é €", " spaced ", "two\nlines", "🎉"])
def test_what_is_typed_stays_text(tmp_path: Path, text: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    retyped(tmp_path, shared(rows, "<si><t>was</t></si>"), Retyping(1, 1, "was", text))
    assert XlsxStore(tmp_path / "network.xlsx").read().grids[0].rows[0][0] == text


def test_neighbours_of_a_like_address_stay(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{each}1" t="inlineStr"><is><t>{each}</t></is></c>' for each in ("A", "AA"))
    rows = f'<row r="1">{cells}</row><row r="11"><c r="A11" t="inlineStr"><is><t>A11</t></is></c></row>'
    parts = retyped(tmp_path, packages.workbook({"Tab1": packages.sheet(rows)}), Retyping(1, 1, "A", ""))
    assert b"<t>AA</t>" in parts["xl/worksheets/sheet1.xml"]
    assert b"<t>A11</t>" in parts["xl/worksheets/sheet1.xml"]


def test_every_other_part_keeps_its_bytes(tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = parts_of(path.read_bytes())
    looks = load_workbook(path)["Members"]["F14"].number_format
    titles = [each.title for each in XlsxStore(path).read().grids]
    assert "Members" in titles
    after = retyped(tmp_path, path.read_bytes(), Retyping(14, 6, "yvon@bratelier.example.org", ""), title="Members")
    changed = {name for name in before if before[name] != after.get(name)}
    assert set(after) == set(before)
    assert len([each for each in changed if each.startswith("xl/worksheets/")]) == 1
    assert changed <= {*(each for each in changed if each.startswith("xl/worksheets/")), "xl/workbook.xml",
                       "xl/sharedStrings.xml"}  # fmt: skip
    assert not any(b"yvon@bratelier.example.org" in each for each in after.values())
    assert load_workbook(path)["Members"]["F14"].number_format == looks
