"""`explain`: the story of one referral, in words and sums a member can follow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from netsheets.cli.present import names_of, tab_columns
from netsheets.commands.network import OpenNetwork
from netsheets.domain.chapters import Calculation, Chapter, Part, readable
from netsheets.domain.charter import parameter_named
from netsheets.domain.money import CENT, ZERO, percentage
from netsheets.domain.story import Story
from netsheets.exports.document import Table, table_of
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import ages_in_words, column_title, iso_day_in_words, plain_in_words, word_in_words
from netsheets.texts import message, number_in_words


class Teller:
    """Tells one story in the network's language, with members' and clients' names."""

    def __init__(self, story: Story, network: OpenNetwork) -> None:
        self._story = story
        self._language = network.language
        self._names = names_of(network, story.on)
        client = network.book.client_by_id.get(story.referral.client_id)
        self._client = client.name if client else story.referral.client_id

    def tables(self) -> tuple[Table, ...]:
        """Return the story as tables and lines, in the order it is told."""
        return (
            table_of((), (), self._title()),
            self._charter(),
            table_of((("said", ""),), [{"said": each} for each in self._window()], self._said("window")),
            self._events(),
            table_of((("said", ""),), [{"said": each} for each in self._sums()], self._said("sums")),
            table_of((("said", ""),), [{"said": each} for each in self._disputes()], self._said("disputes")),
            self._lines("posted", self._story.posted),
            self._lines("held" if self._story.held_by else "to_post", self._story.to_post),
        )

    def _said(self, name: str, **details: object) -> str:
        return message(f"story_{name}", self._language, **details)

    def _day(self, day: Any) -> str:
        return iso_day_in_words(str(day))

    def _amount(self, amount: Decimal) -> str:
        return number_in_words(amount, self._language)

    def _name(self, member_id: str) -> str:
        return self._names.get(member_id, member_id)

    def _title(self) -> str:
        referral = self._story.referral
        status = tab("referrals").column_by_key["status"].label(referral.status, self._language)
        return self._said(
            "title",
            referral=referral.referral_id,
            referrer=self._name(referral.referrer_id),
            client=self._client,
            recipient=self._name(referral.recipient_id),
            day=self._day(referral.given_on),
            status=status,
        )

    def _charter(self) -> Table:
        parameter = tab("charter").column_by_key["parameter"]
        rows = [
            {
                "parameter": parameter.label(each.name, self._language),
                "value": self._value(each.name, each.value),
                "since": self._day(each.since) if each.since else self._said("default" if each.row is None else "ever"),
            }
            for each in self._story.governing
        ]
        if self._story.referral.rate is not None:
            own = {"parameter": column_title("referrals", "rate", self._language), "since": self._said("own_rate")}
            rows.insert(0, {**own, "value": plain_in_words(percentage(self._story.referral.rate), self._language)})
        columns = (
            ("parameter", self._said("parameter")),
            ("value", self._said("value")),
            ("since", self._said("since")),
        )
        heading = self._said("charter", day=self._day(self._story.referral.given_on))
        return table_of(columns, rows, heading)

    def _value(self, name: str, value: Any) -> str:
        if value is None or value == ():
            return self._said("none")
        parameter = parameter_named(name)
        kind = parameter.kind if parameter else "text"
        if kind == "ages":
            return ages_in_words(value, self._language)
        if isinstance(value, tuple):
            return "; ".join(
                self._said(
                    "above",
                    amount=self._amount(each.above),
                    rate=plain_in_words(percentage(each.rate), self._language),
                )
                for each in value
            )
        if kind == "percent":
            return plain_in_words(percentage(value), self._language)
        if isinstance(value, Decimal):
            return self._amount(value)
        return word_in_words(name, value, self._language) if isinstance(value, str) else self._day(value)

    def _window(self) -> Iterator[str]:
        story = self._story
        if story.blocked_by:
            yield self._said("blocked", referral=story.blocked_by)
        if story.missing:
            yield self._said(
                "missing",
                column=column_title(
                    "referrals" if story.missing == "won_on" else "billing", story.missing, self._language
                ),
            )
        for move in story.window.moves if story.window else ():
            yield self._said(
                f"move_{move.kind}", day=self._day(move.on), last_day=self._day(move.last_day), cause=move.cause
            )

    def _events(self) -> Table:
        titles = dict(tab_columns("ledger", self._language))
        columns = (
            ("event_id", message("short_event_id", self._language)),
            ("day", self._said("day")),
            ("period", titles["period"]),
            ("base", message("short_base", self._language)),
            ("total_base", self._said("total_base")),
            ("total", self._said("total")),
            ("commission", self._said("commission")),
            ("why", self._said("why")),
        )
        rows = [
            {
                "event_id": each.event.event_id,
                "day": each.event.occurred_on,
                "period": str(each.period),
                "base": each.event.base,
                "total_base": each.calculation.cumulated_base if each.calculation else None,
                "total": each.calculation.commission if each.calculation else None,
                "commission": each.commission,
                "why": message(f"reason_{each.reason}", self._language) if each.reason else "",
            }
            for each in self._story.chapters
        ]
        rows += [
            {"event_id": each.billing_id, "base": each.amount, "why": self._said("unpaid")}
            for each in self._story.unpaid
        ]
        heading = self._said("events", currency=self._story.currency)
        return table_of(columns, rows, heading, spare=("period", "total_base"))

    def _sums(self) -> Iterator[str]:
        """Yield how every cent comes about: the plan, the rounding, the cap, and who gets which part."""
        for chapter in self._story.chapters:
            if chapter.calculation is None:
                continue
            for said in self._facts(chapter):
                yield (
                    f"{chapter.event.event_id}: {said}"
                    if self._language == "en"
                    else f"{chapter.event.event_id} : {said}"
                )
            yield self._sum(chapter, chapter.calculation)
            for part in chapter.parts if len(chapter.parts) > 1 else ():
                yield "  " + self._part(part)

    def _sum(self, chapter: Chapter, calculation: Calculation) -> str:
        if calculation.gate:
            goal = calculation.cumulated_base + calculation.lacking
            said = {"goal": self._amount(goal), "lacking": self._amount(calculation.lacking)}
            return self._said(f"gate_{calculation.gate}", event=chapter.event.event_id, **said)
        pieces = self._pieces(calculation)
        exact = self._amount(_with_cents(calculation.exact))
        rounding = (
            self._said("rounded", amount=self._amount(calculation.rounded))
            if calculation.exact != calculation.rounded
            else ""
        )
        bound = "capped" if calculation.capped else "raised" if calculation.raised else ""
        cap = self._said(bound, amount=self._amount(calculation.commission)) if bound else ""
        after = self._said(
            "difference", total=self._amount(calculation.commission), commission=self._amount(chapter.commission)
        )
        return self._said("sum", event=chapter.event.event_id, sum=f"{pieces or '0'} = {exact}{rounding}{cap}{after}")

    def _pieces(self, calculation: Calculation) -> str:
        """Return what earns which rate, x the multiplier, and the fixed amount."""
        pieces = []
        for each in calculation.brackets:
            times = f" × {self._amount(each.multiplier.normalize())}" if calculation.mixed else ""
            rate = plain_in_words(percentage(each.rate), self._language)
            pieces.append(f"{self._amount(each.base)} × {rate}{times}")
        said, multiplier = " + ".join(pieces), calculation.multiplier
        if multiplier != 1 and not calculation.mixed:
            said = f"({said or 0}) × {self._amount(multiplier.normalize())}"
        return " + ".join(
            filter(None, (said, self._amount(_with_cents(calculation.fixed)) if calculation.fixed else ""))
        )

    def _facts(self, chapter: Chapter) -> Iterator[str]:
        """Yield what else decided about an event: an advance, an amendment, whose rate, a volume, who was lead."""
        event, row, applied = chapter.event, chapter.billing, chapter.applied
        if chapter.happened_on != event.occurred_on:
            yield self._said("advance", day=self._day(chapter.happened_on), counted=self._day(event.occurred_on))
        if row and row.excluded:
            yield self._said("excluded", excluded=self._amount(row.excluded), amount=self._amount(row.amount))
        if applied and applied.source in ("amendment", "member", "age"):
            first = "_first" if applied.since == 0 else ""
            yield self._said(
                f"rate_{applied.source}{first}",
                rate=plain_in_words(percentage(applied.rate or ZERO), self._language),
                since=self._day(applied.since),
                months=applied.since,
                member=self._name(self._story.referral.referrer_id),
            )
        if chapter.case_since:
            multiplier = chapter.calculation.multiplier if chapter.calculation else ZERO
            said = self._amount(multiplier.normalize())
            yield self._said("case_amendment", multiplier=said, since=self._day(chapter.case_since))
        for climb in chapter.climbs:
            yield self._said(
                "volume" if climb.period else "volume_ever",
                member=self._name(climb.referrer_id),
                period=climb.period,
                before=self._amount(readable(climb.before)),
                after=self._amount(readable(climb.after)),
            )
        for lead_id in chapter.lead_ids:
            yield self._said("lead", member=self._name(lead_id))

    def _part(self, part: Part) -> str:
        payee, payer = self._name(part.pair.payee_id), self._name(part.pair.payer_id)
        if part.pair.payee_id == part.pair.payer_id:
            return self._said("own_part", member=payee, share=self._fraction(part.share))
        extra = self._said("extra_cent") if part.extra_cent else ""
        return self._said(
            "part",
            payer=payer,
            payee=payee,
            share=self._fraction(part.share),
            exact=self._amount(_four_decimals(part.exact)),
            allocated=self._amount(part.allocated),
            amount=self._amount(part.amount),
            extra=extra,
        )

    def _fraction(self, share: Fraction) -> str:
        percent = Decimal(share.numerator) * 100 / Decimal(share.denominator)
        exact = percent == percent.quantize(Decimal("0.01"))
        return plain_in_words(f"{percent.normalize():f}%", self._language) if exact else str(share)

    def _disputes(self) -> Iterator[str]:
        for each in self._story.disputes:
            outcome = tab("disputes").column_by_key["outcome"].label(each.outcome, self._language)
            yield self._said(
                "dispute_resolved" if each.resolved_on else "dispute_open",
                dispute=each.dispute_id,
                member=self._name(each.opened_by),
                opened=self._day(each.opened_on),
                resolved=self._day(each.resolved_on),
                outcome=outcome,
                reason=each.reason,
            )

    def _lines(self, name: str, lines: Any) -> Table:
        titles = dict(tab_columns("ledger", self._language))
        kind = tab("ledger").column_by_key["kind"]
        keys = ("line_id", "kind", "event_id", "payer_id", "payee_id", "amount")
        rows = [
            {
                "line_id": each.line_id,
                "kind": kind.label(each.kind, self._language),
                "event_id": each.event_id,
                "payer_id": self._name(each.payer_id),
                "payee_id": self._name(each.payee_id),
                "amount": each.amount,
            }
            for each in lines
        ]
        short = ("event_id", "payer_id", "payee_id", "amount")
        titles |= {key: message(f"short_{key}", self._language) for key in short}
        return table_of(tuple((key, titles[key]) for key in keys), rows, self._said(name), spare=("line_id",))


def _with_cents(exact: Decimal) -> Decimal:
    """Return an exact amount with two decimals, or with all it has where they are more."""
    shortest = exact.normalize()
    return shortest if -int(shortest.as_tuple().exponent) > 2 else exact.quantize(CENT)


def _four_decimals(exact: Fraction) -> Decimal:
    """Return a fraction of a cent as people can read it, rounded for the eye only; whole cents have two decimals."""
    return _with_cents((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001")))
