"""What is not a workbook, or can't be one safely, is refused with a code of its own; nothing is corrupted."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from netsheets.errors import Conflict, StoreRefused
from netsheets.ooxml.archive import opened
from netsheets.ooxml.workbook import blank_workbook
from netsheets.stores.port import Block, Changeset, Content, ReplaceTab, ShownColumn
from netsheets.stores.xlsx import XlsxStore
from netsheets.stores.xlsx.reading import revision_of
from tests.support.package_checks import check_package, parts_of
from tests.support.xlsx_packages import relations, sheet, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
UNREADABLE = ("workbook_missing", "workbook_is_folder", "name_too_long")
EDIT = ReplaceTab("Issues", Content((Block((ShownColumn("code"),), [("x",)]),)))
ONE_CELL = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')


def refused(path: Path) -> str:
    """Return the code with which reading and writing are both refused."""
    with pytest.raises(StoreRefused) as reading:
        XlsxStore(path).read()
    revision = revision_of(path.read_bytes()) if reading.value.code not in UNREADABLE else "any"
    with pytest.raises(StoreRefused) as writing:
        XlsxStore(path).apply(Changeset((EDIT,), revision))
    assert reading.value.code == writing.value.code
    return reading.value.code


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx") == "workbook_missing"
    assert refused(tmp_path / "nowhere" / "none.xlsx") == "workbook_missing"


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path) == "workbook_is_folder"


def test_a_name_too_long(tmp_path: Path) -> None:
    assert refused(tmp_path / ("n" * 300 + ".xlsx")) == "name_too_long"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("random.xlsx", bytes(range(256)) * 9, "not_a_workbook"),
        ("empty.xlsx", b"", "not_a_workbook"),
        ("renamed.xlsx", b"member_id;name\nM1;Ann\n", "not_a_workbook"),
        ("members.csv", b"member_id;name\nM1;Ann\n", "workbook_is_text"),
        ("secret.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
        ("old.xls", OLE + "Workbook".encode("utf-16-le"), "workbook_old_format"),
        ("letter.doc", OLE + "WordDocument".encode("utf-16-le"), "not_a_workbook"),
        ("photos.xlsx", zipped({"a.jpg": b"x"}), "not_a_workbook"),
        ("letter.docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"}), "not_a_workbook"),
        (
            "open.ods",
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
            "workbook_old_format",
        ),
        (
            "binary.xlsb",
            zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<R/>", "xl/workbook.bin": b"x"}),
            "workbook_old_format",
        ),
        ("cut.xlsx", blank_workbook()[:-200], "workbook_damaged"),
        ("half.xlsx", blank_workbook()[:900], "workbook_damaged"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == code
    assert (tmp_path / name).read_bytes() == content


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    content = workbook({"A": ONE_CELL}, more={"xl/workbook.xml": bomb + "<workbook>&b;</workbook>"})
    (tmp_path / "w.xlsx").write_bytes(content)
    assert refused(tmp_path / "w.xlsx") == "workbook_damaged"


def test_a_strict_workbook_is_refused(tmp_path: Path) -> None:
    relation = relations({"xl/workbook.xml": "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"})
    (tmp_path / "w.xlsx").write_bytes(workbook({"A": ONE_CELL}, more={"_rels/.rels": relation}))
    assert refused(tmp_path / "w.xlsx") == "workbook_strict"


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_bytes(workbook({"A": ONE_CELL}, more={"xl/media/bomb.bin": bytes(150 * 1024**2)}))
    assert refused(tmp_path / "w.xlsx") == "workbook_too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_refused_while_inflating(tmp_path: Path) -> None:
    part = sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 5_000_000}</t></is></c></row>').encode()
    content = workbook({"A": part.decode()})
    lie = content.replace(struct.pack("<I", len(part)), struct.pack("<I", 500))
    assert lie != content
    (tmp_path / "w.xlsx").write_bytes(lie)
    with pytest.raises(StoreRefused) as reading:
        XlsxStore(tmp_path / "w.xlsx").read()
    assert reading.value.code == "workbook_damaged"


def test_a_stray_cell_in_the_last_corner_is_named(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (tmp_path / "w.xlsx").write_bytes(workbook({"A": sheet(rows, before='<dimension ref="A1:XFD1048576"/>')}))
    with pytest.raises(StoreRefused) as reading:
        XlsxStore(tmp_path / "w.xlsx").read()
    assert reading.value.code == "tab_too_large"
    assert reading.value.details == {"tab": "A", "cell": "XFD1048576"}


def test_more_texts_than_bytes_are_refused(tmp_path: Path) -> None:
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="99999999999"/>'
    (tmp_path / "w.xlsx").write_bytes(workbook({"A": ONE_CELL}, more={"xl/sharedStrings.xml": strings}))
    with pytest.raises(StoreRefused) as reading:
        XlsxStore(tmp_path / "w.xlsx").read()
    assert reading.value.code == "workbook_damaged"


def test_a_part_twice_is_refused(tmp_path: Path) -> None:
    stream = BytesIO(workbook({"A": ONE_CELL}))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<other/>")
    (tmp_path / "w.xlsx").write_bytes(stream.getvalue())
    assert refused(tmp_path / "w.xlsx") == "workbook_damaged"


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    content = bytearray(workbook({"A": ONE_CELL}))
    content[content.index(b"xl/workbook.xml") + 60] ^= 0xFF
    (tmp_path / "w.xlsx").write_bytes(bytes(content))
    assert refused(tmp_path / "w.xlsx") == "workbook_damaged"


@pytest.mark.parametrize("name", ["../outside.xml", "/absolute.xml", "xl/é€.xml"])
def test_odd_names_of_parts_are_kept_and_never_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "w.xlsx").write_bytes(workbook({"A": ONE_CELL}, more={name: "<kept/>"}))
    store = XlsxStore(tmp_path / "w.xlsx")
    store.apply(Changeset((EDIT,), store.read().revision))
    assert parts_of((tmp_path / "w.xlsx").read_bytes())[name] == b"<kept/>"
    assert [each.name for each in tmp_path.iterdir()] == ["w.xlsx"]


def test_stored_entries_descriptors_comments_and_zip64_are_rewritten_plainly(tmp_path: Path) -> None:
    parts = parts_of(workbook({"A": ONE_CELL}))

    class Unseekable(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"a comment"
        for number, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=number == 1) as file:
                file.write(content)
    (tmp_path / "w.xlsx").write_bytes(stream.getvalue())
    store = XlsxStore(tmp_path / "w.xlsx")
    store.apply(Changeset((EDIT,), store.read().revision))
    after = (tmp_path / "w.xlsx").read_bytes()
    check_package(after)
    assert after.endswith(b"a comment")
    assert {each.title for each in store.read().grids} == {"A", "Issues"}


def test_untouched_entries_keep_their_compressed_bytes() -> None:
    deflater = zlib.compressobj(1, zlib.DEFLATED, -15)
    package = opened(workbook({"A": ONE_CELL}))
    packed = deflater.compress(b"<x/>" * 99) + deflater.flush()
    rewritten = opened(package.rewritten({"xl/new.xml": b"<x/>" * 99}))
    assert bytes(rewritten.entries[0].compressed) == bytes(package.entries[0].compressed)
    assert rewritten.entry("xl/new.xml").content() == zlib.decompress(packed, -15)


def test_new_workbooks_never_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_text("mine")
    for action in (lambda: XlsxStore.create(path), lambda: XlsxStore(path).apply(Changeset((EDIT,), ""))):
        with pytest.raises(Conflict) as conflict:
            action()
        assert conflict.value.code == "workbook_exists"
    assert path.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["w.xlsx"]


def test_a_changeset_of_no_revision_makes_the_workbook(tmp_path: Path) -> None:
    store = XlsxStore(tmp_path / "w.xlsx")
    store.apply(Changeset((EDIT,), ""))
    assert [each.title for each in store.read().grids] == ["Issues"]
    check_package((tmp_path / "w.xlsx").read_bytes())
