"""The zip: the same bytes for the same parts, and what is not touched stays as it was."""

from __future__ import annotations

import io
import zipfile

from netsheets.ooxml.archive import opened, zipped

PARTS = {"[Content_Types].xml": b"<Types/>", "xl/é.xml": b"<x/>" * 2000, "empty": b""}


def test_other_programs_read_what_is_zipped() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(PARTS))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == PARTS
        assert list(PARTS) == archive.namelist()


def test_the_same_parts_are_the_same_bytes_as_pythons_own_zip_makes() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content)
    assert zipped(PARTS, mode=0o644) == made.getvalue()


def test_a_part_rewritten_keeps_its_place_and_a_new_one_comes_last() -> None:
    package = opened(zipped(PARTS, mode=0o644))
    after = opened(package.rewritten({"new": b"1", "XL/É.XML": b"<y/>", "empty": None}))
    assert [each.name for each in after.entries] == ["[Content_Types].xml", "xl/é.xml", "new"]
    assert {each.attributes for each in after.entries} == {package.entries[0].attributes}
    assert after.entry("xl/é.xml").content() == b"<y/>"


def test_nothing_rewritten_is_the_same_zip() -> None:
    assert opened(zipped(PARTS)).rewritten({}) == zipped(PARTS)
