"""The charter as a text: it says every rule, in both languages, whatever the rules are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netsheets.domain.charter import PARAMETERS
from netsheets.domain.findings import finding
from netsheets.exports.document import Report, Table
from netsheets.exports.document.html import html
from netsheets.exports.document.markdown import markdown
from netsheets.exports.document.tab import report_tab
from netsheets.texts import LANGUAGES, Language
from tests.support.build import parameter
from tests.support.charters import TODAY, charter_text, other_value, prose, sentences
from tests.support.strategies import CHARTER_VALUES

ONLY_IN_THE_TABLE = {
    "locale", "network.address", "network.siren", "network.vat_number", "network.iban",
}  # fmt: skip
HOSTILE = "# {{ 7*7 }} <script>alert(1)</script> | =1+1"
GAPS = ("None", "{{", "{%", "  ", " ,", " .", "..", "()", "Undefined", "[table")


@cache
def report_of(*row: str, language: Language = "en") -> Report:
    """Return the charter of one row, or of none."""
    return charter_text(*([parameter(*row)] if row else []), language=language)


def breakable(text: str) -> str:
    """Return a text with plain blanks for those at which no line may end."""
    return text.replace("\u00a0", " ")


def told_later(name: str, value: str, language: Language) -> str:
    """Return what a charter says whose one row is in force only later."""
    return prose(report_of(name, value, "2027-01-01", language=language))


def told(name: str, value: str, language: Language = "en") -> str:
    """Return what a charter of one row says outside its table of all rules."""
    return prose(report_of(name, value, TODAY, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PARAMETERS)
def test_changing_a_parameter_changes_the_text(name: str, language: Language) -> None:
    before = sentences(report_of(language=language))
    after = sentences(report_of(name, other_value(name), TODAY, language=language))
    (was,) = [each for each in before if each not in after and each.endswith(("default", "par défaut"))]
    (new,) = [each for each in after if each not in before and each.endswith(("row 2", "ligne 2"))]
    assert was.split(" | ")[0] == new.split(" | ")[0]
    assert was.split(" | ")[1] != new.split(" | ")[1]
    assert new.split(" | ")[2] == "22/11/2026"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [each for each in PARAMETERS if each not in ONLY_IN_THE_TABLE])
def test_the_sentences_say_it_too(name: str, language: Language) -> None:
    assert told(name, other_value(name), language) != prose(report_of(language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_of_the_networks_own_is_told_and_one_that_comes_later_is_announced(language: Language) -> None:
    text = told("case.triple", "3", language)
    assert {"en": "triple: by 3", "fr": "triple\u00a0: par 3"}[language] in text
    announced = {
        "en": "Multiplier of the case “triple”: 3, for referrals given from 1 January 2027 on",
        "fr": "Multiplicateur du cas « triple » : 3, pour les apports donnés à partir du 1er janvier 2027",
    }[language]
    assert announced in breakable(told_later("case.triple", "3", language))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("commission.rate", "18%", "Commission rate: 18% instead of 15%, for referrals given from 1 January 2027 on"),
        ("vat.rate", "21%", "VAT rate: 21% instead of 20%, for months that end on 1 January 2027 or later"),
        ("team.size_max", "8", "Largest team: 8 instead of 6, from 1 January 2027 on"),
    ],
)
def test_what_is_decided_for_later_is_announced_with_what_it_applies_to(name: str, value: str, said: str) -> None:
    assert said in breakable(told_later(name, value, "en")).split("\n")


def test_brackets_take_the_place_of_the_rate() -> None:
    text = told("commission.tiers", "0:20%;10000:18%;50000:15%")
    assert [each for each in text.split("\n") if each.startswith(("20%", "18%", "15%"))] == [
        "20% of the first 10,000.00\u00a0EUR",
        "18% of what lies between 10,000.00\u00a0EUR and 50,000.00\u00a0EUR",
        "15% of what lies above 50,000.00\u00a0EUR",
    ]
    assert "A referral earns 15%" not in text
    assert "A referral earns 18% of what the client pays" in told("commission.tiers", "0:18%")


def test_the_example_says_base_bracket_cap_shares_rounding_and_last_day() -> None:
    rows = {
        "commission.tiers": "0:20%;10000:15%",
        "commission.cap": "2000",
        "network.share": "5%",
        "team.share": "10%",
        "case.standard": "1.1",
    }
    text = breakable(prose(charter_text(*(parameter(name, value) for name, value in rows.items()))))
    assert "the last day is 6 December 2027." in text
    assert (
        "Payment of 20 February 2027: (10,000.00 × 20% + 5,580.17 × 15%) × 1.1 = 3,120.72805, rounded to 3,120.73, "
        "at most 2,000.00; less the 1,151.59 earned before: 848.41"
    ) in text
    assert "Payment of 7 December 2027: nothing, outside the ownership" in text
    assert (
        "In the end B owes 2,000.00 EUR, excluding VAT: 1,700.00 EUR to A, 200.00 EUR to C, 100.00 EUR to the network."
    ) in text


def test_french_is_written_as_french() -> None:
    text = prose(charter_text(parameter("commission.cap", "1234.5"), parameter("vat.rate", "5.5%"), language="fr"))
    assert "Un apport rapporte 1\u202f234,50\u00a0EUR au plus" in text
    assert "la TVA, à 5,5\u00a0%" in text
    assert not [each for each in text.split("\n") if any(f" {sign}" in each for sign in ":;?!»")]


@pytest.mark.parametrize("count", [1, 2])
def test_one_of_a_kind_is_not_said_as_several(count: int) -> None:
    english, french = ({1: "1 day", 2: "2 days"}, {1: "1 jour ", 2: "2 jours "})
    notice = ("ownership.notice_days", str(count))
    assert english[count].replace(" ", "\u00a0", 1) in told(*notice)
    assert french[count].replace(" ", "\u00a0", 1) in told(*notice, language="fr")


def test_without_a_notice_the_last_day_is_named() -> None:
    notice = ("ownership.notice_days", "0")
    assert "It is shown as expiring on its last day." in told(*notice)
    assert "La fin de cette période n'est signalée que le dernier jour." in told(*notice, language="fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_in_error_is_named_as_not_in_force(language: Language) -> None:
    wrong = finding("bare_percent", "charter", 7, "value", "15", parameter="commission.rate", expected="15%")
    report = charter_text(findings=(wrong,), language=language)
    assert {"en": "row 7 of the tab Charter", "fr": "ligne 7 de l'onglet Charte"}[language] in prose(report)
    assert report.document["left_out"] == [7]


def test_the_rules_of_a_past_day_are_those_of_that_day() -> None:
    row = parameter("commission.rate", "18%", "2026-03-01")
    assert "A referral earns 15%" in prose(charter_text(row, on="2026-02-28"))
    assert "A referral earns 18%" in prose(charter_text(row, on="2026-03-01"))


def test_json_and_csv_hold_every_rule_with_its_value_since_when_and_its_row() -> None:
    report = charter_text(parameter("commission.tiers", "0:20%;10000:15%", "2026-01-01"), parameter("case.triple", "3"))
    rules = {each["parameter"]: each for each in report.document["rules"]}
    place = [*PARAMETERS].index("case.waived") + 1
    assert [*rules] == [*list(PARAMETERS)[:place], "case.triple", *list(PARAMETERS)[place:]]
    assert rules["commission.cap"] == {"parameter": "commission.cap", "value": None, "since": None, "row": None}
    assert str(rules["commission.tiers"]["since"]) == "2026-01-01"
    assert (rules["commission.tiers"]["value"], rules["commission.tiers"]["row"]) == ("0:20%;10000:15%", 2)
    assert isinstance(report.listing, Table)
    assert [dict(each) for each in report.listing.rows] == report.document["rules"]


def test_a_networks_name_is_text_in_every_form() -> None:
    report = charter_text(parameter("network.name", HOSTILE))
    assert report.subtitle.startswith(HOSTILE)
    assert f"the members of {HOSTILE} have given" in prose(report)
    assert [each.title for each in report.pages] == ["The rules in words", "All the rules in force"]
    page = html(report)
    assert "<script" not in page
    assert "{{ 7*7 }} &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in markdown(report)
    cells = [cell for block in report_tab(report, "tab").content.blocks for row in block.rows for cell in row]
    assert HOSTILE in cells


@settings(max_examples=30)
@given(rules=st.fixed_dictionaries({}, optional=CHARTER_VALUES), language=st.sampled_from(LANGUAGES))
def test_whatever_the_rules_the_text_has_no_gap(rules: Mapping[str, str], language: Language) -> None:
    report = charter_text(*(parameter(name, value) for name, value in rules.items()), language=language)
    lines = prose(report).split("\n")
    assert [each for each in lines if any(gap in each for gap in GAPS) or each.startswith(tuple(",.;:"))] == []
    assert not [each for each in sentences(report) if "None" in each]
