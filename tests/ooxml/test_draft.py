"""The parts of a package while they change: relations in step, orphans gone, any encoding brought to UTF-8."""

from __future__ import annotations

import pytest

from netsheets.errors import StoreRefused
from netsheets.ooxml.archive import opened
from netsheets.ooxml.draft import Draft, Relation, in_utf8
from netsheets.ooxml.names import OFFICE_DOCUMENT, STYLES, WORKSHEET
from netsheets.ooxml.workbook import WorkbookParts, blank_workbook

DECLARED = '<?xml version="1.0" encoding="{}"?>\n<a>é</a>'
PLAIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a>é</a>'


def blank() -> Draft:
    return Draft(opened(blank_workbook()))


def test_relations_follow_what_is_added_and_removed() -> None:
    draft = blank()
    had = draft.relations("xl/workbook.xml")
    added = draft.relate("xl/workbook.xml", WORKSHEET, "xl/worksheets/sheet2.xml")
    assert (added, draft.relate("xl/workbook.xml", WORKSHEET, "xl/worksheets/sheet2.xml")) == ("rId4", "rId4")
    new = Relation("rId4", WORKSHEET, "xl/worksheets/sheet2.xml", external=False)
    assert draft.relations("xl/workbook.xml") == (*had, new)
    draft.unrelate("xl/workbook.xml", had[1].id)
    assert draft.relations("xl/workbook.xml") == (had[0], had[2], new)
    assert Draft(opened(opened(blank_workbook()).rewritten(draft.parts()))).relations("xl/workbook.xml") == (
        had[0], had[2], new,
    )  # fmt: skip


def test_relations_of_a_part_without_any() -> None:
    draft = blank()
    assert draft.relations("xl/styles.xml") == ()
    draft.relate("xl/styles.xml", STYLES, "xl/theme/theme1.xml")
    assert [each.target for each in draft.relations("xl/styles.xml")] == ["xl/theme/theme1.xml"]
    draft.remove("xl/styles.xml")
    assert draft.relations("xl/styles.xml") == ()


def test_relations_of_a_part_written_anew_are_read_anew() -> None:
    draft = blank()
    assert [each.kind for each in draft.relations("")] == [OFFICE_DOCUMENT]
    draft.write("_rels/.rels", b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>')
    assert draft.relations("") == ()


def test_what_nothing_points_to_goes_with_what_only_it_pointed_to() -> None:
    draft = blank()
    workbook = WorkbookParts(draft)
    sheet = workbook.add_sheet("A")
    for target in ("xl/drawings/drawing1.xml", "xl/theme/theme1.xml"):
        if target not in draft:
            draft.write(target, b"<d/>")
        draft.relate(sheet.part, STYLES, target)
    workbook.remove_sheet(sheet)
    assert "xl/drawings/drawing1.xml" not in draft
    assert sheet.part not in draft
    assert "xl/theme/theme1.xml" in draft


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "utf-16", "utf-16-le", "utf-16-be", "ISO-8859-15"])
def test_any_encoding_is_brought_to_utf8(encoding: str) -> None:
    assert in_utf8(DECLARED.format(encoding).encode(encoding), "a").decode() == PLAIN


def test_utf8_that_calls_itself_utf16_is_utf8() -> None:
    assert in_utf8(DECLARED.format("utf-16").encode(), "a").decode() == PLAIN


@pytest.mark.parametrize("text", [PLAIN, "<a>é</a>", DECLARED.format("UTF-8"), DECLARED.format("utf-8")])
def test_utf8_stays_as_it_is(text: str) -> None:
    assert in_utf8(text.encode(), "a") == text.encode()
    assert in_utf8(text.encode("utf-8-sig"), "a") == text.encode()


@pytest.mark.parametrize("content", [DECLARED.format("klingon").encode(), b"\xff\xfe<\0a"])
def test_what_is_in_no_encoding_is_damaged(content: bytes) -> None:
    with pytest.raises(StoreRefused) as refused:
        in_utf8(content, "xl/a.xml")
    assert refused.value.details == {"part": "xl/a.xml"}
