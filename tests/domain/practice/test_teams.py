"""Teams: who leads whom, who is new, who needs a hand."""

from __future__ import annotations

import pytest

from netsheets.domain.charter import Terms, charter_of
from netsheets.domain.month import Month
from netsheets.domain.practice.teams import Mate, Team, Teams, teams_of
from netsheets.domain.records import Record
from netsheets.exports.document import Report, Table, Text
from netsheets.exports.reports import REPORTS, Asked, Setting
from netsheets.texts import Language
from tests.support import build

TODAY = "2026-11-22"


def terms(*rows: Record) -> Terms:
    return charter_of(build.book(*rows).charter).on(build.day(TODAY))


def teams(*rows: Record) -> Teams:
    return teams_of(build.book(*rows), terms(*rows), build.day(TODAY))


def members_of(found: Teams) -> list[tuple[str, list[str]]]:
    return [(each.lead_id, [mate.member_id for mate in each.mates]) for each in found.teams]


def mate(*rows: Record) -> Mate:
    """Return what is said of M1 when these rows are there."""
    found = teams(*rows)
    return next(each for team in found.teams for each in team.mates if each.member_id == "M1")


def given(on: str, referral_id: str = "R1", **more: object) -> Record:
    return build.referral(referral_id, given_on=on, **more)


def test_a_team_is_a_lead_and_the_active_members_they_lead() -> None:
    rows = (
        build.member("M1", lead_id="M9"),
        build.member("M2", lead_id="M9"),
        build.member("M9"),
    )
    assert members_of(teams(*rows)) == [("M9", ["M1", "M2"])]


@pytest.mark.parametrize("status", ["candidate", "suspended", "left", "rejected"])
def test_only_active_members_are_in_a_team(status: str) -> None:
    rows = (build.member("M1", lead_id="M9", status=status), build.member("M2", lead_id="M9"), build.member("M9"))
    assert members_of(teams(*rows)) == [("M9", ["M2"])]


def test_who_has_no_lead_or_one_who_is_not_active_comes_last() -> None:
    rows = (
        build.member("M1"),
        build.member("M2", lead_id="M8"),
        build.member("M3", lead_id="M9"),
        build.member("M8", status="left"),
        build.member("M9"),
    )
    assert members_of(teams(*rows)) == [("M9", ["M3"]), ("", ["M1", "M2"])]


def test_a_lead_stands_in_their_own_leads_team() -> None:
    rows = (build.member("M1", lead_id="M2"), build.member("M2", lead_id="M3"), build.member("M3"))
    assert members_of(teams(*rows)) == [("M2", ["M1"]), ("M3", ["M2"])]


def test_who_leads_themselves_has_no_lead() -> None:
    assert members_of(teams(build.member("M1", lead_id="M1"), build.member("M2"))) == [("", ["M1", "M2"])]


def test_leads_in_a_circle_stand_in_each_others_team() -> None:
    rows = (build.member("M1", lead_id="M2"), build.member("M2", lead_id="M1"))
    assert members_of(teams(*rows)) == [("M1", ["M2"]), ("M2", ["M1"])]


def test_newest_members_come_first_and_those_of_unknown_age_last() -> None:
    rows = (
        build.member("M1", joined_on="2024-01-01"),
        build.member("M2", joined_on=None),
        build.member("M3", joined_on="2026-01-01"),
        build.member("M4", joined_on="2024-01-01"),
    )
    assert members_of(teams(*rows)) == [("", ["M3", "M1", "M4", "M2"])]


@pytest.mark.parametrize(("size", "too_large"), [(1, False), (2, False), (3, True)])
def test_a_team_is_too_large_beyond_the_charters_size(size: int, too_large: bool) -> None:
    rows = (build.parameter("team.size_max", "2"), build.member("M9"))
    led = tuple(build.member(f"M{number}", lead_id="M9") for number in range(size))
    assert teams(*rows, *led).teams[0].too_large is too_large


def test_those_without_a_lead_are_never_too_many() -> None:
    assert not Team("", tuple([mate(build.member("M1"))] * 9), 2).too_large


@pytest.mark.parametrize(
    ("joined_on", "newcomer"), [("2025-11-23", True), ("2025-11-22", False), ("2026-11-22", True), (None, False)]
)
def test_a_newcomer_joined_less_than_twelve_months_ago(joined_on: str | None, newcomer: bool) -> None:
    assert mate(build.member("M1", joined_on=joined_on)).newcomer is newcomer


def test_the_charter_says_how_long_one_is_a_newcomer() -> None:
    rule = build.parameter("recruitment.experience_months", "6")
    joined = [teams(rule, build.member("M1", joined_on=on)).teams[0].mates[0] for on in ("2026-05-23", "2026-05-22")]
    assert [each.newcomer for each in joined] == [True, False]


@pytest.mark.parametrize(
    ("on", "in_all", "this_year"),
    [("2025-11-22", 1, 0), ("2025-11-23", 1, 1), ("2026-11-22", 1, 1), ("2026-11-23", 0, 0)],
)
def test_referrals_count_until_today_and_those_of_twelve_months_apart(on: str, in_all: int, this_year: int) -> None:
    found = mate(build.member("M1"), build.member("M2"), given(on))
    assert (found.given, found.given_this_year) == (in_all, this_year)


def test_the_last_referral_is_the_latest_whatever_the_order_of_rows() -> None:
    found = mate(build.member("M1"), build.member("M2"), given("2026-09-01", "R2"), given("2026-03-01", "R1"))
    assert (found.given, found.last_given_on) == (2, build.day("2026-09-01"))


def test_a_referral_to_oneself_does_not_count() -> None:
    found = mate(build.member("M1"), given("2026-09-01", recipient_id="M1"))
    assert (found.given, found.last_given_on, found.need) == (0, None, "first_referral")


def test_a_referral_brought_together_counts_for_each() -> None:
    rows = (build.member("M1"), build.member("M2"), build.member("M3"))
    shares = (build.share("R1", member_id="M1", weight="1"), build.share("R1", member_id="M3", weight="2"))
    found = teams(*rows, given("2026-09-01", referrer_id="M3"), *shares)
    assert {each.member_id: each.given for each in found.teams[0].mates} == {"M1": 1, "M2": 0, "M3": 1}


@pytest.mark.parametrize("joined_on", ["2026-10-01", "2020-01-01"])
def test_who_never_gave_one_needs_a_first_referral(joined_on: str) -> None:
    assert mate(build.member("M1", joined_on=joined_on)).need == "first_referral"


@pytest.mark.parametrize(("on", "need"), [("2026-05-22", None), ("2026-05-21", "quiet")])
def test_who_gave_none_for_half_a_year_is_quiet(on: str, need: str | None) -> None:
    assert mate(build.member("M1"), build.member("M2"), given(on)).need == need


def test_a_network_without_active_members_has_no_teams() -> None:
    assert teams(build.member("M1", status="left")).teams == ()


def report(*rows: Record, language: Language = "en") -> Report:
    return REPORTS["teams"](Setting(build.network(*rows, today=TODAY), Asked("teams", Month(2026, 10)), language))


ROWS: tuple[Record, ...] = (
    build.parameter("team.size_max", "1"),
    build.parameter("network.name", "Azur"),
    build.member("M1", name="Ana", lead_id="M9", joined_on="2026-10-01"),
    build.member("M2", name="Ben", lead_id="M9", joined_on="2020-01-01"),
    build.member("M9", name="Cléo", joined_on="2019-01-01"),
    given("2026-01-05", referrer_id="M2", recipient_id="M1"),
)


def test_the_report_names_leads_sizes_and_needs() -> None:
    found = report(*ROWS)
    assert (found.title, found.subtitle) == ("Teams", "Azur · 22/11/2026")
    [table, note] = found.pages[0].parts
    assert isinstance(table, Table)
    assert isinstance(note, Text)
    assert table.heading == "Team of Cléo: 2, more than the charter's 1"
    assert [(row["member_id"], row["newcomer"], row["given"], row["need"]) for row in table.rows] == [
        ("Ana", "yes", 0, "first_referral"),
        ("Ben", None, 1, "quiet"),
    ]
    need = table.columns[-1]
    assert (need.shown("quiet"), need.tones["quiet"]) == ("none for six months", "poor")


def test_the_report_speaks_french() -> None:
    found = report(*ROWS, language="fr")
    [table, _] = found.pages[0].parts
    assert found.title == "Équipes"
    assert table.heading == "Cléo et son équipe : 2, plus que ne le veut la charte (1)"
    assert isinstance(table, Table)
    assert [each.title for each in table.columns][:2] == ["Membre", "Membre depuis le"]


@pytest.mark.parametrize(
    ("months", "language", "said"),
    [
        ("12", "en", ("A newcomer joined less than 12 months ago.", "A hand: sit down together")),
        ("1", "fr", ("Un nouveau a rejoint le réseau il y a moins d'un mois.", "Le coup de main : ")),
        ("0", "en", ("A hand: sit down together",)),
    ],
)
def test_the_report_says_what_its_words_mean(months: str, language: Language, said: tuple[str, ...]) -> None:
    note = report(build.parameter("recruitment.experience_months", months), *ROWS, language=language).pages[0].parts[-1]
    assert isinstance(note, Text)
    assert len(note.paragraphs) == len(said)
    assert all(full.startswith(start) for full, start in zip(note.paragraphs, said, strict=True))


def test_an_empty_column_is_good_news() -> None:
    both = [build.member("M1"), build.member("M2")]
    gave = [given("2026-09-01", f"R{n}", referrer_id=f"M{n}", recipient_id=f"M{3 - n}") for n in (1, 2)]
    note = report(*both, *gave).pages[0].parts[-1]
    assert isinstance(note, Text)
    assert note.paragraphs[-1].startswith("Nobody needs a hand: every member has given another one a referral")


def test_a_name_typed_on_two_lines_is_said_on_one() -> None:
    found = report(build.member("M1", name="Ana\nBel", lead_id="M9"), build.member("M9", name="Cl\n\néo"))
    table = found.pages[0].parts[0]
    assert isinstance(table, Table)
    assert (table.heading, table.rows[0]["member_id"]) == ("Team of Cl éo: 1 of at most 6", "Ana Bel")


def test_programs_get_ids_and_raw_words() -> None:
    found = report(*ROWS)
    assert found.listing is not None
    assert dict(found.listing.rows[1]) == {
        "lead_id": "M9",
        "member_id": "M2",
        "joined_on": build.day("2020-01-01"),
        "newcomer": False,
        "given": 1,
        "given_this_year": 1,
        "last_given_on": build.day("2026-01-05"),
        "need": "quiet",
    }
    assert found.document["teams"][0]["lead_id"] == "M9"


def test_a_network_without_members_says_so() -> None:
    [part] = report().pages[0].parts
    assert part == Text(("No active member yet.",))
    assert report().document == {"on": build.day(TODAY), "teams": []}
