"""The layouts of a journal: their exact signs, and names that would break them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.books import Accounting
from netsheets.domain.records import Record
from netsheets.errors import Misuse
from netsheets.exports.accounting.accounts import accounting_of
from netsheets.exports.accounting.fec_check.header import FEC_COLUMNS
from netsheets.exports.accounting.layouts import LAYOUTS, fec_name
from netsheets.exports.accounting.transliteration import one_line, transliterated, unlike_formula
from tests.support.build import day, member
from tests.support.fec_files import checked
from tests.support.journals import READERS, balanced, journal, written
from tests.support.statements import paid, rows, won

HOSTILE = (
    "Dupont; Fils",
    "a\tb",
    "a|b",
    'Le "Bon" Coin',
    "L'Été œuvre à Noël",
    "Boulangerie 🥖🇫🇷",
    "x" * 300,
    "=HYPERLINK(1)",
    "+33 6",
    "-1",
    "@SUM(A1)",
    "première\nligne\r\nseconde",
    "Ивановъ 北京",
    "\u202eoceno\u202c",
    "  ",
    "|||",
    "«Chez Zoé» – n° 5",
)


def network(name: str) -> tuple[Record, ...]:
    """Return a month in which M5, of that name, is owed 150.00 and owes 30.00."""
    return rows(
        member("M5", name=name, vat_status="standard"),
        won("R1", "M5", "M2"),
        won("R2", "M1", "M5"),
        paid("B1", "R1", "1000.00", "2026-02-10"),
        paid("B2", "R2", "200.00", "2026-02-11"),
    )


ONE = network("Zoé Œuvrard")


def lines(layout: str, found: tuple[Record, ...] = ONE, accounting: Accounting | None = None) -> list[str]:
    content = written(layout, journal(found, accounting))
    return content.decode(LAYOUTS[layout].encodings[0]).removesuffix("\r\n").split("\r\n")


def test_generic() -> None:
    assert lines("generic")[3:] == [
        "28/02/2026;AC;401;FM1;Commissions 02/2026 Ana SARL;0,00;36,00;26020001;30/03/2026",
        "28/02/2026;AC;6222;;Commissions 02/2026 Zoé Œuvrard;150,00;0,00;26020002;30/03/2026",
        "28/02/2026;AC;44566;;Commissions 02/2026 Zoé Œuvrard;30,00;0,00;26020002;30/03/2026",
        "28/02/2026;AC;401;FM5;Commissions 02/2026 Zoé Œuvrard;0,00;180,00;26020002;30/03/2026",
    ]
    assert lines("generic")[0] == (
        "Date;Journal;Compte;Compte auxiliaire;Libellé;Débit;Crédit;Pièce;Échéance"
    )  # fmt: skip


def test_fec() -> None:
    header, *_, last = (line.split("\t") for line in lines("fec"))
    assert tuple(header) == FEC_COLUMNS
    assert last == [
        "AC", "Achats", "2", "20260228", "401", "Fournisseurs", "FM5", "Zoé Œuvrard", "26020002", "20260228",
        "Commissions 02/2026 Zoé Œuvrard", "0,00", "180,00", "", "", "20260301", "", "",
    ]  # fmt: skip


def test_fec_in_iso_has_euros_and_no_mark() -> None:
    content = written("fec", journal(network("Œuvre à 5 € 🥖 – Ω")), "iso8859-15")
    assert "Commissions 02/2026 Œuvre à 5 € - ?" in content.decode("iso8859-15")
    assert not written("fec", journal(ONE)).startswith(b"\xef\xbb\xbf")


def test_sage100() -> None:
    assert lines("sage100")[3:] == [
        "G\tAC\t280226\t26020002\t6222\t\tCommissions 02/2026 Zoé Œuvrard\t\t300326\t150,00\t",
        "G\tAC\t280226\t26020002\t44566\t\tCommissions 02/2026 Zoé Œuvrard\t\t300326\t30,00\t",
        "G\tAC\t280226\t26020002\t401\tFM5\tCommissions 02/2026 Zoé Œuvrard\t\t300326\t\t180,00",
    ]


def test_quadra_stands_at_its_columns() -> None:
    first, _, last = lines("quadra")[3:]
    assert first == (
        "M6222    AC000280226 Zoe OEuvrard 02/2026D+000000015000        300326" + " " * 30 + "26020002EURAC "
    )  # fmt: skip
    fields = {
        "account": (2, 9), "journal": (10, 11), "zeros": (12, 14), "day": (15, 20), "label": (22, 41), "side": (42, 42),
        "cents": (43, 55), "due": (64, 69), "document": (100, 107), "code": (111, 113),
    }  # fmt: skip
    assert {name: last[start - 1 : end] for name, (start, end) in fields.items()} == {
        "account": "FM5     ", "journal": "AC", "zeros": "000", "day": "280226", "label": "Zoe OEuvrard 02/2026",
        "side": "C", "cents": "+000000018000", "due": "300326", "document": "26020002", "code": "AC ",
    }  # fmt: skip


@pytest.mark.parametrize("layout", list(READERS))
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_a_field(layout: str, name: str) -> None:
    found = READERS[layout](written(layout, journal(network(name))))
    assert [each.document for each in found] == ["26020001"] * 3 + ["26020002"] * 3
    assert balanced(found) == Decimal("216.00")
    for each in found:
        assert each.label == each.label.strip() != ""
        assert "02/2026" in each.label
        assert layout == "quadra" or not each.label.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "iso8859-15"])
def test_every_name_gives_a_fec_without_a_finding(name: str, encoding: str) -> None:
    report = checked(written("fec", journal(network(name)), encoding))
    assert report.findings == ()
    assert report.entries == 2


@given(st.text(max_size=60))
def test_any_name_at_all(name: str) -> None:
    found = journal(network(name))
    for layout, read in READERS.items():
        assert balanced(read(written(layout, found))) == Decimal("216.00")


def test_long_names_survive_where_there_is_room_and_are_cut_where_there_is_none() -> None:
    found = network("Établissements Charpentier et Fils de Villeurbanne")
    labels = {layout: READERS[layout](written(layout, journal(found)))[-1].label for layout in READERS}
    assert labels == {
        "generic": "Commissions 02/2026 Établissements Charpentier et Fils de Villeurbanne",
        "fec": "Commissions 02/2026 Établissements Charpentier et Fils de Villeurbanne",
        "sage100": "Établissements Charpentier 02/2026",
        "quadra": "Etablissemen 02/2026",
    }
    assert all(len(labels[layout]) <= most for layout, most in (("sage100", 35), ("quadra", 20)))
    assert READERS["generic"](written("generic", journal(network("x" * 300))))[-1].label.endswith("x" * 300)


def test_a_formula_is_text_in_a_spreadsheet() -> None:
    settings = accounting_of({"label": "{name}", "short_label": "{name}"})
    for layout in ("generic", "fec", "sage100"):
        labels = {each.label for each in READERS[layout](written(layout, journal(network("=1+1"), settings)))}
        assert "'=1+1" in labels
    fields = written("fec", journal(network("=1+1"))).decode().split("\t")
    assert "'=1+1" in fields


def test_auxiliary_accounts_that_become_the_same_are_named() -> None:
    found = rows(
        member("atelier-north", name="Nord", vat_status=""),
        member("atelier-nantes", name="Nantes", vat_status=""),
        won("R1", "atelier-north", "M2"),
        won("R2", "atelier-nantes", "M2", client_id="C2"),
        paid("B1", "R1", "1000.00", "2026-02-10"),
        paid("B2", "R2", "1000.00", "2026-02-10"),
    )
    assert len(READERS["sage100"](written("sage100", journal(found)))) == 4
    with pytest.raises(Misuse) as raised:
        written("quadra", journal(found))
    assert str(raised.value) == (
        "The auxiliary accounts Fatelier-nantes and Fatelier-north would both become FATELIER in this layout, which "
        "has room for 8 characters. Give each member an account of their own in netsheets.toml, under "
        "[accounting.auxiliaries]."
    )
    settings = accounting_of({"auxiliaries": {"atelier-north": "FNORD"}})
    assert {each.party for each in READERS["quadra"](written("quadra", journal(found, settings)))} == {
        "", "FNORD", "FATELIER",
    }  # fmt: skip


@pytest.mark.parametrize(
    "settings", [{"suppliers": "401000000", "commissions_paid": "622200000"}, {"purchases_journal": "ACHA"}]
)
def test_what_has_no_room_in_quadra_is_told(settings: dict[str, str]) -> None:
    with pytest.raises(Misuse) as raised:
        written("quadra", journal(ONE, accounting_of(settings)))
    assert raised.value.code == "quadra_no_room"


def test_a_large_amount_has_no_room_in_quadra() -> None:
    found = rows(won("R1", "M3", "M2"), *(paid(f"B{each}", "R1", "99999999999.99", "2026-02-10") for each in range(2)))
    with pytest.raises(Misuse):
        written("quadra", journal(found))
    assert balanced(READERS["sage100"](written("sage100", journal(found)))) == Decimal("30000000000.00")


def test_the_name_the_law_asks_for() -> None:
    assert fec_name("123456789", day("2026-12-31")) == "123456789FEC20261231"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Élan & Cœur", "ascii", "Elan & Coeur"),
        ("Élan & Cœur", "cp1252", "Élan & Cœur"),
        ("Łódź Ångström ß", "ascii", "Lodz Angstrom ss"),
        ("l’été – “ici”…", "iso8859-15", 'l\'été - "ici"...'),
        ("5 € n° ½", "ascii", "5 EUR no 1/2"),
        ("北京", "ascii", "??"),
        ("🥖 pain 👨‍🍳", "ascii", "pain"),
        ("a\u00a0\tb\x00c\u200bd", "ascii", "a bcd"),
    ],
)
def test_letters_become_their_nearest(text: str, encoding: str, expected: str) -> None:
    assert transliterated(text, encoding) == expected


@given(st.text(), st.sampled_from(["ascii", "cp1252", "iso8859-15"]))
def test_what_is_transliterated_fits_and_stays(text: str, encoding: str) -> None:
    found = transliterated(text, encoding)
    found.encode(encoding)
    assert transliterated(found, encoding) == found


@given(st.text())
def test_one_line_has_no_sign_that_breaks_a_line(text: str) -> None:
    found = one_line(text)
    assert not {unicodedata.category(each) for each in found if each != "\u200d"} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert unlike_formula(found)[:1] not in {"=", "+", "-", "@"}
