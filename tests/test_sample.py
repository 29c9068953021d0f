"""The sample network and the guide: two editions of one network, without errors, rich enough for every report."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

import pytest

from netsheets.domain.book import INPUT_TABS, Book
from netsheets.domain.charter import charter_of
from netsheets.domain.checks import findings_of
from netsheets.domain.checks.charter import charter_findings
from netsheets.domain.findings import Finding
from netsheets.domain.network import Network, owned_clients
from netsheets.domain.settlement import balances_of
from netsheets.sheets.decode import decode
from netsheets.sheets.layout.dressing import filling
from netsheets.sheets.placing import new_placement
from netsheets.sheets.schema import input_tabs, output_tabs, tab
from netsheets.stores.port import Grid, Snapshot
from netsheets.texts import LANGUAGES, Language
from tests.support import ROOT
from tests.support.closings import EMPTY, closed, draft, month

SAMPLE = ROOT / "templates" / "sample"
TODAY = dt.date(2026, 11, 22)
MONTHS = ("2026-08", "2026-09", "2026-10")
SAME_IN_EVERY_LANGUAGE = frozenset({"name", "company", "email", "phone", "cv_url", "address", "postcode", "city"})
SPOKEN_PARAMETERS = {"network.name", "locale"}

Typed = Mapping[str, Sequence[Mapping[str, str]]]


@cache
def lines(language: Language, key: str) -> tuple[tuple[str, ...], ...]:
    """Return a file of the sample, its header first."""
    with (SAMPLE / language / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(tuple(line) for line in csv.reader(file))


def sample(language: Language) -> dict[str, list[dict[str, str]]]:
    """Return the sample's rows by tab."""
    files = {key: lines(language, key) for key in INPUT_TABS}
    return {key: [dict(zip(header, row, strict=True)) for row in rows] for key, (header, *rows) in files.items()}


def late(network: Typed) -> Typed:
    """Return the network with the rows that come in after August was closed."""
    with (SAMPLE / "late" / "billing.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {**network, "billing": [*network["billing"], *rows]}


def workbook(network: Typed, language: Language) -> Snapshot:
    """Return the network as it stands in a sheet that a person filled."""
    grids = []
    for index, schema in enumerate(input_tabs()):
        placement = new_placement(schema, language)
        header = tuple(column.titles[language] for column in schema.columns)
        rows = filling(network[schema.key], placement, language).rows
        grids.append(Grid(placement.title, (header, *rows), index=index))  # type: ignore[arg-type]
    return Snapshot("sample", tuple(grids), "1")


def book(network: Typed, language: Language = "en") -> Book:
    return decode(workbook(network, language)).book


def findings(language: Language) -> list[Finding]:
    """Return everything `validate` says of the sample."""
    decoded = decode(workbook(sample(language), language))
    charter = charter_of(decoded.book.charter)
    return [
        *decoded.findings,
        *charter_findings(decoded.book.charter, charter),
        *findings_of(Network.of(decoded.book, TODAY)),
    ]


class TestEditions:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_fills_every_input_tab_under_the_keys_of_its_schema(self, language: Language) -> None:
        assert {path.stem for path in (SAMPLE / language).iterdir()} == set(INPUT_TABS)
        for key in INPUT_TABS:
            header, *rows = lines(language, key)
            assert header == tuple(column.key for column in tab(key).columns)
            assert rows

    @pytest.mark.parametrize("key", INPUT_TABS)
    def test_ids_days_amounts_and_words_are_the_same(self, key: str) -> None:
        english, french = (sample(language)[key] for language in LANGUAGES)
        assert len(english) == len(french)
        for here, there in zip(english, french, strict=True):
            for column in tab(key).columns:
                spoken = column.type in ("text", "list") and column.key not in SAME_IN_EVERY_LANGUAGE | {"participants"}
                if key == "charter" and here["parameter"] not in SPOKEN_PARAMETERS:
                    spoken = column.key == "note"
                if not spoken and (key, column.key) != ("charter", "value"):
                    assert here[column.key] == there[column.key]
                assert bool(here[column.key]) == bool(there[column.key])

    def test_each_speaks_its_language(self) -> None:
        locales = {row["value"] for key in LANGUAGES for row in sample(key)["charter"] if row["parameter"] == "locale"}
        assert locales == {"en_GB", "fr_FR"}


class TestInventedIdentities:
    def test_mail_goes_to_reserved_domains(self) -> None:
        people = [*sample("en")["members"], *sample("en")["clients"]]
        assert all(row["email"].endswith((".example.org", ".example.com")) for row in people if row["email"])

    def test_telephones_are_in_the_ranges_set_aside_for_fiction(self) -> None:
        assert all(row["phone"].startswith(("04 65 71 ", "06 39 98 ")) for row in sample("en")["members"])

    def test_no_company_has_such_a_siren_and_no_bank_such_a_code(self) -> None:
        people = [*sample("en")["members"], *sample("en")["clients"]]
        assert all(row["siren"].startswith("00000") for row in people if row["siren"])
        ibans = [row["iban"].replace(" ", "") for row in sample("en")["members"] if row["iban"]]
        assert {iban[4:9] for iban in ibans} == {"99999"}


class TestFindings:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_there_are_a_few_worth_a_look_and_no_error(self, language: Language) -> None:
        found = [(each.severity, each.code, each.tab, each.row) for each in findings(language)]
        assert sorted(found) == [
            ("info", "billed_after_window", "billing", 69),
            ("info", "partners_never_worked_together", "projects", 2),
            ("info", "partners_never_worked_together", "projects", 4),
            ("warning", "client_owned_by_other", "referrals", 40),
            ("warning", "skills_overlap", "projects", 4),
            ("warning", "verdicts_diverge", "interviews", 9),
        ]


class TestVariety:
    @pytest.mark.parametrize(
        ("key", "column", "words"),
        [
            ("members", "status", {"active", "candidate", "left", "rejected"}),
            ("interviews", "kind", {"interview", "site_visit", "guest_visit", "reference"}),
            ("referrals", "kind", {"recommendation", "joint_response", "network_lead"}),
            ("referrals", "status", {"given", "contacted", "quoted", "won", "lost", "cancelled"}),
            ("referrals", "case", {"", "double", "reduced", "waived"}),
            ("shares", "role", {"referrer", "performer"}),
            ("relationships", "event", {"extension", "release"}),
            ("projects", "outcome", {"ongoing", "success", "failed"}),
            ("meetings", "kind", {"meeting", "social", "visit", "presentation", "one_to_one", "training"}),
            ("attendance", "presence", {"present", "late", "excused", "absent", "substitute"}),
        ],
    )
    def test_every_word_occurs(self, key: str, column: str, words: set[str]) -> None:
        assert {row[column] for row in sample("en")[key]} == words

    def test_a_candidate_is_ready_and_another_is_not(self) -> None:
        held = [row for row in sample("en")["interviews"] if row["kind"] == "interview"]
        assert len({row["interviewer_id"] for row in held if row["candidate_id"] == "M14"}) == 2
        assert len({row["interviewer_id"] for row in held if row["candidate_id"] == "M15"}) == 1

    def test_one_relationship_runs_out_within_the_month(self) -> None:
        rows = book(sample("en"))
        owned = owned_clients(Network.of(rows, TODAY), TODAY)
        ending = {each.client_id: each.last_day for each in owned if each.status == "expiring"}
        assert ending["C06"] == dt.date(2026, 11, 28)
        assert {each.owner_id for each in owned if each.client_id == "C14"} == {"NETWORK"}


class TestThreeMonths:
    def test_what_each_posts(self) -> None:
        network: Typed = sample("en")
        ledger = EMPTY
        told = []
        for each in MONTHS:
            closing = draft(book(network), each, ledger)
            kinds = [line.kind for line in closing.posted]
            held = sorted({line.dispute_id for line in closing.held})
            told.append((each, kinds.count("commission"), kinds.count("adjustment"), held))
            ledger = closed(book(network), each, ledger)
            network = late(network) if each == "2026-08" else network
        assert told == [("2026-08", 22, 0, []), ("2026-09", 14, 4, ["D1"]), ("2026-10", 18, 2, ["D2"])]

    def test_rows_that_come_late_are_adjusted_in_september(self) -> None:
        ledger = closed(book(sample("en")), "2026-08")
        september = draft(book(late(sample("en"))), "2026-09", ledger)
        adjusted = {
            (line.event_id, line.payee_id): line.amount for line in september.posted if line.kind == "adjustment"
        }
        assert adjusted == {
            ("B77", "M01"): Decimal("-25.65"),
            ("B77", "NETWORK"): Decimal("-1.35"),
            ("B76", "M10"): Decimal("923.40"),
            ("B76", "NETWORK"): Decimal("48.60"),
        }

    def test_payouts_settle_what_the_months_before_left_but_for_one_late_payer(self) -> None:
        ledger = closed(book(sample("en")), "2026-08")
        rows = book(late(sample("en")))
        ledger = closed(rows, "2026-09", ledger)
        october = closed(rows, "2026-10", ledger)
        balances = balances_of(october.lines, month("2026-10"))
        assert sum(each.closing for each in balances) == 0
        unpaid = {each.member_id: each.opening + each.paid_out for each in balances if each.opening < 0}
        assert {member for member, left in unpaid.items() if left} == {"M07"}


class TestGuide:
    def guide(self) -> dict[Language, list[dict[str, str]]]:
        loaded: dict[Language, list[dict[str, str]]] = json.loads((ROOT / "templates" / "guide.json").read_bytes())
        return loaded

    def test_it_says_the_same_in_every_language(self) -> None:
        english, french = (self.guide()[language] for language in LANGUAGES)
        assert [line["level"] for line in english] == [line["level"] for line in french]
        assert {line["level"] for line in english} == {"heading", "text"}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_names_every_tab(self, language: Language) -> None:
        said = " ".join(line["text"] for line in self.guide()[language])
        missing = [each.key for each in (*input_tabs(), *output_tabs()) if each.titles[language] not in said]
        assert missing == []
