"""`report activity`: what people read of a month, in every form, and that a public one holds no amount."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from netsheets.domain.ledger import Ledger
from netsheets.domain.records import Record
from netsheets.exports.document import Bullets, Report, Table, Text
from netsheets.exports.document.html import html
from netsheets.exports.reports.activity import activity_report
from netsheets.exports.reports.setting import Asked, Setting
from netsheets.texts import LANGUAGES, Language
from tests.support import build
from tests.support.build import attendance, billing, meeting, member, members, parameter, referral
from tests.support.closings import EMPTY, month
from tests.support.command_line import TODAY, done, netsheets, sample

ROWS: tuple[Record, ...] = (
    *members("M1", "M2"),
    meeting(held_on="2026-03-05", presenter_id="M2"),
    attendance(),
    attendance(member_id="M2", presence="excused"),
    referral(given_on="2026-03-01", won_on="2026-03-02", thanked_on="2026-03-03"),
    billing(paid_on="2026-03-10", amount="1234.56"),
)


def report(*rows: Record, language: Language = "en", public: bool = False, ledger: Ledger = EMPTY) -> Report:
    seen = build.network(*rows, today="2026-04-02", ledger=ledger)
    return activity_report(Setting(seen, Asked("activity", month("2026-03"), public=public), language))


def table(found: Report, key: str) -> Table:
    return next(each for each in found.parts if isinstance(each, Table) and each.key == key)


def sentences(found: Report) -> list[str]:
    return [
        text
        for part in found.parts
        if isinstance(part, Text | Bullets)
        for text in (part.paragraphs if isinstance(part, Text) else part.items)
    ]


def shown(found: Report, key: str) -> list[list[Any]]:
    """Return a table's rows as people see them."""
    of = table(found, key)
    return [[column.shown(row.get(column.key)) for column in of.columns] for row in of.rows]


# what it says


def test_the_lights_stand_beside_what_they_judge() -> None:
    assert shown(report(*ROWS), "lights") == [
        ["Member M1", "good", 1, 1, "fair", 1, "low", 0, None, 0, 0],
        ["Member M2", "low", 0, 1, "low", 0, "low", 0, "good", 1, 1],
    ]
    assert shown(report(*ROWS, language="fr"), "lights")[0][1:7:3] == ["bien", "moyen"]


def test_the_thresholds_in_force_are_printed_in_words() -> None:
    changed = (parameter("activity.referrals_good", "7"), parameter("activity.thanks_good", "92.5%"))
    said = "\n".join(sentences(report(*ROWS, *changed)))
    assert "Referrals given to other members: good from 7, fair from 1, low below." in said
    assert "Thanks: good from 92.5% of the referrals won, fair from 50%, low below." in said
    assert "These are rules of the charter, as in force on 31/03/2026" in said
    french = "\n".join(sentences(report(*ROWS, *changed, language="fr"))).replace("\u00a0", " ")
    assert "Assiduité : bien à partir de 75 % des réunions, moyen à partir de 50 %, faible en dessous." in french
    assert "bien à partir de 92,5 % des apports gagnés" in french


def test_nothing_is_a_blank_in_the_month_and_of_one_meeting_a_nought_is_told() -> None:
    assert shown(report(*ROWS), "month") == [
        ["Member M1", 1, 1, None, None, None, 1, None, None, None, None, None],
        ["Member M2", 1, 0, 1, None, None, None, 1, None, 1, 1, 1],
    ]


def test_referrals_to_oneself_have_a_column_only_where_there_are_any() -> None:
    assert "own" not in [each.key for each in table(report(*ROWS), "month").columns]
    found = table(report(*ROWS, referral("R2", recipient_id="M1", given_on="2026-03-04")), "month")
    assert (found.columns[8].title, found.rows[0]["own"]) == ("Own account", 1)
    assert "they count nowhere else" in found.note


def test_give_and_take_adds_up_on_both_sides() -> None:
    found = table(report(*ROWS), "exchange")
    assert [[row[key] for key in ("given_6", "received_6", "balance_6", "conversion")] for row in found.rows] == [
        [1, 0, 1, Decimal(1)],
        [0, 1, -1, None],
    ]
    assert {"given_6", "received_6", "given_12", "received_12"} <= set(found.totals)


def test_who_joined_or_left_in_between_is_told() -> None:
    said = sentences(
        report(member("M1", joined_on="2026-03-04"), member("M2", status="left", left_on="2026-03-20"), *ROWS[2:])
    )
    assert said[:2] == [
        "Member M1 joined on 04/03/2026: meetings count from that day on.",
        "Member M2 left on 20/03/2026: meetings count up to that day.",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "Nobody noted who came to the meeting of 12/03/2026: it counts for nobody."),
        (
            (meeting("E3", held_on="2026-03-19"),),
            "Nobody noted who came to the meetings of 12/03/2026, 19/03/2026: they count for nobody.",
        ),
    ],
)
def test_meetings_without_attendance_are_named(more: tuple[Record, ...], said: str) -> None:
    assert said in sentences(report(*ROWS, meeting("E2", held_on="2026-03-12"), *more))
    assert not [each for each in sentences(report(*ROWS)) if "Nobody noted" in each]


def test_amounts_have_pages_of_their_own_for_the_treasurer() -> None:
    found = report(*ROWS)
    assert [each.title for each in found.pages] == [
        "Traffic lights", "The month", "The network", "Give and take", "Business", "Commissions",
    ]  # fmt: skip
    assert table(found, "amounts").rows[0]["brought_1"] == Decimal("1234.56")
    assert table(found, "amounts").rows[0]["received_amount_1"] is None
    assert table(found, "amounts").rows[1]["balance_amount_12"] == Decimal("-1234.56")
    assert table(found, "by_month").rows[-1]["brought"] == Decimal("1234.56")
    assert "on the day the client pays" in table(found, "amounts").note


def test_other_currencies_have_a_table_of_their_own() -> None:
    abroad = (referral("R2", currency="CHF"), billing("B2", referral_id="R2", paid_on="2026-03-11", amount="70.00"))
    assert [row[:4] for row in shown(report(*ROWS, *abroad), "elsewhere")] == [
        ["CHF", "Member M1", Decimal("70.00"), None],
        ["CHF", "Member M2", None, Decimal("70.00")],
    ]
    assert [each.key for each in report(*ROWS).parts if isinstance(each, Table)][-1] == "commissions"


def test_a_network_without_members_says_so() -> None:
    found = report()
    assert (table(found, "lights").rows, table(found, "lights").empty) == ((), "Nobody was a member in this month.")
    assert table(found, "amounts").rows == ()


def test_the_listing_has_everybody_by_their_id() -> None:
    gone = member("M9", status="left", left_on="2026-01-31")
    listing = report(*ROWS, gone, referral("R2", referrer_id="M9", given_on="2025-11-03")).listing
    assert listing
    assert [row["member_id"] for row in listing.rows] == ["M1", "M2", "M9"]
    assert listing.rows[0]["month_given"] == 1
    assert listing.rows[0]["month_amount_brought"] == Decimal("1234.56")
    assert listing.rows[2]["twelve_months_given"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_every_language(language: Language) -> None:
    abroad = (referral("R2", currency="CHF"), billing("B2", referral_id="R2", paid_on="2026-03-11"))
    found = report(*ROWS, *abroad, referral("R3", recipient_id="M1", given_on="2026-03-04"), language=language)
    titles = [column.title for each in found.parts if isinstance(each, Table) for column in each.columns]
    assert all(titles)
    assert found.title == {"en": "Activity, March 2026", "fr": "Activité, mars 2026"}[language]
    for each in found.parts:
        if isinstance(each, Table):
            assert len({column.title for column in each.columns}) == len(each.columns)


# a public one holds no amount


def test_a_public_report_has_no_column_no_row_and_no_field_of_money() -> None:
    found = report(*ROWS, public=True)
    assert [each.title for each in found.pages] == ["Traffic lights", "The month", "The network", "Give and take"]
    tables = [*(each for each in found.parts if isinstance(each, Table)), found.listing]
    assert not [column.key for each in tables if each for column in each.columns if column.kind == "money"]
    assert not [
        row for each in tables if each for row in each.rows for value in row.values() if value == Decimal("1234.56")
    ]
    assert "amounts" not in found.document
    assert "1234.56" not in json.dumps(found.document, default=str)


def amounts_in(document: Any) -> Iterator[Decimal]:
    """Yield every amount of a JSON document."""
    match document:
        case dict():
            for each in document.values():
                yield from amounts_in(each)
        case list():
            for each in document:
                yield from amounts_in(each)
        case str() if re.fullmatch(r"-?\d+\.\d\d", document):
            yield abs(Decimal(document))


def written(amount: Decimal) -> set[str]:
    """Return how an amount may be written, without spaces."""
    plain = f"{amount:.2f}"
    return {plain, plain.replace(".", ","), f"{amount:,.2f}", f"{amount:,.2f}".replace(",", "").replace(".", ",")}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with the sample network, three of its months closed."""
    path = sample(tmp_path_factory.mktemp("network"))
    for each in ("2026-08", "2026-09", "2026-10"):
        done("close", each, "-w", path, "--today", TODAY)
    return path


@pytest.fixture(scope="module")
def amounts(network: Path) -> frozenset[Decimal]:
    """Return every amount of the treasurer's report."""
    ran = done("report", "activity", "2026-10", "-w", network, "--today", TODAY, "--dry-run", "--format", "json")
    found = frozenset(each for each in amounts_in(ran.document["amounts"]) if each)
    assert len(found) > 100
    return found


def leaked(text: str, amounts: frozenset[Decimal]) -> set[Decimal]:
    """Return the amounts that a text holds, in whatever way they are written."""
    together = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", text.replace("\\", ""))
    return {each for each in amounts if any(form in together for form in written(each))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_a_public_report_shows_no_amount(shape: str, language: str, network: Path, amounts: frozenset[Decimal]) -> None:
    command = ("--lang", language, "report", "activity", "2026-10", "-w", network, "--today", TODAY, "--dry-run")
    whole = done(*command, "--format", shape)
    assert len(leaked(whole.out, amounts)) > 50
    public = done(*command, "--format", shape, "--public")
    assert leaked(public.out, amounts) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_a_public_file_holds_no_amount(
    ending: str, language: str, network: Path, amounts: frozenset[Decimal], tmp_path: Path
) -> None:
    command = ("--lang", language, "report", "activity", "2026-10", "-w", network, "--today", TODAY)
    done(*command, "-o", tmp_path / f"whole.{ending}")
    done(*command, "--public", "-o", tmp_path / f"public.{ending}")
    assert len(leaked((tmp_path / f"whole.{ending}").read_text("utf-8"), amounts)) > 50
    assert leaked((tmp_path / f"public.{ending}").read_text("utf-8"), amounts) == set()


def numbers_in(path: Path) -> set[Decimal]:
    """Return every number in the cells of a workbook, and every figure in its texts."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist() if name.endswith(".xml")]
    found = {figure for part in parts for figure in re.findall(r">(-?\d+(?:\.\d+)?)<", part)}
    return {abs(Decimal(each)) for each in found}


def test_a_public_workbook_holds_no_amount(network: Path, amounts: frozenset[Decimal], tmp_path: Path) -> None:
    command = ("report", "activity", "2026-10", "-w", network, "--today", TODAY)
    done(*command, "-o", tmp_path / "whole.xlsx")
    done(*command, "--public", "-o", tmp_path / "public.xlsx")
    assert len(numbers_in(tmp_path / "whole.xlsx") & amounts) > 50
    assert numbers_in(tmp_path / "public.xlsx") & amounts == set()


@pytest.mark.parametrize("asked", [(), ("--public",)])
def test_the_tab_holds_no_amount_whatever_was_asked(
    asked: tuple[str, ...], network: Path, amounts: frozenset[Decimal], tmp_path: Path
) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes(network.read_bytes())
    ran = done("report", "activity", "2026-10", *asked, "-w", path, "--today", TODAY)
    assert "Also in the workbook, in the tab Activity." in ran.err
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Activity").to_python()
    assert rows[0][0] == "Activity, October 2026"
    assert any("Nadège Quillivor" in row for row in rows)
    numbers = {Decimal(str(abs(cell))) for row in rows for cell in row if isinstance(cell, int | float)}
    assert numbers & amounts == set()
    assert leaked("\n".join(str(cell) for row in rows for cell in row), amounts) == set()


# on the command line


def test_the_month_is_the_one_before_todays_where_none_is_named(network: Path) -> None:
    ran = done("report", "activity", "-w", network, "--today", TODAY, "--dry-run")
    assert ran.out.startswith("Activity, October 2026\n")
    assert "Each member's lights, May 2026 – October 2026" in ran.out
    assert re.search(r"Hugo Fontamère +low +2 +6 +fair +1 +fair +1 +low +0 +1", ran.out)
    assert "Nothing was written. This is what would change:" in ran.err


def test_in_french(network: Path) -> None:
    ran = done("--lang", "fr", "report", "activity", "2026-03", "-w", network, "--today", TODAY, "--dry-run")
    assert ran.out.startswith("Activité, mars 2026\n")
    assert "Yvon Bratelier a quitté le réseau le 31/03/2026\u00a0: ses réunions comptent jusqu'à ce jour." in ran.out


def test_json_is_by_ids_and_raw_words(network: Path) -> None:
    ran = done("report", "activity", "2026-10", "-w", network, "--today", TODAY, "--dry-run", "--format", "json")
    found = ran.document
    assert (found["month"], found["six_months_since"], found["twelve_months_since"]) == (
        "2026-10",
        "2026-05",
        "2025-11",
    )
    assert found["thresholds"]["attendance"] == {"good": "0.75", "fair": "0.50"}
    hugo = next(each for each in found["members"] if each["member_id"] == "M11")
    assert hugo["lights"] == {"attendance": "poor", "referrals": "fair", "one_to_ones": "fair", "thanks": "poor"}
    assert [each["member_id"] for each in found["outsiders"]] == ["M13", "NETWORK"]
    assert found["amounts"]["by_month"][-1] == {"month": "2026-10", "brought": "44290.00", "commissions": "6699.00"}


def test_csv_has_a_row_for_everybody(network: Path) -> None:
    ran = done("report", "activity", "2026-10", "-w", network, "--today", TODAY, "--dry-run", "--format", "csv")
    assert len(ran.rows) == 14
    assert sum(int(each["six_months_given"]) for each in ran.rows) == 18
    assert sum(int(each["six_months_received"]) for each in ran.rows) == 18
    assert {each["currency"] for each in ran.rows} == {"EUR"}


def test_what_is_no_month_is_refused(network: Path) -> None:
    ran = netsheets("report", "activity", "2026-13", "-w", network, "--today", TODAY)
    assert (ran.code, ran.out) == (2, "")


def test_a_month_long_ago_or_to_come_is_no_trouble(network: Path) -> None:
    for of in ("0001-01", "1999-12", "2031-01", "9999-12"):
        ran = done("report", "activity", of, "-w", network, "--today", TODAY, "--dry-run")
        assert "Traceback" not in ran.err


def test_what_members_type_stays_text(tmp_path: Path) -> None:
    rows = (member("M1", name="<script>alert(1)</script> {{ 7 * 7 }}"), *ROWS[1:])
    page = html(report(*rows))
    assert "<script>alert(1)" not in page
    assert "{{ 7 * 7 }}" in page


def test_the_terminal_adds_up_what_the_tables_do(network: Path) -> None:
    ran = done("--lang", "fr", "report", "activity", "2026-10", "-w", network, "--today", TODAY, "--dry-run")
    assert re.search(r"Total +18 +18 +0 +38 +38 +0 +27 +4", ran.out)
    assert re.search(r"août 2026 +1 +58\u00a0%", ran.out)
