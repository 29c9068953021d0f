"""PDF files beside the statements, printed by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from netsheets.commands.pdf import office, print_to_pdf
from netsheets.errors import StoreRefused
from tests.support.command_line import TODAY, Ran, closed_sample, netsheets

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def printed(workbook: Path, *options: str, path: str | None = None) -> Ran:
    arguments = ("statements", "2026-10", "-o", "out", "--pdf", "-w", workbook, "--today", TODAY, *options)
    environment = {} if path is None else {"PATH": path}
    return netsheets(*arguments, folder=workbook.parent, environment=environment)


@needs_office
def test_a_pdf_lies_beside_each_statement_and_is_the_same_again(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    ran = printed(workbook, "--member", "M02", "--member", "M05")
    assert ran.code == 0, ran
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "statement_2026-10_M02_EUR.pdf", "statement_2026-10_M02_EUR.xlsx",
        "statement_2026-10_M05_EUR.pdf", "statement_2026-10_M05_EUR.xlsx",
    ]  # fmt: skip
    first = (tmp_path / "out" / names[0]).read_bytes()
    assert first.startswith(b"%PDF-")
    printed(workbook, "--member", "M02")
    assert (tmp_path / "out" / names[0]).read_bytes() == first


@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_the_pdf_says_what_the_statement_says(tmp_path: Path) -> None:
    printed(closed_sample(tmp_path), "--member", "M02")
    path = tmp_path / "out" / "statement_2026-10_M02_EUR.pdf"
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for said in ("Karim Ouvrac", "Statement - not an invoice", "551.25", "1,309.50"):
        assert said in text


def test_without_libreoffice_nothing_is_written_and_the_treasurer_learns_why(tmp_path: Path) -> None:
    ran = printed(closed_sample(tmp_path), path=str(tmp_path))
    assert (ran.code, ran.out, (tmp_path / "out").exists()) == (4, "", False)
    assert "libreoffice.org" in ran.err


def test_an_office_that_fails_is_told(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    assert office({"PATH": str(tmp_path)}) == str(program)
    sheet = tmp_path / "a.xlsx"
    sheet.write_bytes(b"")
    with pytest.raises(StoreRefused) as raised:
        print_to_pdf([sheet], {**os.environ, "PATH": str(tmp_path)})
    assert raised.value.code == "office_failed"
