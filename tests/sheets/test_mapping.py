"""Maps: foreign CSV rows become rows of the tabs, and a map that can't be meant is refused."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.errors import Misuse
from netsheets.sheets.mapping import Rows, iso_day, mapped, read_map, slug
from netsheets.sheets.schema import tab
from tests.support import ROOT

CRM = ROOT.parent / "shared" / "real" / "crm"
CRM_MAP = ROOT / "docs" / "examples" / "crm" / "map.json"

DEALS = (
    {"number": "7", "agent": "Zoé Bart", "stage": "Won", "closed": "01-03-17", "product": "GTXPro"},
    {"number": "8", "agent": "Zoé Bart", "stage": "Lost", "closed": "", "product": "GTX Pro"},
    {"number": "9", "agent": "Al Roy", "stage": "Wonn", "closed": "31-02-17", "product": "MG"},
)
TEAMS = ({"agent": "Zoé Bart", "boss": "Ida Kent"}, {"agent": "Zoé Bart", "boss": "Someone Else"})
FILES: Rows = {"deals.csv": DEALS, "teams.csv": TEAMS, "empty.csv": ()}


def cells(origin: object, *, key: str = "description", **source: object) -> list[str]:
    """Return what one column of the referrals becomes, from the deals."""
    given = {"referrals": [{"file": "deals.csv", "columns": {key: origin}, **source}]}
    return [row[key] for row in mapped(FILES, read_map(json.dumps(given), "map.json"))["referrals"]]


def refused(given: object, files: Rows = FILES) -> tuple[str, dict[str, object]]:
    """Return the code and details with which a map is refused."""
    text = given if isinstance(given, str) else json.dumps(given)
    with pytest.raises(Misuse) as raised:
        mapped(files, read_map(text, "map.json"))
    return raised.value.code, raised.value.details


def one_source(**changed: object) -> dict[str, object]:
    return {"referrals": [{"file": "deals.csv", "columns": {"description": "product"}, **changed}]}


class TestOrigins:
    def test_a_name_alone_is_a_column(self) -> None:
        assert cells("product") == cells({"column": "product"}) == ["GTXPro", "GTX Pro", "MG"]

    def test_a_value_is_the_same_in_every_row(self) -> None:
        assert cells({"value": "won"}) == ["won", "won", "won"]

    def test_a_template_names_columns(self) -> None:
        assert cells({"template": "B-{number}/{stage}"}) == ["B-7/Won", "B-8/Lost", "B-9/Wonn"]

    def test_a_template_is_empty_where_one_of_its_columns_is(self) -> None:
        assert cells({"template": "closed {closed}, no. {number}"}) == [
            "closed 01-03-17, no. 7", "", "closed 31-02-17, no. 9",
        ]  # fmt: skip

    def test_a_column_may_be_called_by_its_title(self) -> None:
        given = {"Apports": [{"file": "deals.csv", "columns": {"N° d'apport": "number", "Given on": "closed"}}]}
        rows = mapped(FILES, read_map(json.dumps(given), "map.json"))
        assert rows["referrals"][0] == {"referral_id": "7", "given_on": "01-03-17"}


class TestSteps:
    def test_values_replace_words_and_keep_others_as_typed(self) -> None:
        assert cells({"column": "stage", "values": {"Won": "won", "Lost": "lost"}}) == ["won", "lost", "Wonn"]

    def test_a_day_is_read_in_its_form_and_kept_as_typed_where_it_is_none(self) -> None:
        assert cells({"column": "closed", "day": "DD-MM-YY"}) == ["2017-03-01", "", "31-02-17"]

    def test_a_lookup_takes_the_first_match_and_keeps_what_it_does_not_find(self) -> None:
        boss = {"column": "agent", "lookup": {"file": "teams.csv", "column": "agent", "take": "boss"}}
        assert cells(boss) == ["Ida Kent", "Ida Kent", "Al Roy"]

    def test_steps_come_in_their_order_whatever_the_files(self) -> None:
        lookup = {"file": "teams.csv", "column": "agent", "take": "boss"}
        chained = {"slug": True, "values": {"Ida Kent": "Ida K."}, "lookup": lookup, "column": "agent"}
        assert cells(chained) == ["ida-k", "ida-k", "al-roy"]


class TestRows:
    def test_where_keeps_the_rows_that_hold_a_word(self) -> None:
        assert cells("number", where={"stage": "Won"}) == ["7"]

    def test_where_keeps_the_rows_that_hold_one_of_several(self) -> None:
        assert cells("number", where={"stage": ["Won", "Lost"]}) == ["7", "8"]

    def test_where_with_two_columns_needs_both(self) -> None:
        assert cells("number", where={"stage": ["Won", "Lost"], "product": "GTX Pro"}) == ["8"]

    def test_unless_keeps_what_nobody_thought_of(self) -> None:
        assert cells("number", unless={"stage": ["Won", "Lost"]}) == ["9"]

    def test_unless_leaves_out_what_where_would_keep(self) -> None:
        assert cells("number", unless={"stage": "Lost", "product": "MG"}) == ["7", "8", "9"]

    def test_distinct_keeps_the_first_of_equal_rows(self) -> None:
        assert cells({"column": "agent", "slug": True}, distinct=True) == ["zoe-bart", "al-roy"]

    def test_without_distinct_equal_rows_are_kept(self) -> None:
        assert cells("agent") == ["Zoé Bart", "Zoé Bart", "Al Roy"]

    def test_the_sources_of_a_tab_follow_each_other(self) -> None:
        deals = {"file": "deals.csv", "columns": {"name": "agent"}, "distinct": True}
        bosses = {"file": "teams.csv", "columns": {"name": "boss"}}
        rows = mapped(FILES, read_map(json.dumps({"members": [deals, bosses]}), "map.json"))["members"]
        assert [row["name"] for row in rows] == ["Zoé Bart", "Al Roy", "Ida Kent", "Someone Else"]

    def test_a_file_without_rows_gives_none(self) -> None:
        assert mapped(FILES, read_map(json.dumps(one_source(file="empty.csv")), "map.json")) == {"referrals": ()}


class TestDays:
    @pytest.mark.parametrize(
        ("text", "form", "day"),
        [
            ("31-10-26", "DD-MM-YY", "2026-10-31"),
            ("1-3-17", "DD-MM-YY", "2017-03-01"),
            (" 10/31/2026 ", "MM/DD/YYYY", "2026-10-31"),
            ("20261031", "YYYYMMDD", "2026-10-31"),
            ("29-02-24", "DD-MM-YY", "2024-02-29"),
        ],
    )
    def test_read_in_their_form(self, text: str, form: str, day: str) -> None:
        assert iso_day(text, form) == day

    @pytest.mark.parametrize("text", ["29-02-25", "31/10/26", "31-10-2026", "00-10-26", "soon", ""])
    def test_kept_where_they_are_none(self, text: str) -> None:
        assert iso_day(text, "DD-MM-YY") == text

    @given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2099, 12, 31)))
    def test_every_day_of_the_century_survives(self, day: dt.date) -> None:
        assert iso_day(day.strftime("%d.%m.%y"), "DD.MM.YY") == day.isoformat()


class TestSlugs:
    @pytest.mark.parametrize(
        ("name", "made"),
        [("Élodie d'Or", "elodie-d-or"), ("  Œuvre & Fils S.A. ", "oeuvre-fils-s-a"), ("東京", "東京"), ("", "")],
    )
    def test_made_of_names(self, name: str, made: str) -> None:
        assert slug(name) == made

    def test_cut_after_32_characters_and_never_at_a_hyphen(self) -> None:
        assert slug("a" * 32) == "a" * 32
        assert slug("a" * 33) == "a" * 32
        assert slug(f"{'a' * 31} b") == "a" * 31

    @given(st.text(max_size=60))
    def test_making_one_twice_changes_nothing(self, name: str) -> None:
        assert slug(slug(name)) == slug(name)


class TestRefusals:
    def test_no_json(self) -> None:
        assert refused('{"clients": [}') == ("map_not_json", {"path": "map.json", "line": 1, "column": 14})

    @pytest.mark.parametrize(
        ("given", "place"),
        [
            ([], "{…}"),
            ({"referrals": {"file": "deals.csv"}}, "referrals"),
            ({"referrals": [{"file": "deals.csv"}]}, "referrals[0]"),
            (one_source(file=3), "referrals[0].file"),
            (one_source(columns=["product"]), "referrals[0].columns"),
            (one_source(columns={"description": ""}), "referrals[0].columns.description"),
            (one_source(columns={"description": {"slug": True}}), "referrals[0].columns.description"),
            (one_source(columns={"notes": {"column": "a", "value": "b"}}), "referrals[0].columns.notes"),
            (one_source(columns={"notes": {"column": "a", "slug": "yes"}}), "referrals[0].columns.notes.slug"),
            (one_source(columns={"notes": {"column": "a", "values": {"b": 1}}}), "referrals[0].columns.notes.values"),
            (one_source(columns={"won_on": {"column": "a", "day": "DD-MM"}}), "referrals[0].columns.won_on.day"),
            (one_source(columns={"won_on": {"column": "a", "day": "YY YYYY"}}), "referrals[0].columns.won_on.day"),
            (one_source(columns={"notes": {"column": "a", "lookup": {}}}), "referrals[0].columns.notes.lookup"),
            (one_source(where={"stage": 1}), "referrals[0].where.stage"),
            (one_source(unless=["stage"]), "referrals[0].unless"),
            (one_source(distinct="yes"), "referrals[0].distinct"),
        ],
    )  # fmt: skip
    def test_what_can_not_be_meant_names_its_place(self, given: object, place: str) -> None:
        code, details = refused(given)
        assert (code, details["place"]) == ("map_wrong", place)

    @pytest.mark.parametrize(
        ("given", "place", "name", "known"),
        [
            ({"referals": []}, "{…}", "referals", "referrals"),
            (one_source(were={}), "referrals[0]", "were", "where"),
            (one_source(columns={"decription": "a"}), "referrals[0].columns", "decription", "description"),
            (one_source(columns={"notes": {"colum": "a"}}), "referrals[0].columns.notes", "colum", "column"),
        ],
    )
    def test_an_unknown_name_is_shown_the_nearest(self, given: object, place: str, name: str, known: str) -> None:
        assert refused(given) == (
            "map_unknown", {"path": "map.json", "place": place, "name": name, "known": known},
        )  # fmt: skip

    def test_a_tab_that_netsheets_alone_writes(self) -> None:
        code, details = refused({"ledger": []})
        assert (code, details["name"]) == ("map_unknown", "ledger")

    def test_a_column_twice_by_key_and_title(self) -> None:
        code, details = refused(one_source(columns={"won_on": "closed", "Gagné le": "closed"}))
        assert (code, details["name"]) == ("map_unknown", "Gagné le")

    def test_a_file_that_is_not_there(self) -> None:
        assert refused(one_source(file="dials.csv")) == (
            "import_file_missing", {"file": "dials.csv", "files": "deals.csv, empty.csv, teams.csv"},
        )  # fmt: skip

    @pytest.mark.parametrize(
        "changed",
        [
            {"columns": {"notes": "missing"}},
            {"columns": {"notes": {"template": "{number} {missing}"}}},
            {"where": {"missing": "x"}},
            {"unless": {"missing": "x"}},
        ],
    )
    def test_a_column_that_is_not_there(self, changed: dict[str, object]) -> None:
        columns = "number, agent, stage, closed, product"
        assert refused(one_source(**changed)) == (
            "import_column_missing", {"file": "deals.csv", "column": "missing", "columns": columns},
        )  # fmt: skip

    def test_a_lookup_whose_column_is_not_there(self) -> None:
        lookup = {"file": "teams.csv", "column": "agent", "take": "chief"}
        code, details = refused(one_source(columns={"notes": {"column": "agent", "lookup": lookup}}))
        assert (code, details["file"], details["column"]) == ("import_column_missing", "teams.csv", "chief")


@pytest.fixture(scope="module", name="files")
def crm_files() -> Rows:
    return {path.name: rows_of(path) for path in CRM.glob("*.csv")}


@pytest.fixture(scope="module", name="rows")
def crm_rows(files: Rows) -> Rows:
    return mapped(files, read_map(CRM_MAP.read_text(encoding="utf-8"), CRM_MAP.name))


@pytest.mark.skipif(not CRM.is_dir(), reason="the CRM data set is not in ../shared")
class TestCrm:
    """The public data set through the map that the documentation shows."""

    def test_every_row_arrives(self, rows: Rows) -> None:
        counts = {key: len(found) for key, found in rows.items()}
        assert counts == {"members": 41, "clients": 85, "referrals": 8800, "billing": 4238}

    def test_ids_are_distinct_and_fit_their_columns(self, rows: Rows) -> None:
        for key, found in rows.items():
            ids = [row[tab(key).key_columns[0]] for row in found]
            assert len(set(ids)) == len(ids)
            assert all(0 < len(each) <= 32 for each in ids)

    def test_who_is_named_is_there(self, rows: Rows) -> None:
        members = {row["member_id"] for row in rows["members"]}
        clients = {row["client_id"] for row in rows["clients"]}
        assert {row["lead_id"] for row in rows["members"] if "lead_id" in row} <= members
        assert {row["referrer_id"] for row in rows["referrals"]} <= members
        assert {row["recipient_id"] for row in rows["referrals"]} <= members
        assert {row["client_id"] for row in rows["referrals"]} <= clients | {""}
        assert all(row["referrer_id"] != row["recipient_id"] for row in rows["referrals"])

    def test_stages_and_products_are_translated(self, rows: Rows) -> None:
        statuses = Counter(row["status"] for row in rows["referrals"])
        assert statuses == {"won": 4238, "lost": 2473, "contacted": 1589, "given": 500}
        assert "GTXPro" not in {row["description"] for row in rows["referrals"]}
        assert "technolgy" not in {row["sector"] for row in rows["clients"]}

    def test_what_the_data_lacks_stays_empty(self, rows: Rows) -> None:
        assert sum(not row["given_on"] for row in rows["referrals"]) == 500
        assert sum(not row["client_id"] for row in rows["referrals"]) == 1425

    def test_one_deal(self, rows: Rows) -> None:
        assert next(row for row in rows["referrals"] if row["referral_id"] == "Z063OYW0") == {
            "referral_id": "Z063OYW0",
            "given_on": "2016-10-25",
            "referrer_id": "darcel-schlecht",
            "recipient_id": "melvin-marxen",
            "client_id": "isdom",
            "kind": "recommendation",
            "status": "won",
            "description": "GTX Pro",
            "won_on": "2017-03-11",
            "deal_amount": "4514",
        }

    def test_billing_carries_the_whole_revenue(self, rows: Rows, files: Rows) -> None:
        won = [int(row["close_value"]) for row in files["sales_pipeline.csv"] if row["deal_stage"] == "Won"]
        assert sum(int(row["amount"]) for row in rows["billing"]) == sum(won) == 10_005_534


def rows_of(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))
