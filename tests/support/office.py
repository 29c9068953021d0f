"""LibreOffice, where it is installed: it opens, computes and prints what netsheets writes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

_XLSX = "xlsx:Calc MS Excel 2007 XML"


def convert(folder: Path, target: str, *files: Path) -> Path:
    """Convert files by LibreOffice; return the folder they are in then. Skip the test where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=240)
    return folder / "out"


def assert_formulas_keep_what_libreoffice_computes(folder: Path, *contents: bytes) -> int:
    """Let LibreOffice compute every formula of these workbooks anew, and compare; return how many there were."""
    files = [folder / f"{number}.xlsx" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(_without_kept_values(content))
    out = convert(folder, _XLSX, *files)
    compared = 0
    for file, content in zip(files, contents, strict=True):
        recalculated = load_workbook(out / file.name, data_only=True)
        kept = load_workbook(io.BytesIO(content), data_only=True)
        for sheet in load_workbook(io.BytesIO(content)).worksheets:
            for cell in (cell for row in sheet for cell in row if cell.data_type == "f"):
                ours = kept[sheet.title][cell.coordinate].value
                theirs = recalculated[sheet.title][cell.coordinate].value
                same = round(Decimal(str(theirs)), 2) == round(Decimal(str(ours)), 2)
                assert same, f"{sheet.title}!{cell.coordinate}: {ours}, by LibreOffice {theirs}"
                compared += 1
    return compared


def _without_kept_values(content: bytes) -> bytes:
    """Return a workbook whose formulas have no value, so that whoever reads it must compute them."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", part) if "worksheets/sheet" in name else part)
    return held.getvalue()
