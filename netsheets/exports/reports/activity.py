"""The report on activity in words: traffic lights, the month, give and take.

As CSV it is a listing for other programs: everybody in one row each, ids and raw counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from netsheets.domain.money import percentage, rounded
from netsheets.domain.practice.activity import Activity, Lights, MemberActivity, Outsider, activity_of
from netsheets.domain.practice.amounts import Amounts, Flow, MemberAmounts, amounts_of
from netsheets.domain.practice.involvement import Involvement
from netsheets.exports.document import Bullets, Column, Page, Part, Report, Row, Table, Text, Tone
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.amounts import amounts_pages
from netsheets.exports.reports.setting import Setting
from netsheets.exports.statements.words import month_in_words
from netsheets.sheets.wording import plain_in_words
from netsheets.texts import day_in_words

_TONES: Mapping[str, Tone] = {"good": "good", "fair": "fair", "poor": "poor"}
_SUMMED = ("meetings", "given", "won", "one_to_ones", "presentations", "brought", "commissions")

_SPANS = ("month", "six_months", "twelve_months")


def activity_report(setting: Setting) -> Report:
    """Return a month's activity. A public report is made without the amounts: they are not even computed for it."""
    words, month = setting.words("activity"), setting.asked.month
    found = activity_of(setting.network, month)
    amounts = None
    if not setting.asked.public:
        amounts = amounts_of(setting.network, month)
    pages = [
        Page(words("page_lights"), tuple(_lights_page(found, setting, words))),
        Page(words("page_month"), (_month(found, setting, words),)),
        Page(words("page_network"), (_by_month(found, amounts, setting, words),)),
        Page(words("page_exchange"), (_exchange(found, setting, words),)),
    ]
    document: dict[str, Any] = document_of(found)
    if amounts:
        pages.extend(amounts_pages(amounts, found, setting, words))
        document["amounts"] = document_of(amounts)
    title = words("title", month=month_in_words(month, setting.language))
    listing = activity_listing(found, amounts)
    return Report("activity", title, setting.subtitle, setting.language, tuple(pages), document, listing)


def _lights_page(found: Activity, setting: Setting, words: Words) -> Iterator[Part]:
    """Yield the lights, what they mean, and the meetings they could not count."""
    since, until = (month_in_words(each, setting.language) for each in (found.six_months_since, found.month))
    columns = (
        Column("member_id", words("member"), width=24),
        _light("attendance_light", "attendance", words),
        _count("attended", words),
        _count("meetings", words),
        _light("referrals_light", "referrals", words),
        _count("given", words),
        _light("one_to_ones_light", "one_to_ones_light", words),
        _count("one_to_ones", words),
        _light("thanks_light", "thanks", words),
        _count("thanked", words),
        _count("won", words),
    )
    rows = tuple(_lights_row(each, setting) for each in found.members)
    yield Table(
        "lights",
        columns,
        rows,
        heading=words("lights", since=since, until=until),
        note=words("lights_note"),
        empty=words("empty"),
    )
    if remarks := tuple(_remarks(found, setting, words)):
        yield Bullets(remarks)
    thresholds = (
        words(f"threshold_{name}", **{key: _figure(value, setting) for key, value in each._asdict().items()})
        for name, each in found.thresholds.items()
    )
    source = words("threshold_source", day=found.month.last_day)
    yield Bullets((*thresholds, source), heading=words("thresholds"))
    if found.unnoted:
        held_on = {each.meeting_id: each.held_on for each in setting.network.book.meetings}
        days = ", ".join(day_in_words(held_on[each]) for each in found.unnoted)
        yield Text((words.counted("unnoted", len(found.unnoted), days=days),))


def _light(key: str, title: str, words: Words) -> Column:
    return Column(key, words(title), width=12, labels=words.of("light"), tones=_TONES)


def _count(key: str, words: Words, title: str = "", width: int = 10) -> Column:
    return Column(key, words(title or key), "integer", width=width)


def _figure(value: Decimal | int, setting: Setting) -> str:
    return plain_in_words(percentage(value) if isinstance(value, Decimal) else str(value), setting.language)


def _lights_row(member: MemberActivity, setting: Setting) -> Row:
    lights = {f"{name}_light": light for name, light in asdict(member.lights).items()}
    return {"member_id": setting.name(member.member_id), **asdict(member.six_months), **lights}


def _remarks(found: Activity, setting: Setting, words: Words) -> Iterator[str]:
    """Yield since when each newcomer is a member, and on which day a member left in the month."""
    for each in found.members:
        name = setting.name(each.member_id)
        if each.newcomer and each.joined_on:
            yield words("remark_joined", member=name, day=each.joined_on)
        if each.left_on and each.left_on <= found.month.last_day:
            yield words("remark_left", member=name, day=each.left_on)


def _month(found: Activity, setting: Setting, words: Words) -> Table:
    """Return the month member by member."""
    own = any(each.month.own for each in found.members)
    keys = [
        "meetings", "attended", "excused", "absent", "not_noted", "given", "received", "own",
        "one_to_ones", "presentations", "won", "thanked",
    ]  # fmt: skip
    columns = (
        Column("member_id", words("member"), width=24),
        *(_count(key, words, f"month_{key}") for key in keys if own or key != "own"),
    )
    rows = tuple(_month_row(each, setting) for each in found.members)
    return Table(
        "month",
        columns,
        rows,
        heading=words("month", month=month_in_words(found.month, setting.language)),
        note=" ".join((words("month_note"), *((words("month_note_own"),) if own else ()))),
        empty=words("empty"),
    )


def _month_row(member: MemberActivity, setting: Setting) -> Row:
    """Return a member's month. Nothing is a blank: what happened stands out; of no meeting, nobody came to none."""
    done = {key: count or None for key, count in asdict(member.month).items()}
    came = member.month.attended if member.month.meetings else None
    return {"member_id": setting.name(member.member_id), **done, "attended": came}


def _by_month(found: Activity, amounts: Amounts | None, setting: Setting, words: Words) -> Table:
    """Return the network month by month, with the amounts where there are any to tell."""
    columns = [
        Column("month", words("by_month_month"), width=18),
        _count("meetings", words, "by_month_meetings"),
        Column("attendance", words("by_month_attendance"), "percent", width=12),
        *(_count(key, words, f"by_month_{key}") for key in ("given", "won", "one_to_ones", "presentations")),
    ]
    rows: list[dict[str, Any]] = [
        {
            **asdict(each),
            "month": month_in_words(each.month, setting.language),
            "attendance": _part(each.attended, each.expected),
        }
        for each in found.by_month
    ]
    if amounts:
        columns += [Column(key, words(f"by_month_{key}"), "money", width=16) for key in ("brought", "commissions")]
        flows = {each.month: each for each in amounts.by_month}
        for row, each in zip(rows, found.by_month, strict=True):
            row.update(brought=flows[each.month].brought, commissions=flows[each.month].commissions)
    note = words("by_month_currency", currency=amounts.currency) if amounts else ""
    totals = tuple(each.key for each in columns if each.key in _SUMMED)
    return Table("by_month", tuple(columns), tuple(rows), heading=words("by_month"), note=note, totals=totals)


def _part(reached: int, whole: int) -> Decimal | None:
    return rounded(Decimal(reached) / whole) if whole else None


def _exchange(found: Activity, setting: Setting, words: Words) -> Table:
    """Return who gave and received how many referrals: members, then outsiders, so that both sides tie."""
    columns = (
        Column("member_id", words("member"), width=24),
        *(_count(f"{key}_{months}", words, width=13) for months in (6, 12) for key in ("given", "received", "balance")),
        _count("deals_won", words),
        _count("deals_lost", words),
        Column("conversion", words("conversion"), "percent", width=12),
    )
    six, twelve = (
        month_in_words(each, setting.language) for each in (found.six_months_since, found.twelve_months_since)
    )
    return Table(
        "exchange",
        columns,
        tuple(_exchange_row(each, setting) for each in found.everyone),
        heading=words("exchange"),
        note=words("exchange_note", six=six, twelve=twelve),
        empty=words("empty_exchange"),
        totals=tuple(each.key for each in columns if each.kind == "integer"),
    )


def _exchange_row(member: MemberActivity | Outsider, setting: Setting) -> Row:
    six, twelve = member.six_months, member.twelve_months
    return {
        "member_id": setting.name(member.member_id),
        **{f"{key}_6": count for key, count in asdict(six).items()},
        **{f"{key}_12": count for key, count in asdict(twelve).items()},
        "deals_won": twelve.deals_won,
        "deals_lost": twelve.deals_lost,
        "conversion": _part(twelve.deals_won, twelve.deals_won + twelve.deals_lost),
    }


def activity_listing(activity: Activity, amounts: Amounts | None) -> Table:
    """Return everybody's lights and counts, and their amounts in the network's currency where there are any to tell."""
    keys = [
        "member_id", "joined_on", "left_on", "newcomer",
        *(f"{each.name}_light" for each in fields(Lights)),
        *(f"{span}_{each.name}" for span in _SPANS for each in fields(Involvement)),
    ]  # fmt: skip
    rows = {each.member_id: _counts(each) for each in activity.everyone}
    if amounts:
        keys += ["currency", *(f"{span}_amount_{each.name}" for span in _SPANS for each in fields(Flow))]
        for found in amounts.members:
            rows.setdefault(found.member_id, {"member_id": found.member_id}).update(_flows(found))
    return Table("activity", tuple(Column(each, each) for each in keys), tuple(rows.values()))


def _counts(member: MemberActivity | Outsider) -> dict[str, Any]:
    row: dict[str, Any] = {"member_id": member.member_id}
    if isinstance(member, MemberActivity):
        row |= {
            "joined_on": member.joined_on,
            "left_on": member.left_on,
            "newcomer": "yes" if member.newcomer else "no",
        }
        row |= {f"{name}_light": light for name, light in asdict(member.lights).items()}
        row |= {f"month_{name}": count for name, count in asdict(member.month).items()}
    row |= {f"six_months_{name}": count for name, count in asdict(member.six_months).items()}
    return row | {f"twelve_months_{name}": count for name, count in asdict(member.twelve_months).items()}


def _flows(found: MemberAmounts) -> Row:
    flows = {span: asdict(getattr(found, span)) for span in _SPANS}
    amounts = {f"{span}_amount_{name}": amount for span, flow in flows.items() for name, amount in flow.items()}
    return {"currency": found.currency, **amounts}
