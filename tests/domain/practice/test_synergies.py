"""Synergies: who should talk first, and why; who shares a skill with whom."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.book import Book
from netsheets.domain.network import Network
from netsheets.domain.practice.overlaps import Overlap, SharedSkill
from netsheets.domain.practice.ranking import best_pairs, places, raised
from netsheets.domain.practice.synergies import Reason, Synergies, Synergy, synergies_of
from netsheets.domain.records import NETWORK, Member, Record
from tests.support import ROOT
from tests.support.build import agreement, attendance, book, day, meeting, member, parameter, referral
from tests.support.command_line import TODAY, done, sample, write_csv

MET: tuple[Record, ...] = (
    meeting("E0", held_on="2025-01-02", kind="visit", host_id="M1"),
    attendance("E0", member_id="M2"),
)
"""M1 and M2 have talked."""


def synergies(*rows: Record, today: str = "2026-12-31", **options: int) -> Synergies:
    found = book(*rows)
    return synergies_of(Network.of(found, day(today)), **options)


def reasons(*rows: Record, today: str = "2026-12-31") -> tuple[Reason, ...]:
    """Return why M1 and M2 should talk, who are active and have talked."""
    known = {each.member_id for each in rows if isinstance(each, Member)}
    own = [member(each) for each in ("M1", "M2") if each not in known]
    pairs = synergies(*own, *MET, *rows, today=today).pairs
    return next((each.reasons for each in pairs if (each.member_a, each.member_b) == ("M1", "M2")), ())


def skilled(member_id: str, skills: str, client_types: str, **given: object) -> Record:
    return member(member_id, skills=skills, client_types=client_types, **given)


# complementary skills


def test_different_skills_for_the_same_clients_are_a_reason() -> None:
    two = (skilled("M1", "tiling", "shops; hotels"), skilled("M2", "plumbing", "hotels; offices"))
    assert reasons(*two) == (Reason("complementary", 1, client_types=("hotels",)),)


@pytest.mark.parametrize(
    ("types", "points"), [("a", 1), ("a; b", 2), ("a; b; c", 3), ("a; b; c; d", 3), ("a; A; b", 2)]
)
def test_each_type_of_clients_is_a_point_up_to_three(types: str, points: int) -> None:
    two = (skilled("M1", "tiling", types), skilled("M2", "plumbing", "d; c; b; a"))
    assert [each.points for each in reasons(*two)] == [points]


def test_types_of_clients_are_named_as_most_members_spell_them() -> None:
    rows = (
        skilled("M1", "tiling", "Hôtel"),
        skilled("M2", "plumbing", "hotels"),
        skilled("M3", "", "hotels"),
    )
    assert reasons(*rows) == (Reason("complementary", 1, client_types=("hotels",)),)


@pytest.mark.parametrize(
    ("skills", "types"),
    [
        ("plumbing; tiling", "shops"),
        ("Plumbings", "shops"),
        ("", "shops"),
        ("tiling", "hotels"),
        ("tiling", ""),
    ],
    ids=["a skill in common", "spelt otherwise", "no skill", "other clients", "no clients"],
)
def test_members_who_are_not_complementary(skills: str, types: str) -> None:
    assert reasons(skilled("M1", skills, types), skilled("M2", "plumbing", "shops")) == ()


# referrals one way only


def given_by(giver: str, receiver: str, count: int = 1, **details: object) -> Iterable[Record]:
    named = {"referrer_id": giver, "recipient_id": receiver, **details}
    return (referral(f"R{giver}{receiver}{number}", **named) for number in range(count))


@pytest.mark.parametrize(("count", "points"), [(1, 2), (2, 3), (3, 4), (4, 4)])
def test_referrals_one_way_only_are_a_reason_of_up_to_four_points(count: int, points: int) -> None:
    assert reasons(*given_by("M1", "M2", count)) == (Reason("one_way", points, "M1", count),)
    assert reasons(*given_by("M2", "M1", count)) == (Reason("one_way", points, "M2", count),)


def test_members_who_bring_each_other_referrals_are_left_out() -> None:
    two = (skilled("M1", "tiling", "shops"), skilled("M2", "plumbing", "shops"))
    assert reasons(*two, *given_by("M1", "M2", 3), *given_by("M2", "M1")) == ()


def test_a_referral_to_come_has_not_been_given() -> None:
    later = given_by("M1", "M2", given_on="2026-06-02")
    assert reasons(*later, today="2026-06-01") == ()
    assert [each.kind for each in reasons(*given_by("M1", "M2", given_on="2026-06-01"), today="2026-06-01")] == [
        "one_way"
    ]


def test_referrals_of_the_network_and_to_oneself_are_no_exchange() -> None:
    assert reasons(*given_by(NETWORK, "M2"), *given_by("M1", "M1")) == ()


# never met


def never_met(*rows: Record, today: str = "2026-12-31") -> bool:
    """Tell whether M1 and M2, who have no other reason, never talked."""
    pairs = synergies(member("M1"), member("M2"), *rows, today=today).pairs
    assert [each.reasons for each in pairs] in ([], [(Reason("never_met", 2),)])
    return bool(pairs)


def test_without_any_meeting_two_members_never_met() -> None:
    assert never_met()


@pytest.mark.parametrize(
    ("kind", "met"),
    [
        ("one_to_one", True),
        ("visit", True),
        ("social", True),
        ("presentation", True),
        ("training", True),
        ("meeting", False),
    ],
)
def test_everything_but_a_meeting_of_all_is_a_talk(kind: str, met: bool) -> None:
    rows = (meeting(kind=kind), attendance(), attendance(member_id="M2", presence="late"))
    assert never_met(*rows) is not met


@pytest.mark.parametrize("presence", ["excused", "absent", "substitute"])
def test_who_did_not_come_did_not_talk(presence: str) -> None:
    rows = (meeting(kind="visit"), attendance(), attendance(member_id="M2", presence=presence))
    assert never_met(*rows)


def test_host_and_presenter_were_there_unless_a_row_says_otherwise() -> None:
    hosted = meeting(kind="visit", host_id="M1", presenter_id="M2")
    assert not never_met(hosted)
    assert never_met(hosted, attendance(member_id="M2", presence="excused"))


def test_a_talk_to_come_has_not_been_had() -> None:
    rows = (meeting(kind="one_to_one", held_on="2026-06-02", host_id="M1", presenter_id="M2"),)
    assert never_met(*rows, today="2026-06-01")
    assert not never_met(*rows, today="2026-06-02")


def test_the_last_talk_is_named() -> None:
    rows = (
        *MET,
        meeting("E1", kind="social", held_on="2026-06-18", host_id="M2"),
        attendance("E1"),
        meeting("E2", kind="meeting", held_on="2026-09-03", host_id="M2"),
        attendance("E2"),
    )
    pairs = synergies(member("M1"), member("M2"), *rows, *given_by("M1", "M2")).pairs
    assert [each.talked_on for each in pairs] == [day("2026-06-18")]


# newcomers


@pytest.mark.parametrize(
    ("joined_on", "new"), [("2026-01-02", True), ("2026-01-01", False), ("2025-12-31", False), ("", False)]
)
def test_a_newcomer_without_a_first_referral_is_a_reason_for_twelve_months(joined_on: str, new: bool) -> None:
    found = reasons(member("M2", joined_on=joined_on), today="2027-01-01")
    assert found == ((Reason("newcomer", 3, "M2"),) if new else ())


def test_the_charter_says_how_long_one_is_new() -> None:
    rule = parameter("recruitment.experience_months", "6")
    assert reasons(rule, member("M2", joined_on="2026-01-02"), today="2026-07-01") == (Reason("newcomer", 3, "M2"),)
    assert reasons(rule, member("M2", joined_on="2026-01-02"), today="2026-07-02") == ()


@pytest.mark.parametrize(("giver", "receiver"), [("M2", "M3"), ("M3", "M2"), (NETWORK, "M2"), ("M2", "M1")])
def test_a_first_referral_given_or_received_makes_a_newcomer_one_of_them(giver: str, receiver: str) -> None:
    rows = (member("M2", joined_on="2026-12-01"), member("M3"), *given_by(giver, receiver))
    assert "newcomer" not in [each.kind for each in reasons(*rows)]


def test_two_newcomers_are_no_help_to_each_other() -> None:
    assert reasons(member("M1", joined_on="2026-12-01"), member("M2", joined_on="2026-12-02")) == ()


# the ranking


def test_the_points_of_all_reasons_add_up() -> None:
    two = (
        skilled("M1", "tiling", "shops"),
        skilled("M2", "plumbing", "shops", joined_on="2026-11-01"),
        skilled("M3", "roofing", ""),
    )
    found = synergies(*two, *given_by("M3", "M1", 2))
    assert found.pairs == (
        Synergy(
            "M1",
            "M2",
            6,
            (Reason("newcomer", 3, "M2"), Reason("complementary", 1, client_types=("shops",)), Reason("never_met", 2)),
            None,
        ),
        Synergy("M1", "M3", 5, (Reason("one_way", 3, "M3", 2), Reason("never_met", 2)), None),
        Synergy("M2", "M3", 5, (Reason("newcomer", 3, "M2"), Reason("never_met", 2)), None),
    )
    assert found.pairs_in_all == 3


@pytest.mark.parametrize("status", ["candidate", "suspended", "left", "rejected"])
def test_only_active_members_are_paired(status: str) -> None:
    found = synergies(skilled("M1", "tiling", ""), skilled("M2", "tiling", "", status=status))
    assert (found.pairs, found.overlaps) == ((), ())


def test_an_empty_network_has_nobody_to_talk() -> None:
    assert synergies() == Synergies(day("2026-12-31"), (), 0, (), 0)
    assert synergies(member("M1")).pairs == ()


def test_nobody_fills_the_list_and_equals_come_in_turn() -> None:
    found = synergies(*(member(f"M{number}") for number in range(1, 9)), most_each=2)
    assert [(each.member_a, each.member_b) for each in found.pairs] == [
        ("M1", "M2"), ("M3", "M4"), ("M5", "M6"), ("M7", "M8"),
        ("M1", "M3"), ("M2", "M4"), ("M5", "M7"), ("M6", "M8"),
    ]  # fmt: skip
    assert found.pairs_in_all == 28


def test_the_best_pairs_come_first_and_no_more_than_asked_for() -> None:
    rows = [member(f"M{number}") for number in range(1, 9)]
    found = synergies(*rows, *given_by("M8", "M7", 2), *given_by("M1", "M8"), most=3)
    assert [(each.member_a, each.member_b, each.score) for each in found.pairs] == [
        ("M7", "M8", 5),
        ("M1", "M8", 4),
        ("M2", "M3", 2),
    ]


# overlaps


def test_members_who_share_a_skill_overlap_with_or_without_an_agreement() -> None:
    rows = (
        skilled("M1", "Tiling; baths; roofing", ""),
        skilled("M2", "bath; tiling", ""),
        skilled("M3", "baths", ""),
        agreement("M2", "M1", skill="BATHS", terms="M1 leads", agreed_on="2026-05-04"),
        agreement("M3", "M2", skill="baths", terms="M3 leads", agreed_on="2026-05-05"),
        agreement("M3", "M1", skill="roofing", agreed_on="2026-05-05"),
    )
    found = synergies(*rows)
    agreed = SharedSkill("baths", "M1 leads", day("2026-05-04"))
    assert found.overlaps == (
        Overlap("M1", "M2", (SharedSkill("Tiling", "", None), agreed)),
        Overlap("M1", "M3", (SharedSkill("baths", "", None),)),
        Overlap("M2", "M3", (SharedSkill("baths", "M3 leads", day("2026-05-05")),)),
    )
    assert found.overlaps_in_all == 3
    assert [each.settled for each in found.overlaps] == [False, False, True]


def test_those_with_most_to_agree_on_come_first() -> None:
    rows = (skilled("M1", "a1; b1", ""), skilled("M2", "a1", ""), skilled("M3", "b1; a1", ""))
    assert [(each.member_a, each.member_b) for each in synergies(*rows).overlaps] == [
        ("M1", "M3"),
        ("M1", "M2"),
        ("M2", "M3"),
    ]


def test_of_two_agreements_the_later_one_holds() -> None:
    rows = (
        skilled("M1", "tiling", ""),
        skilled("M2", "tiling", ""),
        agreement(skill="tiling", terms="new", agreed_on="2026-05-04"),
        agreement(skill="tiling", terms="old", agreed_on="2025-05-04"),
    )
    assert [each.skills[0].terms for each in synergies(*rows).overlaps] == ["new"]


def test_a_hundred_overlaps_are_named_and_the_others_counted() -> None:
    found = synergies(*(skilled(f"M{number:02d}", "tiling", "") for number in range(20)))
    assert (len(found.overlaps), found.overlaps_in_all) == (100, 190)


# what holds for every network


@st.composite
def networks(draw: st.DrawFn) -> Book:
    words = st.lists(st.sampled_from(["tiling", "Tiling", "baths", "bath", "roofing"]), max_size=2).map(tuple)
    ids = [f"M{number}" for number in range(1, draw(st.integers(1, 7)) + 1)]
    who = st.sampled_from(ids)
    kinds = st.sampled_from(["meeting", "visit", "one_to_one"])
    presences = st.sampled_from(["present", "late", "absent"])
    days = st.dates(day("2025-12-01"), day("2027-01-31"))
    rows: list[Record] = [
        member(each, skills=draw(words), client_types=draw(words), joined_on=draw(days | st.none())) for each in ids
    ]
    for number in range(draw(st.integers(0, 6))):
        parties = {"referrer_id": draw(who), "recipient_id": draw(who), "given_on": draw(days)}
        rows.append(referral(f"R{number}", **parties))
    for number in range(draw(st.integers(0, 3))):
        rows.append(meeting(f"E{number}", held_on=draw(days), kind=draw(kinds), host_id=draw(who)))
        present = draw(st.lists(who, unique=True, max_size=3))
        rows.extend(attendance(f"E{number}", member_id=each, presence=draw(presences)) for each in present)
    if len(ids) > 1:
        for _ in range(draw(st.integers(0, 2))):
            first, second = draw(st.permutations(ids))[:2]
            rows.append(
                agreement(first, second, skill=draw(st.sampled_from(["Baths", "tiling"])), agreed_on=draw(days))
            )
    return book(*rows)


def of(found: Book, **options: int) -> Synergies:
    return synergies_of(Network.of(found, day("2026-12-31")), **options)


@given(networks())
def test_every_pair_has_its_reasons_and_no_other_has_any(found: Book) -> None:
    shown = of(found, most=100, most_each=100)
    assert len(shown.pairs) == shown.pairs_in_all
    assert len({(each.member_a, each.member_b) for each in shown.pairs}) == len(shown.pairs)
    for pair in shown.pairs:
        assert pair.member_a < pair.member_b
        assert pair.reasons
        assert pair.score == sum(each.points for each in pair.reasons) > 0
        assert ("never_met" in [each.kind for each in pair.reasons]) == (pair.talked_on is None)
    assert [each.score for each in shown.pairs] == sorted((each.score for each in shown.pairs), reverse=True)
    few = of(found, most=4, most_each=2)
    assert len(few.pairs) <= 4
    assert (
        max((sum(each in (one.member_a, one.member_b) for one in few.pairs) for each in found.member_by_id), default=0)
        <= 2
    )
    assert few.pairs_in_all == shown.pairs_in_all


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(found: Book, drawn: random.Random) -> None:
    shuffled = Book(
        **{
            tab: tuple(drawn.sample(getattr(found, tab), len(getattr(found, tab))))
            for tab in ("members", "referrals", "meetings", "attendance", "agreements")
        }
    )
    assert of(shuffled) == of(found)


@given(networks())
def test_two_members_have_the_same_reasons_whichever_comes_first(found: Book) -> None:
    """Ids turned round: M1 becomes M9, M2 M8 and so on."""

    def turned(text: str) -> str:
        return f"M{10 - int(text[1:])}" if text.startswith("M") else text

    keys = ("member_id", "referrer_id", "recipient_id", "host_id", "presenter_id", "member_a", "member_b")
    rows = [
        each._replace(**{key: turned(getattr(each, key)) for key in keys if hasattr(each, key)})
        for tab in ("members", "referrals", "meetings", "attendance", "agreements")
        for each in getattr(found, tab)
    ]
    ours, theirs = of(found, most=100, most_each=100), of(book(*rows), most=100, most_each=100)
    assert {(each.member_a, each.member_b): each.score for each in ours.pairs} == {
        (turned(each.member_b), turned(each.member_a)): each.score for each in theirs.pairs
    }
    assert {(each.member_a, each.member_b, each.settled) for each in ours.overlaps} == {
        (turned(each.member_b), turned(each.member_a), each.settled) for each in theirs.overlaps
    }


@given(st.lists(st.dictionaries(st.integers(0, 3), st.integers(0, 255), max_size=3), max_size=8))
def test_the_best_of_all_pairs_are_chosen(levels: list[dict[int, int]]) -> None:
    """A pair's points are those of the highest level it is in; sets are cut to later places, and to one level."""
    count = len(levels)
    points = {}
    for first, second in combinations(range(count), 2):
        points[first, second] = max((each for each, those in levels[first].items() if those >> second & 1), default=0)
    clean = [
        {
            each: sum(1 << second for second in range(first + 1, count) if points[first, second] == each)
            for each in range(4)
        }
        for first in range(count)
    ]
    chosen = best_pairs(clean, 100, 100)
    assert sorted(chosen) == sorted(pair for pair, each in points.items() if each)
    assert [points[pair] for pair in chosen] == sorted(filter(None, points.values()), reverse=True)


def test_points_are_given_to_a_set() -> None:
    assert raised({0: 0b1111, 2: 0b10000}, 0b10101, 2) == {0: 0b1010, 2: 0b0101, 4: 0b10000}
    assert list(places(0b10110)) == [1, 2, 4]


@pytest.mark.parametrize("meetings", [0, 40])
def test_two_thousand_members_who_are_all_alike_take_no_longer(meetings: int) -> None:
    ids = [f"M{number}" for number in range(2_000)]
    rows: list[Record] = [member(each) for each in ids]
    for number in range(meetings):
        rows.append(meeting(f"E{number}", kind="social"))
        rows.extend(attendance(f"E{number}", member_id=each) for each in ids[number * 50 :])
    found = book(*rows)
    started = time.perf_counter()
    assert len(of(found).pairs) == (0 if meetings else 50)
    assert time.perf_counter() - started < 5


def test_the_benchmark_finds_the_same_pairs_by_a_plain_loop() -> None:
    ran = subprocess.run(
        (sys.executable, "-m", "benchmarks.synergies", "--quick"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "ratio" in ran.stdout


# as people see it

SAID = {
    "en": (
        "Who should talk",
        "Solène has brought Maëlle 2 referrals, Maëlle none back (3).",
        "Different skills, same clients: hotels, families (2).",
        "They have not talked outside the meetings yet (2).",
        "A newcomer, a member for less than 12 months",
        "no agreement yet",
        "pipes first: Bastien leads; tiles only: Inès leads",
    ),
    "fr": (
        "Qui devrait se parler",
        "Solène a donné 2 apports à Maëlle, sans en recevoir en retour (3).",
        "Compétences différentes, mêmes clients : hôtels, particuliers (2).",
        "Pas encore d'échange en dehors des réunions (2).",
        "Un nouveau, membre depuis moins de 12 mois",
        "pas encore d'accord",
        "la plomberie d'abord : Bastien pilote ; carrelage seul : Inès pilote",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_each_reason_is_a_sentence(tmp_path: Path, language: str) -> None:
    ran = done("report", "synergies", "-w", sample(tmp_path, language), "--today", TODAY)
    assert [each for each in SAID[language] if each not in ran.out] == []


def test_json_and_csv_carry_ids_and_raw_words(tmp_path: Path) -> None:
    path = sample(tmp_path)
    document = done("report", "synergies", "-w", path, "--today", TODAY, "--format", "json").document
    first = document["pairs"][0]
    assert (first["member_a"], first["member_b"], first["score"], first["talked_on"]) == ("M01", "M04", 5, "2026-06-18")
    assert [each["kind"] for each in first["reasons"]] == ["one_way", "complementary"]
    assert document["overlaps"][0]["skills"] == [{"skill": "bathrooms", "terms": "", "agreed_on": None}]
    rows = done("report", "synergies", "-w", path, "--today", TODAY, "--format", "csv").rows
    assert rows[0] == {
        "member_a": "M01", "member_b": "M04", "score": "5", "reasons": "one_way; complementary",
        "talked_on": "2026-06-18",
    }  # fmt: skip


def test_members_with_one_first_name_are_called_by_both_names(tmp_path: Path) -> None:
    path = sample(tmp_path)
    write_csv(
        tmp_path / "rows" / "members.csv",
        [{"member_id": "M20", "name": "Solène Autrefois", "status": "active", "joined_on": "2026-11-02"}],
    )
    done("import", tmp_path / "rows", "-w", path, "--today", TODAY)
    ran = done("report", "synergies", "-w", path, "--today", TODAY)
    assert "Solène Vasterre has brought Maëlle 2 referrals, Maëlle none back (3)." in ran.out
    assert "Solène Autrefois is new and has neither given nor received a referral (3)." in ran.out


def test_a_network_of_one_has_nothing_to_say(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    done("init", path, "--lang", "fr")
    ran = done("report", "synergies", "-w", path, "--today", TODAY)
    assert "Aucune raison n'apparaît dans les lignes." in ran.out
    assert "Aucune compétence n'est commune à deux membres actifs." in ran.out


@pytest.mark.parametrize("ending", [".html", ".md", ".xlsx", ".json"])
def test_it_goes_to_a_file_of_any_form(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"synergies{ending}"
    done("report", "synergies", "-w", sample(tmp_path), "--today", TODAY, "-o", file)
    assert file.stat().st_size > 2_000
