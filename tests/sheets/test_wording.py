"""Sentences: every finding and message is there in both languages, and reads as people write."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import netsheets
from netsheets.domain.findings import CODES, Finding, finding
from netsheets.errors import Changed, Conflict, InvalidRows, Misuse, NetsheetsError, StoreRefused
from netsheets.resources import resource
from netsheets.sheets.schema import tab, tabs
from netsheets.sheets.wording import LONGEST_VALUE, column_title, iso_day_in_words, plain_in_words, tab_title, worded
from netsheets.texts import LANGUAGES, Language, message

FINDINGS: dict[str, Any] = json.loads(resource("schemas", "findings.json").read_text("utf-8"))
MESSAGES: dict[str, Any] = json.loads(resource("schemas", "messages.json").read_text("utf-8"))
PACKAGE = Path(netsheets.__file__).parent
SPEAKING = {each.__name__ for each in (NetsheetsError, InvalidRows, Misuse, Conflict, Changed, StoreRefused, message)}
ALWAYS = {"value", "column", "tab", "row"}
OPTIONAL = {"unreadable_value": {"choices"}}
"""Details that a code may have and its example has not."""


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def example(code: str) -> Finding:
    given = FINDINGS[code]["example"]
    return finding(code, given["tab"], 14, given["column"] or None, given["value"], **given["details"])


def test_every_code_has_its_sentences_and_no_other_has_any() -> None:
    assert list(FINDINGS) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_finding_says_the_same_in_every_language(code: str) -> None:
    texts = FINDINGS[code]
    assert len(texts["en"]) == len(texts["fr"]) >= 2
    for english, french in zip(texts["en"], texts["fr"], strict=True):
        assert placeholders(english) == placeholders(french)
        assert placeholders(english) <= ALWAYS | set(texts["example"]["details"]) | OPTIONAL.get(code, set())
    # The last suggestion needs nothing that may be missing.
    assert all(placeholders(texts[language][-1]) <= ALWAYS | set(texts["example"]["details"]) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_an_example_of_every_finding_reads_without_a_gap(code: str, language: Language) -> None:
    for said in worded(example(code), language):
        assert said
        assert not set("{}") & set(said)
        assert all(gap not in said for gap in ("“”", "«  »", "  ", " ,", "()", "None"))


@pytest.mark.parametrize("code", CODES)
def test_a_finding_without_details_still_has_words(code: str) -> None:
    bare = finding(code, FINDINGS[code]["example"]["tab"], 14)
    assert all(isinstance(said, str) for language in LANGUAGES for said in worded(bare, language))


def test_every_example_names_a_column_of_its_tab() -> None:
    for code, texts in FINDINGS.items():
        column = texts["example"]["column"]
        assert not column or column in tab(texts["example"]["tab"]).column_by_key, code


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_the_same_in_every_language(code: str) -> None:
    assert set(MESSAGES[code]) == set(LANGUAGES)
    assert placeholders(MESSAGES[code]["en"]) == placeholders(MESSAGES[code]["fr"])
    assert all(text.strip() for text in MESSAGES[code].values())


def raised() -> Iterator[tuple[str, set[str], str]]:
    """Yield each code that the sources raise or say, the details given with it, and where."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]) if name in SPEAKING:
                    details = {str(each.arg) for each in node.keywords}
                    yield code, details, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def test_every_error_raised_has_its_sentence_and_the_details_it_names() -> None:
    unsaid = [(code, place) for code, _, place in raised() if code not in MESSAGES]
    assert unsaid == []
    needed = [(code, details, placeholders(MESSAGES[code]["en"]), place) for code, details, place in raised()]
    # What is passed on as `**details` can't be seen here.
    assert [each for each in needed if "None" not in each[1] and not each[2] <= each[1]] == []


def test_every_code_of_a_finding_is_used() -> None:
    sources = "".join(each.read_text("utf-8") for each in PACKAGE.rglob("*.py") if each.name != "findings.py")
    assert [code for code in CODES if f'"{code}"' not in sources] == []


def test_a_wrong_word_gets_the_nearest_label_of_the_language() -> None:
    wrong = finding("not_in_list", "referrals", 3, "status", "gagner", nearest="won", choices="given, won")
    assert worded(wrong, "en")[1] == "Did you mean “won”? You may choose: given, won."
    assert worded(wrong, "fr")[1] == "Vouliez-vous dire « gagné » ? Vous avez le choix : donné, gagné."


@pytest.mark.parametrize(
    ("value", "nearest", "added", "english", "french"),
    [
        ("RO1", "R01", "",
         "Did you mean “R01”? If not, Referrals lists the numbers there are.",
         "Vouliez-vous dire « R01 » ? Sinon, l'onglet Apports donne les numéros qui existent."),
        ("R77", "", "R77",
         "Type a number that Referrals lists, or add “R77” there first.",
         "Saisissez un numéro de l'onglet Apports, ou ajoutez-y d'abord « R77 »."),
        ("hotel", "", "",
         "Type a number that Referrals lists.",
         "Saisissez un numéro de l'onglet Apports."),
    ],
)  # fmt: skip
def test_without_a_nearest_the_next_suggestion_is_taken(
    value: str, nearest: str, added: str, english: str, french: str
) -> None:
    details = {"reference_tab": "referrals", "nearest": nearest, "added": added, "nothing": ""}
    unknown = finding("unknown_reference", "billing", 3, "referral_id", value, **details)
    assert worded(unknown, "en") == (f"Referral no.: there is no “{value}” in the tab Referrals.", english)
    assert worded(unknown, "fr") == (f"N° d'apport : « {value} » n'existe pas dans l'onglet Apports.", french)


def test_a_dash_is_to_be_emptied_and_never_added() -> None:
    details = {"reference_tab": "members", "nearest": "", "added": "", "nothing": "-"}
    _, what_to_do = worded(finding("unknown_reference", "members", 3, "lead_id", "-", **details), "en")
    assert what_to_do == "Empty the cell if “-” means none; else type a number that Members lists."


def test_a_rule_typed_nearly_as_its_label_is_found() -> None:
    unknown = finding("unknown_parameter", "charter", 3, "parameter", "Taux de comission", nearest="")
    assert worded(unknown, "en")[1] == "Did you mean “Commission rate (commission.rate)”?"
    assert worded(unknown, "fr")[1] == "Vouliez-vous dire « Taux de commission (commission.rate) » ?"


def test_what_was_typed_is_quoted_as_typed_and_what_was_read_as_people_write() -> None:
    typed = finding("text_for_day", "billing", 3, "paid_on", "2026-10-28", read_as="2026-10-28")
    assert (
        worded(typed, "en")[0] == "Paid on: “2026-10-28” was typed as text, not as a date; it was read as 28/10/2026."
    )
    late = finding("paid_in_future", "billing", 3, "paid_on", "2027-10-28", day="2026-11-03")
    assert worded(late, "en")[0] == "Paid on: 28/10/2027 lies in the future; today is 03/11/2026."


def test_a_word_of_a_choice_is_quoted_by_its_label() -> None:
    early = finding("attendance_in_future", "attendance", 3, "presence", "present", member="M1", day="2027-01-07")
    assert worded(early, "en")[0].startswith("Presence: M1 cannot be “present” yet")
    assert worded(early, "fr")[0].startswith("Présence : M1 ne peut pas encore être « présent »")


def test_a_warning_about_an_unreadable_cell_says_what_becomes_of_its_row() -> None:
    failed = finding("formula_error", "members", 3, "notes", "#REF!")
    assert worded(failed, "en")[0] == (
        "Notes: the formula in this cell fails with #REF!. The row counts all the same, as if this cell were empty."
    )
    assert worded(failed, "fr")[0].endswith("La ligne compte quand même, comme si cette cellule était vide.")
    needed = finding("formula_error", "billing", 3, "amount", "#REF!")
    assert worded(needed, "en")[0] == "Amount excl. VAT: the formula in this cell fails with #REF!."


def test_a_missing_cell_says_whether_its_row_counts() -> None:
    said = [
        worded(finding("required_missing", tab, 3, key), "en")[0]
        for tab, key in (("billing", "amount"), ("members", "name"))
    ]
    assert said == [
        "“Amount excl. VAT” is empty; every row should have it. The row cannot be counted without it.",
        "“Name” is empty; every row should have it. The row counts all the same.",
    ]
    assert worded(finding("required_missing", "members", 3, "name"), "fr")[0] == (
        "La cellule « Nom » est vide ; chaque ligne devrait l'avoir. La ligne compte quand même."
    )


def test_a_vat_status_that_cannot_be_read_says_what_vat_does_then() -> None:
    wrong = finding("not_in_list", "members", 3, "vat_status", "micro-entreprise")
    assert worded(wrong, "en")[0] == (
        "VAT status: “micro-entreprise” is not in the list. The row counts all the same; until the status can be read, "
        "no VAT is added to what this person is owed, and their statement says that it is missing."
    )
    assert worded(wrong, "fr")[0] == (
        "Régime de TVA : « micro-entreprise » n'est pas dans la liste. La ligne compte quand même ; tant que le régime "
        "n'est pas lisible, aucune TVA n'est ajoutée à ce qui est dû à cette personne, et son relevé dit qu'il manque."
    )


def test_a_long_value_is_cut() -> None:
    said, _ = worded(finding("wrong_type", "billing", 3, "amount", "x" * 5000, expected="money"), "en")
    assert said == f"Amount excl. VAT: “{'x' * LONGEST_VALUE}…” is not what belongs here."


def test_braces_in_a_cell_are_text() -> None:
    said, _ = worded(finding("wrong_type", "billing", 3, "amount", "{value} {0}", expected="money"), "en")
    assert said == "Amount excl. VAT: “{value} {0}” is not what belongs here."


@pytest.mark.parametrize(
    ("plain", "english", "french"),
    [
        ("1234.50", "1,234.50", "1\u202f234,50"),
        ("-0.05", "-0.05", "-0,05"),
        ("15%", "15%", "15\u00a0%"),
        ("15.5%", "15.5%", "15,5\u00a0%"),
        ("6", "6", "6"),
        ("2026", "2026", "2026"),
        ("M12", "M12", "M12"),
    ],
)
def test_numbers_in_words(plain: str, english: str, french: str) -> None:
    assert (plain_in_words(plain, "en"), plain_in_words(plain, "fr")) == (english, french)


@pytest.mark.parametrize(("iso", "said"), [("2026-10-31", "31/10/2026"), ("2026-10", "2026-10"), ("soon", "soon")])
def test_days_in_words(iso: str, said: str) -> None:
    assert iso_day_in_words(iso) == said


def test_titles_of_unknown_keys_are_the_keys() -> None:
    assert (tab_title("referrals", "fr"), tab_title("colours", "fr")) == ("Apports", "colours")
    assert column_title("billing", "paid_on", "fr") == "Payée le"
    assert (column_title("billing", "colour", "fr"), column_title("colours", "red", "en")) == ("colour", "red")


def test_every_severity_of_a_finding_has_a_label() -> None:
    severity = next(each for each in tabs() if each.key == "issues").column_by_key["severity"]
    assert [severity.label(word, "fr") for word in severity.choices] == ["erreur", "avertissement", "info"]
