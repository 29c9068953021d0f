"""Whatever is handed to the program: it says what is wrong and what to do, ends with the right code, loses nothing."""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.support.command_line import TODAY, Ran, done, files_of, in_process, netsheets, process, sample, write_csv
from tests.support.xlsx_packages import sheet, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
COMMANDS: dict[str, list[str]] = {
    "upgrade": ["upgrade"],
    "import": ["import", "csv"],
    "validate": ["validate"],
    "commissions": ["commissions", "2026-08"],
    "close": ["close", "2026-08"],
    "restore": ["restore", "2026-08"],
    "ownership": ["ownership"],
    "explain": ["explain", "R1"],
    "balances": ["balances", "2026-08"],
    "statements": ["statements", "2026-08", "-o", "statements"],
}


def said(ran: Ran, code: int, *words: str) -> None:
    """Check that a command ended with this code, wrote no result, and said these words without a traceback."""
    assert (ran.code, ran.out) == (code, ""), ran
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1, ran.err
    for each in words:
        assert each in ran.err, ran.err


def encrypted() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def bomb() -> bytes:
    """Return a workbook whose parts inflate to 300 MB."""
    one = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    return workbook({"Members": one}, more={"xl/media/bomb.bin": bytes(300 * 1024**2)})


def ods() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})


def xlsb() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<R/>", "xl/workbook.bin": b"x"})


def without_tabs() -> bytes:
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "random bytes": ("w.xlsx", lambda: random.Random(1).randbytes(5000), ("is not an Excel workbook", "save it as")),
    "nothing": ("w.xlsx", lambda: b"", ("is not an Excel workbook",)),
    "a photograph": ("w.xlsx", lambda: zipped({"a.jpg": b"x"}), ("is not an Excel workbook",)),
    "encrypted": ("w.xlsx", encrypted, ("is protected by a password", "Protect Workbook")),
    "xls": ("w.xls", lambda: OLE + "Workbook".encode("utf-16-le"), ("is a .xls file", "save it as .xlsx")),
    "ods": ("w.ods", ods, ("is a .ods file", "save it as .xlsx")),
    "xlsb": ("w.xlsb", xlsb, ("is a .xlsb file", "save it as .xlsx")),
    "csv": ("members.csv", lambda: b"member_id,name\nM1,Ann\n", ("is text", "netsheets import")),
    "zip bomb": ("w.xlsx", bomb, ("in memory", "Check where this file comes from")),
    "no tab of ours": ("w.xlsx", without_tabs, ("holds none of a network's tabs", "netsheets upgrade")),
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_workbook(bad: str, command: str, tmp_path: Path) -> None:
    if bad == "no tab of ours" and command in ("upgrade", "import"):
        pytest.skip("these make the tabs that are missing")
    name, content, words = BAD[bad]
    (tmp_path / name).write_bytes(content())
    write_csv(tmp_path / "csv" / "clients.csv", [{"client_id": "C1", "name": "One"}])
    before = files_of(tmp_path)
    said(netsheets(*COMMANDS[command], "-w", name, folder=tmp_path), 4, name if bad != "zip bomb" else "", *words)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("part", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_workbook_that_was_not_copied_to_its_end(part: float, tmp_path: Path) -> None:
    path = sample(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    before = path.read_bytes()
    for command in ("validate", "close"):
        said(netsheets(*COMMANDS[command], "-w", path), 4, "damaged or was not copied to its end")
    assert path.read_bytes() == before


def test_any_byte_of_a_workbook_may_be_wrong(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    content = sample(tmp_path).read_bytes()
    for _ in range(40):
        wrong = bytearray(content)
        wrong[chance.randrange(len(wrong))] ^= 1 << chance.randrange(8)
        (tmp_path / "wrong.xlsx").write_bytes(bytes(wrong))
        ran = netsheets("validate", "-w", tmp_path / "wrong.xlsx", "--today", TODAY, "--dry-run")
        assert ran.code in (0, 1, 4), ran
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_workbook(command: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "csv" / "clients.csv", [{"client_id": "C1", "name": "One"}])
    ran = netsheets(*COMMANDS[command], "-w", "none.xlsx", folder=tmp_path)
    said(ran, 4, "There is no workbook at none.xlsx", "netsheets init none.xlsx")
    said(netsheets(*COMMANDS[command], "-w", "nowhere/none.xlsx", folder=tmp_path), 4, "nowhere/none.xlsx")


def test_a_folder_instead_of_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").mkdir()
    said(netsheets("validate", "-w", tmp_path / "mine.xlsx"), 4, "is a folder", "mine.xlsx/network.xlsx")


def test_doctor_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_bytes(encrypted())
    ran = netsheets("doctor", "-w", tmp_path / "w.xlsx")
    assert ran.code == 1
    assert "is protected by a password" in ran.out


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_text("mine", "utf-8")
    said(netsheets("init", tmp_path / "w.xlsx"), 3, "exists already, and nothing was changed", "netsheets upgrade")
    assert (tmp_path / "w.xlsx").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["network", "network.xls", "network.csv"])
def test_a_new_workbook_has_a_workbooks_name(name: str, tmp_path: Path) -> None:
    said(netsheets("init", name, folder=tmp_path), 2, "ends in .xlsx", f"netsheets init {name}.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_init_makes_the_folder(tmp_path: Path) -> None:
    done("init", tmp_path / "2026" / "réseau" / "w.xlsx")
    said(netsheets("init", tmp_path / "2026" / "réseau" / "w.xlsx" / "in" / "w.xlsx"), 4, "w.xlsx")


def test_init_names_the_nearest_tab(tmp_path: Path) -> None:
    said(netsheets("init", tmp_path / "w.xlsx", "--tab", "meeting"), 2, "There is no tab meeting", "Did you mean")
    said(netsheets("init", tmp_path / "w.xlsx", "--tab", "zebra"), 2, "There is no tab zebra")
    assert list(tmp_path.iterdir()) == []


def test_a_future_month_and_months_out_of_order(tmp_path: Path) -> None:
    path = sample(tmp_path)
    options = ("-w", path, "--today", TODAY)
    said(netsheets("close", "2026-11", *options), 3, "2026-11 has not ended yet", "30/11/2026")
    done("close", "2026-08", *options)
    said(netsheets("close", "2026-10", *options), 3, "Close 2026-09 first")
    said(netsheets("close", "2026-07", *options), 3, "2026-07 lies before 2026-08")
    said(netsheets("statements", "2026-09", "-o", tmp_path / "s", *options), 3, "2026-09 is not closed yet")
    assert not (tmp_path / "s").exists()


def test_unknown_numbers_get_the_nearest(tmp_path: Path) -> None:
    path = sample(tmp_path)
    options = ("-w", path, "--today", TODAY)
    done("close", "2026-08", *options)
    said(netsheets("explain", "r-33", *options), 2, "There is no referral r-33. Did you mean R33?")
    said(netsheets("explain", "zebra", *options), 2, "There is no referral zebra. Look up the number")
    statement = ("statements", "2026-08", "-o", tmp_path / "s", *options)
    said(netsheets(*statement, "--member", "M2"), 2, "There is no member M2. Did you mean M02?")
    said(netsheets(*statement, "--member", "zebra"), 2, "There is no member zebra. Look up the number")
    assert not (tmp_path / "s").exists()


def test_a_referral_whose_row_is_wrong_is_not_called_unknown(tmp_path: Path) -> None:
    path = sample(tmp_path)
    book = openpyxl.load_workbook(path)
    tab = book["Referrals"]
    place = next(cell.column for cell in tab[1] if cell.value == "Given on")
    row = next(cells[0].row for cells in tab.iter_rows(min_row=2) if cells[0].value == "R33")
    tab.cell(row, place, "someday")
    book.save(path)
    said(netsheets("explain", "R33", "-w", path), 1, "R33 cannot be computed", "netsheets validate")


def test_a_folder_without_csv_and_a_map_that_is_none(tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = path.read_bytes()
    (tmp_path / "empty").mkdir()
    said(netsheets("import", tmp_path / "empty", "-w", path), 2, "nothing to import")
    said(netsheets("import", tmp_path / "none", "-w", path), 2, "There is no folder")
    said(netsheets("import", path, "-w", path), 2, "There is no folder")
    write_csv(tmp_path / "csv" / "zebras.csv", [{"stripes": "7"}])
    said(netsheets("import", tmp_path / "csv", "-w", path), 2, "nothing to import")
    (tmp_path / "map.json").write_text("{", "utf-8")
    said(netsheets("import", tmp_path / "csv", "--map", tmp_path / "map.json", "-w", path), 2, "is not valid JSON")
    (tmp_path / "map.json").write_text(json.dumps({"zebras": []}), "utf-8")
    said(netsheets("import", tmp_path / "csv", "--map", tmp_path / "map.json", "-w", path), 2, "zebras")
    said(netsheets("import", tmp_path / "csv", "--map", tmp_path / "none.json", "-w", path), 4, "none.json")
    said(netsheets("import", tmp_path / "csv", "--map", tmp_path / "csv", "-w", path), 4, "cannot be read")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    ["le réseau d'été.xlsx", 'with "quotes".xlsx', "two  blanks .xlsx", "-w.xlsx", "brackets[1]{0}%s.xlsx", "été.xlsx"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_workbook_by_any_name(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "dossier d'Éloïse"
    folder.mkdir()
    sample(folder).rename(folder / name)
    done("close", "2026-08", "-w", f"./{name}", "--today", TODAY, folder=folder)
    done("statements", "2026-08", "-w", f"./{name}", "-o", "relevés d'août", "--today", TODAY, folder=folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([name, "closings", "relevés d'août"])
    said(netsheets("validate", "-w", f"{name}.{name}", folder=folder), 4, f"{name}.{name}")


@pytest.mark.skipif(sys.platform == "win32", reason="links take rights there")
def test_a_link_to_a_workbook_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = sample(tmp_path / "real")
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    done("close", "2026-08", "-w", link, "--today", TODAY)
    assert link.is_symlink()
    assert done("balances", "2026-08", "-w", path, "--format", "json").document["balances"]
    link.unlink()
    link.symlink_to(tmp_path / "gone.xlsx")
    said(netsheets("validate", "-w", link), 4, "There is no workbook at")


def test_a_terminal_that_is_not_utf_8(tmp_path: Path) -> None:
    path = sample(tmp_path, "fr")
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for shape in ("table", "json", "csv"):
        ran = in_process("commissions", "2026-08", "-w", path, "--format", shape, "--today", TODAY, environment=plain)
        assert ran.code == 0, ran
        assert shape != "table" or "Maëlle Tirvigne" in ran.out
    assert in_process("close", "2026-13", "-w", path, environment=plain).code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_a_result_that_cannot_be_written_says_so(shape: str, tmp_path: Path) -> None:
    path = sample(tmp_path)
    with Path("/dev/full").open("wb") as full:
        ran = in_process("close", "2026-08", "-w", path, "--today", TODAY, "--format", shape, stdout=full)
    assert ran.code == 4
    assert ran.err.startswith("The result could not be written where it was sent: No space left on device.")
    assert done("close", "2026-08", "-w", path, "--today", TODAY, "--format", "json").document["status"] == "closed"


@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_whoever_reads_the_result_may_stop(shape: str, tmp_path: Path) -> None:
    path = sample(tmp_path)
    arguments = ("close", "2026-08", "-w", path, "--today", TODAY, "--format", shape)
    with process(*arguments) as writing:
        assert writing.stdout
        assert writing.stderr
        writing.stdout.close()
        err = writing.stderr.read().decode()
        assert writing.wait(timeout=60) == 0, err
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    assert "2026-08 is closed. Lines posted: 22." in err


def test_a_zip_bomb_is_refused_in_little_memory(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "w.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(bytes(1024**2))

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (600 * 1024**2, 600 * 1024**2))

    said(in_process("validate", "-w", path, preexec_fn=bounded), 4, "in memory")
