"""`init`, `upgrade`, `import` and `doctor`: members' cells are never touched, and doing it twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from netsheets.commands.closing import close
from netsheets.commands.doctor import examine
from netsheets.commands.importing import import_folder, read_folder
from netsheets.commands.network import network
from netsheets.commands.preparing import init, upgrade
from netsheets.commands.workbook import Workbook
from netsheets.errors import Conflict, Misuse
from netsheets.sheets.decode import decode
from netsheets.sheets.schema import input_tabs, output_tabs
from netsheets.stores.memory import MemoryStore
from netsheets.texts import Language
from tests.stores.test_stores import titles, values
from tests.support.closings import month
from tests.support.rehearsal import in_file
from tests.support.sheets import NETWORK, Rows

TODAY = dt.date(2026, 4, 2)


# init


@pytest.mark.parametrize(("language", "members"), [("en", "Members"), ("fr", "Membres")])
def test_a_new_workbook_has_the_tabs_a_network_starts_with(tmp_path: Path, language: Language, members: str) -> None:
    workbook, _ = in_file(tmp_path)
    init(workbook, language=language, tabs=["Shares" if language == "en" else "parts"])
    found = titles(workbook.store.read())
    inputs = [each.titles[language] for each in input_tabs() if each.starting or each.key == "shares"]
    outputs = [each.titles[language] for each in output_tabs() if each.columns]
    assert found == ["Guide", *inputs, *outputs]
    assert found[1] == members
    read = network(workbook, today=TODAY, language=None)
    assert (read.findings, read.language, read.charter.on(TODAY).locale[:2]) == ((), language, language)


def test_init_refuses_a_workbook_that_exists(tmp_path: Path) -> None:
    workbook, path = in_file(tmp_path, NETWORK)
    before = path.read_bytes()
    with pytest.raises(Conflict) as refused:
        init(workbook, language="en")
    assert refused.value.code == "workbook_exists"
    assert path.read_bytes() == before


def test_init_on_trial_makes_no_file(tmp_path: Path) -> None:
    workbook, path = in_file(tmp_path)
    made = init(workbook, language="en", dry_run=True)
    assert ("dress", "Members") in [(each.action, each.tab) for each in made.changes]
    assert not path.exists()


@pytest.mark.parametrize(("name", "nearest"), [("Sharse", "shares"), ("Parst", "Parts"), ("ledger", ""), ("xyz", "")])
def test_init_takes_only_names_of_tabs_that_members_fill(tmp_path: Path, name: str, nearest: str) -> None:
    workbook, path = in_file(tmp_path)
    with pytest.raises(Misuse) as refused:
        init(workbook, language="en", tabs=[name])
    assert refused.value.code.startswith("unknown_tab")
    assert refused.value.details["nearest"] == nearest
    assert not path.exists()


# upgrade


@pytest.mark.parametrize("sample", [False, True])
def test_upgrading_a_new_workbook_changes_nothing(tmp_path: Path, sample: bool) -> None:
    workbook, path = in_file(tmp_path)
    init(workbook, language="fr", sample=sample, tabs=["projects"])
    before = path.read_bytes()
    upgrade(workbook, language="en")
    assert path.read_bytes() == before


BARE: Mapping[str, Rows] = {
    "Our notes": [["anything"]],
    "Membres": [["Our members"], [], ["Name", "mine", "N° de membre", "Statut"], ["Ann", 7, "M1", "actif"]],
    "Referrals": [["Given on", "Referrer"], [dt.date(2026, 1, 5), "M1"]],
}


def test_a_workbook_that_a_person_made_becomes_ready_and_keeps_every_cell(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path, BARE)
    before = {title: values(workbook.store, title) for title in BARE}
    upgrade(workbook, language="en")
    assert titles(workbook.store.read())[:3] == list(BARE)
    for title, rows in before.items():
        after = values(workbook.store, title)
        assert [row[: len(kept)] for row, kept in zip(after, rows, strict=True)] == rows
    decoded = decode(workbook.store.read())
    assert {each.key for each in input_tabs() if each.starting} <= set(decoded.placements)
    assert decoded.placements["members"].columns["member_id"] == 3
    assert decoded.placements["members"].columns["company"] == 5
    assert [(each.code, each.tab, each.row) for each in decoded.findings] == [("half_filled_row", "referrals", 2)]


@pytest.mark.parametrize("coloured", [None, "H1", "H9"])
def test_upgrading_twice_changes_nothing_the_second_time(tmp_path: Path, coloured: str | None) -> None:
    workbook, path = in_file(tmp_path, BARE)
    if coloured:
        book = load_workbook(path)
        book["Membres"][coloured].fill = PatternFill("solid", fgColor="FFFF00")
        book.save(path)
    upgrade(workbook, language="en")
    before = path.read_bytes()
    upgrade(workbook, language="en")
    assert path.read_bytes() == before


def test_a_workbook_in_french_is_upgraded_in_french(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path, {"Membres": [["Nom", "N° de membre", "Statut"]], "Apports": [["N° d'apport"]]})
    assert upgrade(workbook, language="en").language == "fr"
    assert "Facturation" in titles(workbook.store.read())
    assert values(workbook.store, "Membres")[0][:4] == ["Nom", "N° de membre", "Statut", "Entreprise"]


def test_upgrade_on_trial_writes_nothing(tmp_path: Path) -> None:
    workbook, path = in_file(tmp_path, BARE)
    before = path.read_bytes()
    changes = upgrade(workbook, language="en", dry_run=True).changes
    assert ("dress", "Membres") in [(each.action, each.tab) for each in changes]
    assert path.read_bytes() == before


def test_a_workbook_made_by_hand_and_upgraded_closes_a_month(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path, NETWORK)
    upgrade(workbook, language="en")
    result = close(network(workbook, today=TODAY, language=None), month("2026-02"))
    assert [each.line_id for each in result.closing.posted] == ["2026-02-0001"]
    assert (result.changes[0].action, result.changes[0].tab) == ("append", "Commissions")


# import


def csv_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    made = folder / "csv"
    made.mkdir()
    for name, text in files.items():
        (made / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return made


def test_rows_are_appended_below_the_others_as_typed_cells(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path, NETWORK)
    folder = csv_folder(
        tmp_path, {"Billing.csv": "Billing no.;Montant HT;issued_on;Referral no.\nB9;1 234,50 €;2026-03-01;R1\n"}
    )
    done = import_folder(workbook, folder, map_path=None, language="en")
    assert (done.rows, done.ignored) == ((("billing", 1),), ())
    assert values(workbook.store, "Billing")[2] == ["B9", "R1", dt.date(2026, 3, 1), 1234.5]
    assert decode(workbook.store.read()).findings == ()


@pytest.mark.parametrize("coloured", [None, "F1", "F2", "F9"])
def test_an_imported_value_stands_under_its_own_header(tmp_path: Path, coloured: str | None) -> None:
    workbook, path = in_file(tmp_path, NETWORK)
    if coloured:
        book = load_workbook(path)
        book["Clients"][coloured].fill = PatternFill("solid", fgColor="FFFF00")
        book.save(path)
    folder = csv_folder(tmp_path, {"clients.csv": "client_id,name,siren,notes\nC2,Bistro,732829320,hello\n"})
    import_folder(workbook, folder, map_path=None, language="en")
    client = decode(workbook.store.read()).book.clients[1]
    assert (client.client_id, client.name, client.siren, client.notes) == ("C2", "Bistro", "732829320", "hello")


def test_a_missing_tab_is_made_and_words_are_in_the_workbooks_language(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path, {"Membres": [["N° de membre", "Nom", "Statut"], ["M1", "Ann", "actif"]]})
    shares = "referral_id,member_id,role,weight\nR1,M1,referrer,0.5\n"
    folder = csv_folder(tmp_path, {"members.csv": "member_id,name,status\nM2,Bob,left\n", "shares.csv": shares})
    import_folder(workbook, folder, map_path=None, language="en")
    assert values(workbook.store, "Membres")[2][:3] == ["M2", "Bob", "parti"]
    assert values(workbook.store, "Parts")[1] == ["R1", "M1", "apporteur", 0.5]


def test_what_cannot_be_read_is_imported_as_it_is_for_validate_to_name(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path, NETWORK)
    folder = csv_folder(
        tmp_path, {"billing.csv": 'billing_id,referral_id,issued_on,amount\nB9,R1,03/04/2026,"1,234"\n'}
    )
    import_folder(workbook, folder, map_path=None, language="en")
    codes = [(each.code, each.row) for each in decode(workbook.store.read()).findings]
    assert codes == [("ambiguous_day", 3), ("ambiguous_number", 3)]


def test_import_on_trial_writes_nothing(tmp_path: Path) -> None:
    workbook, path = in_file(tmp_path, NETWORK)
    before = path.read_bytes()
    folder = csv_folder(tmp_path, {"clients.csv": "client_id,name\nC2,Bistro\n"})
    done = import_folder(workbook, folder, map_path=None, language="en", dry_run=True)
    assert [(each.action, each.tab, each.rows) for each in done.changes] == [
        ("dress", "Clients", None),
        ("append", "Clients", 1),
    ]
    assert path.read_bytes() == before


def test_files_and_columns_that_belong_to_no_tab_are_named(tmp_path: Path) -> None:
    folder = csv_folder(
        tmp_path, {"clients.csv": "client_id,name,colour\nC2,Bistro,red\n", "ledger.csv": "a\n1\n", "x.csv": "a\n1\n"}
    )
    found = read_folder(folder)
    assert set(found.ignored) == {"clients.csv: colour", "ledger.csv", "x.csv"}
    assert found.rows == {"clients": ({"client_id": "C2", "name": "Bistro"},)}


@pytest.mark.parametrize(
    "content",
    [
        "client_id,name\nC2,Été\n",
        "\ufeffclient_id;name\r\nC2;Été\r\n\r\n;\r\n",
        "client_id\tname\nC2\tÉté\n",
        "client_id;name\nC2;Été\n".encode("cp1252"),
        'client_id,name\n"C2","Été"\n',
        "N° de client;Nom\nC2;Été\n",
    ],
)
def test_csv_files_come_in_many_dialects(tmp_path: Path, content: str | bytes) -> None:
    assert read_folder(csv_folder(tmp_path, {"clients.csv": content})).rows == {
        "clients": ({"client_id": "C2", "name": "Été"},)
    }


def test_a_folder_with_nothing_to_import_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse) as missing:
        read_folder(tmp_path / "nowhere")
    assert missing.value.code == "import_folder_missing"
    with pytest.raises(Misuse) as empty:
        read_folder(csv_folder(tmp_path, {"readme.txt": "x"}))
    assert empty.value.code == "import_nothing"


# doctor


def verdicts(workbook: Workbook) -> dict[str, str]:
    found = examine(workbook, today=TODAY, language="en").examinations
    return {each.subject: each.verdict for each in found}


def test_doctor_finds_a_new_workbook_in_order(tmp_path: Path) -> None:
    workbook, path = in_file(tmp_path)
    init(workbook, language="en")
    before = path.read_bytes()
    assert set(verdicts(workbook).values()) == {"ok"}
    assert path.read_bytes() == before


def test_doctor_says_that_the_workbook_is_not_there(tmp_path: Path) -> None:
    workbook, _ = in_file(tmp_path)
    assert verdicts(workbook) == {"Versions": "ok", "Workbook": "error"}


@pytest.mark.parametrize(
    ("tabs", "subject", "verdict"),
    [
        (NETWORK, "Tabs", "warning"),
        ({**NETWORK, "clients ": NETWORK["Clients"]}, "Tabs", "error"),
        ({**NETWORK, "Clients": [["Name"]]}, "Tabs", "error"),
        ({title: rows for title, rows in NETWORK.items() if title != "Charter"}, "Tabs", "warning"),
        ({**NETWORK, "Clients": [["client_id", "name"], ["C 1", "x"]]}, "Rows", "warning"),
        (NETWORK, "Rows", "ok"),
        ({**NETWORK, "ledger": [["line_id"], ["x"]]}, "Ledger", "error"),
    ],
)
def test_doctor_tells_what_is_wrong(tabs: Mapping[str, Rows], subject: str, verdict: str, tmp_path: Path) -> None:
    assert verdicts(Workbook(MemoryStore(tabs), tmp_path))[subject] == verdict


def test_doctor_misses_an_archive(tmp_path: Path) -> None:
    workbook = Workbook(MemoryStore(NETWORK), tmp_path / "closings")
    close(network(workbook, today=TODAY, language=None), month("2026-02"))
    assert verdicts(workbook)["Archives"] == "ok"
    next((tmp_path / "closings").glob("*/2026-02.json")).unlink()
    assert verdicts(workbook)["Archives"] == "warning"
