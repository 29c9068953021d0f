"""The checker of FEC files: a file with one fault has that one finding, at that line; a clean file has none."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fec import write_fec
from netsheets.exports.accounting.fec_check import CODES, MOST_SHOWN, YearNamed, fec_report, worded
from netsheets.exports.accounting.fec_check.entries import NumberSequence
from netsheets.exports.accounting.fec_check.fields import amount_read, cents_of
from netsheets.exports.accounting.fec_check.findings import FecFinding, legible
from netsheets.exports.accounting.fec_check.header import FEC_COLUMNS
from netsheets.resources import resource
from netsheets.texts import LANGUAGES
from tests.support.build import day
from tests.support.command_line import done, netsheets, on_terminal
from tests.support.fec_files import NAME, Rows, checked, clean, entry, line, said, with_field, written

TEXTS = json.loads(resource("templates", "fec_findings.json").read_text("utf-8"))


def test_a_clean_file_has_no_finding() -> None:
    found = checked(clean())
    assert found.findings == ()
    assert (found.lines, found.entries, found.errors, found.warnings) == (13, 4, 0, 0)
    assert (found.debit, found.credit) == (Decimal("480.00"), Decimal("480.00"))


@pytest.mark.parametrize("separator", ["\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "iso8859-15"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_tabs_or_bars_utf8_or_iso_crlf_or_lf(separator: str, encoding: str, end: str) -> None:
    found = checked(written(clean(), separator, encoding, end))
    assert (found.findings, found.encoding) == ((), encoding)


def test_only_columns_7_8_14_15_17_and_18_may_be_blank() -> None:
    blank = [FEC_COLUMNS.index(each) + 1 for each in FEC_COLUMNS if not said(_edited(with_field(2, each, "")))]
    assert blank == [7, 8, 14, 15, 17, 18]


FIELD_FAULTS: list[tuple[str, int, str, str]] = [
    # the code that is expected, the line, the column, what stands there
    ("blank", 3, "JournalLib", ""),
    ("blank", 3, "CompteNum", ""),
    ("blank", 3, "CompteLib", "  "),
    ("blank", 3, "PieceRef", ""),
    ("blank", 3, "EcritureLib", " "),
    ("blank", 3, "PieceDate", ""),
    ("blank", 3, "ValidDate", ""),
    ("account", 3, "CompteNum", "44A660"),
    ("account", 3, "CompteNum", "TVA"),
    ("account_names", 6, "CompteLib", "TVA sur achats"),
    ("journal_names", 6, "JournalLib", "Achat"),
    ("day_format", 3, "PieceDate", "31/01/2026"),
    ("day_format", 3, "PieceDate", "2026-01-31"),
    ("day_format", 3, "ValidDate", "202602"),
    ("day_unreal", 3, "PieceDate", "20260231"),
    ("day_unreal", 3, "ValidDate", "20260000"),
    ("day_unreal", 4, "DateLet", "20261301"),
    ("day_implausible", 3, "PieceDate", "19260131"),
    ("day_implausible", 3, "ValidDate", "30260131"),
    ("days_order", 3, "PieceDate", "20260201"),
    ("amount_blank", 3, "Credit", ""),
    ("amount_blank", 3, "Credit", " "),
    ("amount_point", 3, "Debit", "20.00"),
    ("amount_thousands", 3, "Debit", " 20,00"),
    ("amount_thousands", 3, "Debit", "2'0,00"),
    ("amount_thousands", 3, "Debit", "20 ,00"),
    ("amount_sign", 3, "Debit", "--20,00"),
    ("amount_sign", 3, "Debit", "20,00-"),
    ("amount_sign", 3, "Debit", "+-20,00"),
    ("amount_decimals", 3, "Debit", "20"),
    ("amount_decimals", 3, "Debit", "20,0"),
    ("amount_decimals", 3, "Debit", "20,"),
    ("amount_too_precise", 3, "Debit", "20,000"),
    ("amount_too_precise", 3, "Debit", "20,004"),
    ("amount_unreadable", 3, "Debit", "vingt"),
    ("amount_unreadable", 3, "Debit", "20,00 EUR"),
    ("amount_unreadable", 3, "Debit", "2e1"),
    ("amount_point", 3, "Montantdevise", "21.50"),
    ("currency", 3, "Idevise", "euros"),
]


@pytest.mark.parametrize(("code", "number", "column", "value"), FIELD_FAULTS)
def test_a_fault_in_a_field_is_the_one_finding(code: str, number: int, column: str, value: str) -> None:
    rows = _edited(with_field(number, column, value))
    if column == "Montantdevise":
        with_field(number, "Idevise", "USD")(rows)
    if column == "Idevise":
        with_field(number, "Montantdevise", "21,50")(rows)
    assert said(rows) == [(code, number, column)]


@pytest.mark.parametrize(
    ("filled", "value", "blank"),
    [
        ("CompAuxNum", "F1", "CompAuxLib"),
        ("CompAuxLib", "Société Ana", "CompAuxNum"),
        ("EcritureLet", "A", "DateLet"),
        ("DateLet", "20260131", "EcritureLet"),
        ("Montantdevise", "21,50", "Idevise"),
        ("Idevise", "USD", "Montantdevise"),
    ],
)
def test_of_a_pair_both_are_filled_or_neither(filled: str, value: str, blank: str) -> None:
    assert said(_edited(with_field(3, filled, value))) == [("pair", 3, blank)]


@pytest.mark.parametrize("amount", ["0,00", "00020,00", "-5,00", "+5,00", "1234567,89"])
def test_amounts_as_they_should_be(amount: str) -> None:
    rows = _edited(
        with_field(2, "Debit", amount), with_field(2, "Montantdevise", amount), with_field(2, "Idevise", "USD")
    )
    assert {code for code, _, _ in said(rows)} <= {"entry_unbalanced", "total_unbalanced"}


def test_debit_and_credit_on_one_line() -> None:
    rows = _edited(with_field(3, "Debit", "25,00"), with_field(3, "Credit", "5,00"))
    assert said(rows) == [("both_sides", 3, "Debit")]


@pytest.mark.parametrize(("outside", "inside"), [("20251231", "20260101"), ("20270101", "20261231")])
def test_an_entry_lies_in_the_year_that_the_name_closes(outside: str, inside: str) -> None:
    for written_on, expected in (
        (outside, [("day_outside_year", each, "EcritureDate") for each in (2, 3, 4)]),
        (inside, []),
    ):
        rows = [list(FEC_COLUMNS), *entry("AC", "1", written_on, "20270201")]
        assert said(rows) == expected


def test_a_longer_year_is_named_and_a_closing_day_too() -> None:
    rows = [list(FEC_COLUMNS), *entry("AC", "1", "20251101", "20270201")]
    assert len(said(rows)) == 3
    assert said(rows, named=YearNamed(opening_on=day("2025-10-01"))) == []
    assert said(rows, named=YearNamed(closing_on=day("2025-12-31"))) == []


def test_a_year_that_ends_in_february_begins_in_march() -> None:
    rows = [list(FEC_COLUMNS), *entry("AC", "1", "20230301", "20240301")]
    assert said(rows, "000009902FEC20240229.txt") == []
    assert {
        code for code, _, _ in said([rows[0], *entry("AC", "1", "20230228", "20240301")], "000009902FEC20240229.txt")
    } == {"day_outside_year"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000009902FEC20261231.txt", []),
        ("000009902fec20261231.TXT", []),
        ("000009902FEC20261231", []),
        ("journal.txt", ["name"]),
        ("000009902FEC20261231_BROUILLON.txt", ["name"]),
        ("000009902FEC20261231.xlsx", ["name"]),
        ("000009901FEC20261231.txt", ["siren"]),
        ("00009902FEC20261231.txt", ["name"]),
        ("000009902FEC20261232.txt", ["closing_day"]),
    ],
)
def test_the_name_tells_siren_and_closing_day(name: str, expected: list[str]) -> None:
    assert [code for code, line_number, _ in said(clean(), name) if line_number is None] == expected


def test_a_mark_before_utf8() -> None:
    assert said(b"\xef\xbb\xbf" + written(clean())) == [("bom", 1, "")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_told_and_nothing_else(encoding: str) -> None:
    assert said(written(clean(), encoding=encoding)) == [("utf16", 1, "")]


def test_what_is_no_text_is_told_and_nothing_else() -> None:
    assert said(b"PK\x03\x04\x14\0\x06\0" * 1000) == [("not_text", 1, "")]
    assert said(b"x" * 1_000_001) == [("line_too_long", 1, "")]
    assert said(b"") == [("empty", None, "")]


def test_bytes_of_windows_are_of_neither_encoding() -> None:
    rows = _edited(with_field(5, "EcritureLib", "L’échéance"))
    assert said(written(rows, encoding="cp1252")) == [("bytes", 5, "")]


def test_two_encodings_in_one_file() -> None:
    lines = [written([row]) for row in clean()]
    lines[5] = written([clean()[5]], encoding="iso8859-15")
    assert said(b"".join(lines)) == [("encodings_mixed", 6, "")]
    utf8 = [written([row], encoding="iso8859-15") for row in clean()]
    utf8[8] = written([clean()[8]])
    assert said(b"".join(utf8)) == [("encodings_mixed", 9, "")]


def test_signs_that_cannot_be_seen() -> None:
    for sign in ("\x00", "\x1b", "\x0b", "\x7f"):
        rows = _edited(with_field(5, "EcritureLib", f"Facture{sign}2"))
        assert said(rows) == [("control_characters", 5, "")]
    assert "\x1b" not in checked(_edited(with_field(5, "EcritureLib", "\x1b[31m"))).findings[0].value


def test_lines_of_old_macintosh() -> None:
    assert said(written(clean(), end="\r")) == [("line_ends", 1, "")]


@pytest.mark.parametrize("separator", [";", ","])
def test_another_separator(separator: str) -> None:
    rows = [[each.replace(",", ".") for each in row] for row in clean()] if separator == "," else clean()
    found = said(written(rows, separator))
    assert found[0] == ("separator", 1, "")
    assert {code for code, _, _ in found[1:]} <= {"amount_point"}


def test_no_separator_at_all() -> None:
    assert said(b"Bonjour\r\n") == [("separator", 1, "")]


def test_another_separator_on_one_line() -> None:
    lines = [written([row]) for row in clean()]
    lines[5] = written([clean()[5]], "|")
    assert said(b"".join(lines)) == [("separators_mixed", 6, "")]
    lines[0] = lines[0].replace(b"\t", b"|", 1)
    assert [code for code, _, _ in said(b"".join(lines))] == ["separators_mixed", "separators_mixed"]


def test_a_bar_inside_a_label_of_a_file_with_tabs_is_text() -> None:
    assert said(_edited(with_field(5, "EcritureLib", "a | b"))) == []


def test_no_header() -> None:
    assert said(clean()[1:]) == [("header_absent", 1, "")]
    assert said(b"a\tb\tc\r\n1\t2\t3\r\n") == [("header_absent", 1, "")]


def test_a_name_of_the_header_is_wrong() -> None:
    assert said(_edited(_named("Debit", "Montant débit"))) == [("header_name", 1, "Debit")]
    assert said(_edited(_named("Credit", "Debit"))) == [("header_name", 1, "Credit")]


def test_capitals_in_the_header_do_not_matter() -> None:
    assert said([[each.upper() for each in clean()[0]], *clean()[1:]]) == []


@pytest.mark.parametrize(("one", "other"), [("Debit", "Credit"), ("CompteNum", "CompteLib"), ("PieceRef", "PieceDate")])
def test_two_names_of_the_header_are_swapped(one: str, other: str) -> None:
    rows = clean()
    first, second = FEC_COLUMNS.index(one), FEC_COLUMNS.index(other)
    rows[0][first], rows[0][second] = rows[0][second], rows[0][first]
    assert said(rows) == [("header_order", 1, other)]
    assert checked(rows).findings[0].value == f"{other}, {one}"
    for row in rows[1:]:
        row[first], row[second] = row[second], row[first]
    assert said(rows) == [("header_order", 1, other)]


@pytest.mark.parametrize("column", FEC_COLUMNS)
def test_a_column_is_missing_altogether(column: str) -> None:
    place = FEC_COLUMNS.index(column)
    rows = [[*row[:place], *row[place + 1 :]] for row in clean()]
    (first, *others) = said(rows)
    assert first == ("header_missing", 1, column)
    assert {code for code, _, _ in others} <= {"number_unreadable"} if column == "EcritureNum" else others == []


def test_a_column_too_many() -> None:
    assert said([[*row, "x"] for row in clean()]) == [("header_extra", 1, "")]


def test_the_four_columns_of_cash_accounts_belong_there() -> None:
    cash = ["DateRglt", "ModeRglt", "NatOp", "IdClient"]
    assert said([[*clean()[0], *cash], *([*row, "20260131", "VIR", "", ""] for row in clean()[1:])]) == []


@pytest.mark.parametrize(("debit", "credit"), [("D", "C"), ("+1", "-1"), ("1", "-1")])
def test_an_amount_and_its_side_stand_for_debit_and_credit(debit: str, credit: str) -> None:
    rows = _sided(debit, credit)
    found = checked(rows)
    assert (found.findings, found.debit, found.credit) == ((), Decimal("480.00"), Decimal("480.00"))
    rows[2][12] = "X"
    assert ("side_unknown", 3, "Sens") in said(rows)


def _sided(debit: str, credit: str) -> Rows:
    rows = clean()
    rows[0][11:13] = ["Montant", "Sens"]
    for row in rows[1:]:
        row[11:13] = [row[11], debit] if row[12] == "0,00" else [row[12], credit]
    return rows


@pytest.mark.parametrize("fields", [17, 19, 3, 1])
def test_a_line_with_too_few_or_too_many_fields(fields: int) -> None:
    for number in (2, 3, 4, 5):
        rows = clean()
        rows[number - 1] = [*rows[number - 1], "x"][:fields]
        assert said(rows) == [("number_of_fields", number, "")]


def test_an_empty_line() -> None:
    content = written(clean())
    assert said(content + b"\r\n") == [("empty_line", 14, "")]
    assert said(content.replace(b"\r\n", b"\r\n\r\n", 1)) == [("empty_line", 2, "")]


def test_a_last_line_without_an_end() -> None:
    assert said(written(clean()).removesuffix(b"\r\n")) == [("last_line_open", 13, "")]


def test_quotes_around_fields() -> None:
    rows = clean()
    rows[4] = [f'"{each}"' for each in rows[4]]
    assert said(rows) == [("quotes", 5, "JournalCode")]
    assert said(_edited(with_field(5, "EcritureLib", 'Écran 27"'))) == []


def test_numbers_rise_without_a_gap_in_each_journal() -> None:
    rows = [*clean(), *entry("AC", "6", "20260430", "20260505")]
    (found,) = checked(rows).findings
    assert (found.code, found.line, found.column, found.details) == (
        "number_gap", 14, "EcritureNum", (("missing", "4-5"),)
    )  # fmt: skip
    assert said([*clean(), *entry("AC", "4", "20260430", "20260505")]) == []


def test_numbers_may_rise_over_all_journals() -> None:
    entries = [("AC", "101"), ("VE", "102"), ("AC", "103"), ("VE", "104")]
    rows = [
        list(FEC_COLUMNS),
        *(row for journal, number in entries for row in entry(journal, number, "20260131", "20260205")),
    ]
    assert said(rows) == []
    entries[3] = ("VE", "105")
    rows = [
        list(FEC_COLUMNS),
        *(row for journal, number in entries for row in entry(journal, number, "20260131", "20260205")),
    ]
    assert said(rows) == [("number_gap", 11, "EcritureNum")]


def test_letters_around_a_number_are_a_sequence_of_their_own() -> None:
    numbers = ("OD-2026-0009", "OD-2026-0010", "OD-2027-0001")
    rows = [list(FEC_COLUMNS), *(row for number in numbers for row in entry("AC", number, "20260131", "20260205"))]
    assert said(rows) == []
    rows = [list(FEC_COLUMNS), *entry("AC", "sans", "20260131", "20260205")]
    assert said(rows) == [("number_unreadable", 2, "EcritureNum")]


def test_a_number_that_comes_late_is_no_gap() -> None:
    rows = clean()
    first, second = entry("AC", "4", "20260430", "20260505"), entry("AC", "5", "20260430", "20260505")
    assert said([*rows, *second, *first]) == [("number_back", 17, "EcritureNum")]


def test_lines_of_an_entry_stand_together() -> None:
    rows = clean()
    moved = rows.pop(2)
    rows.insert(6, moved)
    assert said(rows) == [("entry_apart", 7, "EcritureNum")]


def test_a_number_is_used_once() -> None:
    rows = [*clean(), *entry("AC", "2", "20260430", "20260505")]
    assert said(rows) == [("entry_apart", 14, "EcritureNum")]


def test_an_entry_has_one_day() -> None:
    rows = _edited(with_field(6, "EcritureDate", "20260301"), with_field(7, "EcritureDate", "20260302"))
    assert said(rows) == [("entry_days", 6, "EcritureDate")]


def test_an_entry_balances() -> None:
    rows = _edited(with_field(6, "Debit", "20,01"))
    (one, whole) = checked(rows).findings
    assert (one.code, one.line, one.value) == ("entry_unbalanced", 5, "2")
    assert dict(one.details) == {"journal": "AC", "difference": "0,01"}
    assert (whole.code, whole.line) == ("total_unbalanced", 13)
    assert dict(whole.details) == {"difference": "0,01", "debit": "480,01", "credit": "480,00"}


def test_two_entries_that_make_up_for_each_other_do_not_balance() -> None:
    rows = _edited(with_field(6, "Debit", "20,01"), with_field(9, "Debit", "19,99"))
    assert said(rows) == [("entry_unbalanced", 5, "EcritureNum"), ("entry_unbalanced", 8, "EcritureNum")]


def test_what_cannot_be_read_makes_no_entry_unbalanced() -> None:
    assert said(_edited(with_field(6, "Debit", "?"))) == [("amount_unreadable", 6, "Debit")]


def test_entries_stand_in_the_order_of_their_validation() -> None:
    rows = [*clean(), *entry("AC", "4", "20260331", "20260404")]
    assert said(rows) == [("validation_order", 14, "ValidDate")]


def test_a_header_alone() -> None:
    assert said([list(FEC_COLUMNS)]) == [("no_entries", None, "")]


def test_of_each_code_a_few_are_kept_and_all_are_counted() -> None:
    rows = [
        list(FEC_COLUMNS),
        *(line("AC", "1", "20260131", "20260205", CompteNum="X", CompteLib="X") for _ in range(50)),
    ]
    found = checked(rows)
    assert (len(found.findings), found.counts, found.errors) == (MOST_SHOWN, {"account": 50}, 50)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 120.00", 112000), ("1 120,00", 112000), ("1.120,00", 112000), ("1,120.00", 112000),
        ("1\u00a0120,00", 112000),
        ("1 120", 112000), ("12.5", 1250), ("12,500", 1250), ("1.120", None), ("12,345", None), ("1 120.123", None),
    ],
)  # fmt: skip
def test_an_amount_that_can_only_mean_one_thing_is_read_all_the_same(text: str, cents: int | None) -> None:
    found = amount_read(text.encode())
    assert found.fault
    assert found.cents == cents


@given(st.integers(0, 10**12), st.sampled_from(["", "-", "+"]))
def test_amounts_are_read_to_the_cent(cents: int, sign: str) -> None:
    text = f"{sign}{cents // 100},{cents % 100:02d}".encode()
    expected = -cents if sign == "-" else cents
    assert amount_read(text).cents == expected
    assert cents_of(text) == (None if sign else expected)


@given(st.binary(max_size=40))
def test_no_bytes_break_the_reading_of_an_amount(text: bytes) -> None:
    found = amount_read(text)
    quick = cents_of(text)
    assert quick is None or (quick, "") == (found.cents, found.fault)


@given(st.lists(st.binary(max_size=60), max_size=20), st.booleans())
def test_no_file_breaks_the_checker(pieces: list[bytes], header: bool) -> None:
    content = b"\n".join(([written([FEC_COLUMNS]).strip()] if header else []) + pieces)
    found = checked(content)
    for each in found.findings:
        assert all(worded(each, language) for language in LANGUAGES)


@given(st.permutations(range(1, 12)))
def test_a_whole_sequence_in_any_order_has_no_gap_left(numbers: list[int]) -> None:
    sequence = NumberSequence()
    for place, number in enumerate(numbers, start=2):
        sequence.take(number, b"", place)
    below = [each for each in numbers if each < numbers[0]]
    assert sequence.gaps == []
    back = [fault.code for fault in sequence.faults]
    assert len(back) == sum(number < max(numbers[:place]) for place, number in enumerate(numbers) if place)
    assert set(back) <= {"number_back", *(["entry_apart"] if below else [])}


def test_every_code_has_its_sentences_and_no_other_has_any() -> None:
    assert list(TEXTS) == list(CODES)
    for texts in TEXTS.values():
        named = [[_placeholders(each) for each in texts[language]] for language in LANGUAGES]
        assert named[0] == named[1]


def test_every_finding_can_be_said() -> None:
    found = [each for rows in _faulty() for each in checked(rows).findings]
    assert len({each.code for each in found}) > 20
    for each in found:
        for language in LANGUAGES:
            for sentence in worded(each, language):
                assert not set("{}") & set(sentence)


def test_values_are_cut_and_legible() -> None:
    assert legible(b"x" * 300) == f"{'x' * 80}…"
    assert legible("a\tb\x1b[0m\u202e") == "a b\ufffd[0m\ufffd"
    finding = FecFinding("error", "account", 3, "CompteNum", "{value} {0}")
    assert worded(finding, "en")[0] == "The account “{value} {0}” does not start with three digits."


def test_the_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (3_000, 30_000):
        path = tmp_path / NAME
        write_fec(path, count)
        tracemalloc.start()
        with path.open("rb") as file:
            assert fec_report(file, NAME, YearNamed()).findings == ()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def test_the_command_says_line_and_advice_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(written(_edited(with_field(3, "PieceDate", "20260231"))))
    english, french = netsheets("check-fec", path), netsheets("check-fec", path, "--lang", "fr")
    assert (english.code, french.code) == (1, 1)
    assert english.out.splitlines()[1] == (
        "error        3  PieceDate: 20260231 is not a day of the calendar. Correct the day in the accounting program."
    )
    assert english.err.splitlines() == [
        "Lines read: 13, entries: 4, debit 480.00, credit 480.00.",
        "Errors: 1, warnings: 0.",
    ]
    assert "PieceDate\u00a0: 20260231 n'existe pas dans le calendrier." in french.out
    assert french.err.splitlines()[1] == "Erreurs\u00a0: 1, avertissements\u00a0: 0."


def test_the_command_ends_with_0_where_there_are_only_warnings(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    path.write_bytes(written(clean()))
    ran = netsheets("check-fec", path)
    assert (ran.code, ran.out.splitlines()[1][:7]) == (0, "warning")
    path = path.rename(tmp_path / NAME)
    assert done("check-fec", path).err.splitlines()[1] == "Nothing is wrong with it."


def test_the_command_for_programs(tmp_path: Path) -> None:
    path = tmp_path / NAME
    rows = [
        list(FEC_COLUMNS),
        *(line("AC", "1", "20260131", "20260205", CompteNum="X", CompteLib="X") for _ in range(30)),
    ]
    path.write_bytes(written(rows))
    ran = netsheets("check-fec", path, "--format", "json")
    assert ran.document["counts"] == {"error": 30, "warning": 0}
    assert ran.document["by_code"] == {"account": 30}
    assert ran.document["closing_day"] == "2026-12-31"
    assert ran.document["findings"][0] == {
        "severity": "error",
        "code": "account",
        "line": 2,
        "column": "CompteNum",
        "value": "X",
        "message": "The account “X” does not start with three digits.",
        "suggestion": "Use an account of the official chart (plan comptable général).",
    }
    assert "… and 10 more of the kind account" in ran.err
    assert netsheets("check-fec", path, "--format", "csv").rows[0]["code"] == "account"


def test_the_command_takes_a_closing_day_and_an_opening_day(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    path.write_bytes(written(clean()))
    assert "Errors: 12" in netsheets("check-fec", path, "--closing-day", "2025-12-31").err
    assert netsheets("check-fec", path, "--closing-day", "2027-02-28", "--opening-day", "2026-01-01").code == 0
    assert netsheets("check-fec", path, "--closing-day", "31/12/2026").code == 2


def test_the_command_without_a_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        ran = netsheets("check-fec", path)
        assert (ran.code, ran.out) == (4, "")
        assert str(path) in ran.err


def test_the_command_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(written(_edited(with_field(3, "EcritureLib", "\x1b[31mred"))))
    shown = on_terminal("check-fec", path, environment={"NO_COLOR": "1"})
    assert "Errors: 1" in shown
    assert "\x1b[31m" not in shown


def _edited(*edits: Callable[[Rows], None]) -> Rows:
    rows = clean()
    for edit in edits:
        edit(rows)
    return rows


def _named(column: str, name: str) -> Callable[[Rows], None]:
    return with_field(1, column, name)


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _faulty() -> Iterator[bytes | Rows]:
    """Yield files of every fault of a field, and some of others."""
    for _, number, column, value in FIELD_FAULTS:
        yield _edited(with_field(number, column, value))
    yield clean()[1:]
    yield [[*row, "x"] for row in clean()]
    yield [*clean(), *entry("AC", "9", "20280430", "20260505"), *entry("AC", "1", "20260430", "20260505")]
    yield written(clean(), encoding="cp1252").replace(b"\r\n", b"\x92\r\n", 5)
    yield io.BytesIO(written(clean(), ";")).getvalue()
