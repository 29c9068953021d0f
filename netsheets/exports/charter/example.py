"""The worked example in words: its table, and the values a template tells it with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from netsheets.domain.chapters import Calculation, Chapter
from netsheets.domain.charter import Terms
from netsheets.domain.money import CENT, ZERO, exact_sum
from netsheets.domain.records import NETWORK
from netsheets.domain.worked_example import LEAD, RECIPIENT, REFERRER, WorkedExample
from netsheets.exports.charter.wording import Wording
from netsheets.exports.document import Column, Row, Table
from netsheets.texts import message


@dataclass(frozen=True, slots=True)
class Telling:
    """A worked example, the terms it was computed under, and how it is said."""

    example: WorkedExample
    terms: Terms
    wording: Wording

    def values(self) -> Mapping[str, Any]:
        """Return what a template may say of the example."""
        story = self.example.story
        window = story.window
        return {
            "referrer": REFERRER,
            "recipient": RECIPIENT,
            "lead": LEAD,
            "given_on": story.referral.given_on,
            "won_on": story.referral.won_on,
            "amount": story.referral.deal_amount,
            "starts_on": window and window.starts_on,
            "last_day": window and window.last_day,
            "renewed": bool(window and len(window.moves) > 1),
            "sums": tuple(self._sums()),
            "earned": exact_sum(each.commission for each in story.chapters),
            "for_referrer": self._earned_by(REFERRER),
            "for_lead": self._earned_by(LEAD),
            "for_network": self._earned_by(NETWORK),
        }

    def table(self) -> Table:
        """Return what happens in the example, and what each event earns for whom."""
        words = self.wording.words
        columns = (
            Column("occurred_on", words("example_on"), "day", 11),
            Column("what", words("example_what"), width=13),
            Column("base", words("example_base"), "money", 11),
            Column("commission", words("example_commission"), "money", 11),
            *(Column(payee_id, self._title(payee_id), "money", 11) for payee_id in self._payees()),
            Column("month", words("example_month"), width=18),
        )
        return Table("example", columns, tuple(map(self._row, self.example.story.chapters)))

    def document(self) -> Mapping[str, Any]:
        """Return the example as JSON."""
        story = self.example.story
        return {
            "given_on": story.referral.given_on,
            "won_on": story.referral.won_on,
            "deal_amount": story.referral.deal_amount,
            "currency": story.currency,
            "starts_on": story.window and story.window.starts_on,
            "last_day": story.window and story.window.last_day,
            "events": [
                {
                    "event_id": each.event.event_id,
                    "occurred_on": each.event.occurred_on,
                    "period": str(each.period),
                    "base": each.event.base,
                    "reason": each.reason,
                    "cumulated_base": each.calculation and each.calculation.cumulated_base,
                    "cumulated_commission": each.calculation and each.calculation.commission,
                    "commission": each.commission,
                    "parts": [{"payee_id": part.pair.payee_id, "amount": part.amount} for part in each.parts],
                }
                for each in story.chapters
            ],
        }

    def _payees(self) -> tuple[str, ...]:
        """Return who gets a part of their own, none where the referrer gets the whole."""
        found = {pair.payee_id for pair, _ in self.example.story.shares}
        return tuple(each for each in (REFERRER, LEAD, NETWORK) if each in found) if len(found) > 1 else ()

    def _title(self, payee_id: str) -> str:
        words = self.wording.words
        return words("example_to_network") if payee_id == NETWORK else words("example_to", member=payee_id)

    def _earned_by(self, payee_id: str) -> Decimal:
        parts = (part for each in self.example.story.chapters for part in each.parts)
        return exact_sum(part.amount for part in parts if part.pair.payee_id == payee_id)

    def _row(self, chapter: Chapter) -> Row:
        month = self.wording.month(chapter.period)
        parts = {part.pair.payee_id: part.amount for part in chapter.parts}
        return {
            "occurred_on": chapter.event.occurred_on,
            "what": self._what(chapter),
            "base": chapter.event.base,
            "commission": chapter.commission,
            **{payee_id: parts.get(payee_id, ZERO) for payee_id in self._payees()},
            "month": self.wording.words("blank") if chapter.reason else month,
        }

    def _what(self, chapter: Chapter) -> str:
        credit = chapter.billing is not None and chapter.billing.kind == "credit_note"
        return self.wording.words("event_credit_note" if credit else f"event_{self.terms.basis}")

    def _sums(self) -> Iterator[Mapping[str, Any]]:
        """Yield how every cent comes about, or why there is none."""
        before = ZERO
        for chapter in self.example.story.chapters:
            said = self._sum(chapter, chapter.calculation, before) if chapter.calculation else ""
            if chapter.reason:
                reason = message(f"reason_{chapter.reason}", self.wording.words.language)
                said = self.wording.words("not_posted" if said else "nothing_earned", sum=said, reason=reason)
            yield {"what": self._what(chapter), "occurred_on": chapter.event.occurred_on, "sum": said}
            before = chapter.calculation.commission if chapter.calculation else before

    def _sum(self, chapter: Chapter, calculation: Calculation, before: Decimal) -> str:
        words, wording = self.wording.words, self.wording
        if calculation.gate:
            return words(f"sum_gate_{calculation.gate}", lacking=wording.amount(calculation.lacking))
        pieces = " + ".join(
            f"{wording.amount(each.base)} × {wording.percent(each.rate)}" for each in calculation.brackets
        )
        multiplier = calculation.multiplier
        if multiplier != 1:
            pieces = f"({pieces or 0}) × {wording.number(multiplier)}"
        if calculation.fixed:
            pieces = " + ".join(filter(None, (pieces, wording.amount(calculation.fixed))))
        said = words("sum", sum=pieces or "0", exact=wording.figure(_with_cents(calculation.exact)))
        if calculation.exact != calculation.rounded:
            said = words("sum_rounded", sum=said, amount=wording.amount(calculation.rounded))
        if calculation.raised:
            said = words("sum_raised", sum=said, amount=wording.amount(calculation.commission))
        if calculation.capped:
            said = words("sum_capped", sum=said, amount=wording.amount(calculation.commission))
        if before:
            amount = wording.amount(chapter.commission)
            said = words("sum_less", sum=said, before=wording.amount(before), amount=amount)
        return said


def _with_cents(exact: Decimal) -> Decimal:
    """Return an exact amount with two decimals, or with all it has where they are more."""
    shortest = exact.normalize()
    return shortest if -int(shortest.as_tuple().exponent) > 2 else exact.quantize(CENT)
