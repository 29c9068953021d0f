"""What a member is sent holds their own lines and nobody else's: no hidden sheet, column or name, in no language."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.command_line import TODAY, closed_sample, done

MONTH = "2026-10"


@pytest.fixture(params=["en", "fr"])
def sent(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """Return the workbook with the sample network, and the folder of October's statements and mails."""
    workbook = closed_sample(tmp_path, request.param)
    done("statements", MONTH, "-o", tmp_path / "out", "--mail", "-w", workbook, "--today", TODAY)
    return workbook, tmp_path / "out"


def to_members(folder: Path) -> dict[str, bytes]:
    """Return the statements of members by their id: the network's own and its statement are no member's."""
    found = {}
    for path in sorted(folder.glob("*.xlsx")):
        member = re.search(r"_(M\d+)_", path.name)
        if member:
            found[member[1]] = path.read_bytes()
    assert found
    return found


def ledger_of(workbook: Path) -> list[dict[str, Any]]:
    """Return the lines of the ledger, as the workbook shows them to the treasurer."""
    rows = iter(load_workbook(workbook)["Commissions"].iter_rows(values_only=True))
    keys = ("line_id", "month", "period", "kind", "referral_id", "event_id", "client_id", "payer", "payee", "currency",
            "base", "amount")  # fmt: skip
    next(rows)
    return [dict(zip(keys, row, strict=False)) for row in rows if row[0]]


def numbers(content: bytes) -> set[float]:
    """Return every number in a file, cells and what charts keep of them."""
    book = load_workbook(BytesIO(content), data_only=True)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    found = {round(float(each), 2) for each in cells if isinstance(each, (int, float)) and not isinstance(each, bool)}
    return found | {round(float(each), 2) for each in re.findall(rb"<c:v>(-?[\d.]+)</c:v>", whole(content))}


def whole(content: bytes) -> bytes:
    """Return all parts of a file below each other."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def line_ids(content: bytes) -> set[str]:
    return {each.decode() for each in re.findall(rb"\b2026-\d\d-\d{4}\b", whole(content))}


def test_every_member_with_a_line_is_sent_something(sent: tuple[Path, Path]) -> None:
    workbook, folder = sent
    wanted = {each[side] for each in ledger_of(workbook) for side in ("payer", "payee") if each["month"] == MONTH}
    assert wanted - {"NETWORK"} <= set(to_members(folder))


def test_a_statement_holds_no_line_of_others_and_no_third_members_amount(sent: tuple[Path, Path]) -> None:
    workbook, folder = sent
    lines = ledger_of(workbook)
    for member, content in to_members(folder).items():
        own = [each for each in lines if member in (each["payer"], each["payee"])]
        others = [each for each in lines if each not in own]
        assert {each["line_id"] for each in others} & line_ids(content) == set(), member
        # An event may be shared: its base is in both statements, each part's amount in one.
        known = {round(each[key], 2) for each in own for key in ("base", "amount")}
        foreign = {round(each["amount"], 2) for each in others if each["month"] == MONTH} - known
        sums = {round(abs(each), 2) for each in _sums(own)}
        assert not (foreign - sums) & {abs(each) for each in numbers(content)}, member


def _sums(own: list[dict[str, Any]]) -> Iterator[float]:
    """Yield the totals a statement or a payment says of its own lines, which may happen to equal another's amount."""
    for month in {None, *(each["month"] for each in own)}:
        for side in ("payer", "payee"):
            for other in {None, *(each["payer"] for each in own), *(each["payee"] for each in own)}:
                yield sum(
                    each["amount"] for each in own if month in (None, each["month"]) and other in (None, each[side])
                )


def test_nothing_is_hidden_in_a_file_for_a_member(sent: tuple[Path, Path]) -> None:
    _, folder = sent
    for member, content in to_members(folder).items():
        book = load_workbook(BytesIO(content))
        assert {sheet.sheet_state for sheet in book} == {"visible"}, member
        for sheet in book:
            assert not [key for key, each in sheet.column_dimensions.items() if each.hidden], (member, sheet.title)
            assert not [key for key, each in sheet.row_dimensions.items() if each.hidden], (member, sheet.title)
        assert not list(book.defined_names), member
        assert not re.search(rb"(externalLink|pivotCache|comments\d|customXml|vbaProject)", whole(content)), member


def test_a_mail_holds_the_statement_of_its_member_and_no_other(sent: tuple[Path, Path]) -> None:
    workbook, folder = sent
    files = to_members(folder)
    rows = load_workbook(workbook).worksheets[1].iter_rows(values_only=True)
    addresses = {str(row[0]): row[5] for row in rows if row[0]}
    mails = sorted(folder.rglob("*.eml"))
    assert mails
    for path in mails:
        mail = message_from_bytes(path.read_bytes(), policy=default)
        attached = {str(each.get_filename()): each.get_payload(decode=True) for each in mail.iter_attachments()}
        members = {found[1] for name in attached if (found := re.search(r"_(M\d+)_", name))}
        [member] = members
        assert str(mail["To"]).endswith(f"<{addresses[member]}>") or str(mail["To"]) == addresses[member]
        assert all(content == files[member] for name, content in attached.items() if name.endswith(".xlsx"))
