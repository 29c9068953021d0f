"""The schemas: one a tab, in step with tabs.md and the records, read alike by both validators."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from netsheets.domain.book import INPUT_TABS
from netsheets.domain.records import RECORDS
from netsheets.resources import resource
from netsheets.sheets.labels import normalised
from netsheets.sheets.schema import Tab, TabColumn, input_tabs, output_tabs, tab, tabs, type_names
from netsheets.texts import LANGUAGES

OUTPUT = (
    "issues", "ledger", "standing", "documents", "sealed_rows", "closings", "ownership", "balances", "summary",
    "recruitment", "directory", "synergies", "teams", "project_review", "agenda", "activity", "charter_text",
)  # fmt: skip
PYTHON_TYPES = {
    "id": str,
    "text": str,
    "choice": str,
    "currency": str,
    "day": dt.date,
    "money": Decimal,
    "positive_money": Decimal,
    "number": Decimal,
    "percent": Decimal,
    "score": int,
    "list": tuple[str, ...],
}
EMPTY_IS_NONE = (dt.date, Decimal, int)
EXCEL_LIST = 255
"""The longest drop-down list Excel keeps within a cell's rule; words are separated by commas."""

ALL_TABS = pytest.mark.parametrize("each", tabs(), ids=lambda each: each.key)


def columns() -> list[TabColumn]:
    return [column for each in tabs() for column in each.columns]


def example_row(each: Tab) -> dict[str, Any]:
    return {column.key: column.example for column in each.columns}


@cache
def authority(key: str) -> Draft202012Validator:
    return Draft202012Validator(tab(key).json)


@cache
def fast(key: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(tab(key).json)


@cache
def unbundled(key: str) -> Draft202012Validator:
    """Return a validator of the file itself, which looks its types up in types.json."""
    types, schema = (json.loads(resource("schemas", f"{name}.json").read_text("utf-8")) for name in ("types", key))
    return Draft202012Validator(schema, registry=Registry().with_resource("types.json", Resource.from_contents(types)))


def verdicts(key: str, row: Mapping[str, Any]) -> set[bool]:
    return {authority(key).is_valid(row), fast(key).is_valid(row), unbundled(key).is_valid(row)}


# The tabs and columns of the contract


def test_every_tab_of_the_contract_has_a_schema_in_its_order() -> None:
    assert tuple(each.key for each in tabs()) == INPUT_TABS + OUTPUT
    assert tuple(each.key for each in input_tabs()) == INPUT_TABS
    assert tuple(each.key for each in output_tabs()) == OUTPUT
    assert [each.position for each in tabs()] == list(range(1, 35))


def test_a_network_starts_with_six_tabs() -> None:
    starting = [each.key for each in tabs() if each.starting]
    assert starting == ["members", "interviews", "clients", "referrals", "billing", "charter"]


def test_an_unknown_tab_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        tab("invoices")


@pytest.mark.parametrize("each", input_tabs(), ids=lambda each: each.key)
def test_schema_and_record_agree_field_by_field(each: Tab) -> None:
    record = RECORDS[each.key]
    names = list(record._fields)
    hints = get_type_hints(record)
    assert [column.key for column in each.columns] == names[:-1]
    assert names[-1] == "row"
    for column in each.columns:
        held = PYTHON_TYPES[column.type]
        optional = held in EMPTY_IS_NONE and not column.required
        assert hints[column.key] == (held | None if optional else held), column.key


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("members", ("member_id",)),
        ("shares", ("referral_id", "member_id", "role")),
        ("attendance", ("meeting_id", "member_id")),
        ("charter", ()),
        ("relationships", ()),
        ("agreements", ()),
        ("ledger", ("line_id",)),
        ("closings", ("sha256", "currency")),
    ],
)
def test_key_columns(key: str, expected: tuple[str, ...]) -> None:
    assert tab(key).key_columns == expected


@ALL_TABS
def test_key_columns_are_required_columns(each: Tab) -> None:
    assert all(each.column_by_key[key].required for key in each.key_columns)


def test_references_lead_to_the_one_key_column_of_a_tab() -> None:
    for column in columns():
        for target in filter(None, (column.reference, column.items_reference)):
            assert len(tab(target).key_columns) == 1, column.key


def test_the_network_may_stand_where_the_contract_says() -> None:
    found = {(each.key, column.key) for each in input_tabs() for column in each.columns if column.also}
    assert found == {
        ("referrals", "referrer_id"),
        ("payouts", "payer_id"),
        ("payouts", "payee_id"),
        ("entries", "payer_id"),
        ("entries", "payee_id"),
    }


# What people read


@ALL_TABS
def test_titles_and_keys_of_a_tab_never_collide(each: Tab) -> None:
    names = Counter(
        name for column in each.columns for name in {normalised(text) for text in (column.key, *column.titles.values())}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_titles_and_keys_of_tabs_never_collide() -> None:
    names = Counter(
        name for each in tabs() for name in {normalised(text) for text in (each.key, *each.titles.values())}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_everything_is_said_in_every_language() -> None:
    shown = [(each.key, each.titles, each.descriptions) for each in tabs()]
    shown += [(each.key, each.titles, each.descriptions) for each in columns()]
    for key, titles, descriptions in shown:
        for said in (titles, descriptions):
            assert set(said) == set(LANGUAGES), key
            assert all(text.strip() == text != "" for text in said.values()), key
        assert all(len(text) <= 255 for text in descriptions.values()), key
    assert {column.type for column in columns()} - {"choice"} == set(type_names())


def test_every_word_has_a_label_of_its_own_in_every_language() -> None:
    for column in columns():
        assert set(column.labels) == set(LANGUAGES)
        for labels in column.labels.values():
            assert list(labels) == column.json.get("enum", list(labels)), column.key
            meanings = {(normalised(text), word) for word, label in labels.items() for text in (word, label)}
            assert len({text for text, _ in meanings}) == len(meanings), column.key


def test_drop_downs_fit_in_excel() -> None:
    for column in columns():
        for language in LANGUAGES:
            offered = [column.label(word, language) for word in column.choices]
            assert all(label.strip() == label and not set(label) & set(',;"') for label in offered), column.key
            assert len(",".join(offered)) <= EXCEL_LIST, column.key


def test_a_case_offers_words_and_keeps_any_other() -> None:
    case = tab("referrals").column_by_key["case"]
    assert case.type == "text"
    assert case.choices == ("standard", "double", "reduced", "waived")
    assert [case.label(word, "fr") for word in case.choices] == ["standard", "double", "réduit", "offert"]
    assert case.label("solidarity", "fr") == "solidarity"


# What both validators say


@ALL_TABS
def test_both_validators_accept_the_schema_and_its_examples(each: Tab) -> None:
    Draft202012Validator.check_schema(each.json)
    jsonschema_rs.meta.validate(each.json)
    assert verdicts(each.key, example_row(each)) == {True}


@pytest.mark.parametrize(
    ("key", "column", "good", "bad"),
    [
        ("members", "member_id", ["M1", "a", "x" * 32, "F.3_1"], ["", "-1", "x" * 33, "É1", "M1\n", "NETWORK", 7]),
        ("referrals", "referrer_id", ["NETWORK"], ["NETWORK\n"]),
        ("billing", "issued_on", ["1900-01-01", "2199-12-31"], ["1899-12-31", "2026-13-01", "26-1-1", "2026-01-01\n"]),
        ("billing", "amount", ["0.01", "999999999999.99"], ["0.00", "-1.00", "1.0", "1", "01.00", "1.00\n", "0.00\n"]),
        ("referrals", "deal_amount", ["0.00", "12.30"], ["-0.01", "-0.00", "1.234", 12]),
        ("ledger", "amount", ["-0.01", "0.00"], ["-0.00", "+1.00", "-0.00\n"]),
        ("shares", "weight", ["1", "0.5", "0.000001"], ["0", "0.0", "0.000000", "-1", ".5", "1.", "0\n", "1\n"]),
        ("referrals", "rate", ["15%", "0%", "17.5%"], ["15", "0.15", "15 %", "-1%", "15%\n"]),
        ("interviews", "ethics", [1, 5], [0, 6, 2.5, "3", True]),
        ("payouts", "currency", ["EUR"], ["eur", "EURO", "EUR\n"]),
        ("clients", "notes", ["", "one\ntwo\tthree", "x" * 5000], ["x" * 5001, "a\u0000", "\u007f"]),
        ("members", "skills", [[], ["lighting"]], ["lighting", [""], [1]]),
        ("projects", "participants", [["M1", "M2"]], [["M 1"], ["x" * 33], [""]]),
        ("ledger", "month", ["2026-10"], ["2026-13", "2026-1", "2026-10-01", "2026-10\n"]),
        ("closings", "sha256", ["0f" * 32], ["0F" * 32, "0" * 63, "0" * 64 + "\n"]),
        ("referrals", "status", ["won"], ["Won", "", "gagné"]),
    ],
)  # fmt: skip
def test_bounds_of_every_type(key: str, column: str, good: list[Any], bad: list[Any]) -> None:
    row = example_row(tab(key))
    for value in good:
        assert verdicts(key, {**row, column: value}) == {True}, value
    for value in bad:
        assert verdicts(key, {**row, column: value}) == {False}, value


def test_a_row_without_a_required_cell_or_with_an_unknown_one_is_refused() -> None:
    row = example_row(tab("billing"))
    assert verdicts("billing", {key: value for key, value in row.items() if key != "amount"}) == {False}
    assert verdicts("billing", {key: value for key, value in row.items() if key != "notes"}) == {True}
    assert verdicts("billing", {**row, "colour": "red"}) == {False}


def test_an_extension_needs_until_and_a_release_does_not() -> None:
    row = {"client_id": "C1", "date": "2026-11-02"}
    assert verdicts("relationships", {**row, "event": "extension"}) == {False}
    assert verdicts("relationships", {**row, "event": "extension", "until": "2027-01-31"}) == {True}
    assert verdicts("relationships", {**row, "event": "release"}) == {True}


def test_a_dispute_has_both_a_day_of_decision_and_an_outcome_or_neither() -> None:
    row = {"dispute_id": "D1", "referral_id": "R1", "opened_on": "2026-10-12", "opened_by": "M1", "reason": "ours"}
    assert verdicts("disputes", row) == {True}
    assert verdicts("disputes", {**row, "resolved_on": "2026-11-03"}) == {False}
    assert verdicts("disputes", {**row, "outcome": "upheld"}) == {False}
    assert verdicts("disputes", {**row, "resolved_on": "2026-11-03", "outcome": "upheld"}) == {True}


EXAMPLES = [column.example for column in columns() if column.type != "list"]
MANGLED: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(EXAMPLES),
    st.sampled_from(
        ["", "0", "0.00", "-0.00", "0.50", "1.", ".5", "1,5", "%", "0%", "100.5%", "2026-02-30", "NETWORK"]
    ),
    st.sampled_from([each + "\n" for each in EXAMPLES if isinstance(each, str)]),
    st.text("0159.-%", max_size=8),
    st.text("aZ09._-% \n\t\u0000\u007f\u0085\u2028é€", max_size=40),
    st.none() | st.booleans() | st.integers(-2, 8) | st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.text("aM1 \n", max_size=3) | st.integers(0, 2), max_size=3),
)


@given(st.data())
def test_both_validators_pass_the_same_verdict_on_any_row(data: st.DataObject) -> None:
    each = data.draw(st.sampled_from(tabs()))
    keys = [column.key for column in each.columns]
    left_out = data.draw(st.sets(st.sampled_from(keys), max_size=3)) if keys else set()
    changed = data.draw(st.dictionaries(st.sampled_from([*keys, "colour"]), MANGLED, max_size=3))
    row = {key: value for key, value in example_row(each).items() if key not in left_out} | changed
    assert len(verdicts(each.key, row)) == 1, row


# What loading costs


def test_reading_the_schemas_loads_no_validator() -> None:
    program = (
        "import sys; from netsheets.sheets import labels, schema, wording; schema.tabs();"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'jsonschema', 'jsonschema_rs', 'openpyxl'}))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
