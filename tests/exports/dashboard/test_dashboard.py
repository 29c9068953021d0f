"""The dashboard: its figures, what its page says and draws, and that the page is one file that fetches nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from netsheets.domain.findings import finding
from netsheets.domain.month import Month
from netsheets.domain.practice.activity import activity_of
from netsheets.domain.practice.amounts import amounts_of
from netsheets.domain.practice.dashboard import DashboardStage, Membership, Referrer
from netsheets.domain.records import NETWORK, Record
from netsheets.exports.dashboard import dashboard_page
from netsheets.exports.dashboard.charts import Bar, DrawnChart, lying, upright
from netsheets.exports.dashboard.matrix import MEMBERS_SHOWN
from netsheets.exports.dashboard.timeline import OWNED_SHOWN, timeline
from netsheets.texts import LANGUAGES, Language
from tests.support.build import billing, client, credit_note, day, member, members, parameter, referral
from tests.support.command_line import TODAY, done, netsheets, sample
from tests.support.dashboards import OCTOBER, Asked, board, page, read, shown, texts, view

PUBLIC = Asked(public=True)
NETWORK_OF_TWO: tuple[Record, ...] = (*members("M1", "M2"), client())
AMOUNT = re.compile(r"\d[\d,\u202f]*[.,]\d\d\b")

# Figures


def test_a_month_counts_the_referrals_given_on_its_first_and_on_its_last_day() -> None:
    days = ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01")
    rows = [referral(f"R{number}", given_on=each, status="given") for number, each in enumerate(days)]
    found = board(*NETWORK_OF_TWO, *rows)
    assert [(str(each.month), each.given) for each in found.months[-2:]] == [("2026-09", 1), ("2026-10", 2)]


def test_a_month_counts_the_referrals_won_in_it_whenever_they_were_given() -> None:
    found = board(*NETWORK_OF_TWO,
                  referral("R1", given_on="2024-01-05", won_on="2026-10-31"),
                  referral("R2", given_on="2026-10-05", won_on="2026-11-01"))  # fmt: skip
    assert (found.current.given, found.current.won) == (1, 1)


def test_nothing_later_than_the_day_counts() -> None:
    rows = (*NETWORK_OF_TWO, referral(given_on="2026-10-05", won_on="2026-10-20"))
    early = board(*rows, asked=Asked(today="2026-10-04"))
    assert (early.current.given, early.current.won, early.given) == (0, 0, ())


def test_revenue_is_what_was_paid_in_the_month_less_credit_notes_whether_it_earns_or_not() -> None:
    rows = (
        *NETWORK_OF_TWO,
        referral(given_on="2024-01-05", won_on="2024-01-20"),
        billing("B1", amount="1000.00", paid_on="2026-10-01"),  # long after the window: it earns nothing
        credit_note("B2", amount="250.00", paid_on="2026-10-31"),
        billing("B3", amount="70.00", paid_on="2026-11-01"),
        billing("B4", amount="9.00", paid_on=None),
    )
    found = board(*rows)
    assert found.current.brought == Decimal("750.00")
    assert found.totals[0].commissions == 0


def test_revenue_in_another_currency_is_told_apart() -> None:
    rows = (
        *NETWORK_OF_TWO,
        referral("R1"),
        referral("R2", currency="CHF"),
        billing("B1", referral_id="R1", amount="100.00", paid_on="2026-10-10"),
        billing("B2", referral_id="R2", amount="40.00", paid_on="2026-10-11"),
    )
    found = board(*rows)
    assert (found.current.brought, dict(found.elsewhere)) == (Decimal("100.00"), {"CHF": Decimal("40.00")})
    shown = texts(read(page(*rows)), "//dl//div[1]/*")
    assert shown[:2] == ["Revenue brought", "100.00 EUR"]
    assert "and 40.00 CHF" in shown


def test_conversion_is_won_of_won_or_lost_and_a_cancelled_deal_is_neither() -> None:
    statuses = ("won", "won", "lost", "cancelled", "quoted")
    rows = [referral(f"R{number}", given_on="2026-05-05", status=each) for number, each in enumerate(statuses)]
    old = referral("OLD", given_on="2025-10-31", status="lost")
    found = board(*NETWORK_OF_TWO, *rows, old).conversion
    assert (found.won, found.lost, found.part) == (2, 1, Decimal("0.67"))


def test_conversion_is_unknown_while_nothing_is_decided() -> None:
    assert board(*members("M1", "M2")).conversion.part is None


def test_who_joined_on_the_last_day_or_left_on_it_is_a_member_at_the_months_end() -> None:
    found = board(
        member("M1", joined_on="2026-10-31"),
        member("M2", joined_on="2026-11-01"),
        member("M3", status="left", left_on="2026-10-31"),
        member("M4", status="left", left_on="2026-10-30"),
        member("M5", status="candidate", joined_on=None),
    )
    assert found.membership == Membership(active=2, joined=1, left=2)


def test_the_pipeline_holds_what_is_under_way_however_old_and_what_twelve_months_decided() -> None:
    found = board(
        *NETWORK_OF_TWO,
        referral("R1", given_on="2023-01-05", status="quoted", deal_amount="500.00"),
        referral("R2", given_on="2025-10-31", status="won", deal_amount="800.00"),
        referral("R3", given_on="2025-11-01", status="won", deal_amount="900.00"),
        referral("R4", given_on="2025-11-01", status="won", deal_amount="100.00", currency="CHF"),
    )
    stages = {each.status: each for each in found.pipeline}
    assert stages["quoted"] == DashboardStage("quoted", 1, Decimal("500.00"))
    assert stages["won"] == DashboardStage("won", 2, Decimal("900.00"))
    assert [each.status for each in found.pipeline] == ["given", "contacted", "quoted", "won", "lost", "cancelled"]


def test_who_refers_a_client_to_themselves_brings_nobody_anything() -> None:
    found = board(member("M1"), client(), referral(given_on="2026-10-05", recipient_id="M1"))
    assert (found.current.given, found.referrers, found.given) == (0, (), ())


TWO_REFERRERS: tuple[Record, ...] = (
    *members("M1", "M2", "M3"),
    client(),
    referral("R1", given_on="2026-10-01", referrer_id="M1", recipient_id="M2", won_on="2026-10-02"),
    referral("R2", given_on="2026-10-01", referrer_id="M3", recipient_id="M2", won_on="2026-10-02"),
    referral("R3", given_on="2026-10-01", referrer_id="M3", recipient_id="M1", won_on="2026-10-02"),
    referral("R4", given_on="2026-10-01", referrer_id=NETWORK, recipient_id="M1", won_on="2026-10-02"),
    billing("B1", referral_id="R1", amount="5000.00", paid_on="2026-10-10"),
    billing("B2", referral_id="R2", amount="100.00", paid_on="2026-10-10"),
    billing("B4", referral_id="R4", amount="9999.00", paid_on="2026-10-10"),
)


def test_the_top_referrer_brought_most_business_and_the_network_is_none() -> None:
    assert board(*TWO_REFERRERS).referrers == (
        Referrer("M1", 1, 1, Decimal("5000.00")),
        Referrer("M3", 2, 2, Decimal("100.00")),
    )


def test_in_public_the_order_is_that_of_deals_won_and_tells_no_amount() -> None:
    assert board(*TWO_REFERRERS, asked=PUBLIC).referrers == (Referrer("M3", 2, 2, None), Referrer("M1", 1, 1, None))


def test_in_public_the_figures_hold_no_amount_at_all() -> None:
    def amounts(value: Any) -> list[Decimal]:
        if isinstance(value, Decimal):
            return [value]
        if hasattr(value, "__dataclass_fields__"):
            return [found for name in value.__dataclass_fields__ for found in amounts(getattr(value, name))]
        if isinstance(value, dict):
            return amounts(tuple(value.values()))
        return [found for each in value for found in amounts(each)] if isinstance(value, tuple) else []

    found = board(*TWO_REFERRERS, asked=PUBLIC)
    assert amounts(found) == [found.conversion.part]
    assert len(amounts(board(*TWO_REFERRERS))) > 20


def test_findings_are_counted_by_tab_and_severity() -> None:
    said = (
        finding("unreadable_day", "billing", 3, "paid_on", "soon"),
        finding("unknown_case", "referrals", 2, "case", "triple"),
        finding("consent_missing", "referrals", 5, "client_consent_on"),
    )
    found = board(*members("M1"), asked=Asked(findings=said)).issues
    assert [(each.tab, each.error, each.warning, each.info) for each in found] == [
        ("billing", 1, 0, 0),
        ("referrals", 1, 0, 1),
    ]


def test_the_figures_are_those_of_the_activity_report(tmp_path: Path) -> None:
    from netsheets.commands.network import network  # noqa: PLC0415
    from netsheets.commands.reports import dashboard  # noqa: PLC0415 - only this test opens a workbook itself
    from netsheets.commands.workbook import opened  # noqa: PLC0415

    seen = network(opened(str(sample(tmp_path))), today=day(TODAY), language=None)
    found = dashboard(seen, OCTOBER)
    activity = activity_of(seen, OCTOBER)
    assert {each.month: (each.given, each.won) for each in activity.by_month} == {
        each.month: (each.given, each.won) for each in found.months
    }
    amounts = amounts_of(seen, OCTOBER)
    brought = {each.month: each.brought for each in found.months}
    assert {each.month: each.brought for each in amounts.by_month} == {
        month: brought[month] for month in (each.month for each in amounts.by_month)
    }
    given_by = [each.twelve_months for each in activity.members] + [each.twelve_months for each in activity.outsiders]
    assert found.conversion.won == sum(each.deals_won for each in given_by)


# The page

HOSTILE = """<script>alert("1")</script> {{ 7*7 }} {% raw %} & 'x' </title>"""


def hostile() -> tuple[Record, ...]:
    return (
        member("M1", name=HOSTILE),
        member("M2", name="Two & Sons"),
        client("C1", name=f"{HOSTILE} Ltd"),
        parameter("network.name", f"{HOSTILE} network"),
        referral(given_on="2026-10-05", won_on="2026-10-06"),
        billing(paid_on="2026-10-10"),
    )


def problem() -> Any:
    return finding("unknown_case", "referrals", 2, "case", HOSTILE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("public", [False, True])
def test_what_members_typed_stays_text(language: Language, public: bool) -> None:
    found = read(page(*hostile(), asked=Asked(language=language, public=public, findings=(problem(),))))
    assert found.xpath("//script") == []
    assert texts(found, "//p[@class='network']") == [f"{HOSTILE} network"]
    assert texts(found, "//section[.//h2[@id='owned']]//tbody/tr/*[1]") == [f"{HOSTILE} Ltd"]
    assert texts(found, "//section[.//h2[@id='owned']]//tbody/tr/*[2]") == [HOSTILE]
    assert HOSTILE in texts(found, "//section[.//h2[@id='matrix']]//tbody//th")
    assert HOSTILE in texts(found, "//section[.//h2[@id='referrers']]//details//tbody//th")
    assert "49" not in shown(found)
    said = " ".join(texts(found, "//section[.//h2[@id='issues']]//li"))
    assert ("{{ 7*7 }}" in said) is not public


def test_a_character_that_no_page_can_hold_is_shown_as_missing() -> None:
    rows = (member("M1", name="Bad\x07 name"), member("M2"), client(name="Null\x00"),
            referral(given_on="2026-10-05", won_on="2026-10-06"), billing(paid_on="2026-10-10"))  # fmt: skip
    assert "\x07" not in page(*rows)
    assert texts(read(page(*rows)), "//section[.//h2[@id='owned']]//tbody/tr/*")[:2] == ["Null\ufffd", "Bad\ufffd name"]


@pytest.mark.parametrize("public", [False, True])
def test_the_page_fetches_nothing_and_runs_nothing(public: bool) -> None:
    text = page(*TWO_REFERRERS, asked=Asked(public=public))
    assert "http" not in text.replace("http-equiv", "")
    for forbidden in ("<script", "@import", "url(", "src=", "<link", "<iframe", "<object", "javascript:", "<!--"):
        assert forbidden not in text
    found = read(text)
    assert set(found.xpath("//@href | //@*[local-name()='href']")) == {"#main"}
    assert [
        name for each in found.iter() if isinstance(each.tag, str) for name in each.attrib if name.startswith("on")
    ] == []
    policy = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert page(*TWO_REFERRERS) == page(*TWO_REFERRERS)


def test_every_chart_is_an_image_with_a_name_and_a_description() -> None:
    found = read(page(*TWO_REFERRERS))
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    charts = found.xpath("//figure/*[local-name()='svg']")
    assert len(charts) == 6  # three, each for a wide window and for a narrow one
    for each in charts:
        assert each.get("role") == "img"
        title, reading = each.get("aria-labelledby").split()
        assert texts(found, f"//*[@id='{title}']") == texts(each, "ancestor::section/h2")
        assert texts(found, f"//*[@id='{reading}']") == texts(each, "ancestor::figure/figcaption")


def test_every_number_of_a_chart_stands_in_a_table_below_it() -> None:
    found = read(page(*TWO_REFERRERS))
    rows = [texts(each, "*") for each in found.xpath("//section[.//h2[@id='months']]//details//tbody/tr")]
    assert rows[-2:] == [["October 2026", "4", "4", "15,099.00"], ["Total", "4", "4", "15,099.00"]]
    rows = [texts(each, "*") for each in found.xpath("//section[.//h2[@id='referrers']]//details//tr")]
    assert rows == [
        ["Member", "Given", "Won", "Revenue (EUR)"],
        ["Member M1", "1", "1", "5,000.00"],
        ["Member M3", "2", "2", "100.00"],
    ]
    rows = [texts(each, "*") for each in found.xpath("//section[.//h2[@id='matrix']]//tbody/tr")]
    assert rows == [
        ["Member M1", "", "1", "", "", "1"],
        ["Member M2", "", "", "", "", "0"],
        ["Member M3", "1", "1", "", "", "2"],
        ["NETWORK", "1", "", "", "", "1"],
    ]


def test_the_charts_are_read_in_words() -> None:
    said = texts(read(page(*TWO_REFERRERS)), "//figcaption | //p[@class='reading']")
    assert said == [
        "In October 2026 referrals brought 15,099.00 EUR; in twelve months 15,099.00 EUR. "
        "The best month was October 2026, with 15,099.00 EUR.",
        "No referral is under way. Of those given since November 2025: 4 won, 0 lost, 0 cancelled.",
        "Member M1 brought the most in twelve months: 5,000.00 EUR.",
        "One client has an owner. None of these ends soon.",
        "In twelve months 4 referrals were given, never two to the same member by the same one.",
        "Nothing: every row is in order.",
    ]


def test_the_charts_are_read_in_french_words() -> None:
    said = texts(read(page(*TWO_REFERRERS, asked=Asked(language="fr"))), "//figcaption | //p[@class='reading']")
    assert said[0] == (
        "En octobre 2026, les apports ont amené 15 099,00 EUR ; sur douze mois, 15 099,00 EUR. "
        "Le meilleur mois : octobre 2026, avec 15 099,00 EUR."
    )
    assert said[-1] == "Rien : toutes les lignes sont en ordre."


def test_a_french_sentence_breaks_before_no_colon() -> None:
    assert "Rien\u00a0: toutes" in page(*TWO_REFERRERS, asked=Asked(language="fr"))


def test_an_empty_network_says_so_and_draws_nothing() -> None:
    for public in (False, True):
        found = read(page(asked=Asked(public=public)))
        assert found.xpath("//*[local-name()='svg']") == []
        said = texts(found, "//figcaption | //p[@class='reading']")
        assert "Nobody gave a referral in these twelve months." in said
        assert "No client has an owner today." in said
        assert "No referral was given in these twelve months." in said


def test_a_month_of_credit_notes_only_is_drawn_below_the_line() -> None:
    rows = (*NETWORK_OF_TWO, referral(), billing(paid_on="2026-09-10"),
            credit_note(amount="1400.00", paid_on="2026-10-10"))  # fmt: skip
    found = read(page(*rows))
    assert texts(found, "//dl/div[1]/dd[1]") == ["-1,400.00 EUR"]
    assert "-1,400" in texts(found, "//figure/*[local-name()='svg'][1]//*[@class='value']")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1000.00", "1250.00", "25% more than in September 2026"),
        ("1000.00", "880.00", "12% less than in September 2026"),
        ("1000.00", "1001.00", "as much as in September 2026"),
        ("0.00", "1001.00", "nothing in September 2026"),
    ],
)
def test_revenue_is_compared_with_the_month_before(before: str, after: str, said: str) -> None:
    rows = (
        *NETWORK_OF_TWO,
        referral(),
        billing("B1", amount=before, paid_on="2026-09-10"),
        billing("B2", amount=after, paid_on="2026-10-10"),
    )
    assert texts(read(page(*rows)), "//dl/div[1]/dd[2]") == [said]


def test_a_month_that_is_not_closed_is_marked_as_a_draft() -> None:
    assert texts(read(page(*TWO_REFERRERS)), "//p[@class='state']/span") == [
        "The month at a glance",
        "Draft: not closed yet, may still change",
        "As of 05/11/2026",
    ]


def test_no_amount_of_the_treasurers_page_is_in_the_public_one() -> None:
    amounts = set(AMOUNT.findall(shown(read(page(*TWO_REFERRERS))))) - {"0.00"}
    assert {"5,000.00", "15,099.00"} <= amounts
    public = shown(read(page(*TWO_REFERRERS, asked=PUBLIC)))
    assert [each for each in amounts if len(each) > 6 and each[:-3] in public] == []
    assert AMOUNT.findall(public) == []
    assert "EUR" not in public


# Ownerships along the calendar


def owned_until(*ends: str) -> tuple[Record, ...]:
    """Return clients owned for twelve months up to these days."""
    rows: list[Record] = [*members("M1", "M2")]
    for number, end in enumerate(ends):
        won_on = f"{int(end[:4]) - 1}{end[4:]}"
        rows += [
            client(f"C{number}", name=f"Client {number}"),
            referral(f"R{number}", client_id=f"C{number}", given_on=won_on, won_on=won_on),
        ]
    return tuple(rows)


def test_ownerships_stand_in_the_order_in_which_they_end_and_those_near_their_end_are_marked() -> None:
    rows = owned_until("2027-06-30", "2026-12-05", "2026-12-06", "2026-11-04")
    found = timeline(view(*rows))
    assert [(each.client, each.until, each.left, each.expiring) for each in found.rows] == [
        ("Client 1", "05/12/2026", "30 days", True),
        ("Client 2", "06/12/2026", "31 days", False),
        ("Client 0", "30/06/2027", "237 days", False),
    ]
    assert found.reading == (
        "3 clients have an owner. One ends soon: Client 1, on 05/12/2026. "
        "One no longer has one, and may be referred anew."
    )


def test_bars_and_today_stand_where_their_days_are_on_the_calendar() -> None:
    found = timeline(view(*owned_until("2027-11-30"), asked=Asked(today="2026-12-31")))
    # From 1 November 2026 to 30 November 2027 are 395 days: won on 30 November 2026, the 29th day after the first.
    assert found.rows[0].start == "7.34%"
    assert found.rows[0].width == "92.66%"
    assert found.today == "15.19%"
    assert [name for name, _ in found.ticks] == ["Jan 27", "Apr 27", "Jul 27", "Oct 27"]


def test_a_bar_that_begins_before_the_calendar_or_ends_after_it_is_cut_at_its_edge() -> None:
    rows = (*NETWORK_OF_TWO, parameter("ownership.months", "72"),
            referral(given_on="2023-01-05", won_on="2023-01-20"))  # fmt: skip
    found = timeline(view(*rows)).rows[0]
    assert (found.start, found.width, found.cut) == ("0.00%", "100.00%", "from-before to-after")
    assert (found.since, found.until) == ("20/01/2023", "20/01/2029")


# Large networks


def large(size: int, clients: int, referrals: int) -> tuple[Record, ...]:
    rows: list[Record] = [member(f"M{number}", name=f"Someone with a name {number}") for number in range(size)]
    rows += [client(f"C{number}") for number in range(clients)]
    for number in range(referrals):
        given_on = dt.date(2025, 11, 10) + dt.timedelta(number % 350)
        giver, taker = f"M{number * 7 % size}", f"M{(number * 13 + 1) % size}"
        rows += [
            referral(f"R{number}", given_on=given_on, won_on=given_on, referrer_id=giver, recipient_id=taker,
                     client_id=f"C{number % clients}"),
            billing(f"B{number}", referral_id=f"R{number}", issued_on=given_on, paid_on=given_on, amount="1234.56"),
        ]  # fmt: skip
    return tuple(rows)


def test_a_large_network_sees_the_first_and_how_many_more_there_are() -> None:
    rows = large(2000, 3000, 6000)
    seen = view(*rows)
    started = time.perf_counter()
    text = dashboard_page(seen)
    assert time.perf_counter() - started < 5
    assert len(text.encode()) < 1_500_000
    found = read(text)
    assert len(found.xpath("//section[.//h2[@id='owned']]//tbody/tr")) == OWNED_SHOWN
    assert len(found.xpath("//section[.//h2[@id='matrix']]//tbody/tr")) == MEMBERS_SHOWN
    said = " ".join(texts(found, "//figcaption | //p[@class='reading']"))
    assert "The 30 that end first are shown, of 3,000." in said
    assert "The 16 who gave each other most are shown, of 2,000; totals count everybody." in said
    assert "The first 10 of 2,000 are shown." in said


def test_many_findings_are_said_up_to_a_number_and_the_tab_that_has_all_is_named() -> None:
    said = tuple(finding("unreadable_day", "billing", row, "paid_on", "soon") for row in range(2, 102))
    found = read(page(*members("M1"), asked=Asked(findings=said)))
    section = found.xpath("//section[.//h2[@id='issues']]")[0]
    assert texts(section, ".//p[@class='reading']") == [
        "100 errors, no warning and nothing else to know. A row with an error is not counted until it is put right."
    ]
    assert len(section.xpath(".//li")) == 25
    assert texts(section, ".//details/p") == ["The first 25 of 100; the workbook's tab “Issues” has them all."]


def test_a_long_name_is_shortened_in_a_picture_and_whole_in_the_table() -> None:
    name = "Établissements Vandermeulen-Delacroix et Fils"
    rows = (member("M1", name=name), member("M2"), client(), referral(given_on="2026-10-05", won_on="2026-10-06"),
            billing(paid_on="2026-10-10"))  # fmt: skip
    found = read(page(*rows))
    assert texts(found, "//section[.//h2[@id='referrers']]//*[local-name()='svg'][1]//*[local-name()='text']")[0] == (
        "Établissements Vand…"
    )
    assert name in texts(found, "//section[.//h2[@id='referrers']]//details//th")


# Pictures


@pytest.mark.parametrize("values", [(0, 0), (1, 0), (-5, 3), (10**12, 1), (-1, -2)])
def test_bars_stay_inside_their_picture(values: tuple[int, ...]) -> None:
    bars = tuple(Bar(f"Bar {number}", (Decimal(each),), (str(each),)) for number, each in enumerate(values))
    chart = DrawnChart("key", "A title", "A reading", bars)
    for picture in (upright(chart), lying(chart, "slim", width=320)):
        drawn = read(str(picture))
        _, _, width, height = map(float, drawn.xpath("//*[local-name()='svg']/@viewbox")[0].split())
        rects = drawn.xpath("//*[local-name()='rect']")
        assert len(rects) == len(values)
        for each in rects:
            assert 0 <= float(each.get("x")) <= float(each.get("x")) + float(each.get("width")) <= width
            assert 0 <= float(each.get("y")) <= float(each.get("y")) + float(each.get("height")) <= height


def test_the_longer_bar_is_that_of_the_greater_value() -> None:
    chart = DrawnChart("key", "A title", "A reading", (Bar("a", (10,), ("10",)), Bar("b", (40,), ("40",))))
    first, second = (float(each) for each in read(str(upright(chart))).xpath("//*[local-name()='rect']/@height"))
    assert second == pytest.approx(4 * first, rel=0.01)


# On the command line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_writes_the_page_and_leaves_the_workbook_alone(tmp_path: Path, language: Language) -> None:
    workbook = sample(tmp_path, language)
    before = workbook.read_bytes()
    target = tmp_path / "new" / "october.html"
    ran = done("report", "dashboard", "2026-10", "-w", workbook, "--today", TODAY, "-o", target)
    assert ran.out == f"{target}\n"
    draft = {
        "en": "The dashboard of 2026-10, a draft, for the month is not closed yet:\n",
        "fr": "Le tableau de bord de 2026-10, provisoire car le mois n'est pas clôturé :\n",
    }
    assert ran.err == draft[language]
    found = read(target.read_text("utf-8"))
    assert texts(found, "//h1") == [{"en": "October 2026", "fr": "octobre 2026"}[language]]
    assert found.get("lang") == language
    assert workbook.read_bytes() == before


def test_a_closed_month_is_said_to_be_closed(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    done("close", "2026-08", "-w", workbook, "--today", TODAY)
    ran = done("report", "dashboard", "2026-08", "-w", workbook, "--today", TODAY, "-o", tmp_path / "a.html")
    assert ran.err == "The dashboard of 2026-08:\n"
    assert "Closed" in texts(read((tmp_path / "a.html").read_text("utf-8")), "//p[@class='state']/span")


def test_the_same_month_gives_the_same_file(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    for name in ("a.html", "b.html"):
        done("report", "dashboard", "-w", workbook, "--today", TODAY, "-o", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_public_page_of_the_sample_holds_none_of_its_amounts(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    done("report", "dashboard", "2026-10", "-w", workbook, "--today", TODAY, "-o", tmp_path / "a.html")
    done("report", "dashboard", "2026-10", "-w", workbook, "--today", TODAY, "-o", tmp_path / "p.html", "--public")
    whole, public = (shown(read((tmp_path / name).read_text("utf-8"))) for name in ("a.html", "p.html"))
    amounts = set(AMOUNT.findall(whole)) - {"0.00"}
    assert len(amounts) > 20
    assert [each for each in amounts if each in public or (len(each) > 6 and each[:-3] in public)] == []


def test_without_a_file_its_figures_are_there_as_json(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    ran = done("report", "dashboard", "2026-10", "-w", workbook, "--today", TODAY, "--format", "json")
    assert ran.document["month"] == "2026-10"
    assert ran.document["months"][-1] == {"month": "2026-10", "given": 4, "won": 1, "brought": "44290.00"}
    public = done("report", "dashboard", "2026-10", "-w", workbook, "--today", TODAY, "--format", "json", "--public")
    assert public.document["months"][-1]["brought"] is None
    assert not AMOUNT.search(json.dumps(public.document).replace('"part": "0.87"', ""))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            (),
            "The dashboard is a page. Say which file to write it to: -o FILE.html (or --format json for its figures).",
        ),
        (("--format", "csv"), "The dashboard is a page. Say which file to write it to"),
        (("-o", "october.xlsx"), "october.xlsx: the dashboard is a page. Give the file a name that ends in .html."),
        (("-o", "october"), "october: the dashboard is a page. Give the file a name that ends in .html."),
        (("2026-13", "-o", "october.html"), "2026-13"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    sample(tmp_path)
    ran = netsheets("report", "dashboard", "-w", "network.xlsx", "--today", TODAY, *options, folder=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["network.xlsx"]


def test_a_dry_run_writes_no_file(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    ran = done("report", "dashboard", "-w", workbook, "--today", TODAY, "-o", tmp_path / "a.html", "--dry-run")
    assert ran.out == f"{tmp_path / 'a.html'}\n"
    assert not (tmp_path / "a.html").exists()


def test_the_months_are_twelve_and_end_with_the_one_asked_for() -> None:
    found = board(asked=Asked(month=Month(2026, 3)))
    assert [str(each.month) for each in (found.months[0], found.months[-1])] == ["2025-04", "2026-03"]
    assert len(found.months) == 12


@pytest.mark.parametrize("month", [Month(1, 1), Month(2040, 6)])
def test_a_month_in_which_there_was_no_network_has_an_empty_page(month: Month) -> None:
    found = read(page(*TWO_REFERRERS, asked=Asked(month=month)))
    assert texts(found, "//dl/div[1]/dd[1]") == ["0.00 EUR"]
